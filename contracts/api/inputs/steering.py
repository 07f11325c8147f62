"""What may be sent of splits, rates, readjustments and invoices."""

from typing import Any

from django.db.models import Model
from rest_framework import serializers

from contracts.api.inputs.budget import MOST_MINUTES, SIGNED
from contracts.api.inputs.shared import MONEY
from contracts.models import Allocation, Invoice, Rate, Readjustment, Setting, WorkKind
from contracts.policy import contract_policy, line_policy
from contracts.queries.allocations import Figure, Share
from contracts.usecases.allocations import MOST
from contracts.usecases.invoices import Item
from kernel.api.serializers import Input, ModelInput, RowField

YEAR: dict[str, Any] = {"min_value": 1990, "max_value": 2100}


class AllocationShareInput(Input):
    organisation = serializers.RegexField("^[a-z][a-z0-9_]{1,40}$")
    weight = serializers.DecimalField(max_digits=20, decimal_places=6, help_text="Prozent oder Gewicht")
    district = serializers.UUIDField(required=False, allow_null=True)
    work_kind = serializers.ChoiceField(choices=WorkKind.choices, required=False, allow_blank=True)
    setting = serializers.ChoiceField(choices=Setting.choices, required=False, allow_blank=True)


class AllocationInput(Input):
    contract = RowField(contract_policy)
    year = serializers.IntegerField(**YEAR)
    method = serializers.ChoiceField(choices=Allocation.Method.choices)
    total = serializers.DecimalField(**MONEY | {"required": False})
    minutes = serializers.IntegerField(required=False, min_value=0, max_value=MOST_MINUTES * 100)
    basis = serializers.CharField(required=False, max_length=300)
    shares = serializers.ListField(
        child=AllocationShareInput(), required=False, max_length=MOST, help_text="für percent, indicator"
    )
    base_year = serializers.IntegerField(**YEAR, required=False, help_text="für base_year, raise und figure")
    figure = serializers.ChoiceField(
        choices=Figure.choices, required=False, help_text="Zahl aus dem Dienst, für indicator"
    )
    percent = serializers.DecimalField(max_digits=5, decimal_places=2, required=False, help_text="für raise")

    def validate_shares(self, value: list[dict[str, Any]]) -> list[Share]:
        return [Share(**share) for share in value]


class RateInput(ModelInput):
    line = RowField(line_policy)
    reason = serializers.CharField(required=False, max_length=300, help_text="nötig, wenn der Tag vorbei ist")

    class Meta:
        model = Rate
        fields = ["line", "unit", "amount", "begins", "reason"]
        extra_kwargs = {"amount": {"min_value": MONEY["min_value"], "help_text": "in EUR"}}


class ProposalInput(ModelInput):
    line = RowField(line_policy)
    amount = serializers.DecimalField(**SIGNED, help_text="in EUR")
    minutes = serializers.IntegerField(required=False, min_value=-MOST_MINUTES, max_value=MOST_MINUTES)

    class Meta:
        model = Readjustment
        fields = ["line", "trigger", "proposal", "amount", "minutes"]


class ReadjustmentRejectionInput(Input):
    body = serializers.CharField(max_length=120)
    reference = serializers.CharField(max_length=120, required=False, allow_blank=True)
    decided_on = serializers.DateField()


class ReadjustmentDecisionInput(ReadjustmentRejectionInput):
    effective_on = serializers.DateField(help_text="nicht vor dem Beschluss")


class InvoiceItemInput(Input):
    begins = serializers.DateField()
    ends = serializers.DateField()
    unit = serializers.ChoiceField(choices=Rate.Unit.choices)
    quantity = serializers.DecimalField(max_digits=10, decimal_places=2)
    rate = serializers.DecimalField(max_digits=10, decimal_places=2, help_text="in EUR")
    reference = serializers.CharField(max_length=12, required=False, allow_blank=True, help_text="Fallreferenz")


class InvoiceChangeInput(ModelInput):
    items = serializers.ListField(child=InvoiceItemInput(), min_length=1, max_length=200)

    class Meta:
        model = Invoice
        fields = ["number", "issued_on", "received_on", "due_on", "amount", "items", "remark"]
        extra_kwargs = {"amount": {"min_value": MONEY["min_value"], "help_text": "in EUR"}}

    def validate_items(self, value: list[dict[str, Any]]) -> list[Item]:
        return [Item(**item) for item in value]

    def current(self, row: Model | None) -> dict[str, Any]:
        values = super().current(row)
        return values | {
            "items": [
                Item(i.begins, i.ends, i.unit, i.quantity, i.rate, i.reference.number if i.reference else "")
                for i in values["items"]
            ]
        }


class InvoiceInput(InvoiceChangeInput):
    line = RowField(line_policy)

    class Meta(InvoiceChangeInput.Meta):
        fields = ["line", *InvoiceChangeInput.Meta.fields]


class InvoiceCheckInput(Input):
    reason = serializers.CharField(
        required=False, allow_blank=True, max_length=300, help_text="nötig, wenn etwas auffällt"
    )


class InvoiceRejectionInput(Input):
    reason = serializers.CharField(max_length=300)
