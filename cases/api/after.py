"""What follows a consultation: decision, minutes, tasks, feedback (R6, R7, R23)."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from rest_framework import serializers

from cases.api.helps import LineField
from cases.models import Decision, Feedback, Item, Paragraph, ProviderTask
from cases.policy.after import OutcomePerm, TaskPerm, outcome_policy, task_policy
from cases.policy.items import help_block_policy
from cases.queries.outcomes import outcomes_for, tasks_for
from cases.usecases import decisions, feedback, minutes, tasks
from cases.usecases.decisions import Granted
from contracts.api.filters.shared import OrganisationFilter, key
from contracts.api.inputs.shared import OrganisationField
from contracts.api.outputs.shared import DistrictRef, OrganisationRef
from contracts.models import Setting
from kernel.api.commands import command, creation
from kernel.api.filters import choice, yes_or_no
from kernel.api.serializers import Input, Output, RowField
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved


class DecisionOutput(Output):
    class Meta:
        model = Decision
        fields = ["outcome", "advised_on", "decided_on"]


class FeedbackOutput(Output):
    class Meta:
        model = Feedback
        fields = ["outcome", "text", "given_on"]


class OutcomeOutput(Output):
    district = DistrictRef(read_only=True)
    decisions = DecisionOutput(many=True, read_only=True)
    feedbacks = FeedbackOutput(many=True, read_only=True)

    class Meta:
        model = Item
        fields = ["id", "version", "code", "district", "state", "review_on", "decisions", "feedbacks"]


class GrantedInput(Input):
    block = RowField(help_block_policy)
    paragraph = serializers.ChoiceField(choices=Paragraph.choices, required=False, allow_blank=True)
    setting = serializers.ChoiceField(choices=Setting.choices, required=False)
    organisation = OrganisationField(required=False, allow_null=True)
    outside = serializers.BooleanField(required=False)
    minutes_a_week = serializers.IntegerField(min_value=0, max_value=10_080, required=False)
    weeks = serializers.IntegerField(min_value=0, max_value=520, required=False)
    line = LineField(required=False, allow_null=True)


class ItemDecisionInput(Input):
    outcome = serializers.ChoiceField(choices=Decision.Outcome.choices)
    decided_on = serializers.DateField()
    begins = serializers.DateField(required=False, allow_null=True)
    review_on = serializers.DateField()
    advised_on = serializers.DateField(required=False, allow_null=True, help_text="über Wunsch und Wahl beraten (§ 5)")
    reasons = serializers.CharField(max_length=3000, required=False, allow_blank=True)
    granted = serializers.ListField(child=GrantedInput(), required=False, max_length=40)
    beyond_reason = serializers.CharField(max_length=300, required=False, allow_blank=True)

    def validate_granted(self, value: list[dict[str, Any]]) -> list[Granted]:
        return [Granted(**part) for part in value]


class FeedbackInput(Input):
    outcome = serializers.ChoiceField(choices=Feedback.Outcome.choices)
    text = serializers.CharField(max_length=3000)
    given_on = serializers.DateField()


class OutcomeFilter(filters.FilterSet):
    district = key("district_id", "Raum")
    state = choice(label="Stand", choices=Item.State.choices)


class OutcomeViewSet(Listed, Retrieved, PolicyViewSet):
    policy = outcome_policy
    permissions = {"list": OutcomePerm.VIEW, "retrieve": OutcomePerm.VIEW}
    serializer_class = OutcomeOutput
    filterset_class = OutcomeFilter
    tag = "Beratungen"
    about = "Was aus einer Beratung geworden ist. Es entscheidet das Jugendamt, nie ein Träger. Protokoll: /beratungen/{id}/protokoll/pdf/."
    summaries = {"list": "Ergebnisse auflisten", "retrieve": "Ein Ergebnis lesen"}

    decide_item = command(
        decisions.decide_item, "Entscheidung des Jugendamts eintragen", path="decide", takes=ItemDecisionInput
    )
    prepare_minutes = command(minutes.prepare_minutes, "Protokoll vorbereiten", path="prepare-minutes")
    approve_minutes = command(minutes.approve_minutes, "Protokoll genehmigen", path="approve-minutes")
    give_feedback = command(feedback.give_feedback, "Rückmeldung geben", path="feedback", takes=FeedbackInput)
    close_item_of_team = command(feedback.close_item_of_team, "Beratung abschließen", path="close")

    def among(self) -> QuerySet:
        return outcomes_for(self.actor)


class TaskOutput(Output):
    item = serializers.UUIDField(source="item_id", read_only=True)
    code = serializers.CharField(source="item.code", read_only=True)
    organisation = OrganisationRef(read_only=True)

    class Meta:
        model = ProviderTask
        fields = ["id", "version", "item", "code", "organisation", "text", "due_on", "done_at"]


class TaskInput(Input):
    item = RowField(outcome_policy)
    organisation = OrganisationField()
    text = serializers.CharField(max_length=600)
    due_on = serializers.DateField()


class TaskFilter(filters.FilterSet):
    item = key("item_id", "Beratung")
    organisation = OrganisationFilter()
    done = yes_or_no(label="erledigt", field_name="done_at", lookup_expr="isnull", exclude=True)


class TaskViewSet(Listed, Retrieved, PolicyViewSet):
    policy = task_policy
    permissions = {"list": TaskPerm.VIEW, "retrieve": TaskPerm.VIEW}
    serializer_class = TaskOutput
    filterset_class = TaskFilter
    tag, about = "Beratungen", "Aufgaben der Träger nach einer Entscheidung."
    summaries = {"list": "Aufgaben auflisten", "retrieve": "Eine Aufgabe lesen"}

    create = creation(tasks.open_task, TaskInput, "Aufgabe stellen")
    do_task = command(tasks.do_task, "Aufgabe erledigt", path="done")

    def among(self) -> QuerySet:
        return tasks_for(self.actor)


ROUTES = {"outcomes": OutcomeViewSet, "provider-tasks": TaskViewSet}
