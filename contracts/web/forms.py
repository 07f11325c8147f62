"""The forms of districts, roles, contracts, budgets and hours."""

from datetime import timedelta
from typing import Any

from django import forms

from contracts import queries
from contracts.models import CaseReference, Centre, Contract, FieldOfHelp, HoursEntry, ProviderRole, Setting, WorkKind
from contracts.policy import reference_policy
from contracts.usecases.budget import Planned
from contracts.web.fields import (
    ChoiceOf,
    ChoicesOf,
    contracts,
    engaged,
    not_engaged,
    own_districts,
)
from contracts.web.words import kind_word
from kernel.access.actor import Actor
from kernel.web.fields import GermanDateField, MinutesField, MoneyField
from kernel.web.forms import UseCaseForm
from tenants.registry.models import Organisation

MOST_RECENT = 12  # case references offered with a tick; others are typed
REMARK = forms.CharField(label="Bemerkung", max_length=300, required=False)


def optional(choices: Any, label: str = "alle") -> list[tuple[str, str]]:
    return [("", label), *choices]


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


class LineForm(UseCaseForm):
    amount = MoneyField(label="Betrag")
    minutes = MinutesField(label="Stunden im Jahr", min_value=0, max_value=60 * 100_000, required=False)
    posts = forms.DecimalField(
        label="Vollzeitstellen", min_value=0, max_digits=6, decimal_places=2, required=False, localize=True
    )
    work_kind = forms.ChoiceField(label="Arbeitsart", choices=optional(WorkKind.choices), required=False)
    setting = forms.ChoiceField(label="Form", choices=optional(Setting.choices), required=False)
    remark = REMARK

    def values(self) -> dict[str, Any]:
        values = super().values()
        return values | {"minutes": values["minutes"] or 0, "posts": values["posts"] or 0}


class NewLineForm(LineForm):
    organisation = ChoiceOf(Organisation.objects.none(), label="Träger")
    year = forms.IntegerField(label="Jahr", min_value=1990, max_value=2100)
    field_order = ("organisation", "year")

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = contract.parties.exclude(organisation=None)
        self.offer("organisation", Organisation.objects.filter(pk__in=parties.values("organisation")))


class InstalmentRow(forms.Form):
    due_on = GermanDateField(label="Fällig am", required=False)
    amount = MoneyField(label="Betrag", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and bool(data.get("due_on")) != bool(data.get("amount")):
            raise forms.ValidationError("Geben Sie Tag und Betrag an oder lassen Sie die Zeile leer.")
        return data


class InstalmentFormSet(forms.BaseFormSet):
    """Rows left empty do not count."""

    def planned(self) -> list[Planned]:
        rows = (form.cleaned_data for form in self.forms)
        return [Planned(row["due_on"], row["amount"]) for row in rows if row.get("due_on")]


InstalmentRows = forms.formset_factory(InstalmentRow, formset=InstalmentFormSet, extra=2, max_num=24, validate_max=True)


class PaymentForm(UseCaseForm):
    paid_on = GermanDateField(label="Gezahlt am")


class HoursForm(UseCaseForm):
    """Entered on a phone, between two visits: day, how long, where, what, for whom."""

    worked_on = GermanDateField(label="Tag", help_text="Auch „heute“, „gestern“ oder 3.11.")
    minutes = MinutesField(label="Dauer", help_text="1:30, 1,5 oder 90 min")
    district = ChoiceOf(Contract.objects.none(), label="Raum")
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
