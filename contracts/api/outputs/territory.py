"""How districts, centres, roles and providers look."""

from rest_framework import serializers

from contracts.api.outputs.shared import DistrictRef, OrganisationOutput, OrganisationRef
from contracts.models import (
    Centre,
    District,
    Engagement,
    ProviderRole,
)
from kernel.api.serializers import Output


class DistrictOutput(Output):
    name = serializers.CharField(read_only=True, source="name_then", help_text="heute, oder am Tag von `on`")
    providers = serializers.IntegerField(read_only=True, help_text="Träger mit einer Rolle heute, oder am Tag von `on`")
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


class GapOutput(serializers.Serializer):
    """A district without a provider; without `ends` nobody is planned to follow."""

    district = DistrictRef(read_only=True)
    field_of_help = serializers.CharField(source="field", read_only=True, allow_null=True)
    begins = serializers.DateField(read_only=True)
    ends = serializers.DateField(read_only=True, allow_null=True)
    sentence = serializers.CharField(read_only=True)
