"""What may be sent of contracts."""

from typing import Any

from rest_framework import serializers

from contracts.api.inputs.shared import OrganisationField
from contracts.models import (
    Agreement,
    Applicant,
    Contract,
    Negotiation,
    Party,
    ScheduleDate,
    Selection,
)
from contracts.policy import contract_policy
from kernel.api.serializers import Input, ModelInput, RowField


def part(model: Any, label: str) -> serializers.PrimaryKeyRelatedField:
    """A part of the contract by its key; the use case refuses one of another contract."""
    return serializers.PrimaryKeyRelatedField(
        queryset=model.objects.all(), pk_field=serializers.UUIDField(), help_text=label
    )


class DayOfYearInput(Input):
    month = serializers.IntegerField(min_value=1, max_value=12)
    day = serializers.IntegerField(min_value=1, max_value=31)


class ContractInput(ModelInput):
    previous = RowField(contract_policy, required=False, allow_null=True)
    schedule_dates = serializers.ListField(
        child=DayOfYearInput(), required=False, max_length=60, help_text="Zahlungstage, nur bei eigenen Terminen"
    )

    class Meta:
        model = Contract
        fields = [
            "number",
            "subject",
            "regime",
            "field_of_help",
            "begins",
            "ends",
            "previous",
            "change_note",
            "schedule",
            "schedule_dates",
            "surplus_rule",
            "surplus_percent",
            "direct_percent",
            "corridor_percent",
            "notice_months",
            "low_threshold",
            "remark",
        ]

    def validate_schedule_dates(self, value: list[dict[str, Any]]) -> list[ScheduleDate]:
        return [ScheduleDate(**day) for day in value]


class PartyInput(Input):
    organisation = OrganisationField()
    signatories = serializers.IntegerField(min_value=1, max_value=9, default=1, help_text="Zahl der Unterschriften")


class PartyRemovalInput(Input):
    organisation = OrganisationField()


class ChecklistInput(ModelInput):
    class Meta:
        model = Contract
        fields = list(Contract.CHECKLIST)
        extra_kwargs: dict[str, Any] = {name: {"required": True} for name in Contract.CHECKLIST}


class DecisionInput(ModelInput):
    class Meta:
        model = Contract
        fields = ["decision_body", "decision_reference", "decided_on", "no_decision_reason"]


class ReopeningInput(Input):
    reason = serializers.CharField(max_length=300, help_text="Warum neu verhandelt wird; steht im Protokoll")


class SignatureInput(Input):
    party = serializers.PrimaryKeyRelatedField(queryset=Party.objects.all(), pk_field=serializers.UUIDField())
    function = serializers.CharField(max_length=120)
    signed_on = serializers.DateField()


class InForceInput(Input):
    begins = serializers.DateField(required=False, allow_null=True)


class SelectionInput(Input):
    procedure = serializers.ChoiceField(choices=Selection.Procedure.choices)
    announced_on = serializers.DateField(required=False, allow_null=True)
    closes_on = serializers.DateField(required=False, allow_null=True)
    criteria = serializers.CharField(max_length=600, required=False, allow_blank=True)
    grounds = serializers.CharField(max_length=600, required=False, allow_blank=True, help_text="Begründung")


class ApplicationInput(Input):
    organisation = OrganisationField()
    received_on = serializers.DateField()
    points = serializers.DecimalField(max_digits=6, decimal_places=2, min_value=0, required=False, allow_null=True)
    remark = serializers.CharField(max_length=300, required=False, allow_blank=True)


class AssessmentInput(Input):
    applicant = part(Applicant, "Schlüssel der Bewerbung")
    received_on = serializers.DateField()
    points = serializers.DecimalField(max_digits=6, decimal_places=2, min_value=0, required=False, allow_null=True)
    remark = serializers.CharField(max_length=300, required=False, allow_blank=True)


class SelectionDecisionInput(Input):
    selected = serializers.ListField(
        child=serializers.UUIDField(), min_length=1, max_length=100, help_text="Schlüssel der Bewerbungen"
    )
    decided_on = serializers.DateField()
    grounds = serializers.CharField(max_length=600, help_text="Begründung")

    def validate_selected(self, value: list[Any]) -> list[Applicant]:
        found = list(Applicant.objects.filter(pk__in=value))
        if len(found) != len(set(value)):
            raise serializers.ValidationError("Diese Bewerbung gibt es hier nicht.")
        return found


class RequestInput(Input):
    negotiation_requested_on = serializers.DateField()


class ArbitrationInput(Input):
    arbitration_applied_on = serializers.DateField()


class RoundInput(ModelInput):
    class Meta:
        model = Negotiation
        fields = ["held_on", "topic", "result"]


class RoundChangeInput(RoundInput):
    negotiation = part(Negotiation, "Schlüssel der Runde")

    class Meta(RoundInput.Meta):
        fields = ["negotiation", *RoundInput.Meta.fields]


class AgreementInput(ModelInput):
    class Meta:
        model = Agreement
        fields = ["kind", "summary", "begins", "ends"]


class AgreementChangeInput(AgreementInput):
    agreement = part(Agreement, "Schlüssel der Vereinbarung")

    class Meta(AgreementInput.Meta):
        fields = ["agreement", *AgreementInput.Meta.fields]


class AgreementRemovalInput(Input):
    agreement = part(Agreement, "Schlüssel der Vereinbarung")


class AmendmentInput(Input):
    begins = serializers.DateField()
    change_note = serializers.CharField(max_length=600)


class RenewalInput(Input):
    ends = serializers.DateField()
    begins = serializers.DateField(required=False, allow_null=True)
    change_note = serializers.CharField(max_length=600, required=False, allow_blank=True)


class SuccessorInput(Input):
    number = serializers.CharField(max_length=40)
    begins = serializers.DateField(required=False, allow_null=True)


class NoticeInput(Input):
    notice_by = OrganisationField(required=False, allow_null=True, help_text="null: das Jugendamt")
    notice_on = serializers.DateField()
    terminates_on = serializers.DateField()
    termination_reason = serializers.CharField(max_length=300)
