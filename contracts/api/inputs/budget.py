"""What may be sent of budget lines."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from contracts.api.inputs.shared import CENT, OrganisationField
from contracts.models import (
    BudgetLine,
)
from contracts.policy import contract_policy, district_policy
from kernel.api.serializers import Input, ModelInput, RowField

SIGNED: dict[str, Any] = {"max_digits": 14, "decimal_places": 2, "required": False}
MOST_MINUTES = 60 * 100_000


class LineInput(ModelInput):
    organisation = OrganisationField()
    contract = RowField(
        contract_policy, required=False, allow_null=True, help_text="leer: für Hilfen außerhalb von Verträgen"
    )
    district = RowField(district_policy, required=False, allow_null=True)

    class Meta:
        model = BudgetLine
        fields = [
            "contract", "organisation", "year", "district", "work_kind", "setting", "amount", "minutes", "posts",
            "corridor_percent", "remark",
        ]  # fmt: skip
        extra_kwargs = {
            "year": {"min_value": 1990, "max_value": 2100},
            "amount": {"min_value": CENT, "help_text": "in EUR"},
            "minutes": {"help_text": "vereinbarte Minuten", "max_value": MOST_MINUTES},
            "posts": {"min_value": Decimal(0)},
            "corridor_percent": {
                "min_value": Decimal(0),
                "max_value": Decimal(100),
                "help_text": "sonst wie im Vertrag",
            },
        }


class LineChangeInput(ModelInput):
    district = RowField(district_policy, required=False, allow_null=True)

    class Meta:
        model = BudgetLine
        fields = ["district", "work_kind", "setting", "amount", "minutes", "posts", "corridor_percent", "remark"]
        extra_kwargs = {k: v for k, v in LineInput.Meta.extra_kwargs.items() if k != "year"}


class CorrectionInput(Input):
    posted_on = serializers.DateField(help_text="gilt ab")
    amount = serializers.DecimalField(**SIGNED, help_text="in EUR, mit Minus, wenn es weniger wird")
    minutes = serializers.IntegerField(required=False, min_value=-MOST_MINUTES, max_value=MOST_MINUTES)
    posts = serializers.DecimalField(max_digits=6, decimal_places=2, required=False)
    reason = serializers.CharField(max_length=300)
