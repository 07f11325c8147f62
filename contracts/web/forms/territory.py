"""The forms of districts, centres, roles and providers."""

from typing import Any

from django import forms

from contracts.models import Centre, Contract, FieldOfHelp, ProviderRole
from contracts.web.fields import (
    ChoiceOf,
    contracts,
    engaged,
    not_engaged,
)
from contracts.web.forms.shared import REMARK
from contracts.web.words import kind_word
from kernel.access.actor import Actor
from kernel.web.fields import GermanDateField
from kernel.web.forms import UseCaseForm
from tenants.registry.models import Organisation


class DistrictForm(UseCaseForm):
    name = forms.CharField(label="Name", max_length=120)
    begins = GermanDateField(label="Besteht seit")
    ends = GermanDateField(label="Besteht bis", required=False, help_text="Leer lassen, solange es den Raum gibt.")
    pilot = forms.BooleanField(label="Modellraum", required=False)
    remark = REMARK


class CentreForm(UseCaseForm):
    name = forms.CharField(label="Name", max_length=120)
    precision = forms.ChoiceField(label="Eröffnung bekannt", choices=Centre.Precision, initial=Centre.Precision.DAY)
    opened_on = GermanDateField(
        label="Eröffnet am", required=False, help_text="Ist nur Monat oder Jahr bekannt, geben Sie den ersten Tag an."
    )
    closed_on = GermanDateField(label="Geschlossen am", required=False)
    address = forms.CharField(label="Anschrift", max_length=200, required=False)
    remark = REMARK


class EngageForm(UseCaseForm):
    organisation = ChoiceOf(Organisation.objects.none(), label="Träger")
    begins = GermanDateField(label="Arbeitet mit seit")
    ends = GermanDateField(label="Arbeitet mit bis", required=False)
    remark = REMARK

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organisation", not_engaged(actor))


class EngagementForm(UseCaseForm):
    begins = GermanDateField(label="Arbeitet mit seit")
    ends = GermanDateField(label="Arbeitet mit bis", required=False)
    remark = REMARK


class RoleForm(UseCaseForm):
    kind = forms.ChoiceField(label="Rolle", choices=ProviderRole.Kind)
    field_of_help = forms.ChoiceField(label="Hilfefeld", choices=FieldOfHelp)
    purpose = forms.CharField(
        label="Zweck", max_length=200, required=False, help_text="Nur für Kooperationspartner nötig."
    )
    begins = GermanDateField(label="Gilt ab")
    ends = GermanDateField(label="Gilt bis", required=False, help_text="Leer lassen, wenn kein Ende vereinbart ist.")
    contract = ChoiceOf(Contract.objects.none(), label="Vertrag", required=False, empty_label="ohne Vertrag")
    remark = REMARK

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label="Rolle", choices=[(kind, kind_word(kind, actor)) for kind in ProviderRole.Kind.values]
        )
        self.offer("contract", contracts(actor))


class NewRoleForm(RoleForm):
    organisation = ChoiceOf(Organisation.objects.none(), label="Träger")
    field_order = ("organisation",)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.offer("organisation", engaged(actor))
