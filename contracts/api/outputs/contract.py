"""How contracts look."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from contracts.api.outputs.shared import OrganisationRef
from contracts.models import (
    Contract,
    Party,
    Signature,
)
from kernel.api.serializers import Output


class SignatureOutput(Output):
    class Meta:
        model = Signature
        fields = ["function", "signed_on"]


class PartyOutput(Output):
    organisation = serializers.SerializerMethodField(help_text="null: das Jugendamt selbst")
    signatures = SignatureOutput(many=True, read_only=True)

    class Meta:
        model = Party
        fields = ["id", "organisation", "signatories", "signatures"]

    @extend_schema_field({"oneOf": [{"$ref": "#/components/schemas/OrganisationRef"}, {"type": "null"}]})
    def get_organisation(self, party: Party) -> dict[str, Any] | None:
        return OrganisationRef(party.organisation).data if party.organisation else None


class ContractOutput(Output):
    previous: Any = serializers.PrimaryKeyRelatedField(
        read_only=True, allow_null=True, pk_field=serializers.UUIDField()
    )
    parties = PartyOutput(many=True, read_only=True)

    class Meta:
        model = Contract
        fields = [
            "id",
            "version",
            "number",
            "subject",
            "regime",
            "field_of_help",
            "schedule",
            "state",
            "begins",
            "ends",
            "in_force_since",
            "decision_body",
            "decision_reference",
            "decided_on",
            "no_decision_reason",
            *Contract.CHECKLIST,
            "previous",
            "remark",
            "parties",
        ]
