"""What other systems may send: the arguments of the use cases, with the model's lengths and choices."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from contracts.models import (
    BudgetLine,
    CaseReference,
    Centre,
    Contract,
    District,
    Engagement,
    HoursEntry,
    Party,
    ProviderRole,
)
from contracts.policy import contract_policy, district_policy, reference_policy
from contracts.usecases.budget import Planned
from kernel.api.serializers import Input, KeyField, ModelInput, RowField, RowsField
from tenants.registry.models import Organisation

CENT = Decimal("0.01")
MONEY: dict[str, Any] = {"max_digits": 14, "decimal_places": 2, "min_value": CENT, "help_text": "in EUR"}


class OrganisationField(KeyField):
    """A provider by its key, of those that all offices know."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Organisation.objects.all(), "^[a-z][a-z0-9_]{1,40}$", **kwargs)


class DistrictInput(ModelInput):
    class Meta:
        model = District
        fields = ["name", "begins", "ends", "pilot", "remark"]


class CentreInput(ModelInput):
    district = RowField(district_policy)

    class Meta:
        model = Centre
        fields = ["district", "name", "opened_on", "precision", "address", "closed_on", "remark"]
        extra_kwargs = {"opened_on": {"default": None}, "precision": {"required": True}}


class EngagementInput(ModelInput):
    organisation = OrganisationField()

    class Meta:
        model = Engagement
        fields = ["organisation", "begins", "ends", "remark"]


class EngagementChangeInput(ModelInput):
    class Meta:
        model = Engagement
        fields = ["begins", "ends", "remark"]


class RoleInput(ModelInput):
    organisation = OrganisationField()
    district = RowField(district_policy)
    contract = RowField(contract_policy, required=False, allow_null=True)

    class Meta:
        model = ProviderRole
        fields = [
            "district",
            "organisation",
            "kind",
            "field_of_help",
            "purpose",
            "begins",
            "ends",
            "contract",
            "remark",
        ]
        extra_kwargs = {"field_of_help": {"required": True}}


class RoleChangeInput(ModelInput):
    contract = RowField(contract_policy, required=False, allow_null=True)

    class Meta:
        model = ProviderRole
        fields = ["kind", "field_of_help", "purpose", "begins", "ends", "contract", "remark"]


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


class LineInput(ModelInput):
    organisation = OrganisationField()
    contract = RowField(contract_policy)

    class Meta:
        model = BudgetLine
        fields = ["contract", "organisation", "year", "amount", "minutes", "posts", "work_kind", "setting", "remark"]
        extra_kwargs = {
            "year": {"min_value": 1990, "max_value": 2100},
            "amount": {"min_value": CENT, "help_text": "in EUR"},
            "minutes": {"help_text": "vereinbarte Minuten"},
            "posts": {"min_value": Decimal(0)},
        }


class LineChangeInput(ModelInput):
    class Meta:
        model = BudgetLine
        fields = ["amount", "minutes", "posts", "work_kind", "setting", "remark"]
        extra_kwargs = {k: v for k, v in LineInput.Meta.extra_kwargs.items() if k != "year"}


class PlannedInput(Input):
    due_on = serializers.DateField()
    amount = serializers.DecimalField(**MONEY)


class InstalmentsInput(Input):
    instalments = serializers.ListField(child=PlannedInput(), min_length=1, max_length=60)

    def validate_instalments(self, value: list[dict[str, Any]]) -> list[Planned]:
        return [Planned(**instalment) for instalment in value]


class PaymentInput(Input):
    paid_on = serializers.DateField()


class HoursInput(ModelInput):
    district = RowField(district_policy)
    references = RowsField(
        reference_policy,
        required=False,
        help_text="Fallreferenzen: eine, mindestens zwei oder keine, je nach Arbeitsart",
    )

    class Meta:
        model = HoursEntry
        fields = ["district", "worked_on", "minutes", "work_kind", "contact", "references"]
        extra_kwargs = {"minutes": {"min_value": 1, "max_value": 1440}}


class ReferenceInput(ModelInput):
    organisation = OrganisationField()
    district = RowField(district_policy)

    class Meta:
        model = CaseReference
        fields = ["organisation", "district", "begins", "ends"]
