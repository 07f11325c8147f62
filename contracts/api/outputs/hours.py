"""How hours look; who worked is not among it (R12)."""

from typing import Any

from rest_framework import serializers

from contracts.api.outputs.shared import DistrictRef, OrganisationRef, ReferenceRef
from contracts.models import (
    CaseReference,
    HoursEntry,
    HoursImport,
    HoursMonth,
    HoursTimer,
)
from kernel.api.serializers import Output


class HoursOutput(Output):
    organisation = OrganisationRef(read_only=True)
    district = DistrictRef(read_only=True)
    role: Any = serializers.PrimaryKeyRelatedField(read_only=True, pk_field=serializers.UUIDField())
    references = ReferenceRef(many=True, read_only=True)

    class Meta:
        model = HoursEntry
        fields = [
            "id",
            "version",
            "organisation",
            "district",
            "role",
            "worked_on",
            "minutes",
            "work_kind",
            "contact",
            "references",
        ]


class MonthOutput(Output):
    """A worker's month, for the worker and the provider's leads."""

    organisation = OrganisationRef(read_only=True)
    worker_name = serializers.CharField(read_only=True, allow_null=True)
    minutes = serializers.IntegerField(read_only=True, help_text="gebuchte Minuten")
    direct = serializers.IntegerField(read_only=True, help_text="davon mit der Familie")
    entries = serializers.IntegerField(read_only=True, help_text="Zahl der Einträge")

    class Meta:
        model = HoursMonth
        fields = [
            "id",
            "version",
            "organisation",
            "worker_name",
            "month",
            "state",
            "minutes",
            "direct",
            "entries",
            "submitted_at",
            "approved_at",
            "return_reason",
        ]


class TimerOutput(Output):
    organisation = OrganisationRef(read_only=True)
    district = DistrictRef(read_only=True)

    class Meta:
        model = HoursTimer
        fields = ["id", "version", "organisation", "district", "work_kind", "started_at"]


class ImportFindingOutput(serializers.Serializer):
    row = serializers.IntegerField(read_only=True)
    column = serializers.CharField(read_only=True)
    reason = serializers.CharField(read_only=True)


class SumOutput(serializers.Serializer):
    month = serializers.CharField(read_only=True)
    work_kind = serializers.CharField(read_only=True)
    entries = serializers.IntegerField(read_only=True)
    minutes = serializers.IntegerField(read_only=True)


class ImportOutput(Output):
    """A file of hours with what was found in it; the file itself is not given out."""

    organisation = OrganisationRef(read_only=True)
    findings = ImportFindingOutput(many=True, read_only=True)
    sums = SumOutput(many=True, read_only=True)

    class Meta:
        model = HoursImport
        fields = [
            "id",
            "version",
            "organisation",
            "filename",
            "state",
            "rows",
            "minutes",
            "faults",
            "findings",
            "sums",
            "booked_at",
        ]


class ReferenceOutput(Output):
    organisation = OrganisationRef(read_only=True)
    district = DistrictRef(read_only=True)

    class Meta:
        model = CaseReference
        fields = ["id", "version", "number", "organisation", "district", "begins", "ends"]
