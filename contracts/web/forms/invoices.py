"""The forms of invoices."""

from typing import Any

from django import forms

from contracts.models import Rate
from contracts.usecases.invoices import Item
from kernel.web.fields import GermanDateField, MoneyField
from kernel.web.forms import UseCaseForm


class InvoiceForm(UseCaseForm):
    number = forms.CharField(label="Rechnungsnummer", max_length=60)
    issued_on = GermanDateField(label="Rechnung vom")
    received_on = GermanDateField(label="Eingegangen am")
    due_on = GermanDateField(label="Zahlbar bis")
    amount = MoneyField(label="Rechnungsbetrag")
    remark = forms.CharField(label="Bemerkung", max_length=300, required=False)


class ItemRow(forms.Form):
    """One position; a row without a quantity does not count."""

    reference = forms.CharField(label="Fallreferenz", max_length=12, required=False)
    begins = GermanDateField(label="von", required=False)
    ends = GermanDateField(label="bis", required=False)
    unit = forms.ChoiceField(label="Einheit", choices=Rate.Unit, initial=Rate.Unit.HOUR)
    quantity = forms.DecimalField(
        label="Menge", min_value=0, max_digits=10, decimal_places=2, required=False, localize=True
    )
    rate = MoneyField(label="Satz", max_digits=10, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors or not data.get("quantity"):
            return data
        for name, word in (("begins", "den ersten Tag"), ("ends", "den letzten Tag"), ("rate", "den Satz")):
            if not data.get(name):
                self.add_error(name, f"Geben Sie {word} an oder leeren Sie die Menge.")
        return data


class ItemRowsBase(forms.BaseFormSet):
    """Rows with a quantity are the positions."""

    def items(self) -> list[Item]:
        rows = (form.cleaned_data for form in self.forms)
        return [
            Item(
                begins=row["begins"],
                ends=row["ends"],
                unit=row["unit"],
                quantity=row["quantity"],
                rate=row["rate"],
                reference=row.get("reference", "").strip(),
            )
            for row in rows
            if row.get("quantity")
        ]


ItemRows = forms.formset_factory(ItemRow, formset=ItemRowsBase, extra=3, max_num=200, validate_max=True)


class CheckForm(UseCaseForm):
    reason = forms.CharField(
        label="Warum sie trotzdem richtig ist",
        max_length=300,
        error_messages={
            "required": "Geben Sie an, warum die Rechnung trotzdem richtig ist, oder weisen Sie sie zurück."
        },
    )


class RejectionForm(UseCaseForm):
    reason = forms.CharField(label="Warum Sie die Rechnung zurückweisen", max_length=300)
