"""The forms of instalments."""

from typing import Any

from django import forms

from contracts.usecases.budget import Planned
from kernel.web.fields import GermanDateField, MoneyField
from kernel.web.forms import UseCaseForm


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
