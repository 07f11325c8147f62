"""The forms of a framework contract."""

from typing import Any

from django import forms

from contracts.models import Contract, FieldOfHelp
from contracts.web.fields import (
    ChoiceOf,
    contracts,
    engaged,
)
from contracts.web.forms.shared import REMARK
from kernel.access.actor import Actor
from kernel.web.fields import GermanDateField
from kernel.web.forms import UseCaseForm
from tenants.registry.models import Organisation


class ContractForm(UseCaseForm):
    number = forms.CharField(label="Nummer", max_length=40)
    subject = forms.CharField(label="Gegenstand", max_length=200)
    regime = forms.ChoiceField(label="Rechtsgrundlage", choices=Contract.Regime)
    field_of_help = forms.ChoiceField(label="Hilfefeld", choices=FieldOfHelp)
    begins = GermanDateField(label="Beginnt am", required=False)
    ends = GermanDateField(label="Endet am", required=False)
    schedule = forms.ChoiceField(label="Abschläge", choices=Contract.Schedule, initial=Contract.Schedule.QUARTER_MIDDLE)
    previous = ChoiceOf(Contract.objects.none(), label="Löst ab", required=False, empty_label="keinen Vertrag")
    remark = REMARK

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("previous", contracts(actor))


class PartyForm(UseCaseForm):
    organisation = ChoiceOf(Organisation.objects.none(), label="Träger")
    signatories = forms.IntegerField(label="Zahl der Unterschriften", min_value=1, max_value=9, initial=1)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organisation", engaged(actor))


class ChecklistForm(UseCaseForm):
    child_protection = forms.BooleanField(
        label=Contract._meta.get_field("child_protection").verbose_name, required=False
    )
    staff_suitability = forms.BooleanField(
        label=Contract._meta.get_field("staff_suitability").verbose_name, required=False
    )
    data_protection = forms.BooleanField(label=Contract._meta.get_field("data_protection").verbose_name, required=False)
    retention = forms.BooleanField(label=Contract._meta.get_field("retention").verbose_name, required=False)


class DecisionForm(UseCaseForm):
    decision_body = forms.CharField(label="Beschlossen von", max_length=120, required=False)
    decision_reference = forms.CharField(label="Nummer des Beschlusses", max_length=120, required=False)
    decided_on = GermanDateField(label="Beschlossen am", required=False)
    no_decision_reason = forms.CharField(
        label="Kein Beschluss nötig, weil",
        max_length=200,
        required=False,
        help_text="Nur ausfüllen, wenn nach der Zuständigkeitsordnung niemand beschließen muss.",
    )


class SignatureForm(UseCaseForm):
    function = forms.CharField(
        label="Funktion", max_length=120, help_text="Zum Beispiel „Geschäftsführung“. Ein Name ist nicht nötig."
    )
    signed_on = GermanDateField(label="Unterzeichnet am")


class InForceForm(UseCaseForm):
    begins = GermanDateField(
        label="Beginnt am", required=False, help_text="Nur nötig, wenn im Vertrag noch kein Beginn steht."
    )
