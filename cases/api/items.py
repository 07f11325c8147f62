"""Items with their sheets, guests and consents; the same rules as on the pages, every read is logged."""

from typing import Any
from uuid import UUID

import django_filters as filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cases.models import Consent, Guest, Item, SheetEntry, SheetText
from cases.policy import case_policy
from cases.policy.consents import ConsentPerm, consent_policy
from cases.policy.file import person_policy
from cases.policy.items import (
    ItemPerm,
    SheetEntryPerm,
    SheetTextPerm,
    item_policy,
    sheet_entry_policy,
    sheet_text_policy,
)
from cases.policy.teams import GuestPerm, guest_policy, session_policy, team_policy
from cases.queries.minutes import CONSULTED, minutes_for
from cases.queries.preparation import findings_of
from cases.queries.sheet import sheet_for
from cases.usecases import consents, guests, items, preparation
from contracts.api.filters.shared import key
from contracts.api.outputs.shared import DistrictRef
from kernel.api.commands import change, command, creation
from kernel.api.serializers import Input, ModelInput, Output, RowField, RowsField
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved


class SheetPersonOutput(serializers.Serializer):
    letter = serializers.CharField(read_only=True)
    role = serializers.CharField(read_only=True)
    age_band = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True, help_text="nur, wo eine Einwilligung Sie nennt")


class StepTextOutput(serializers.Serializer):
    step = serializers.CharField(read_only=True)
    version = serializers.IntegerField(read_only=True)
    text = serializers.CharField(read_only=True)


class SheetEntryOutput(serializers.Serializer):
    id = serializers.UUIDField(source="pk", read_only=True)
    version = serializers.IntegerField(read_only=True)
    kind = serializers.CharField(read_only=True)
    text = serializers.CharField(read_only=True)
    due_on = serializers.DateField(read_only=True, allow_null=True)
    selected = serializers.BooleanField(read_only=True)


class SheetBlockOutput(serializers.Serializer):
    id = serializers.UUIDField(source="pk", read_only=True)
    version = serializers.IntegerField(read_only=True)
    who = serializers.CharField(read_only=True)
    what = serializers.CharField(read_only=True)
    when = serializers.CharField(read_only=True)
    minutes_a_week = serializers.IntegerField(read_only=True)
    weeks = serializers.IntegerField(read_only=True)


class SheetOutput(serializers.Serializer):
    """What the reader may see of the sheet now."""

    persons = SheetPersonOutput(many=True, read_only=True)
    texts = StepTextOutput(many=True, read_only=True)
    entries = SheetEntryOutput(many=True, read_only=True)
    blocks = SheetBlockOutput(many=True, read_only=True)
    missing = serializers.ListField(child=serializers.CharField(), read_only=True)


class ItemOutput(Output):
    district = DistrictRef(read_only=True)

    class Meta:
        model = Item
        fields = [
            "id", "version", "code", "district", "state", "mode", "duties", "presenter", "session", "position", "minutes",
            "review_on", "checked_at",
        ]  # fmt: skip


class ItemWithSheetOutput(ItemOutput):
    sheet = serializers.SerializerMethodField()

    class Meta(ItemOutput.Meta):
        fields = [*ItemOutput.Meta.fields, "sheet"]

    @extend_schema_field(SheetOutput)
    def get_sheet(self, row: Item) -> Any:
        return SheetOutput(sheet_for(self.context["view"].actor, row)).data


class ItemInput(Input):
    case = RowField(case_policy)
    minutes = serializers.IntegerField(min_value=5, max_value=240, required=False, default=45)
    duties = serializers.BooleanField(required=False, default=False)


class ItemChange(Input):
    minutes = serializers.IntegerField(min_value=5, max_value=240)
    duties = serializers.BooleanField()


class ModeInput(Input):
    mode = serializers.ChoiceField(choices=Item.Mode.choices)


class ScheduleInput(Input):
    session = RowField(session_policy)
    minutes = serializers.IntegerField(min_value=5, max_value=240, required=False)


class ItemRemarkInput(Input):
    remark = serializers.CharField(max_length=600, required=False, allow_blank=True, default="")


class ItemRefusalInput(Input):
    remark = serializers.CharField(max_length=600)


class CheckInput(Input):
    harmless = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, default=list, max_length=200
    )


class SheetFindingOutput(serializers.Serializer):
    """A place that may betray somebody; `letter` is whom it means, if that is clear."""

    key = serializers.CharField(read_only=True)
    kind = serializers.CharField(source="found.kind", read_only=True)
    what = serializers.CharField(source="found.what", read_only=True)
    text = serializers.CharField(source="found.text", read_only=True)
    letter = serializers.CharField(source="found.letter", read_only=True)
    place = serializers.CharField(source="place.label", read_only=True)


class ReplaceInput(Input):
    finding = serializers.CharField(max_length=40, help_text="`key` des Funds")
    letter = serializers.CharField(max_length=4)


class RemoveEntryInput(Input):
    entry = RowField(sheet_entry_policy)


class ItemMinutesOutput(serializers.Serializer):
    state = serializers.ChoiceField(choices=["none", "preview", "prepared", "approved"], read_only=True)
    approved_at = serializers.DateTimeField(read_only=True, allow_null=True)
    sha256 = serializers.CharField(read_only=True)
    content = serializers.DictField(read_only=True)


class ItemFilter(filters.FilterSet):
    district = key("district_id", "Raum")
    session = key("session_id", "Sitzung")
    state = filters.ChoiceFilter(label="Stand", choices=Item.State.choices)
    code = filters.CharFilter(label="Kennung", max_length=12)


class ItemViewSet(Listed, Retrieved, PolicyViewSet):
    policy = item_policy
    permissions = {
        "list": ItemPerm.VIEW,
        "retrieve": ItemPerm.VIEW,
        "findings": ItemPerm.PREPARE,
        "minutes": ItemPerm.VIEW,
    }
    serializer_class = ItemOutput
    filterset_class = ItemFilter
    tag, about = (
        "Beratungen",
        "Anliegen, die in ein Team kommen: mit Kürzeln, ohne Weg zum Fall. Jede Einsicht wird protokolliert.",
    )
    summaries = {
        "list": "Beratungen auflisten",
        "retrieve": "Eine Beratung mit ihrem Bogen lesen",
        "findings": "Stellen im Bogen, die jemanden verraten können",
        "minutes": "Das Protokoll: genehmigt, vorbereitet oder wie es jetzt aussähe",
    }

    create = creation(items.register_item, ItemInput, "Anliegen einbringen")
    partial_update = change(items.change_item, ItemChange, "Zeit und Auflagen ändern")
    set_mode = command(items.set_mode, "Kürzel oder Namen wählen", path="mode", takes=ModeInput)
    check_item = command(preparation.check_item, "Datenschutz geprüft", path="check", takes=CheckInput)
    replace_find = command(preparation.replace_find, "Kürzel an die Stelle setzen", path="replace", takes=ReplaceInput)
    remove_prepared_entry = command(
        preparation.remove_prepared_entry,
        "Ziel oder Ressource herausnehmen",
        path="remove-entry",
        takes=RemoveEntryInput,
    )
    schedule_item = command(items.schedule_item, "Auf die Tagesordnung setzen", path="schedule", takes=ScheduleInput)
    unschedule_item = command(items.unschedule_item, "Von der Tagesordnung nehmen", path="unschedule")
    withdraw_item = command(items.withdraw_item, "Zurückziehen", path="withdraw", takes=ItemRemarkInput)
    refuse_item = command(items.refuse_item, "Nicht annehmen", path="refuse", takes=ItemRefusalInput)
    bring_back_item = command(items.bring_back_item, "Zurück ins Team", path="bring-back", takes=ItemRemarkInput)

    @extend_schema(responses=SheetFindingOutput(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def findings(self, request: Request, pk: UUID) -> Response:
        return Response(SheetFindingOutput(findings_of(self.get_object()), many=True).data)

    @extend_schema(responses=ItemMinutesOutput)
    @action(detail=True)
    def minutes(self, request: Request, pk: UUID) -> Response:
        row = self.get_object()
        shown: dict[str, Any] = {"state": "none", "approved_at": None, "sha256": "", "content": {}}
        if row.state in CONSULTED:
            approved, draft, content = minutes_for(self.actor, row)
            shown |= {"state": "prepared" if draft else "preview", "content": content}
            if approved:
                shown |= {"state": "approved", "approved_at": approved.approved_at, "sha256": approved.sha256}
        return Response(ItemMinutesOutput(shown).data)

    def get_serializer_class(self) -> Any:
        return ItemWithSheetOutput if self.action == "retrieve" else ItemOutput

    def among(self) -> QuerySet:
        return Item.objects.select_related("district", "session").order_by("-created_at", "-id")


class TextOutput(Output):
    class Meta:
        model = SheetText
        fields = ["id", "version", "item", "step", "text"]


class TextInput(Input):
    item = RowField(item_policy)
    step = serializers.ChoiceField(choices=SheetText.Step.choices)
    text = serializers.CharField(max_length=6000, allow_blank=True, trim_whitespace=False)
    seen = serializers.IntegerField(
        min_value=0, help_text="die Fassung, die Sie gesehen haben; 0, wenn noch keine da ist"
    )


class OfItem(filters.FilterSet):
    item = key("item_id", "Beratung")


class SheetTextViewSet(Listed, Retrieved, PolicyViewSet):
    policy = sheet_text_policy
    permissions = {"list": SheetTextPerm.VIEW, "retrieve": SheetTextPerm.VIEW}
    serializer_class = TextOutput
    filterset_class = OfItem
    tag, about = "Beratungen", "Die Texte der Bögen."
    summaries = {"list": "Texte von Bögen auflisten", "retrieve": "Einen Text lesen"}

    create = creation(preparation.write_text, TextInput, "Einen Schritt des Bogens schreiben")

    def among(self) -> QuerySet:
        return SheetText.objects.order_by("item_id", "id")


class SheetEntryRowOutput(Output):
    class Meta:
        model = SheetEntry
        fields = ["id", "version", "item", "kind", "text", "due_on", "selected"]


class EntryChange(Input):
    text = serializers.CharField(max_length=600)
    due_on = serializers.DateField(allow_null=True)


class EntryInput(Input):
    item = RowField(item_policy)
    kind = serializers.ChoiceField(choices=SheetEntry.Kind.choices)
    text = serializers.CharField(max_length=600)
    due_on = serializers.DateField(required=False, allow_null=True)
    key = serializers.UUIDField(required=False, help_text="Ihr eigener Schlüssel: zweimal gesendet, einmal da")


class SheetEntryViewSet(Listed, Retrieved, PolicyViewSet):
    policy = sheet_entry_policy
    permissions = {"list": SheetEntryPerm.VIEW, "retrieve": SheetEntryPerm.VIEW}
    serializer_class = SheetEntryRowOutput
    filterset_class = OfItem
    tag, about = "Beratungen", "Ziele, Ressourcen und Ideen der Bögen."
    summaries = {"list": "Einträge von Bögen auflisten", "retrieve": "Einen Eintrag lesen"}

    create = creation(preparation.prepare_entry, EntryInput, "Ziel oder Ressource hinzufügen")
    partial_update = change(preparation.change_prepared_entry, EntryChange, "Ziel oder Ressource ändern")

    def among(self) -> QuerySet:
        return SheetEntry.objects.order_by("item_id", "id")


class GuestOutput(Output):
    class Meta:
        model = Guest
        fields = ["id", "version", "item", "name", "function", "instructed_at", "revoked_at"]


class GuestInput(ModelInput):
    item = RowField(item_policy)
    email = serializers.EmailField(max_length=120, help_text="dorthin geht die persönliche Adresse des Gasts")

    class Meta:
        model = Guest
        fields = ["item", "name", "function", "email"]


class GuestViewSet(Listed, Retrieved, PolicyViewSet):
    policy = guest_policy
    permissions = {"list": GuestPerm.VIEW, "retrieve": GuestPerm.VIEW}
    serializer_class = GuestOutput
    filterset_class = OfItem
    tag, about = "Beratungen", "Gäste einer Beratung. Ihre persönliche Adresse geht nur per E-Mail hinaus."
    summaries = {"list": "Gäste auflisten", "retrieve": "Einen Gast lesen"}

    create = creation(guests.invite_guest, GuestInput, "Gast einladen")
    instruct_guest = command(guests.instruct_guest, "Persönlich unterwiesen", path="instruct")
    uninvite_guest = command(guests.uninvite_guest, "Ausladen", path="uninvite")

    def among(self) -> QuerySet:
        return Guest.objects.order_by("item_id", "id")


class ConsentOutput(Output):
    givers: Any = serializers.SlugRelatedField(many=True, read_only=True, slug_field="person_id")
    recipients: Any = serializers.SlugRelatedField(many=True, read_only=True, slug_field="person")

    class Meta:
        model = Consent
        fields = [
            "id", "version", "case", "person", "kind", "law", "purpose", "informed_on", "begins", "ends", "revoked_at",
            "givers", "recipients",
        ]  # fmt: skip


class ConsentInput(ModelInput):
    case = RowField(case_policy)
    person = RowField(person_policy)
    givers = RowsField(person_policy, required=False)
    recipients = RowsField(team_policy)
    given_on = serializers.DateField(required=False, allow_null=True)

    class Meta:
        model = Consent
        fields = [
            "case", "person", "kind", "law", "purpose", "informed_on", "givers", "given_on", "recipients", "begins", "ends",
        ]  # fmt: skip


class ConsentFilter(filters.FilterSet):
    case = key("case_id", "Fall")


class ConsentViewSet(Listed, Retrieved, PolicyViewSet):
    policy = consent_policy
    permissions = {"list": ConsentPerm.VIEW, "retrieve": ConsentPerm.VIEW}
    serializer_class = ConsentOutput
    filterset_class = ConsentFilter
    tag, about = "Einwilligungen", "Wessen Daten für wen geöffnet sind, bis zu einem Tag oder bis zum Widerruf."
    summaries = {"list": "Einwilligungen auflisten", "retrieve": "Eine Einwilligung lesen"}

    create = creation(consents.record_consent, ConsentInput, "Einwilligung eintragen")
    revoke_consent = command(consents.revoke_consent, "Einwilligung widerrufen", path="revoke")

    def among(self) -> QuerySet:
        return Consent.objects.prefetch_related("givers", "recipients").order_by("-begins", "-id")


ROUTES = {
    "items": ItemViewSet,
    "sheet-texts": SheetTextViewSet,
    "sheet-entries": SheetEntryViewSet,
    "guests": GuestViewSet,
    "consents": ConsentViewSet,
}
