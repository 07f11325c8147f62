"""How records look to other systems: what the same actor's pages show, nothing else (no worker of an hours entry)."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from contracts.models import (
    BudgetLine,
    CaseReference,
    Centre,
    Contract,
    District,
    Engagement,
    HoursEntry,
    Instalment,
    Party,
    ProviderRole,
    Signature,
)
from kernel.api.serializers import Output
from tenants.registry.models import Organisation


class OrganisationOutput(Output):
    class Meta:
        model = Organisation
        fields = ["key", "name", "short_name", "kind", "town"]


class OrganisationRef(Output):
    class Meta:
        model = Organisation
        fields = ["key", "name"]


class DistrictRef(Output):
    class Meta:
        model = District
        fields = ["id", "name"]


class ContractRef(Output):
    class Meta:
        model = Contract
        fields = ["id", "number"]


class ReferenceRef(Output):
    class Meta:
        model = CaseReference
        fields = ["id", "number"]


class DistrictOutput(Output):
    providers = serializers.IntegerField(read_only=True, help_text="Träger mit einer Rolle heute")
    open_centres = serializers.IntegerField(read_only=True, help_text="geöffnete Zentren")

    class Meta:
        model = District
        fields = ["id", "version", "name", "begins", "ends", "pilot", "remark", "providers", "open_centres"]


class CentreOutput(Output):
    district = DistrictRef(read_only=True)

    class Meta:
        model = Centre
        fields = ["id", "version", "district", "name", "opened_on", "precision", "closed_on", "address", "remark"]


class EngagementOutput(Output):
    organisation = OrganisationOutput(read_only=True)

    class Meta:
        model = Engagement
        fields = ["id", "version", "organisation", "begins", "ends", "remark"]


class RoleOutput(Output):
    district = DistrictRef(read_only=True)
    organisation = OrganisationRef(read_only=True)

    class Meta:
        model = ProviderRole
        fields = [
            "id",
            "version",
            "district",
            "organisation",
            "kind",
            "field_of_help",
            "purpose",
            "begins",
            "ends",
            "remark",
        ]


class TimelineOutput(serializers.Serializer):
    """A district over time: its centres, and which providers had which role when."""

    district = DistrictRef(read_only=True)
    begins = serializers.DateField(read_only=True)
    ends = serializers.DateField(read_only=True, allow_null=True)
    centres = CentreOutput(many=True, read_only=True)
    roles = RoleOutput(many=True, read_only=True)


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


class InstalmentOutput(Output):
    line: Any = serializers.PrimaryKeyRelatedField(read_only=True, pk_field=serializers.UUIDField())
    contract = ContractRef(source="line.contract", read_only=True)
    organisation = OrganisationRef(source="line.organisation", read_only=True)

    class Meta:
        model = Instalment
        fields = ["id", "version", "line", "contract", "organisation", "number", "due_on", "amount", "paid_on"]


class HoursOutput(Output):
    organisation = OrganisationRef(read_only=True)
    district = DistrictRef(read_only=True)
    references = ReferenceRef(many=True, read_only=True)

    class Meta:
        model = HoursEntry
        fields = [
            "id",
            "version",
            "organisation",
            "district",
            "worked_on",
            "minutes",
            "work_kind",
            "contact",
            "references",
        ]


class ReferenceOutput(Output):
    organisation = OrganisationRef(read_only=True)
    district = DistrictRef(read_only=True)

    class Meta:
        model = CaseReference
        fields = ["id", "version", "number", "organisation", "district", "begins", "ends"]
