"""What may be sent of contracts."""

from typing import Any

from rest_framework import serializers

from contracts.models import (
    Contract,
    Party,
)
from contracts.policy import contract_policy
from kernel.api.serializers import Input, ModelInput, RowField
from tenants.registry.models import Organisation


class ContractInput(ModelInput):
    previous = RowField(contract_policy, required=False, allow_null=True)

    class Meta:
        model = Contract
        fields = ["number", "subject", "regime", "field_of_help", "schedule", "begins", "ends", "previous", "remark"]


class PartyInput(Input):
    organisation = serializers.PrimaryKeyRelatedField(
        queryset=Organisation.objects.all(), pk_field=serializers.CharField()
    )
    signatories = serializers.IntegerField(min_value=1, max_value=9, default=1, help_text="Zahl der Unterschriften")


class PartyRemovalInput(Input):
    organisation = serializers.PrimaryKeyRelatedField(
        queryset=Organisation.objects.all(), pk_field=serializers.CharField()
    )


class ChecklistInput(ModelInput):
    class Meta:
        model = Contract
        fields = list(Contract.CHECKLIST)
        extra_kwargs: dict[str, Any] = {name: {"required": True} for name in Contract.CHECKLIST}


class DecisionInput(ModelInput):
    class Meta:
        model = Contract
        fields = ["decision_body", "decision_reference", "decided_on", "no_decision_reason"]


class SignatureInput(Input):
    party = serializers.PrimaryKeyRelatedField(queryset=Party.objects.all(), pk_field=serializers.UUIDField())
    function = serializers.CharField(max_length=120)
    signed_on = serializers.DateField()


class InForceInput(Input):
    begins = serializers.DateField(required=False, allow_null=True)
