"""The forms of splits and readjustments."""

from decimal import Decimal
from typing import Any

from django import forms

from contracts.models import Allocation, Contract, District, ProviderRole, Setting, WorkKind
from contracts.policy import district_policy
from contracts.queries.allocations import Figure, Share
from contracts.web.fields import ChoiceOf
from contracts.web.forms.budget import MOST_MINUTES, PercentField, SignedMinutesField, parties_of
from contracts.web.forms.shared import optional
from kernel.access.actor import Actor
from kernel.web.fields import GermanDateField, MinutesField, MoneyField
from kernel.web.forms import UseCaseForm
from tenants.registry.models import Organisation

Method = Allocation.Method


class SplitForm(UseCaseForm):
    """A total for a year; what it is split by says the subclass."""

    method: str = ""
    typed = False  # whether the shares are typed

    year = forms.IntegerField(label="Jahr", min_value=1990, max_value=2100)
    total = MoneyField(label="Gesamtbetrag", max_digits=14)
    minutes = MinutesField(
        label="Stunden zusammen",
        min_value=0,
        max_value=MOST_MINUTES * 100,
        required=False,
        help_text="Werden mit denselben Gewichten aufgeteilt.",
    )

    def values(self) -> dict[str, Any]:
        values = super().values()
        return values | {"method": self.method, "minutes": values.get("minutes") or 0}


class PercentForm(SplitForm):
    method, typed = Method.PERCENT, True


class IndicatorForm(SplitForm):
    method, typed = Method.INDICATOR, True

    basis = forms.CharField(
        label="Kennzahl und Quelle",
        max_length=300,
        help_text="Zum Beispiel: Einwohner unter 21 am 31.12.2025, Statistikstelle",
    )


class BaseYearForm(SplitForm):
    method = Method.BASE_YEAR

    base_year = forms.IntegerField(label="Früheres Jahr", min_value=1990, max_value=2100)


class FigureForm(SplitForm):
    method = Method.INDICATOR

    figure = forms.ChoiceField(label="Kennzahl", choices=Figure, widget=forms.RadioSelect, initial=Figure.HOURS)
    base_year = forms.IntegerField(label="aus dem Jahr", min_value=1990, max_value=2100)


class RaiseForm(UseCaseForm):
    """All lines of a year into another, by a percentage."""

    method, typed = Method.RAISE, False

    base_year = forms.IntegerField(label="Posten aus dem Jahr", min_value=1990, max_value=2100)
    year = forms.IntegerField(label="für das Jahr", min_value=1990, max_value=2100)
    percent = PercentField(label="Erhöhung in %", min_value=-99, max_value=100, help_text="Mit Minus davor: Kürzung.")

    def values(self) -> dict[str, Any]:
        return super().values() | {"method": self.method}


METHODS: dict[str, tuple[str, type[SplitForm] | type[RaiseForm]]] = {
    "prozent": ("Prozentsätze", PercentForm),
    "jahr": ("Anteile eines früheren Jahres", BaseYearForm),
    "zahlen": ("Zahlen aus dem Dienst", FigureForm),
    "kennzahl": ("Eigene Kennzahl", IndicatorForm),
    "erhoehen": ("Vorjahr erhöhen", RaiseForm),
}


class ShareRow(forms.Form):
    """One share: for whom, and its weight. A row without a weight does not count."""

    organisation = ChoiceOf(Organisation.objects.none(), label="Träger", required=False)
    district = ChoiceOf(District.objects.none(), label="Raum", required=False, empty_label="alle Räume")
    work_kind = forms.ChoiceField(label="Arbeitsart", choices=optional(WorkKind.choices), required=False)
    setting = forms.ChoiceField(label="Form", choices=optional(Setting.choices), required=False)
    weight = forms.DecimalField(
        label="Anteil", min_value=0, max_digits=20, decimal_places=6, required=False, localize=True
    )

    def __init__(self, *args: Any, organisations: Any, districts: Any, word: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["district"].queryset = districts  # type: ignore[attr-defined]
        self.fields["weight"].label = word

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("weight") and not data.get("organisation"):
            self.add_error("organisation", "Wählen Sie den Träger oder leeren Sie den Anteil.")
        return data


class ShareRowsBase(forms.BaseFormSet):
    """Rows with a weight are the shares."""

    def shares(self) -> list[Share]:
        rows = (form.cleaned_data for form in self.forms)
        return [
            Share(
                organisation=row["organisation"].pk,
                weight=row["weight"],
                district=row["district"].pk if row.get("district") else None,
                work_kind=row.get("work_kind") or "",
                setting=row.get("setting") or "",
            )
            for row in rows
            if row.get("weight")
        ]


def share_rows(data: Any, contract: Contract, actor: Actor, method: str) -> Any:
    """Rows for the places where the contract's providers work, and some empty ones."""
    roles = (
        ProviderRole.objects.filter(contract=contract.file).order_by("district__sort_key", "organisation__sort_key")
    ).values_list("organisation", "district")
    places = list(dict.fromkeys(roles))
    organisations, districts = parties_of(contract), district_policy.rows(actor)
    kind = forms.formset_factory(
        ShareRow, formset=ShareRowsBase, extra=2 if places else 6, max_num=500, validate_max=True, absolute_max=500
    )
    return kind(
        data,
        prefix="anteil",
        initial=[{"organisation": o, "district": d} for o, d in places],
        form_kwargs={
            "organisations": list_of(organisations),
            "districts": list_of(districts),
            "word": "Anteil in %" if method == Method.PERCENT else "Gewicht",
        },
    )


def list_of(rows: Any) -> Any:
    """The rows, asked once for all rows of a form set."""
    list(rows)
    return rows


class ReadjustmentForm(UseCaseForm):
    trigger = forms.CharField(label="Anlass", max_length=300, help_text="Was ist aufgefallen?")
    proposal = forms.CharField(label="Vorschlag", max_length=600, widget=forms.Textarea(attrs={"rows": 4}))
    amount = MoneyField(
        label="Betrag", min_value=None, required=False, help_text="Mit Minus davor, wenn es weniger wird."
    )
    minutes = SignedMinutesField(label="Stunden", required=False, help_text="Mit Minus davor, wenn es weniger wird.")

    def values(self) -> dict[str, Any]:
        values = super().values()
        return values | {"amount": values["amount"] or Decimal(0), "minutes": values["minutes"] or 0}


class ReadjustmentRejectionForm(UseCaseForm):
    body = forms.CharField(label="Wer hat entschieden", max_length=120)
    reference = forms.CharField(label="Beschluss oder Protokoll", max_length=120, required=False)
    decided_on = GermanDateField(label="Entschieden am")


class ReadjustmentDecisionForm(ReadjustmentRejectionForm):
    effective_on = GermanDateField(label="Gilt ab", help_text="Nicht vor dem Tag der Entscheidung.")
