"""Helps and help plans: whole for who works on the case, amounts for finance, the commission for a provider."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from rest_framework import serializers

from cases.models import CasePerson, Help, HelpBooking, HelpPlan, Paragraph, PlanGoal, PlanReview
from cases.policy import case_policy
from cases.policy.file import person_policy
from cases.policy.helps import (
    CommissionPerm,
    HelpMoneyPerm,
    HelpPerm,
    PlanPerm,
    commission_policy,
    help_money_policy,
    help_policy,
    plan_policy,
)
from cases.queries.bookings import bookable_lines
from cases.queries.helps import amounts_for, commissions_for, goals_of, helps_for
from cases.queries.plans import plans_for
from cases.usecases import helps, letters, plans
from cases.usecases.plans import Goal, Progress
from contracts.api.filters.shared import OrganisationFilter, key
from contracts.api.inputs.shared import OrganisationField
from contracts.api.outputs.shared import DistrictRef, OrganisationRef
from contracts.models import Setting
from contracts.policy import line_policy
from kernel.api.commands import change, command, creation, removal
from kernel.api.filters import choice, day
from kernel.api.serializers import Input, Output, RowField, RowsField
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved

FORMS = [("pdf", "PDF"), ("docx", "Word")]
REASONS = serializers.ListField(
    child=serializers.ChoiceField(choices=Help.Reason.choices),
    required=False,
    max_length=3,
    help_text="§ 99, höchstens drei",
)


class LineField(RowField):
    """A budget line on which decisions may book hours; its money stays with those who may see it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(line_policy, **kwargs)

    def get_queryset(self) -> Any:
        return bookable_lines(self.context["view"].actor)


class HelpCaseRef(serializers.Serializer):
    """A case by its number."""

    id = serializers.UUIDField(read_only=True)
    number = serializers.CharField(read_only=True)


class BookingOutput(Output):
    line = serializers.UUIDField(source="line_id", read_only=True)

    class Meta:
        model = HelpBooking
        fields = ["line", "minutes", "beyond_reason"]


HELP = ["paragraph", "setting", "state", "begins", "planned_end", "ends", "minutes_a_week"]


class HelpOutput(Output):
    case = HelpCaseRef(read_only=True)
    organisation = OrganisationRef(read_only=True, allow_null=True)
    persons: Any = serializers.PrimaryKeyRelatedField(many=True, read_only=True, pk_field=serializers.UUIDField())
    bookings = BookingOutput(many=True, read_only=True)

    class Meta:
        model = Help
        fields = [
            "id", "version", "case", "organisation", *HELP, "outside", "ground", "ground_on", "advised_on", "decided_by",
            "approved_by", "approval_remark", "what", "reasons", "after_assessment", "end_reason", "after", "living_after",
            "persons", "bookings",
        ]  # fmt: skip


class HelpMoneyOutput(Output):
    case = HelpCaseRef(read_only=True)
    organisation = OrganisationRef(read_only=True, allow_null=True)
    booked = serializers.IntegerField(read_only=True, help_text="Minuten")

    class Meta:
        model = Help
        fields = ["id", "version", "case", "organisation", *HELP, "booked"]


class GoalOutput(Output):
    class Meta:
        model = PlanGoal
        fields = ["id", "kind", "text", "sign", "due_on", "reached"]


class CommissionOutput(Output):
    reference = serializers.CharField(source="assignment.reference.number", read_only=True)
    district = DistrictRef(source="case.district", read_only=True)
    goals = serializers.SerializerMethodField()

    class Meta:
        model = Help
        fields = ["id", "version", "reference", "district", *HELP, "what", "goals"]

    def get_goals(self, help: Help) -> list[dict[str, Any]]:
        """Of the plan in force; in a list they are left out."""
        if isinstance(self.parent, serializers.ListSerializer):
            return []
        return list(GoalOutput(goals_of(help), many=True).data)


class HelpInput(Input):
    case = RowField(case_policy)
    paragraph = serializers.ChoiceField(choices=Paragraph.choices)
    setting = serializers.ChoiceField(choices=Setting.choices)
    ground = serializers.ChoiceField(choices=Help.Ground.choices)
    ground_on = serializers.DateField()
    begins = serializers.DateField()
    organisation = OrganisationField(required=False, allow_null=True)
    outside = serializers.BooleanField(required=False)
    persons = RowsField(person_policy, required=False)
    planned_end = serializers.DateField(required=False, allow_null=True)
    minutes_a_week = serializers.IntegerField(min_value=0, max_value=10_080, required=False)
    what = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    reasons = REASONS
    after_assessment = serializers.BooleanField(required=False)
    advised_on = serializers.DateField(required=False, allow_null=True)
    line = LineField(required=False, allow_null=True)
    minutes = serializers.IntegerField(min_value=0, max_value=6_000_000, required=False)
    beyond_reason = serializers.CharField(max_length=300, required=False, allow_blank=True)


class HelpChange(Input):
    persons = RowsField(person_policy, required=False)
    what = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    reasons = REASONS
    after_assessment = serializers.BooleanField(required=False)


class ApprovalRemarkInput(Input):
    approval_remark = serializers.CharField(max_length=600, required=False, allow_blank=True)


class HelpRefusalInput(Input):
    approval_remark = serializers.CharField(max_length=600)


class ExtensionInput(Input):
    planned_end = serializers.DateField()


class HelpEndInput(Input):
    ends = serializers.DateField()
    end_reason = serializers.ChoiceField(choices=Help.EndReason.choices)
    after = serializers.ChoiceField(choices=Help.After.choices, required=False, allow_blank=True)
    living_after = serializers.ChoiceField(choices=CasePerson.Living.choices, required=False, allow_blank=True)


class LetterInput(Input):
    form = serializers.ChoiceField(choices=FORMS)
    recipient = serializers.CharField(max_length=400, required=False, allow_blank=True)


class HelpFilter(filters.FilterSet):
    case = key("case_id", "Fall")
    organisation = OrganisationFilter()
    state = choice(label="Stand", choices=Help.State.choices)
    paragraph = choice(label="Paragraf", choices=Paragraph.choices)
    begun_from = day(label="begonnen ab", field_name="begins", lookup_expr="gte")


class HelpViewSet(Listed, Retrieved, PolicyViewSet):
    policy = help_policy
    permissions = {"list": HelpPerm.VIEW, "retrieve": HelpPerm.VIEW}
    serializer_class = HelpOutput
    filterset_class = HelpFilter
    tag, about = "Hilfen", "Hilfen der eigenen Fälle. Jede nennt, womit sie begonnen hat (§ 36a). Dauern sind Minuten."
    summaries = {"list": "Hilfen auflisten", "retrieve": "Eine Hilfe lesen"}

    create = creation(helps.grant_help, HelpInput, "Hilfe bewilligen")
    partial_update = change(helps.change_help, HelpChange, "Angaben ergänzen")
    approve_help = command(helps.approve_help, "Einer Hilfe zustimmen", path="approve", takes=ApprovalRemarkInput)
    refuse_help = command(helps.refuse_help, "Einer Hilfe nicht zustimmen", path="refuse", takes=HelpRefusalInput)
    extend_help = command(helps.extend_help, "Verlängern oder kürzen", path="extend", takes=ExtensionInput)
    end_help = command(helps.end_help, "Hilfe beenden", path="end", takes=HelpEndInput)
    bring_in_provider = command(helps.bring_in_provider, "Dem Träger eine Fallreferenz geben", path="bring-in")
    write_decision = command(
        letters.write_decision, "Bescheid schreiben; er liegt dann bei den Unterlagen", path="letter", takes=LetterInput
    )

    def among(self) -> QuerySet:
        return helps_for(self.actor).prefetch_related("persons", "bookings")


class HelpAmountViewSet(Listed, PolicyViewSet):
    policy = help_money_policy
    permissions = {"list": HelpMoneyPerm.VIEW}
    serializer_class = HelpMoneyOutput
    filterset_class = HelpFilter
    tag, about = "Hilfen", "Umfang der Hilfen für die Wirtschaftliche Jugendhilfe, ohne Angaben zu Menschen."
    summaries = {"list": "Umfang der Hilfen auflisten"}

    def among(self) -> QuerySet:
        return amounts_for(self.actor)


class CommissionFilter(filters.FilterSet):
    reference = filters.CharFilter(label="Fallreferenz", field_name="assignment__reference__number", max_length=12)
    state = choice(label="Stand", choices=[(s.value, s.label) for s in (Help.State.RUNNING, Help.State.ENDED)])


class CommissionViewSet(Listed, Retrieved, PolicyViewSet):
    policy = commission_policy
    permissions = {"list": CommissionPerm.VIEW, "retrieve": CommissionPerm.VIEW}
    serializer_class = CommissionOutput
    filterset_class = CommissionFilter
    tag, about = (
        "Hilfen",
        "Was der eigene Träger ausführt, unter der Fallreferenz und mit den Zielen, die er dafür braucht.",
    )
    summaries = {"list": "Aufträge auflisten", "retrieve": "Einen Auftrag mit seinen Zielen lesen"}

    def among(self) -> QuerySet:
        return commissions_for(self.actor)


class PlanReviewOutput(Output):
    class Meta:
        model = PlanReview
        fields = ["id", "due_on", "held_on", "result"]


class PlanOutput(Output):
    case = HelpCaseRef(read_only=True)
    helps: Any = serializers.PrimaryKeyRelatedField(many=True, read_only=True, pk_field=serializers.UUIDField())
    goals = GoalOutput(many=True, read_only=True)
    reviews = PlanReviewOutput(many=True, read_only=True)

    class Meta:
        model = HelpPlan
        fields = [
            "id", "version", "case", "number", "state", *plans.TEXTS, "advised_on", "transfer_check_on", "agreed_on",
            "review_on", "helps", "goals", "reviews",
        ]  # fmt: skip


class StartInput(Input):
    case = RowField(case_policy)


class GoalInput(Input):
    key = serializers.UUIDField(help_text="vom Aufrufer; derselbe Schlüssel ist dasselbe Ziel")
    kind = serializers.ChoiceField(choices=PlanGoal.Kind.choices)
    text = serializers.CharField(max_length=600)
    sign = serializers.CharField(max_length=600, required=False, allow_blank=True)
    due_on = serializers.DateField(required=False, allow_null=True)


def _text(length: int) -> serializers.CharField:
    return serializers.CharField(max_length=length, required=False, allow_blank=True)


class PlanInput(Input):
    need, services, professionals = _text(6000), _text(6000), _text(600)
    family_view, siblings, perspective = _text(3000), _text(1000), _text(2000)
    advised_on = serializers.DateField(required=False, allow_null=True)
    transfer_check_on = serializers.DateField(required=False, allow_null=True)
    helps = RowsField(help_policy, required=False)
    goals = serializers.ListField(child=GoalInput(), required=False, max_length=60)

    def validate_goals(self, value: list[dict[str, Any]]) -> list[Goal]:
        return [Goal(**goal) for goal in value]


class AgreementOnPlan(Input):
    agreed_on = serializers.DateField()
    review_on = serializers.DateField()


class ProgressInput(Input):
    key = serializers.UUIDField(help_text="Schlüssel des Ziels")
    reached = serializers.ChoiceField(choices=PlanGoal.Reached.choices)


class PlanReviewInput(Input):
    held_on = serializers.DateField()
    result = serializers.CharField(max_length=3000)
    next_on = serializers.DateField(required=False, allow_null=True)
    progress = serializers.ListField(child=ProgressInput(), required=False, max_length=60)

    def validate_progress(self, value: list[dict[str, Any]]) -> list[Progress]:
        return [Progress(**goal) for goal in value]


class PlanFilter(filters.FilterSet):
    case = key("case_id", "Fall")
    state = choice(label="Stand", choices=HelpPlan.State.choices)


class PlanViewSet(Listed, Retrieved, PolicyViewSet):
    policy = plan_policy
    permissions = {"list": PlanPerm.VIEW, "retrieve": PlanPerm.VIEW}
    serializer_class = PlanOutput
    filterset_class = PlanFilter
    tag, about = (
        "Hilfen",
        "Hilfepläne (§ 36): ein Entwurf, bis er vereinbart ist; danach ersetzt ihn eine neue Fassung.",
    )
    summaries = {"list": "Hilfepläne auflisten", "retrieve": "Einen Hilfeplan lesen"}

    create = creation(plans.start_plan, StartInput, "Neue Fassung beginnen")
    save_plan = command(plans.save_plan, "Entwurf schreiben", path="content", takes=PlanInput, method="put")
    agree_plan = command(plans.agree_plan, "Hilfeplan vereinbaren", path="agree", takes=AgreementOnPlan)
    hold_review = command(plans.hold_review, "Überprüfung eintragen", path="review", takes=PlanReviewInput)
    destroy = removal(plans.discard_plan, "Entwurf verwerfen")
    write_plan = command(
        letters.write_plan, "Hilfeplan als Brief; er liegt dann bei den Unterlagen", path="letter", takes=LetterInput
    )

    def among(self) -> QuerySet:
        return plans_for(self.actor)


ROUTES = {
    "helps": HelpViewSet,
    "help-amounts": HelpAmountViewSet,
    "commissions": CommissionViewSet,
    "help-plans": PlanViewSet,
}
