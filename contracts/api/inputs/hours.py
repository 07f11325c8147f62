"""What may be sent of hours."""

from typing import Any

from rest_framework import serializers

from contracts.api.inputs.shared import OrganisationField
from contracts.models import (
    CaseReference,
    HoursEntry,
    HoursTimer,
    WorkKind,
)
from contracts.policy import district_policy, line_policy, reference_policy, role_policy
from contracts.policy.hours import month_policy
from contracts.usecases.hours import CaseShare
from contracts.usecases.hours_bulk import MOST, Draft
from kernel.api.serializers import Input, ModelInput, RowField, RowsField

MINUTES: dict[str, Any] = {"min_value": 1, "max_value": 1440}
ROLE_HELP = "nur nötig, wo der Träger im Raum mehrere Rollen hat; sonst gilt die aus einem Vertrag"


class HoursInput(ModelInput):
    district = RowField(district_policy)
    role = RowField(role_policy, required=False, allow_null=True, help_text=ROLE_HELP)
    references = RowsField(
        reference_policy,
        required=False,
        help_text="Fallreferenzen: eine, mindestens zwei oder keine, je nach Arbeitsart",
    )

    class Meta:
        model = HoursEntry
        fields = ["district", "role", "worked_on", "minutes", "work_kind", "contact", "references"]
        extra_kwargs = {"minutes": MINUTES}


class CaseShareInput(Input):
    reference = RowField(reference_policy)
    minutes = serializers.IntegerField(required=False, allow_null=True, **MINUTES)


class SeveralInput(ModelInput):
    """Each case with its minutes, or `together` for all."""

    district = RowField(district_policy)
    role = RowField(role_policy, required=False, allow_null=True, help_text=ROLE_HELP)
    cases = serializers.ListField(child=CaseShareInput(), min_length=1, max_length=40)
    together = serializers.IntegerField(
        required=False, allow_null=True, help_text="Minuten für alle zusammen, gleich geteilt", **MINUTES
    )

    class Meta:
        model = HoursEntry
        fields = ["district", "role", "worked_on", "contact", "cases", "together"]

    def validate_cases(self, value: list[dict[str, Any]]) -> list[CaseShare]:
        return [CaseShare(**case) for case in value]


class DraftInput(Input):
    district = serializers.UUIDField()
    worked_on = serializers.DateField()
    minutes = serializers.IntegerField(**MINUTES)
    work_kind = serializers.ChoiceField(choices=WorkKind.choices)
    contact = serializers.ChoiceField(choices=HoursEntry.Contact.choices)
    references = serializers.ListField(
        child=serializers.CharField(max_length=12),
        required=False,
        max_length=20,
        help_text="Nummern der Fallreferenzen",
    )


class ManyInput(Input):
    entries = serializers.ListField(child=DraftInput(), min_length=1, max_length=MOST)

    def validate_entries(self, value: list[dict[str, Any]]) -> list[Draft]:
        return [Draft(**entry) for entry in value]


class WeekInput(Input):
    week = serializers.DateField(help_text="ein Tag der Woche, in die übernommen wird")


class SubmitInput(Input):
    month = serializers.DateField(help_text="ein Tag des Monats")


class ApprovalInput(Input):
    months = RowsField(month_policy, help_text="Schlüssel eingereichter Monate", allow_empty=False, max_length=1000)


class MonthReturnInput(Input):
    return_reason = serializers.CharField(max_length=300)


class TimerInput(ModelInput):
    district = RowField(district_policy)

    class Meta:
        model = HoursTimer
        fields = ["district", "work_kind"]


class ConversionInput(Input):
    target = RowField(line_policy)
    minutes = serializers.IntegerField(min_value=1, max_value=100_000_000)
    posted_on = serializers.DateField()
    reason = serializers.CharField(max_length=300)


class ReferenceInput(ModelInput):
    organisation = OrganisationField()
    district = RowField(district_policy)

    class Meta:
        model = CaseReference
        fields = ["organisation", "district", "begins", "ends"]
