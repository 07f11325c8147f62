"""What may be sent of districts, centres, roles and providers."""

from contracts.api.inputs.shared import OrganisationField
from contracts.models import (
    Centre,
    District,
    Engagement,
    ProviderRole,
)
from contracts.policy import contract_policy, district_policy
from kernel.api.serializers import ModelInput, RowField


class DistrictInput(ModelInput):
    class Meta:
        model = District
        fields = ["name", "begins", "ends", "pilot", "remark"]


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
