"""How budget lines look."""

from rest_framework import serializers

from contracts.api.outputs.shared import ContractRef, OrganisationRef
from contracts.models import (
    BudgetLine,
)
from kernel.api.serializers import Output


class LineOutput(Output):
    contract = ContractRef(read_only=True)
    organisation = OrganisationRef(read_only=True)
    paid = serializers.DecimalField(read_only=True, max_digits=14, decimal_places=2, help_text="davon gezahlt, in EUR")
    delivered = serializers.IntegerField(read_only=True, help_text="davon geleistet, in Minuten")

    class Meta:
        model = BudgetLine
        fields = [
            "id",
            "version",
            "contract",
            "organisation",
            "year",
            "work_kind",
            "setting",
            "amount",
            "minutes",
            "posts",
            "state",
            "released_at",
            "remark",
            "paid",
            "delivered",
        ]
        extra_kwargs = {"amount": {"help_text": "in EUR"}, "minutes": {"help_text": "vereinbarte Minuten"}}
