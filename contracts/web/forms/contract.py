"""The forms of a framework contract: text, terms, parties, checklist, decision, signature."""

import re
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError

from contracts.models import Contract, FieldOfHelp
from contracts.web.fields import (
    ChoiceOf,
    contracts,
    engaged,
)
from contracts.web.forms.shared import REMARK
from kernel.access.actor import Actor
from kernel.web import words
from kernel.web.fields import GermanDateField, clean_text
from kernel.web.forms import UseCaseForm
from tenants.registry.models import Organisation

DAY_OF_YEAR = re.compile(r"(\d{1,2})\s*\.\s*(\d{1,2})\s*\.?", re.ASCII)


class DayOfYear(NamedTuple):
    """A day on which a contract with own dates pays, in any year (R11)."""

    month: int
    day: int


class DaysOfYearField(forms.CharField):
    """Days without a year, typed as 1.3., 15.11."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return (
            value if value is None or isinstance(value, str) else ", ".join(f"{day}.{month}." for month, day in value)
        )

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        days = []
        for part in (p for p in re.split(r"[,;\n]|\bund\b", clean_text(text)) if p.strip()):
            match = DAY_OF_YEAR.fullmatch(part.strip())
            if not match:
                raise ValidationError(f"„{part.strip()}“ verstehen wir nicht. Schreiben Sie die Tage so: 1.3., 15.11.")
            days.append(DayOfYear(int(match[2]), int(match[1])))
        return days


class PercentField(forms.DecimalField):
    """A share typed as 12,5 or 12,5 %; empty is none."""

    default_error_messages = {
        "invalid": "Diesen Anteil verstehen wir nicht. Schreiben Sie ihn so: 12,5.",
        "min_value": "Ein Anteil liegt zwischen 0 und 100 %.",
        "max_value": "Ein Anteil liegt zwischen 0 und 100 %.",
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_digits=5, decimal_places=2, min_value=0, max_value=100, required=False, **kwargs)

    def to_python(self, value: Any) -> Decimal:  # type: ignore[override]
        text = clean_text(value or "").removesuffix("%").strip().replace(",", ".")
        return super().to_python(text) or Decimal(0)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        return words.number(value, 2).rstrip("0").rstrip(",") if value else ""


class ContractForm(UseCaseForm):
    number = forms.CharField(label="Nummer", max_length=40)
    subject = forms.CharField(label="Gegenstand", max_length=200)
    regime = forms.ChoiceField(label="Rechtsgrundlage", choices=Contract.Regime)
    field_of_help = forms.ChoiceField(label="Hilfefeld", choices=FieldOfHelp)
    begins = GermanDateField(label="Beginnt am", required=False)
    ends = GermanDateField(label="Endet am", required=False)
    previous = ChoiceOf(Contract.objects.none(), label="Löst ab", required=False, empty_label="keinen Vertrag")
    change_note = forms.CharField(
        label="Was sich ändert", max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    remark = REMARK

    def __init__(self, *args: Any, actor: Actor, contract: Contract | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("previous", contracts(actor))
        version = contract is not None and contract.relation != Contract.Relation.FIRST
        del self.fields["previous" if version else "change_note"]


class TermsForm(UseCaseForm):
    """What the parties agree about money and time; read by budgets, instalments and proofs."""

    schedule = forms.ChoiceField(label="Abschläge", choices=Contract.Schedule)
    schedule_dates = DaysOfYearField(
        label="Eigene Termine",
        required=False,
        help_text="Nur bei „zu eigenen Terminen“: die Tage des Jahres, zum Beispiel 1.3., 1.7., 15.11.",
    )
    surplus_rule = forms.ChoiceField(
        label="Was am Jahresende übrig ist",
        choices=Contract.Surplus,
        help_text="Nach §§ 78a–g SGB VIII gibt es keinen nachträglichen Ausgleich (§ 78d Abs. 1): Lassen Sie es dort bei "
        "„wird zurückgezahlt“ für zu viel Gezahltes.",
    )
    surplus_percent = PercentField(label="Anteil des Trägers am Überschuss in %", help_text="Nur, wenn geteilt wird.")
    direct_percent = PercentField(
        label="Vereinbarter Anteil direkter Kontakte in %", help_text="Der Nachweis zeigt, ob er erreicht ist."
    )
    corridor_percent = PercentField(
        label="Korridor in %", help_text="So weit dürfen geleistete von vereinbarten Stunden abweichen."
    )
    notice_months = forms.IntegerField(label="Kündigungsfrist in Monaten", min_value=0, max_value=60, initial=0)
    low_threshold = forms.BooleanField(
        label="Niedrigschwellige ambulante Hilfe ohne vorherige Entscheidung (§ 36a Abs. 2 SGB VIII)", required=False
    )

    def values(self) -> dict[str, Any]:
        values = super().values()
        own = values["schedule"] == Contract.Schedule.OWN
        return values | {"schedule_dates": values["schedule_dates"] if own else None}


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


class ReopenForm(UseCaseForm):
    reason = forms.CharField(label="Warum wird neu verhandelt?", max_length=300)


class SignatureForm(UseCaseForm):
    function = forms.CharField(
        label="Funktion", max_length=120, help_text="Zum Beispiel „Geschäftsführung“. Ein Name ist nicht nötig."
    )
    signed_on = GermanDateField(label="Unterzeichnet am")


class InForceForm(UseCaseForm):
    begins = GermanDateField(
        label="Beginnt am", required=False, help_text="Nur nötig, wenn im Vertrag noch kein Beginn steht."
    )
