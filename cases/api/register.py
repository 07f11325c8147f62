"""The register of cases; every read is logged, as on the pages."""

from typing import Any
from uuid import UUID

import django_filters as filters
from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.items import ItemOutput
from cases.models import Assignment, CaseFile, CasePerson, CasePhase, CaseTransfer, Item, OfficeTransfer
from cases.policy import CasePerm, case_policy
from cases.policy.file import note_policy
from cases.queries import cases as queries
from cases.queries.items import items_for
from cases.queries.readers import readings
from cases.usecases import handover, phases, register
from cases.usecases.persons import PersonData
from contracts.api.filters.shared import key
from contracts.api.inputs.shared import OrganisationField
from contracts.api.outputs.shared import DistrictRef, OrganisationRef, ReferenceRef
from contracts.policy import district_policy
from kernel.api.commands import change, command, creation
from kernel.api.filters import day, yes_or_no
from kernel.api.serializers import Input, ModelInput, Output, RowField, RowsField
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved
from kernel.audit.reads import note_read


class AssignmentOutput(Output):
    reference = ReferenceRef(read_only=True)
    organisation = OrganisationRef(source="reference.organisation", read_only=True)
    begins = serializers.DateField(source="reference.begins", read_only=True)
    ends = serializers.DateField(source="reference.ends", read_only=True, allow_null=True)

    class Meta:
        model = Assignment
        fields = ["reference", "organisation", "begins", "ends"]


class PhaseOutput(Output):
    class Meta:
        model = CasePhase
        fields = ["kind", "begins", "ends"]


class TransferOutput(Output):
    class Meta:
        model = CaseTransfer
        fields = ["before", "after", "transferred_on"]


class OfficeTransferOutput(Output):
    class Meta:
        model = OfficeTransfer
        fields = ["office_name", "state", "announced_on", "talk_on", "accepted_on", "remark"]


class CaseOutput(Output):
    district = DistrictRef(read_only=True)
    assignments = AssignmentOutput(many=True, read_only=True)
    phases = PhaseOutput(many=True, read_only=True)
    transfers = TransferOutput(many=True, read_only=True)
    office_transfers = OfficeTransferOutput(many=True, read_only=True)

    class Meta:
        model = CaseFile
        fields = [
            "id", "version", "number", "district", "worker", "begins", "ends", "end_reason", "referral", "concern",
            "assignments", "phases", "transfers", "office_transfers",
        ]  # fmt: skip


class CaseChange(ModelInput):
    district = RowField(district_policy)

    class Meta:
        model = CaseFile
        fields = ["number", "district", "begins", "referral", "concern"]


class FamilyInput(ModelInput):
    class Meta:
        model = CasePerson
        fields = ["role", "given_name", "family_name", "birth_date", "custodial"]
        extra_kwargs = {"given_name": {"required": False, "allow_blank": True}}


class CaseInput(CaseChange):
    worker = serializers.UUIDField(required=False)
    persons = serializers.ListField(child=FamilyInput(), max_length=20, required=False)

    class Meta(CaseChange.Meta):
        fields = ["number", "district", "begins", "referral", "concern", "worker", "persons"]

    def validate_persons(self, rows: list[dict[str, Any]]) -> list[PersonData]:
        return [PersonData(**row) for row in rows]


class PhaseInput(ModelInput):
    class Meta:
        model = CasePhase
        fields = ["kind", "begins"]


class CaseHandOverInput(Input):
    worker = serializers.UUIDField()
    transferred_on = serializers.DateField()
    notes = RowsField(note_policy, required=False)
    ground = serializers.ChoiceField(choices=["consent", "endangerment"], required=False)
    why = serializers.CharField(max_length=1000, required=False)


class AnnouncementInput(ModelInput):
    class Meta:
        model = OfficeTransfer
        fields = ["office_name", "announced_on", "remark"]


class TalkInput(Input):
    talk_on = serializers.DateField()


class AcceptanceInput(Input):
    accepted_on = serializers.DateField()


class ClosingInput(Input):
    ends = serializers.DateField()
    end_reason = serializers.ChoiceField(choices=CaseFile.EndReason.choices, required=False)


class AssignmentInput(Input):
    organisation = OrganisationField()
    begins = serializers.DateField()


class SearchInput(Input):
    number = serializers.CharField(max_length=40, required=False, default="", help_text="oder eine Fallreferenz")
    name = serializers.CharField(max_length=160, required=False, default="", help_text="ganze Namen einer Person")
    birth_date = serializers.DateField(required=False, default=None)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if fault := queries.fault_of_search(**data):
            field, sentence = fault
            raise serializers.ValidationError({field: [sentence]} if field else sentence)
        return data


class FoundCaseOutput(Output):
    district = DistrictRef(read_only=True)
    family = serializers.SerializerMethodField()

    class Meta:
        model = CaseFile
        fields = ["id", "number", "district", "worker", "begins", "ends", "family"]

    def get_family(self, row: Any) -> str:
        return queries.family_name(row.persons.all())


class SearchOutput(serializers.Serializer):
    results = FoundCaseOutput(many=True, read_only=True)
    more = serializers.BooleanField(read_only=True, help_text=f"mehr als {queries.MOST}: Suchen Sie genauer")


class ReadingOutput(serializers.Serializer):
    day = serializers.DateField(read_only=True)
    person = serializers.UUIDField(read_only=True, allow_null=True)
    name = serializers.CharField(read_only=True)
    what = serializers.CharField(read_only=True)
    times = serializers.IntegerField(read_only=True)


class CaseFilter(filters.FilterSet):
    number = filters.CharFilter(label="Aktenzeichen", max_length=40)
    reference = filters.CharFilter(label="Fallreferenz", field_name="assignments__reference__number", max_length=12)
    district = key("district_id", "Raum")
    closed = yes_or_no(label="beendet", field_name="ends", lookup_expr="isnull", exclude=True)
    begun_from = day(label="begonnen ab", field_name="begins", lookup_expr="gte")


class CaseViewSet(Listed, Retrieved, PolicyViewSet):
    policy = case_policy
    permissions = dict.fromkeys(("list", "retrieve", "search", "readers", "items"), CasePerm.VIEW)
    serializer_class = CaseOutput
    filterset_class = CaseFilter
    tag, about = "Fälle", "Die eigenen Fälle. Jede Einsicht steht im Protokoll und kann der Familie gezeigt werden."
    summaries = {
        "list": "Eigene Fälle auflisten",
        "retrieve": "Einen Fall lesen",
        "search": "Fälle nach Namen, Geburtsdatum oder Nummer suchen; im Inhalt, damit kein Name in einer Adresse steht",
        "readers": "Wer den Fall wann gelesen hat",
        "items": "Beratungen des Falls",
    }

    create = creation(register.open_case, CaseInput, "Fall eröffnen")
    partial_update = change(register.change_case, CaseChange, "Angaben zum Fall ändern")
    close_case = command(register.close_case, "Fall beenden", path="close", takes=ClosingInput)
    reopen_case = command(register.reopen_case, "Ende zurücknehmen", path="reopen")
    assign_provider = command(register.assign_provider, "Träger beteiligen", path="assign", takes=AssignmentInput)
    begin_phase = command(phases.begin_phase, "Phase beginnen", path="begin-phase", takes=PhaseInput)
    undo_phase = command(phases.undo_phase, "Letzte Phase zurücknehmen", path="undo-phase")
    hand_over = command(
        handover.hand_over, "An eine andere Fachkraft übergeben", path="hand-over", takes=CaseHandOverInput
    )
    announce_transfer = command(
        handover.announce_transfer,
        "Wechsel des Jugendamts ankündigen",
        path="announce-transfer",
        takes=AnnouncementInput,
    )
    record_talk = command(handover.record_talk, "Übergabegespräch eintragen", path="record-talk", takes=TalkInput)
    accept_transfer = command(
        handover.accept_transfer,
        "Übernahme durch das neue Amt eintragen",
        path="accept-transfer",
        takes=AcceptanceInput,
    )
    withdraw_transfer = command(handover.withdraw_transfer, "Wechsel zurücknehmen", path="withdraw-transfer")

    def parameters(self) -> set[str]:
        return {"limit", "offset"} if self.action == "readers" else super().parameters()

    @extend_schema(request=SearchInput, responses=SearchOutput)
    @action(detail=False, methods=["post"])
    def search(self, request: Request) -> Response:
        """Sent in the body: a name never stands in an address or a log; what was found is noted as read."""
        asked = SearchInput(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        hits = queries.found(self.actor, **asked.validated_data)
        note_read(CaseFile)
        note_read(CasePerson)
        return Response(SearchOutput({"results": hits[: queries.MOST], "more": len(hits) > queries.MOST}).data)

    @extend_schema(responses=ReadingOutput(many=True), filters=False)
    @action(detail=True)
    def readers(self, request: Request, pk: UUID) -> Any:
        page = self.paginate_queryset(readings(self.actor, self.get_object()))
        return self.get_paginated_response(ReadingOutput(page, many=True).data)

    @extend_schema(responses=ItemOutput(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def items(self, request: Request, pk: UUID) -> Response:
        rows = items_for(self.actor).filter(case=self.get_object())
        note_read(Item)
        return Response(ItemOutput(rows, many=True).data)

    def among(self) -> QuerySet:
        assignments = Assignment.objects.select_related("reference__organisation")
        return CaseFile.objects.select_related("district").prefetch_related(
            Prefetch("assignments", queryset=assignments), "phases", "transfers", "office_transfers"
        )


ROUTES = {"cases": CaseViewSet}
