"""The forms of hours."""

from datetime import timedelta
from typing import Any

from django import forms

from contracts.models import CaseReference, Contract, HoursEntry, ProviderRole, WorkKind
from contracts.policy import reference_policy
from contracts.queries import hours as queries
from contracts.web.fields import (
    ChoiceOf,
    ChoicesOf,
    own_districts,
    own_roles_beside_others,
)
from kernel.access.actor import Actor
from kernel.web.fields import GermanDateField, MinutesField
from kernel.web.forms import UseCaseForm

MOST_RECENT = 12  # case references offered with a tick; others are typed


class RoleChoice(ChoiceOf):
    """One of several roles that the provider has in a district at the same time."""

    def label_from_instance(self, obj: ProviderRole) -> str:
        under = f"Vertrag {obj.contract.number}" if obj.contract else "ohne Vertrag"
        return f"{obj.district}: {obj.get_field_of_help_display()} ({under})"


class HoursForm(UseCaseForm):
    """Entered on a phone, between two visits: day, how long, where, what, for whom."""

    worked_on = GermanDateField(label="Tag", help_text="Auch „heute“, „gestern“ oder 3.11.")
    minutes = MinutesField(label="Dauer", help_text="1:30, 1,5 oder 90 min")
    district = ChoiceOf(Contract.objects.none(), label="Raum")
    role = RoleChoice(
        Contract.objects.none(),
        label="Aufgabe",
        required=False,
        empty_label="wie im Vertrag vereinbart",
        help_text="Ihr Träger hat hier mehrere Aufgaben nebeneinander. Ohne Auswahl gilt die aus einem Vertrag.",
    )
    work_kind = forms.ChoiceField(label="Arbeitsart", choices=WorkKind, widget=forms.RadioSelect, initial=WorkKind.CASE)
    references = ChoicesOf(
        Contract.objects.none(),
        label="Fälle, an denen Sie zuletzt gearbeitet haben",
        required=False,
        help_text="Einer bei fallspezifischer, mindestens zwei bei fallübergreifender Arbeit, sonst keiner.",
    )
    more = forms.CharField(
        label="Andere Fallreferenz",
        required=False,
        max_length=200,
        help_text="Mehrere mit Komma trennen.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    contact = forms.ChoiceField(
        label="Kontakt", choices=HoursEntry.Contact, widget=forms.RadioSelect, initial=HoursEntry.Contact.DIRECT
    )

    def __init__(self, *args: Any, actor: Actor, word: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        own = own_districts(actor)
        self.offer("district", own)
        self.fields["district"].label = word
        if not self.is_bound and len(only := own[:2]) == 1:
            self.fields["district"].initial = only[0].pk
        if (roles := own_roles_beside_others(actor)).exists():
            self.offer("role", roles.select_related("district", "contract"))
        else:
            del self.fields["role"]
        recent = queries.recent_references(actor, actor.today - timedelta(days=60))[:MOST_RECENT]
        chosen = {r.pk for r in self.initial.get("references", ())} | {r.pk for r in recent}
        self.offer("references", reference_policy.rows(actor).filter(pk__in=chosen))
        if not chosen:
            del self.fields["references"]

    def clean_more(self) -> list[CaseReference]:
        """The typed numbers as references of one's own provider; a foreign one is as unknown as a wrong one."""
        numbers = {n.strip() for n in self.cleaned_data["more"].replace(";", ",").split(",") if n.strip()}
        found = list(reference_policy.rows(self.actor).filter(number__in=numbers))
        if unknown := numbers - {r.number for r in found}:
            raise forms.ValidationError(
                f"Diese Fallreferenz kennen wir nicht: {', '.join(sorted(unknown))}. Prüfen Sie die Ziffern."
            )
        return found

    def values(self) -> dict[str, Any]:
        values = super().values()
        picked = {r.pk: r for r in [*values.pop("references", ()), *values.pop("more")]}
        return values | {"references": list(picked.values())}
