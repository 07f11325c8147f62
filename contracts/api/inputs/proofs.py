"""What may be sent of proofs of use."""

from typing import Any

from rest_framework import serializers

from contracts.api.inputs.shared import MONEY
from contracts.models import Proof
from contracts.policy import contract_policy
from contracts.usecases.proofs import Reported
from kernel.api.serializers import Input, RowField

COST = MONEY | {"min_value": 0, "required": False}


class OpenInput(Input):
    contract = RowField(contract_policy)
    year = serializers.IntegerField(min_value=1990, max_value=2100)
    due_on = serializers.DateField(help_text="einzureichen bis")


class ReportedInput(Input):
    figure = serializers.UUIDField()
    minutes = serializers.IntegerField(min_value=0, max_value=60_000_000)
    group_minutes = serializers.IntegerField(min_value=0, max_value=60_000_000, required=False)
    staff_cost = serializers.DecimalField(**COST)
    material_cost = serializers.DecimalField(**COST)
    overhead_cost = serializers.DecimalField(**COST)
    remark = serializers.CharField(max_length=300, required=False, allow_blank=True)


class ProofInput(Input):
    report = serializers.CharField(max_length=20_000, allow_blank=True, help_text="Sachbericht, ohne Angaben zu Fällen")
    figures = serializers.ListField(child=ReportedInput(), required=False, max_length=200)

    def validate_figures(self, value: list[dict[str, Any]]) -> list[Reported]:
        return [Reported(**figure) for figure in value]


class QuestionInput(Input):
    question = serializers.CharField(max_length=1000)


class AnswerInput(Input):
    answer = serializers.CharField(max_length=2000)


class DecisionOnProofInput(Input):
    outcome = serializers.ChoiceField(choices=[(s.value, s.label) for s in (Proof.State.ACCEPTED, Proof.State.PARTLY)])
    accepted = serializers.DecimalField(**MONEY | {"min_value": 0, "required": False, "allow_null": True})
    decision_reason = serializers.CharField(max_length=600, required=False, allow_blank=True)
