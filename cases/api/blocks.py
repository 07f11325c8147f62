"""The parts of the tailored help, as the team proposes them in the room (R22)."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from cases.api.helps import LineField
from cases.api.items import OfItem
from cases.models import HelpBlock
from cases.policy.items import HelpBlockPerm, help_block_policy, item_policy
from cases.policy.resources import resource_policy
from cases.usecases import blocks
from contracts.api.inputs.shared import OrganisationField
from contracts.models import BudgetLine
from kernel.access.actor import OFFICE_ROLES
from kernel.api.commands import change, creation, removal
from kernel.api.serializers import ModelInput, Output, RowField
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved

WORDS = ["who", "what", "when", "minutes_a_week", "weeks"]


class OfficeLineField(LineField):
    """What lines have left is the office's to know: to providers there are none."""

    def get_queryset(self) -> Any:
        here = self.context["view"].actor.roles & OFFICE_ROLES
        return super().get_queryset() if here else BudgetLine.objects.none()


class BlockOutput(Output):
    organisation = serializers.CharField(source="organisation_id", read_only=True, allow_null=True)

    class Meta:
        model = HelpBlock
        fields = ["id", "version", "item", "position", *WORDS, "organisation", "resource"]


class BlockChange(ModelInput):
    organisation = OrganisationField(required=False, allow_null=True)
    line = OfficeLineField(required=False, allow_null=True)
    resource = RowField(resource_policy, required=False, allow_null=True)

    class Meta:
        model = HelpBlock
        fields = [*WORDS, "organisation", "line", "resource"]


class BlockInput(BlockChange):
    item = RowField(item_policy)

    class Meta(BlockChange.Meta):
        fields = ["item", *BlockChange.Meta.fields]


class BlockViewSet(Listed, Retrieved, PolicyViewSet):
    policy = help_block_policy
    permissions = {"list": HelpBlockPerm.VIEW, "retrieve": HelpBlockPerm.VIEW}
    serializer_class = BlockOutput
    filterset_class = OfItem
    tag, about = (
        "Beratungen",
        "Bausteine der Hilfe nach Maß. Sie schlagen vor; über die Hilfe entscheidet das Jugendamt.",
    )
    summaries = {"list": "Bausteine auflisten", "retrieve": "Einen Baustein lesen"}

    create = creation(blocks.add_block, BlockInput, "Baustein ergänzen")
    partial_update = change(blocks.change_block, BlockChange, "Baustein ändern")
    destroy = removal(blocks.remove_block, "Baustein entfernen")

    def among(self) -> QuerySet:
        return HelpBlock.objects.order_by("item_id", "position", "id")


ROUTES = {"help-blocks": BlockViewSet}
