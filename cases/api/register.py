"""The register of cases; every read is logged, as on the pages."""

from typing import Any

import django_filters as filters
from django.db.models import Prefetch, QuerySet
from rest_framework import serializers

from cases.models import Assignment, CaseFile, CasePerson, CasePhase, CaseTransfer, OfficeTransfer
from cases.policy import CasePerm, case_policy
from cases.policy.file import note_policy
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


class CaseFilter(filters.FilterSet):
    number = filters.CharFilter(label="Aktenzeichen", max_length=40)
    reference = filters.CharFilter(label="Fallreferenz", field_name="assignments__reference__number", max_length=12)
    district = key("district_id", "Raum")
    closed = yes_or_no(label="beendet", field_name="ends", lookup_expr="isnull", exclude=True)
    begun_from = day(label="begonnen ab", field_name="begins", lookup_expr="gte")


class CaseViewSet(Listed, Retrieved, PolicyViewSet):
    policy = case_policy
    permissions = {"list": CasePerm.VIEW, "retrieve": CasePerm.VIEW}
    serializer_class = CaseOutput
    filterset_class = CaseFilter
    tag, about = "Fälle", "Die eigenen Fälle. Jede Einsicht steht im Protokoll und kann der Familie gezeigt werden."
    summaries = {"list": "Eigene Fälle auflisten", "retrieve": "Einen Fall lesen"}

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

    def among(self) -> QuerySet:
        assignments = Assignment.objects.select_related("reference__organisation")
        return CaseFile.objects.select_related("district").prefetch_related(
            Prefetch("assignments", queryset=assignments), "phases", "transfers", "office_transfers"
        )


ROUTES = {"cases": CaseViewSet}
