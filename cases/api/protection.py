"""§ 8a processes and providers' notices, for those who may know of them (R20); every read is logged, as on the pages."""

import django_filters as filters
from django.db.models import QuerySet
from rest_framework import serializers

from cases.models import AssessmentPart, Protection, ProtectionMember, ProtectionStep, ProviderNotice
from cases.policy import case_policy
from cases.policy.items import item_policy
from cases.policy.protection import NoticePerm, ProtectionPerm, notice_policy, protection_policy
from cases.usecases import notices, protection, protection_process
from contracts.api.filters.shared import key
from contracts.api.outputs.shared import DistrictRef, OrganisationRef
from contracts.policy import district_policy
from kernel.api.commands import command, creation
from kernel.api.filters import choice, yes_or_no
from kernel.api.serializers import Input, ModelInput, Output, RowField
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved


class ProtectionMemberOutput(Output):
    class Meta:
        model = ProtectionMember
        fields = ["person", "responsible"]


class AssessmentPartOutput(Output):
    class Meta:
        model = AssessmentPart
        fields = ["topic", "seen", "weight", "version"]


class ProtectionStepOutput(Output):
    class Meta:
        model = ProtectionStep
        fields = ["id", "text", "due_on", "done_on", "result", "person"]


class ProtectionOutput(Output):
    district = DistrictRef(read_only=True)
    case = serializers.UUIDField(source="case_id", read_only=True, allow_null=True)
    members = ProtectionMemberOutput(many=True, read_only=True)
    parts = AssessmentPartOutput(many=True, read_only=True)
    steps = ProtectionStepOutput(many=True, read_only=True)

    class Meta:
        model = Protection
        fields = [
            "id", "version", "number", "district", "case", "source", "state", "concern", "raised_by", "raised_at", "assess_until",
            "begins", "ends", "family_involved", "not_involved_reason", "outcome", "assessed_at", "concept", "concept_review_on",
            "closed_on", "members", "parts", "steps",
        ]  # fmt: skip


class ProtectionInput(ModelInput):
    district = RowField(district_policy)
    case = RowField(case_policy, required=False, allow_null=True)

    class Meta:
        model = Protection
        fields = ["district", "case", "source", "concern"]


class ConcernInput(Input):
    item = RowField(item_policy)
    concern = serializers.CharField(max_length=6000, required=False, allow_blank=True)


class MemberNamedInput(Input):
    person = serializers.UUIDField()
    responsible = serializers.BooleanField(default=False)


class MemberReleasedInput(Input):
    person = serializers.UUIDField()


class AssessmentPartInput(ModelInput):
    version = serializers.IntegerField(min_value=0)

    class Meta:
        model = AssessmentPart
        fields = ["topic", "seen", "weight", "version"]
        extra_kwargs = {"weight": {"required": True}, "seen": {"required": True}}


class AssessmentSheetInput(Input):
    parts = serializers.ListField(child=AssessmentPartInput(), min_length=1, max_length=8)


class FamilyInvolvedInput(Input):
    involved = serializers.BooleanField()
    why = serializers.CharField(max_length=1000, required=False, allow_blank=True)


class AssessmentOutcomeInput(Input):
    outcome = serializers.ChoiceField(choices=Protection.Outcome.choices)
    risk_since = serializers.DateField(required=False, allow_null=True)


class ProtectionConceptInput(ModelInput):
    class Meta:
        model = Protection
        fields = ["concept", "concept_review_on"]
        extra_kwargs = {
            "concept": {"required": True, "allow_blank": False},
            "concept_review_on": {"required": True, "allow_null": False},
        }


class ProtectionStepInput(ModelInput):
    class Meta:
        model = ProtectionStep
        fields = ["text", "due_on", "person"]


class StepDoneInput(Input):
    step = serializers.UUIDField()
    done_on = serializers.DateField()
    result = serializers.CharField(max_length=1000, required=False, allow_blank=True)


class RiskEndInput(Input):
    ends = serializers.DateField()


class ProtectionClosingInput(Input):
    closed_on = serializers.DateField()


class ProtectionFilter(filters.FilterSet):
    number = filters.CharFilter(label="Kennung", max_length=12)
    state = choice(choices=Protection.State.choices, label="Stand")
    district = key("district_id", "Raum")


class ProtectionViewSet(Listed, Retrieved, PolicyViewSet):
    policy = protection_policy
    permissions = {"list": ProtectionPerm.VIEW, "retrieve": ProtectionPerm.VIEW}
    serializer_class = ProtectionOutput
    filterset_class = ProtectionFilter
    tag, about = "Kinderschutz", "Verfahren nach § 8a. Nur die Fachkräfte eines Verfahrens und die Leitung sehen es."
    summaries = {"list": "Eigene Verfahren auflisten", "retrieve": "Ein Verfahren lesen"}

    create = creation(protection.open_process, ProtectionInput, "Ein Verfahren beginnen")
    raise_concern = command(
        protection.raise_concern,
        "Anhaltspunkte aus einer Beratung melden; sie verlässt den Raum",
        path="raise",
        takes=ConcernInput,
        on_list=True,
        status=201,
    )
    name_member = command(
        protection_process.name_member, "Eine Fachkraft benennen", path="members", takes=MemberNamedInput
    )
    release_member = command(
        protection_process.release_member, "Eine Fachkraft entlassen", path="release", takes=MemberReleasedInput
    )
    assess = command(
        protection_process.assess,
        "Den Einschätzungsbogen schreiben",
        path="parts",
        takes=AssessmentSheetInput,
        method="put",
    )
    involve_family = command(
        protection_process.involve_family,
        "Einbeziehung der Familie eintragen",
        path="family",
        takes=FamilyInvolvedInput,
    )
    record_outcome = command(
        protection_process.record_outcome,
        "Ergebnis der Einschätzung eintragen",
        path="outcome",
        takes=AssessmentOutcomeInput,
    )
    set_concept = command(
        protection_process.set_concept,
        "Schutzkonzept schreiben",
        path="concept",
        takes=ProtectionConceptInput,
        method="put",
    )
    plan_step = command(protection_process.plan_step, "Einen Schritt planen", path="steps", takes=ProtectionStepInput)
    finish_step = command(
        protection_process.finish_step, "Einen Schritt als erledigt eintragen", path="step-done", takes=StepDoneInput
    )
    end_risk = command(protection_process.end_risk, "Gefährdungsphase beenden", path="risk-end", takes=RiskEndInput)
    close_process = command(
        protection_process.close_process, "Verfahren abschließen", path="close", takes=ProtectionClosingInput
    )

    def among(self) -> QuerySet:
        return Protection.objects.select_related("district").prefetch_related("members", "parts", "steps")


class ProviderNoticeOutput(Output):
    organisation = OrganisationRef(read_only=True)
    district = DistrictRef(read_only=True)

    class Meta:
        model = ProviderNotice
        fields = [
            "id", "version", "organisation", "author", "district", "reference_number", "about", "concern", "done", "expert_on",
            "family_told", "not_told_reason", "created_at", "received_at",
        ]  # fmt: skip


class ProviderNoticeInput(ModelInput):
    district = RowField(district_policy)

    class Meta:
        model = ProviderNotice
        fields = [
            "district", "reference_number", "about", "concern", "done", "expert_on", "family_told", "not_told_reason",
        ]  # fmt: skip


class TakingUpInput(Input):
    responsible = serializers.UUIDField()
    case = RowField(case_policy, required=False, allow_null=True)


class NoticeFilter(filters.FilterSet):
    received = yes_or_no(label="Eingang bestätigt", field_name="received_at", lookup_expr="isnull", exclude=True)
    district = key("district_id", "Raum")


class NoticeViewSet(Listed, Retrieved, PolicyViewSet):
    policy = notice_policy
    permissions = {"list": NoticePerm.VIEW, "retrieve": NoticePerm.VIEW}
    serializer_class = ProviderNoticeOutput
    filterset_class = NoticeFilter
    tag, about = (
        "Mitteilungen der Träger",
        "Anhaltspunkte nach § 8a Abs. 4. Der Träger sieht den Eingang, sonst nichts.",
    )
    summaries = {"list": "Mitteilungen auflisten", "retrieve": "Eine Mitteilung lesen"}

    create = creation(notices.send_notice, ProviderNoticeInput, "Dem Jugendamt Anhaltspunkte mitteilen")
    confirm_notice = command(notices.confirm_notice, "Eingang bestätigen", path="confirm")
    take_up_notice = command(notices.take_up_notice, "Als Verfahren aufnehmen", path="take-up", takes=TakingUpInput)

    def among(self) -> QuerySet:
        return ProviderNotice.objects.select_related("organisation", "district")


ROUTES = {"protections": ProtectionViewSet, "provider-notices": NoticeViewSet}
