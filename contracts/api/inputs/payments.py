"""What may be sent of instalments."""

from typing import Any

from rest_framework import serializers

from contracts.api.inputs.shared import MONEY
from contracts.usecases.budget import Planned
from kernel.api.serializers import Input


class PlannedInput(Input):
    due_on = serializers.DateField()
    amount = serializers.DecimalField(**MONEY)


class InstalmentsInput(Input):
    instalments = serializers.ListField(child=PlannedInput(), min_length=1, max_length=60)

    def validate_instalments(self, value: list[dict[str, Any]]) -> list[Planned]:
        return [Planned(**instalment) for instalment in value]


class PaymentInput(Input):
    paid_on = serializers.DateField()
