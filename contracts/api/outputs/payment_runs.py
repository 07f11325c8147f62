"""How accounts, payment runs and payments look; account numbers show their ends only."""

from typing import Any

from rest_framework import serializers

from contracts.api.outputs.shared import OrganisationRef
from contracts.iban import masked
from contracts.models import BankAccount, Payment, PaymentRun
from kernel.api.serializers import Output

KEY: dict[str, Any] = {"read_only": True, "pk_field": serializers.UUIDField()}


class MaskedField(serializers.CharField):
    """DE29 … 7890."""

    def to_representation(self, value: Any) -> str:
        return masked(str(value))


class AccountOutput(Output):
    organisation = OrganisationRef(read_only=True, allow_null=True, help_text="null: ein Konto des Amts")
    iban = MaskedField(read_only=True, help_text="nur Anfang und Ende")
    confirmed = serializers.SerializerMethodField(help_text="von einer zweiten Person bestätigt")

    class Meta:
        model = BankAccount
        fields = ["id", "version", "organisation", "holder", "iban", "bic", "begins", "ends", "confirmed"]

    def get_confirmed(self, row: BankAccount) -> bool:
        return row.confirmed_by is not None


class PaymentOutput(Output):
    run: Any = serializers.PrimaryKeyRelatedField(**KEY)
    instalment: Any = serializers.PrimaryKeyRelatedField(**KEY, allow_null=True)
    invoice: Any = serializers.PrimaryKeyRelatedField(**KEY, allow_null=True)
    iban = MaskedField(read_only=True, help_text="nur Anfang und Ende")
    standing = serializers.ChoiceField(
        read_only=True,
        choices=[
            ("waiting", "wartet"),
            ("paid", "gezahlt"),
            ("returned", "zurückgekommen"),
            ("withdrawn", "zurückgezogen"),
        ],
    )

    class Meta:
        model = Payment
        fields = ["id", "version", "run", "instalment", "invoice", "amount", "holder", "iban", "purpose", "standing"]

    def get_fields(self) -> dict[str, Any]:
        return super(Output, self).get_fields()


class RunOutput(Output):
    debtor: Any = serializers.PrimaryKeyRelatedField(**KEY)
    count = serializers.IntegerField(read_only=True, help_text="Zahl der Zahlungen")
    returned = serializers.IntegerField(read_only=True, help_text="davon zurückgekommen")

    class Meta:
        model = PaymentRun
        fields = [
            "id",
            "version",
            "number",
            "execute_on",
            "state",
            "debtor",
            "total",
            "count",
            "returned",
            "approved_at",
            "paid_on",
        ]
