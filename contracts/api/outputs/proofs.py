"""How proofs of use and the questions on them look."""

from typing import Any

from rest_framework import serializers

from contracts.api.outputs.shared import ContractRef, OrganisationRef
from contracts.models import Proof, ProofFigure, ProofQuery
from kernel.api.serializers import Output

EUR: dict[str, Any] = {"read_only": True, "max_digits": 14, "decimal_places": 2}


class FigureOutput(Output):
    line: Any = serializers.PrimaryKeyRelatedField(read_only=True, pk_field=serializers.UUIDField())

    class Meta:
        model = ProofFigure
        fields = [
            "id",
            "line",
            "ledger_minutes",
            "ledger_direct",
            "ledger_paid",
            "minutes",
            "group_minutes",
            "staff_cost",
            "material_cost",
            "overhead_cost",
            "remark",
        ]


class QueryOutput(Output):
    proof: Any = serializers.PrimaryKeyRelatedField(read_only=True, pk_field=serializers.UUIDField())

    class Meta:
        model = ProofQuery
        fields = ["id", "version", "proof", "question", "asked_on", "answer", "answered_on"]


class FindingOutput(serializers.Serializer):
    kind = serializers.CharField()
    text = serializers.CharField()


class ProofOutput(Output):
    contract = ContractRef(read_only=True)
    organisation = OrganisationRef(read_only=True)
    paid = serializers.DecimalField(**EUR, help_text="gezahlt, in EUR")
    costs = serializers.DecimalField(**EUR, help_text="belegte Kosten, in EUR")
    figures = FigureOutput(many=True, read_only=True)
    findings = FindingOutput(many=True, read_only=True, help_text="was bei der Entscheidung auffiel")

    class Meta:
        model = Proof
        fields = [
            "id",
            "version",
            "contract",
            "organisation",
            "year",
            "due_on",
            "state",
            "paid",
            "costs",
            "report",
            "figures",
            "findings",
            "accepted",
            "surplus",
            "decision_reason",
            "submitted_at",
            "decided_at",
            "closed_at",
        ]

    def to_representation(self, instance: Any) -> Any:
        """What a provider has not submitted yet is its own affair."""
        shown = super().to_representation(instance)
        actor = self.context["view"].actor
        if instance.state == Proof.State.OPEN and instance.organisation_id not in actor.organisations():
            shown |= {"report": "", "figures": [], "costs": "0.00"}
        return shown
