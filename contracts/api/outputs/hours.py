"""How hours look."""

from contracts.api.outputs.shared import DistrictRef, OrganisationRef, ReferenceRef
from contracts.models import (
    CaseReference,
    HoursEntry,
)
from kernel.api.serializers import Output


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
