"""How postings, splits, rates, readjustments and invoices look."""

from typing import Any

from rest_framework import serializers

from contracts.api.outputs.shared import ContractRef, OrganisationRef
from contracts.models import Allocation, AllocationShare, Invoice, InvoiceItem, Posting, Rate, Readjustment
from kernel.api.serializers import Output

KEY: dict[str, Any] = {"read_only": True, "pk_field": serializers.UUIDField()}


class PostingOutput(Output):
    line: Any = serializers.PrimaryKeyRelatedField(**KEY)

    class Meta:
        model = Posting
        fields = ["id", "version", "line", "kind", "posted_on", "amount", "minutes", "posts", "reason"]


class AllocationShareOutput(Output):
    line: Any = serializers.PrimaryKeyRelatedField(**KEY)

    class Meta:
        model = AllocationShare
        fields = ["line", "weight", "exact", "amount"]


class AllocationOutput(Output):
    contract = ContractRef(read_only=True)
    shares = AllocationShareOutput(many=True, read_only=True)

    class Meta:
        model = Allocation
        fields = ["id", "version", "contract", "year", "total", "method", "basis", "shares"]


class RateOutput(Output):
    line: Any = serializers.PrimaryKeyRelatedField(**KEY)

    class Meta:
        model = Rate
        fields = ["id", "version", "line", "unit", "amount", "begins", "reason"]


class ReadjustmentOutput(Output):
    line: Any = serializers.PrimaryKeyRelatedField(**KEY)
    posting: Any = serializers.PrimaryKeyRelatedField(**KEY, allow_null=True)

    class Meta:
        model = Readjustment
        fields = [
            "id", "version", "line", "trigger", "proposal", "amount", "minutes", "forecast_amount", "forecast_minutes",
            "state", "proposed_on", "body", "reference", "decided_on", "effective_on", "posting",
        ]  # fmt: skip


class InvoiceItemOutput(Output):
    reference: Any = serializers.SlugRelatedField(read_only=True, slug_field="number", allow_null=True)

    class Meta:
        model = InvoiceItem
        fields = ["reference", "begins", "ends", "unit", "quantity", "rate"]


class InvoiceFindingOutput(serializers.Serializer):
    item = serializers.IntegerField(help_text="Position, 0: die Rechnung als Ganzes")
    text = serializers.CharField()


class InvoiceOutput(Output):
    line: Any = serializers.PrimaryKeyRelatedField(**KEY)
    organisation = OrganisationRef(source="line.organisation", read_only=True)
    items = InvoiceItemOutput(many=True, read_only=True)
    findings = InvoiceFindingOutput(many=True, read_only=True, help_text="was bei der Prüfung auffiel")

    class Meta:
        model = Invoice
        fields = [
            "id", "version", "line", "organisation", "number", "issued_on", "received_on", "due_on", "amount", "state",
            "paid_on", "remark", "items", "findings", "reason",
        ]  # fmt: skip
