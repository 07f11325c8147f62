"""The worker's record, recognitions and requirements in the API (R26)."""

import base64
import binascii
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from rest_framework import serializers

from kernel.access.actor import OFFICE_ROLES, PROVIDER_ROLES
from kernel.api.commands import command, creation
from kernel.api.filters import choice, yes_or_no
from kernel.api.serializers import Input, ModelInput, Output
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved
from tenants.registry.models import Office, Organisation
from tenants.training.models import Certificate, ConductAssurance, Curriculum, Recognition, Requirement
from tenants.training.policy.record import (
    AssurancePerm,
    RecognitionPerm,
    RecordPerm,
    RequirementPerm,
    assurance_policy,
    recognition_policy,
    record_policy,
    requirement_policy,
)
from tenants.training.queries.record import STATES, curricula_on, recognitions_for, record_for
from tenants.training.usecases import attendance, recognition, requirements

MOST = 1_500_000  # characters of a file, so that the body stays below its limit
ROLES = sorted(OFFICE_ROLES | PROVIDER_ROLES)


class RecordEmployerRef(Output):
    class Meta:
        model = Organisation
        fields = ["key", "name"]


class RecordIssuerRef(Output):
    class Meta:
        model = Office
        fields = ["key", "name"]


class RecordCurriculumRef(Output):
    class Meta:
        model = Curriculum
        fields = ["id", "title"]


class RecordOutput(Output):
    version = serializers.IntegerField(read_only=True)
    office = RecordIssuerRef(read_only=True)
    organisation = RecordEmployerRef(read_only=True, allow_null=True)
    curriculum = RecordCurriculumRef(read_only=True, allow_null=True)
    state = serializers.CharField(read_only=True, help_text=", ".join(f"{k}: {v}" for k, v in STATES.items()))

    class Meta:
        model = Certificate
        fields = [
            "id", "version", "code", "person", "display_name", "title", "office", "organisation", "curriculum", "minutes", "completed_on",
            "valid_until", "revoked_at", "state",
        ]  # fmt: skip


class RevokedInput(Input):
    why = serializers.ChoiceField(Certificate.RevokeReason.choices)


class RecordFilter(filters.FilterSet):
    person = filters.UUIDFilter(field_name="person_id", label="Person")
    curriculum = filters.UUIDFilter(field_name="curriculum_id", label="Lehrgang")
    state = choice(choices=list(STATES.items()), label="Stand")


class RecordViewSet(Listed, Retrieved, PolicyViewSet):
    policy = record_policy
    permissions = {"list": RecordPerm.VIEW, "retrieve": RecordPerm.VIEW}
    serializer_class = RecordOutput
    filterset_class = RecordFilter
    tag, about = (
        "Fortbildung",
        "Nachweise der Personen, die hier arbeiten; ein Träger sieht die seiner eigenen Fachkräfte.",
    )
    summaries = {"list": "Nachweise auflisten", "retrieve": "Einen Nachweis lesen"}

    revoke_certificate = command(
        attendance.revoke_certificate,
        "Einen Nachweis widerrufen, den das Amt ausgestellt hat",
        path="revoke",
        takes=RevokedInput,
    )

    def among(self) -> QuerySet:
        return record_for(self.actor)


class RecognitionOutput(Output):
    organisation = RecordEmployerRef(read_only=True, allow_null=True)
    curriculum = RecordCurriculumRef(read_only=True)

    class Meta:
        model = Recognition
        fields = [
            "id", "version", "person", "display_name", "organisation", "curriculum", "institution", "title", "completed_on",
            "minutes", "evidence_name", "evidence_type", "state", "reason", "decided_on", "certificate",
        ]  # fmt: skip


class RecognitionWithEvidenceOutput(RecognitionOutput):
    evidence = serializers.SerializerMethodField(help_text="die Datei, in Base64")

    class Meta(RecognitionOutput.Meta):
        fields = [*RecognitionOutput.Meta.fields, "evidence"]

    def get_evidence(self, row: Recognition) -> str:
        return base64.b64encode(row.evidence).decode()


class CurriculumField(serializers.PrimaryKeyRelatedField):
    """A curriculum of any office that is still offered."""

    default_error_messages = {
        "does_not_exist": "Das gibt es hier nicht.",
        "incorrect_type": "Hier steht ein Schlüssel.",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Curriculum.objects.none(), pk_field=serializers.UUIDField(), **kwargs)

    def get_queryset(self) -> Any:
        return curricula_on(self.context["view"].actor.today)


class RecognitionInput(ModelInput):
    person = serializers.UUIDField()
    curriculum = CurriculumField()
    minutes = serializers.IntegerField(min_value=0, max_value=120_000)
    filename = serializers.CharField(max_length=200)
    content = serializers.CharField(max_length=MOST, trim_whitespace=False, help_text="die Datei, in Base64")

    class Meta:
        model = Recognition
        fields = ["person", "curriculum", "institution", "title", "completed_on", "minutes", "filename", "content"]

    def validate_content(self, text: str) -> bytes:
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            raise serializers.ValidationError("Das ist kein Base64.") from None

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return attrs | {"office": self.context["view"].actor.place}


class RecognitionDecisionInput(Input):
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class RecognitionFilter(filters.FilterSet):
    person = filters.UUIDFilter(field_name="person_id", label="Person")
    state = choice(choices=Recognition.State.choices, label="Stand")


class RecognitionViewSet(Listed, Retrieved, PolicyViewSet):
    policy = recognition_policy
    permissions = {"list": RecognitionPerm.VIEW, "retrieve": RecognitionPerm.VIEW}
    filterset_class = RecognitionFilter
    tag, about = (
        "Fortbildung",
        "Anträge auf Anerkennung von Fortbildungen, die anderswo besucht wurden, mit ihrem Beleg.",
    )
    summaries = {"list": "Anträge auf Anerkennung auflisten", "retrieve": "Einen Antrag mit dem Beleg lesen"}

    create = creation(recognition.ask_recognition, RecognitionInput, "Anerkennung beantragen")
    recognise = command(
        recognition.recognise, "Anerkennen und Nachweis ausstellen", path="recognise", takes=RecognitionDecisionInput
    )
    refuse_recognition = command(
        recognition.refuse_recognition, "Mit Begründung ablehnen", path="refuse", takes=RecognitionDecisionInput
    )

    def get_serializer_class(self) -> Any:
        return RecognitionWithEvidenceOutput if self.action == "retrieve" else RecognitionOutput

    def among(self) -> QuerySet:
        rows = recognitions_for(self.actor)
        return rows.defer(None) if self.action == "retrieve" else rows


class RequirementOutput(Output):
    curriculum = RecordCurriculumRef(read_only=True)
    roles = serializers.ListField(child=serializers.ChoiceField(ROLES), read_only=True)

    class Meta:
        model = Requirement
        fields = ["id", "version", "curriculum", "roles", "within_months", "begins", "ends"]


class RequirementInput(Input):
    curriculum = CurriculumField()
    roles = serializers.ListField(child=serializers.ChoiceField(ROLES), max_length=len(ROLES))
    within_months = serializers.IntegerField(min_value=0, max_value=120)
    begins = serializers.DateField()


class RequirementEndInput(Input):
    ends = serializers.DateField()


class RequirementFilter(filters.FilterSet):
    ended = yes_or_no(label="mit einem letzten Tag", field_name="ends", lookup_expr="isnull", exclude=True)


class RequirementViewSet(Listed, Retrieved, PolicyViewSet):
    policy = requirement_policy
    permissions = {"list": RequirementPerm.VIEW, "retrieve": RequirementPerm.VIEW}
    serializer_class = RequirementOutput
    filterset_class = RequirementFilter
    tag, about = "Fortbildung", "Wer welche Fortbildung bis wann braucht."
    summaries = {"list": "Pflichten auflisten", "retrieve": "Eine Pflicht lesen"}

    create = creation(requirements.add_requirement, RequirementInput, "Pflicht festlegen")
    end_requirement = command(requirements.end_requirement, "Pflicht beenden", path="end", takes=RequirementEndInput)

    def among(self) -> QuerySet:
        return Requirement.objects.select_related("curriculum")


class AssuranceOutput(Output):
    organisation = RecordEmployerRef(read_only=True)

    class Meta:
        model = ConductAssurance
        fields = ["id", "organisation", "people", "given_on"]


class AssuranceFilter(filters.FilterSet):
    organisation = filters.CharFilter(field_name="organisation_id", label="Träger")


class AssuranceViewSet(Listed, Retrieved, PolicyViewSet):
    policy = assurance_policy
    permissions = {"list": AssurancePerm.VIEW, "retrieve": AssurancePerm.VIEW}
    serializer_class = AssuranceOutput
    filterset_class = AssuranceFilter
    tag, about = (
        "Fortbildung",
        "Was Träger zu Führungszeugnissen zugesichert haben (§ 72a SGB VIII): wie viele Personen, an welchem Tag, keine Namen.",
    )
    summaries = {"list": "Zusicherungen auflisten", "retrieve": "Eine Zusicherung lesen"}

    def among(self) -> QuerySet:
        return ConductAssurance.objects.select_related("organisation")


ROUTES = {
    "conduct-assurances": AssuranceViewSet,
    "training-records": RecordViewSet,
    "training-recognitions": RecognitionViewSet,
    "training-requirements": RequirementViewSet,
}
