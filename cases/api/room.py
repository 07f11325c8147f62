"""The conference room: what stands in it now, what its people put in, the blocks of the tailored help (R6, R20, R22, R23)."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.api.helps import LineField
from cases.api.items import (
    EntryChange,
    SheetBlockOutput,
    SheetEntryOutput,
    SheetPersonOutput,
    StepTextOutput,
)
from cases.models import HelpBlock, Item, SheetEntry
from cases.policy.items import (
    HelpBlockPerm,
    ItemPerm,
    SheetEntryPerm,
    help_block_policy,
    item_policy,
    sheet_entry_policy,
)
from cases.policy.resources import resource_policy
from cases.queries.room import Left, lefts_of, room_for
from cases.usecases import blocks, room
from contracts.api.inputs.shared import OrganisationField
from contracts.api.outputs.shared import DistrictRef, OrganisationRef
from kernel.access.actor import OFFICE_ROLES
from kernel.api.commands import change, command, creation, removal
from kernel.api.serializers import Input, ModelInput, Output, RowField
from kernel.api.viewsets import PolicyViewSet, Retrieved


class LeftOutput(serializers.Serializer):
    """What a block's budget line has left; only for who may know it."""

    name = serializers.CharField(read_only=True)
    minutes = serializers.IntegerField(read_only=True, help_text="was der Posten noch hat")
    after = serializers.IntegerField(
        read_only=True, help_text="mit allen Bausteinen dieser Beratung; unter 0 reicht es nicht"
    )


class RoomBlockOutput(SheetBlockOutput):
    organisation = serializers.CharField(read_only=True, allow_null=True)
    resource = serializers.UUIDField(read_only=True, allow_null=True)
    left = LeftOutput(read_only=True, allow_null=True)


class RoomRightsOutput(serializers.Serializer):
    """What the reader may do here now."""

    may_contribute = serializers.BooleanField(read_only=True)
    may_moderate = serializers.BooleanField(read_only=True)
    may_select = serializers.BooleanField(read_only=True)
    may_write = serializers.BooleanField(read_only=True)
    may_build = serializers.BooleanField(read_only=True)


class RoomSheetOutput(serializers.Serializer):
    """What the reader may see of the sheet now."""

    rights = RoomRightsOutput(read_only=True)
    persons = SheetPersonOutput(many=True, read_only=True)
    texts = StepTextOutput(many=True, read_only=True)
    entries = SheetEntryOutput(many=True, read_only=True)
    blocks = RoomBlockOutput(many=True, read_only=True)


class RoomOutput(Output):
    district = DistrictRef(read_only=True)
    sheet = serializers.SerializerMethodField()

    class Meta:
        model = Item
        fields = [
            "id", "version", "code", "district", "session", "state", "mode", "duties", "step", "minutes", "opened_at",
            "review_on", "sheet",
        ]  # fmt: skip

    @extend_schema_field(RoomSheetOutput)
    def get_sheet(self, row: Item) -> Any:
        found = room_for(self.context["view"].actor, row.pk)
        if found is None:  # it has left the room within this request
            return None
        parts = {
            "rights": found.rights,
            "persons": found.persons,
            "texts": found.texts.values(),
            "entries": found.entries.values(),
            "blocks": [_with_left(b, found.left) for b in found.blocks.values()],
        }
        return RoomSheetOutput(parts).data


def _with_left(block: Any, left: Any) -> dict[str, Any]:
    return {name: getattr(block, name) for name in block.__slots__} | {"left": left.get(block.line)}


class StepInput(Input):
    step = serializers.IntegerField(min_value=1, max_value=room.STEPS)


class RoomReviewInput(Input):
    review_on = serializers.DateField(allow_null=True)


class RoomViewSet(Retrieved, PolicyViewSet):
    policy = item_policy
    permissions = {"retrieve": ItemPerm.VIEW}
    serializer_class = RoomOutput
    tag, about = (
        "Beratungsraum",
        "Was im Raum einer Beratung steht, mit den Rechten dieses Augenblicks. Was den Raum verlassen hat, gibt es hier nicht.",
    )
    summaries = {"retrieve": "Den Raum lesen; mit If-None-Match erfahren, ob sich etwas geändert hat"}

    go_to_step = command(room.go_to_step, "Alle zu einem Schritt führen", path="step", takes=StepInput)
    start_clock = command(room.start_clock, "Die Zeit starten", path="clock")
    set_review = command(room.set_review, "Termin der Überprüfung festhalten", path="review", takes=RoomReviewInput)
    finish = command(room.finish, "Die Beratung beenden", path="finish")

    def among(self) -> QuerySet:
        return Item.objects.exclude(state__in=Item.OVER).select_related("district")


class ContributionInput(Input):
    item = RowField(item_policy)
    kind = serializers.ChoiceField(choices=SheetEntry.Kind.choices)
    text = serializers.CharField(max_length=600)
    key = serializers.UUIDField(help_text="Ihr eigener Schlüssel: zweimal gesendet, einmal da")
    resource = RowField(resource_policy, required=False, allow_null=True)
    due_on = serializers.DateField(required=False, allow_null=True, help_text="nur bei Zielen")


class IdeaSelectionInput(Input):
    selected = serializers.BooleanField()


class RoomEntryOutput(Output):
    class Meta:
        model = SheetEntry
        fields = ["id", "version", "item", "kind", "text", "due_on", "selected", "key", "resource"]


class RoomEntryViewSet(Retrieved, PolicyViewSet):
    policy = sheet_entry_policy
    permissions = {"retrieve": SheetEntryPerm.VIEW}
    serializer_class = RoomEntryOutput
    tag, about = (
        "Beratungsraum",
        "Was alle in der Sitzung beitragen: Ideen und Ressourcen. Nur wer etwas schrieb, ändert es.",
    )
    summaries = {"retrieve": "Einen Beitrag lesen"}

    create = creation(room.contribute, ContributionInput, "Etwas beitragen")
    partial_update = change(room.rewrite_entry, EntryChange, "Den eigenen Beitrag ändern")
    destroy = removal(room.withdraw_entry, "Den eigenen Beitrag zurücknehmen")
    select_idea = command(room.select_idea, "Eine Idee auswählen", path="select", takes=IdeaSelectionInput)

    def among(self) -> QuerySet:
        return SheetEntry.objects.select_related("item")


class RoomLineField(LineField):
    """What lines have left is the office's to know; to others there is none to choose."""

    def get_queryset(self) -> Any:
        lines = super().get_queryset()
        return lines if self.context["view"].actor.roles & OFFICE_ROLES else lines.none()


class RoomBlockChange(ModelInput):
    organisation = OrganisationField(required=False, allow_null=True)
    minutes_a_week = serializers.IntegerField(min_value=0, max_value=7 * 24 * 60, required=False)
    weeks = serializers.IntegerField(min_value=0, max_value=blocks.MOST_WEEKS, required=False)
    line = RoomLineField(required=False, allow_null=True)
    resource = RowField(resource_policy, required=False, allow_null=True)

    class Meta:
        model = HelpBlock
        fields = ["who", "what", "when", "organisation", "minutes_a_week", "weeks", "line", "resource"]


class RoomBlockInput(RoomBlockChange):
    item = RowField(item_policy)

    class Meta(RoomBlockChange.Meta):
        fields = ["item", *RoomBlockChange.Meta.fields]


class BuiltBlockOutput(Output):
    organisation = OrganisationRef(read_only=True, allow_null=True)
    left = serializers.SerializerMethodField()

    class Meta:
        model = HelpBlock
        fields = [
            "id", "version", "item", "position", "who", "what", "when", "organisation", "minutes_a_week", "weeks", "resource",
            "left",
        ]  # fmt: skip

    @extend_schema_field(LeftOutput(allow_null=True))
    def get_left(self, row: HelpBlock) -> Any:
        left: Left | None = lefts_of(self.context["view"].actor, row.item_id).get(row.line_id) if row.line_id else None
        return LeftOutput(left).data if left else None


class RoomBlockViewSet(Retrieved, PolicyViewSet):
    policy = help_block_policy
    permissions = {"retrieve": HelpBlockPerm.VIEW}
    serializer_class = BuiltBlockOutput
    tag, about = (
        "Beratungsraum",
        "Die Hilfe nach Maß in Bausteinen: wer, was, wann, wie viel. Über die Hilfe entscheidet das Jugendamt.",
    )
    summaries = {"retrieve": "Einen Baustein lesen, mit dem, was sein Budgetposten noch hat"}

    create = creation(blocks.add_block, RoomBlockInput, "Baustein ergänzen")
    partial_update = change(blocks.change_block, RoomBlockChange, "Baustein ändern")
    destroy = removal(blocks.remove_block, "Baustein entfernen")

    def among(self) -> QuerySet:
        return HelpBlock.objects.select_related("item", "organisation", "line")


ROUTES = {"rooms": RoomViewSet, "room-entries": RoomEntryViewSet, "room-blocks": RoomBlockViewSet}
