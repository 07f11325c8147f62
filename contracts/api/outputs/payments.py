"""How instalments look."""

from typing import Any

from rest_framework import serializers

from contracts.api.outputs.shared import ContractRef, OrganisationRef
from contracts.models import (
    Instalment,
)
from kernel.api.serializers import Output


class InstalmentOutput(Output):
    line: Any = serializers.PrimaryKeyRelatedField(read_only=True, pk_field=serializers.UUIDField())
    contract = ContractRef(source="line.contract", read_only=True)
    organisation = OrganisationRef(source="line.organisation", read_only=True)

    class Meta:
        model = Instalment
        fields = [
            "id",
            "version",
            "line",
            "contract",
            "organisation",
            "number",
            "due_on",
            "amount",
            "offset",
            "offset_reason",
            "paid_on",
            "returned_on",
            "return_reason",
        ]
