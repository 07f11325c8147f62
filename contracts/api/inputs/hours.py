"""What may be sent of hours."""

from contracts.api.inputs.shared import OrganisationField
from contracts.models import (
    CaseReference,
    HoursEntry,
)
from contracts.policy import district_policy, reference_policy
from kernel.api.serializers import ModelInput, RowField, RowsField


class HoursInput(ModelInput):
    district = RowField(district_policy)
    references = RowsField(
        reference_policy,
        required=False,
        help_text="Fallreferenzen: eine, mindestens zwei oder keine, je nach Arbeitsart",
    )

    class Meta:
        model = HoursEntry
        fields = ["district", "worked_on", "minutes", "work_kind", "contact", "references"]
        extra_kwargs = {"minutes": {"min_value": 1, "max_value": 1440}}


class ReferenceInput(ModelInput):
    organisation = OrganisationField()
    district = RowField(district_policy)

    class Meta:
        model = CaseReference
        fields = ["organisation", "district", "begins", "ends"]
