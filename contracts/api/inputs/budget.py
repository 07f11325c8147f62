"""What may be sent of budget lines."""

from decimal import Decimal

from contracts.api.inputs.shared import CENT, OrganisationField
from contracts.models import (
    BudgetLine,
)
from contracts.policy import contract_policy
from kernel.api.serializers import ModelInput, RowField


class LineInput(ModelInput):
    organisation = OrganisationField()
    contract = RowField(contract_policy)

    class Meta:
        model = BudgetLine
        fields = ["contract", "organisation", "year", "amount", "minutes", "posts", "work_kind", "setting", "remark"]
        extra_kwargs = {
            "year": {"min_value": 1990, "max_value": 2100},
            "amount": {"min_value": CENT, "help_text": "in EUR"},
            "minutes": {"help_text": "vereinbarte Minuten"},
            "posts": {"min_value": Decimal(0)},
        }


class LineChangeInput(ModelInput):
    class Meta:
        model = BudgetLine
        fields = ["amount", "minutes", "posts", "work_kind", "setting", "remark"]
        extra_kwargs = {k: v for k, v in LineInput.Meta.extra_kwargs.items() if k != "year"}
