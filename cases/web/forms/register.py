"""The forms of the register: a family on one page, search, end, providers."""

from typing import Any
from uuid import UUID

from django import forms

from cases.models import CaseFile, CasePerson
from cases.queries.cases import fault_of_search
from cases.queries.staff import staff
from cases.usecases.persons import PersonData
from contracts.models import District
from contracts.web.fields import CHOOSE, ChoiceOf, districts, engaged
from kernel.access.actor import Actor, Role
from kernel.web.fields import GermanDateField
from kernel.web.forms import UseCaseForm
from tenants.registry.models import Organisation

UNKNOWN = [("", "noch offen")]


def length(model: Any, name: str) -> int:
    """How long a text of a column may be."""
    return int(model._meta.get_field(name).max_length)


def staff_choices(actor: Actor, *roles: Role, without: Any = None) -> list[tuple[str, str]]:
    """People to choose from, with an empty first line."""
    return [("", CHOOSE), *((str(p), name) for p, name in staff(actor, *roles).items() if p != without)]


class StaffField(forms.TypedChoiceField):
    """A person of the office's own staff; the use case gets the key."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"coerce": UUID, "empty_value": None} | kwargs)


class CaseForm(UseCaseForm):
    number = forms.CharField(label="Aktenzeichen", max_length=length(CaseFile, "number"))
    district = ChoiceOf(District.objects.none(), label="Raum")
    begins = GermanDateField(label="Begonnen am")
    referral = forms.ChoiceField(
        label="Wer hat sich gemeldet?", choices=UNKNOWN + CaseFile.Referral.choices, required=False
    )
    concern = forms.CharField(
        label="Anliegen",
        required=False,
        max_length=length(CaseFile, "concern"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Möglichst in den Worten der Familie. Der Text wird verschlüsselt gespeichert.",
    )

    def __init__(self, *args: Any, actor: Actor, word: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("district", districts(actor))
        self.fields["district"].label = word


class NewCaseForm(CaseForm):
    """Who registers is responsible; the lead names a worker."""

    worker = StaffField(label="Zuständig")
    field_order = ["number", "worker", "district"]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        if Role.CASE_WORKER in actor.roles and Role.ASD_LEAD not in actor.roles:
            del self.fields["worker"]
        else:
            self.fields["worker"].choices = staff_choices(actor)  # type: ignore[attr-defined]


class PersonRow(forms.Form):
    """One of the family; a row without a name does not count."""

    role = forms.ChoiceField(label="Rolle", choices=CasePerson.Role.choices)
    given_name = forms.CharField(label="Vorname", max_length=length(CasePerson, "given_name"), required=False)
    family_name = forms.CharField(label="Nachname", max_length=length(CasePerson, "family_name"), required=False)
    birth_date = GermanDateField(label="Geburtsdatum", required=False)
    custodial = forms.BooleanField(label="sorgeberechtigt", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and data.get("birth_date") and not (data["given_name"] or data["family_name"]):
            self.add_error("given_name", "Geben Sie einen Namen an oder leeren Sie das Geburtsdatum.")
        return data


class PersonRowsBase(forms.BaseFormSet):
    """Rows with a name are the family."""

    def persons(self) -> list[PersonData]:
        rows = (form.cleaned_data for form in self.forms)
        return [PersonData(**row) for row in rows if row.get("given_name") or row.get("family_name")]


PersonRows = forms.formset_factory(PersonRow, formset=PersonRowsBase, extra=0, max_num=20, validate_max=True)
FAMILY = [{"role": role} for role in ("mother", "father", "child", "child")]


class SearchForm(forms.Form):
    """What is known of a case; sent in the body, so that no name stands in an address."""

    number = forms.CharField(label="Aktenzeichen oder Fallreferenz", required=False, max_length=40)
    name = forms.CharField(
        label="Name", required=False, max_length=160, help_text="Ganze Namen oder Teile mit Bindestrich, auch mehrere."
    )
    birth_date = GermanDateField(label="Geburtsdatum", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and (fault := fault_of_search(data["number"], data["name"], data["birth_date"])):
            self.add_error(*fault)
        return data


class AssignForm(UseCaseForm):
    organisation = ChoiceOf(Organisation.objects.none(), label="Träger")
    begins = GermanDateField(label="Arbeitet mit ab")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organisation", engaged(actor))


class CloseForm(UseCaseForm):
    ends = GermanDateField(label="Beendet am")
    end_reason = forms.ChoiceField(label="Warum", choices=UNKNOWN + CaseFile.EndReason.choices, required=False)
