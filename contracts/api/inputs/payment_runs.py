"""What may be sent of accounts, payment runs, returns and offsets."""

from decimal import Decimal

from rest_framework import serializers

from contracts.api.inputs.shared import MONEY, OrganisationField
from contracts.models import BankAccount
from contracts.policy import instalment_policy
from contracts.policy.payments import account_policy
from contracts.policy.steering import invoice_policy
from kernel.api.serializers import Input, ModelInput, RowField, RowsField


class AccountInput(ModelInput):
    organisation = OrganisationField(allow_null=True, help_text="Schlüssel des Trägers; null für ein Konto des Amts")
    iban = serializers.CharField(max_length=42, help_text="mit oder ohne Leerzeichen")

    class Meta:
        model = BankAccount
        fields = ["organisation", "holder", "iban", "bic", "begins"]


class AccountEndInput(Input):
    ends = serializers.DateField(help_text="letzter Tag")


class RunInput(Input):
    debtor = RowField(account_policy, help_text="bestätigtes Konto des Amts")
    execute_on = serializers.DateField(help_text="ein Arbeitstag")
    instalments = RowsField(instalment_policy, required=False)
    invoices = RowsField(invoice_policy, required=False)


class ExecutedInput(Input):
    paid_on = serializers.DateField()


class ReturnInput(Input):
    returned_on = serializers.DateField()
    reason = serializers.CharField(max_length=300, help_text="Grund der Bank")


class OffsetInput(Input):
    amount = serializers.DecimalField(**MONEY | {"min_value": Decimal(0)})
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True)
