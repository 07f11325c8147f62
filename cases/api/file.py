"""What lies in a case: persons, notes, papers; stand-ins, emergencies, rules. Every read is logged, as on the pages."""

from typing import Any
from uuid import UUID

import django_filters as filters
from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.inspection import InspectionOutput
from cases.models import CaseDocument, CaseNote, CasePerson, CaseRules, EmergencyAccess, NotePassing, StandIn
from cases.policy import case_policy
from cases.policy.file import (
    EmergencyPerm,
    NotePerm,
    PaperPerm,
    PersonPerm,
    RulesPerm,
    StandInPerm,
    emergency_policy,
    note_policy,
    paper_policy,
    person_policy,
    rules_policy,
    stand_in_policy,
)
from cases.queries.inspection import inspection_of
from cases.usecases import emergency, handover, notes, papers, persons, rules
from contracts.api.filters.shared import key
from kernel.api.commands import change, command, creation, removal
from kernel.api.filters import day, yes_or_no
from kernel.api.serializers import Input, ModelInput, Output, RowField
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved

PERSON = [
    "role", "given_name", "family_name", "birth_date", "sex", "address", "phone", "email", "remark", "custodial", "capable",
    "living", "foreign_origin", "german_at_home",
]  # fmt: skip


class CaseRef(serializers.Serializer):
    """A case by key and file number."""

    id = serializers.UUIDField(read_only=True)
    number = serializers.CharField(read_only=True)


class PersonOutput(Output):
    case = CaseRef(read_only=True)

    class Meta:
        model = CasePerson
        fields = ["id", "version", "case", "letter", *PERSON]


class PersonChange(ModelInput):
    class Meta:
        model = CasePerson
        fields = PERSON
        extra_kwargs = {"given_name": {"required": False, "allow_blank": True}}


class PersonInput(PersonChange):
    case = RowField(case_policy)

    class Meta(PersonChange.Meta):
        fields = ["case", *PERSON]


class PersonFilter(filters.FilterSet):
    case = key("case_id", "Fall")
    birth_date = day(label="Geburtsdatum", field_name="birth_date")


class PersonViewSet(Listed, Retrieved, PolicyViewSet):
    policy = person_policy
    permissions = dict.fromkeys(("list", "retrieve", "inspection"), PersonPerm.VIEW)
    serializer_class = PersonOutput
    filterset_class = PersonFilter
    tag, about = "Fälle", "Die Familie eines Falls. Namen stehen nie in einer Adresse: POST /cases/search sucht."
    summaries = {
        "list": "Personen der eigenen Fälle auflisten",
        "retrieve": "Eine Person lesen",
        "inspection": "Was eine Person über die eigenen Daten erfährt (Art. 15 DSGVO)",
    }

    create = creation(persons.add_person, PersonInput, "Person aufnehmen")
    partial_update = change(persons.change_person, PersonChange, "Person ändern")
    destroy = removal(persons.remove_person, "Versehentlich aufgenommene Person entfernen")

    @extend_schema(responses=InspectionOutput)
    @action(detail=True)
    def inspection(self, request: Request, pk: UUID) -> Response:
        return Response(InspectionOutput(inspection_of(self.actor, self.get_object())).data)

    def among(self) -> QuerySet:
        return CasePerson.objects.select_related("case")


class PassingOutput(Output):
    class Meta:
        model = NotePassing
        fields = ["recipient", "ground", "reason", "passed_on"]


class NoteOutput(Output):
    case = CaseRef(read_only=True)
    confider = serializers.UUIDField(source="confider_id", read_only=True, allow_null=True)
    passings = PassingOutput(many=True, read_only=True)

    class Meta:
        model = CaseNote
        fields = ["id", "version", "case", "author", "happened_on", "text", "entrusted", "confider", "passings"]


class NoteChange(ModelInput):
    confider = RowField(person_policy, required=False, allow_null=True)

    class Meta:
        model = CaseNote
        fields = ["happened_on", "text", "entrusted", "confider"]


class NoteInput(NoteChange):
    case = RowField(case_policy)

    class Meta(NoteChange.Meta):
        fields = ["case", "happened_on", "text", "entrusted", "confider"]


class PassInput(Input):
    recipient = serializers.UUIDField()
    ground = serializers.ChoiceField(choices=NotePassing.Ground.choices)
    why = serializers.CharField(max_length=1000)


class NoteFilter(filters.FilterSet):
    case = key("case_id", "Fall")
    entrusted = yes_or_no(label="anvertraut", field_name="entrusted")


class NoteViewSet(Listed, Retrieved, PolicyViewSet):
    policy = note_policy
    permissions = {"list": NotePerm.VIEW, "retrieve": NotePerm.VIEW}
    serializer_class = NoteOutput
    filterset_class = NoteFilter
    tag, about = "Fälle", "Notizen. Was anvertraut ist, liest nur, wem es anvertraut oder weitergegeben wurde (§ 65)."
    summaries = {"list": "Notizen der eigenen Fälle auflisten", "retrieve": "Eine Notiz lesen"}

    create = creation(notes.write_note, NoteInput, "Notiz schreiben")
    partial_update = change(notes.change_note, NoteChange, "Eigene Notiz ändern")
    pass_note = command(notes.pass_note, "Anvertraute Notiz weitergeben", path="pass", takes=PassInput)

    def among(self) -> QuerySet:
        return CaseNote.objects.select_related("case").prefetch_related(Prefetch("passings"))


class PaperOutput(Output):
    case = CaseRef(read_only=True)
    url = serializers.SerializerMethodField()

    class Meta:
        model = CaseDocument
        fields = ["id", "version", "case", "kind", "title", "media_type", "size", "scan", "added_by", "url"]

    def get_url(self, row: Any) -> str:
        return f"/faelle/unterlagen/{row.pk}/"


class PaperFilter(filters.FilterSet):
    case = key("case_id", "Fall")


class PaperViewSet(Listed, Retrieved, PolicyViewSet):
    policy = paper_policy
    permissions = {"list": PaperPerm.VIEW, "retrieve": PaperPerm.VIEW}
    serializer_class = PaperOutput
    filterset_class = PaperFilter
    tag, about = "Fälle", "Unterlagen eines Falls; `url` führt eine angemeldete Person zur Datei."
    summaries = {"list": "Unterlagen der eigenen Fälle auflisten", "retrieve": "Angaben zu einer Unterlage lesen"}

    destroy = removal(papers.remove_paper, "Unterlage entfernen")

    def among(self) -> QuerySet:
        return CaseDocument.objects.select_related("case").defer("content")


class StandInOutput(Output):
    class Meta:
        model = StandIn
        fields = ["id", "version", "worker", "stand_in", "begins", "ends"]


class StandInInput(Input):
    worker = serializers.UUIDField(required=False)
    stand_in = serializers.UUIDField()
    begins = serializers.DateField()
    ends = serializers.DateField()


class StandInViewSet(Listed, Retrieved, PolicyViewSet):
    policy = stand_in_policy
    permissions = {"list": StandInPerm.VIEW, "retrieve": StandInPerm.VIEW}
    serializer_class = StandInOutput
    tag, about = "Fälle", "Wer wen an welchen Tagen vertritt."
    summaries = {"list": "Vertretungen auflisten", "retrieve": "Eine Vertretung lesen"}

    create = creation(handover.set_stand_in, StandInInput, "Vertretung eintragen")
    end_stand_in = command(handover.end_stand_in, "Vertretung beenden", path="end")


class EmergencyOutput(Output):
    case = CaseRef(read_only=True)

    class Meta:
        model = EmergencyAccess
        fields = [
            "id", "version", "case", "person", "reason", "opened_at", "expires_at", "reviewed_by", "reviewed_at", "justified",
            "finding",
        ]  # fmt: skip


class EmergencyInput(Input):
    number = serializers.CharField(max_length=40, required=False)
    name = serializers.CharField(max_length=160, required=False, help_text="mit dem Geburtsdatum, wo die Nummer fehlt")
    birth_date = serializers.DateField(required=False)
    why = serializers.CharField(max_length=600)


class ReviewInput(Input):
    justified = serializers.BooleanField()
    finding = serializers.CharField(max_length=600, required=False, allow_blank=True)


class EmergencyFilter(filters.FilterSet):
    waiting = yes_or_no(label="noch nicht geprüft", field_name="reviewed_at", lookup_expr="isnull")


class EmergencyViewSet(Listed, Retrieved, PolicyViewSet):
    policy = emergency_policy
    permissions = {"list": EmergencyPerm.VIEW, "retrieve": EmergencyPerm.VIEW}
    serializer_class = EmergencyOutput
    filterset_class = EmergencyFilter
    tag, about = "Fälle", "Fremde Fälle, in einer Not geöffnet: mit Grund, für Stunden, von der Leitung geprüft."
    summaries = {"list": "Notzugriffe auflisten", "retrieve": "Einen Notzugriff lesen"}

    create = creation(emergency.open_emergency, EmergencyInput, "Fall in einer Not öffnen")
    review_emergency = command(emergency.review_emergency, "Notzugriff prüfen", path="review", takes=ReviewInput)

    def among(self) -> QuerySet:
        return EmergencyAccess.objects.select_related("case")


RULES = [
    "approval_minutes_a_week", "approval_months", "approval_residential", "review_months", "emergency_hours",
    "first_assessment_days",
]  # fmt: skip


class RulesOutput(Output):
    class Meta:
        model = CaseRules
        fields = ["id", "version", *RULES]


class RulesInput(ModelInput):
    class Meta:
        model = CaseRules
        fields = RULES


class RulesViewSet(Listed, Retrieved, PolicyViewSet):
    policy = rules_policy
    permissions = {"list": RulesPerm.VIEW, "retrieve": RulesPerm.VIEW}
    serializer_class = RulesOutput
    tag, about = "Fälle", "Was das Amt für seine Fälle festgelegt hat; ohne Eintrag gelten die Vorgaben."
    summaries = {"list": "Regeln lesen", "retrieve": "Regeln lesen"}

    create = creation(rules.change_rules, RulesInput, "Regeln festlegen")


ROUTES = {
    "case-persons": PersonViewSet,
    "case-notes": NoteViewSet,
    "case-documents": PaperViewSet,
    "stand-ins": StandInViewSet,
    "emergency-accesses": EmergencyViewSet,
    "case-rules": RulesViewSet,
}
