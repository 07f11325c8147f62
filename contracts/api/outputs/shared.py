"""Records in short, as others refer to them."""

from contracts.models import (
    CaseReference,
    Contract,
    District,
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
