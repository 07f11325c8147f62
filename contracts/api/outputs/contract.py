"""How contracts and their papers look."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from contracts.api.outputs.shared import OrganisationRef
from contracts.models import (
    Agreement,
    Applicant,
    Contract,
    Document,
    DocumentVersion,
    Negotiation,
    Party,
    ScheduleDate,
    Selection,
    Signature,
)
from contracts.policy import ContractPerm, contract_policy
from kernel.api.serializers import Output

NO_ORGANISATION = {"oneOf": [{"$ref": "#/components/schemas/OrganisationRef"}, {"type": "null"}]}


def key_of(**kwargs: Any) -> serializers.PrimaryKeyRelatedField:
    return serializers.PrimaryKeyRelatedField(
        read_only=True, allow_null=True, pk_field=serializers.UUIDField(), **kwargs
    )


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

    @extend_schema_field(NO_ORGANISATION)
    def get_organisation(self, party: Party) -> dict[str, Any] | None:
        return OrganisationRef(party.organisation).data if party.organisation else None


class ScheduleDateOutput(Output):
    class Meta:
        model = ScheduleDate
        fields = ["month", "day"]


class AgreementOutput(Output):
    class Meta:
        model = Agreement
        fields = ["id", "kind", "summary", "begins", "ends"]


class NegotiationOutput(Output):
    class Meta:
        model = Negotiation
        fields = ["id", "held_on", "topic", "result"]


class ApplicantOutput(Output):
    organisation = OrganisationRef(read_only=True)

    class Meta:
        model = Applicant
        fields = ["id", "organisation", "received_on", "points", "selected", "remark"]


class SelectionOutput(Output):
    applicants = ApplicantOutput(many=True, read_only=True)

    class Meta:
        model = Selection
        fields = ["procedure", "announced_on", "closes_on", "criteria", "decided_on", "reason", "applicants"]


class ContractOutput(Output):
    previous: Any = key_of()
    root: Any = key_of(help_text="Schlüssel der ersten Fassung; null: diese ist es")
    notice_by = serializers.SerializerMethodField(help_text="null: das Jugendamt")
    parties = PartyOutput(many=True, read_only=True)
    schedule_dates = ScheduleDateOutput(many=True, read_only=True)
    agreements = AgreementOutput(many=True, read_only=True)
    negotiations = NegotiationOutput(many=True, read_only=True)
    selection = serializers.SerializerMethodField(help_text="nur für das Amt")

    class Meta:
        model = Contract
        fields = [
            "id",
            "version",
            "number",
            "subject",
            "regime",
            "field_of_help",
            "state",
            "begins",
            "ends",
            "in_force_since",
            "in_force_until",
            "relation",
            "root",
            "previous",
            "change_note",
            "schedule",
            "schedule_dates",
            "surplus_rule",
            "surplus_percent",
            "direct_percent",
            "corridor_percent",
            "notice_months",
            "low_threshold",
            "negotiation_requested_on",
            "arbitration_applied_on",
            "decision_body",
            "decision_reference",
            "decided_on",
            "no_decision_reason",
            *Contract.CHECKLIST,
            "notice_on",
            "notice_by",
            "terminates_on",
            "termination_reason",
            "remark",
            "parties",
            "agreements",
            "negotiations",
            "selection",
        ]

    @extend_schema_field(NO_ORGANISATION)
    def get_notice_by(self, contract: Contract) -> dict[str, Any] | None:
        return OrganisationRef(contract.notice_by).data if contract.notice_by else None

    @extend_schema_field({"oneOf": [{"$ref": "#/components/schemas/SelectionOutput"}, {"type": "null"}]})
    def get_selection(self, contract: Contract) -> dict[str, Any] | None:
        """Who else applied and how they were judged is no provider's business."""
        if not contract_policy.allows(self.context["view"].actor, ContractPerm.VIEW_SELECTION):
            return None
        found = getattr(contract, "selection", None)
        return SelectionOutput(found).data if found else None


class DocumentVersionOutput(Output):
    url = serializers.SerializerMethodField(help_text="hier lädt eine angemeldete Person die Datei herunter")

    class Meta:
        model = DocumentVersion
        fields = ["id", "number", "filename", "media_type", "size", "sha256", "created_at", "url"]

    def get_url(self, version: DocumentVersion) -> str:
        return str(self.context["request"].build_absolute_uri(reverse("document-version", args=[version.pk])))


class DocumentOutput(Output):
    contract: Any = serializers.PrimaryKeyRelatedField(read_only=True, pk_field=serializers.UUIDField())
    versions = DocumentVersionOutput(many=True, read_only=True)

    class Meta:
        model = Document
        fields = ["id", "version", "contract", "title", "versions"]
