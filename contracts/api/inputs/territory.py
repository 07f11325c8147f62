"""What may be sent of districts, centres, roles and providers."""

from typing import Any

from rest_framework import serializers

from contracts.api.inputs.shared import OrganisationField
from contracts.models import (
    Centre,
    District,
    Engagement,
    ProviderRole,
)
from contracts.policy import centre_policy, contract_policy, district_policy
from contracts.usecases.succession import MOST, Part
from kernel.api.serializers import Input, ModelInput, RowField, RowsField


class DistrictInput(ModelInput):
    class Meta:
        model = District
        fields = ["name", "begins", "ends", "pilot", "remark"]


class RenameInput(Input):
    name = serializers.CharField(max_length=120)
    begins = serializers.DateField()


class CloseInput(Input):
    ends = serializers.DateField()


class PartInput(Input):
    name = serializers.CharField(max_length=120)
    centres = RowsField(centre_policy, required=False)


class SplitInput(Input):
    begins = serializers.DateField()
    parts = serializers.ListField(child=PartInput(), min_length=2, max_length=MOST)
    carry_roles = serializers.BooleanField(default=False)

    def validate_parts(self, value: list[dict[str, Any]]) -> list[Part]:
        return [Part(**part) for part in value]


class MergeInput(Input):
    others = RowsField(district_policy)
    begins = serializers.DateField()
    name = serializers.CharField(max_length=120)
    carry_roles = serializers.BooleanField(default=False)


class BorderInput(Input):
    geometry = serializers.DictField(help_text="GeoJSON: Polygon oder MultiPolygon in WGS 84")


class RelocateInput(Input):
    name = serializers.CharField(max_length=120)
    district = RowField(district_policy)
    begins = serializers.DateField()


class CloseCentreInput(Input):
    closed_on = serializers.DateField()


class CentreInput(ModelInput):
    district = RowField(district_policy)

    class Meta:
        model = Centre
        fields = ["district", "name", "opened_on", "precision", "address", "closed_on", "remark"]
        extra_kwargs = {"opened_on": {"default": None}, "precision": {"required": True}}


class EngagementInput(ModelInput):
    organisation = OrganisationField()

    class Meta:
        model = Engagement
        fields = ["organisation", "begins", "ends", "remark"]


class EngagementChangeInput(ModelInput):
    class Meta:
        model = Engagement
        fields = ["begins", "ends", "remark"]


class RoleInput(ModelInput):
    organisation = OrganisationField()
    district = RowField(district_policy)
    contract = RowField(contract_policy, required=False, allow_null=True)

    class Meta:
        model = ProviderRole
        fields = [
            "district",
            "organisation",
            "kind",
            "field_of_help",
            "purpose",
            "begins",
            "ends",
            "contract",
            "remark",
        ]
        extra_kwargs = {"field_of_help": {"required": True}}


class RoleChangeInput(ModelInput):
    contract = RowField(contract_policy, required=False, allow_null=True)

    class Meta:
        model = ProviderRole
        fields = ["kind", "field_of_help", "purpose", "begins", "ends", "contract", "remark"]


class HandOverInput(ModelInput):
    organisation = OrganisationField()
    contract = RowField(contract_policy, required=False, allow_null=True)

    class Meta:
        model = ProviderRole
        fields = ["organisation", "begins", "ends", "contract", "remark"]
