"""The forms of accounts, payment runs, returns and offsets."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from contracts.iban import grouped
from contracts.models import BankAccount, Instalment, Invoice
from contracts.web.fields import ChoiceOf, ChoicesOf, engaged
from kernel.access.actor import Actor
from kernel.web.fields import GermanDateField, MoneyField
from kernel.web.forms import UseCaseForm
from tenants.registry.models import Organisation


class OfficeAccountForm(UseCaseForm):
    """An account of the office itself."""

    holder = forms.CharField(label="Kontoinhaber", max_length=70)
    iban = forms.CharField(
        label="IBAN", max_length=42, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    )
    bic = forms.CharField(
        label="BIC", max_length=11, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    begins = GermanDateField(label="Gilt ab")


class AccountForm(OfficeAccountForm):
    """An account of a provider."""

    organisation = ChoiceOf(Organisation.objects.none(), label="Träger")
    field_order = ("organisation",)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organisation", engaged(actor))


class EndForm(UseCaseForm):
    ends = GermanDateField(label="Letzter Tag")


class UntilForm(forms.Form):
    """Up to which day payments are proposed; part of the address."""

    bis = GermanDateField(label="Vorschlagen, was fällig ist bis")


class OfficeAccountChoice(ChoiceOf):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.holder}, {grouped(obj.iban)}"


class RunForm(UseCaseForm):
    """What goes into a run; the page shows the choices as tables."""

    debtor = OfficeAccountChoice(BankAccount.objects.none(), label="Vom Konto")
    execute_on = GermanDateField(label="Ausführung am")
    instalments = ChoicesOf(Instalment.objects.none(), label="Abschläge", required=False)
    invoices = ChoicesOf(Invoice.objects.none(), label="Rechnungen", required=False)

    def __init__(
        self,
        *args: Any,
        accounts: QuerySet[BankAccount],
        instalments: QuerySet[Instalment],
        invoices: QuerySet[Invoice],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("debtor", accounts)
        self.offer("instalments", instalments)
        self.offer("invoices", invoices)

    def values(self) -> dict[str, Any]:
        values = super().values()
        return values | {name: list(values[name]) for name in ("instalments", "invoices")}


class ExecutedForm(UseCaseForm):
    paid_on = GermanDateField(label="Ausgeführt am")


class ReturnForm(UseCaseForm):
    returned_on = GermanDateField(label="Zurückgekommen am")
    reason = forms.CharField(label="Grund der Bank", max_length=300)


class OffsetForm(UseCaseForm):
    amount = MoneyField(label="Verrechneter Betrag", max_digits=14, help_text="0 € nimmt eine Verrechnung zurück.")
    reason = forms.CharField(label="Verrechnet mit", max_length=300, required=False)
