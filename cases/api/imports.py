"""Existing cases from a table: POST checks it (the dry run), `run` takes it over; repeatable by file number."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from cases.models import CaseImport
from cases.policy.file import CaseImportPerm, case_import_policy
from cases.usecases import takeover
from kernel.api.commands import command, creation, removal
from kernel.api.serializers import Input, Output
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved

MOST = 1_500_000  # characters, so that the body stays below its limit


class TableInput(Input):
    """A table as CSV text."""

    content = serializers.CharField(
        max_length=MOST,
        trim_whitespace=False,
        help_text="CSV mit der Überschrift der Vorlage, Zeilen durch \\n getrennt",
    )

    def validate_content(self, text: str) -> bytes:
        return text.encode()


class CaseTableInput(TableInput):
    filename = serializers.CharField(max_length=200, required=False, default="")


class FaultOutput(serializers.Serializer):
    row = serializers.IntegerField(read_only=True)
    column = serializers.CharField(read_only=True)
    reason = serializers.CharField(read_only=True)


class CaseImportOutput(Output):
    class Meta:
        model = CaseImport
        fields = ["id", "version", "state", "filename", "added", "changed", "refused", "uploaded_by"]


class CheckedImportOutput(CaseImportOutput):
    faults = FaultOutput(source="faults_now", many=True, read_only=True)

    class Meta(CaseImportOutput.Meta):
        fields = [*CaseImportOutput.Meta.fields, "faults"]


class CaseImportViewSet(Listed, Retrieved, PolicyViewSet):
    policy = case_import_policy
    permissions = {"list": CaseImportPerm.VIEW, "retrieve": CaseImportPerm.VIEW}
    serializer_class = CaseImportOutput
    tag, about = (
        "Fälle",
        "Bestehende Fälle aus einer Tabelle: erst geprüft, dann übernommen, mit jedem Aktenzeichen einmal.",
    )
    summaries = {"list": "Übernahmen auflisten", "retrieve": "Eine Übernahme mit ihren Fehlern lesen"}

    create = creation(takeover.check_takeover, CaseTableInput, "Tabelle prüfen; übernommen wird noch nichts")
    run_takeover = command(takeover.run_takeover, "Was ohne Fehler ist übernehmen", path="run")
    destroy = removal(takeover.discard_takeover, "Geprüfte Tabelle verwerfen")

    def get_serializer_class(self) -> Any:
        return CheckedImportOutput if self.action in ("retrieve", "create") else CaseImportOutput

    def shown(self, row: Any, status: int = 200, **headers: str) -> Any:
        row.faults_now = takeover.plan_for(self.actor, bytes(row.content)).faults if row.content else []
        return super().shown(row, status, **headers)

    def among(self) -> QuerySet:
        rows = CaseImport.objects.all()
        return rows.defer("content") if self.action == "list" else rows


ROUTES = {"case-imports": CaseImportViewSet}
