"""How often each kind comes by mail, and what a webhook is."""

from collections.abc import Iterable
from typing import Any

from django import forms

from kernel.web.forms import UseCaseForm
from tenants.notices.models import Endpoint, Frequency
from tenants.notices.usecases.webhooks import KINDS
from tenants.worklist.models import Event


class FrequencyForm(forms.Form):
    """A choice for each kind that the person's roles may get."""

    def __init__(self, *args: Any, kinds: Iterable[Event.Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in kinds:
            self.fields[kind.value] = forms.ChoiceField(label=kind.label, choices=Frequency.choices)


class RenewalForm(UseCaseForm):
    at_once = forms.BooleanField(
        label="Das bisherige Geheimnis gilt ab sofort nicht mehr",
        help_text="Nötig, wenn es jemandem bekannt geworden ist. Sonst gelten beide sieben Tage lang.",
        required=False,
    )


class EndpointForm(UseCaseForm):
    name = forms.CharField(label="Bezeichnung", max_length=80, help_text="Zum Beispiel der Name des Systems.")
    url = forms.CharField(
        label="Adresse",
        max_length=Endpoint._meta.get_field("url").max_length,
        help_text="Öffentlich erreichbar, beginnt mit https://.",
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    kinds = forms.MultipleChoiceField(
        label="Ereignisse",
        choices=[(kind.value, kind.label) for kind in KINDS],
        widget=forms.CheckboxSelectMultiple,
    )
