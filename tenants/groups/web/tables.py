"""Lists of groups and of what they have."""

from typing import Any

import django_tables2
from django.urls import reverse
from django.utils.html import format_html

from kernel.web.tables import ActionColumn, BadgeColumn, DayColumn, NumberColumn, Table
from tenants.groups.models import Group, GroupDate, GroupFile, GroupMember, GroupOffice


class GroupTable(Table):
    caption = "Arbeitsgruppen"
    name = django_tables2.Column(order_by="sort_key", linkify=lambda record: reverse("group", args=[record.pk]))
    office = django_tables2.Column(verbose_name="gegründet von", accessor="office__name")
    size = NumberColumn(verbose_name="Jugendämter")
    joined = BadgeColumn(
        verbose_name="Ihr Jugendamt",
        tones={True: "success", False: "warning"},
        labels={True: "dabei", False: "eingeladen"},
    )
    closed_on = DayColumn(verbose_name="beendet am")

    class Meta(Table.Meta):
        model = Group
        fields = ("name", "office", "size", "joined", "closed_on")


class OfficeTable(Table):
    caption = "Jugendämter"
    office = django_tables2.Column(verbose_name="Jugendamt", accessor="office__name", orderable=False)
    joined_on = DayColumn(verbose_name="dabei seit", orderable=False, default="eingeladen")
    remove = ActionColumn("Herausnehmen", lambda record: record.removal)

    class Meta(Table.Meta):
        model = GroupOffice
        fields = ("office", "joined_on", "remove")


class MemberTable(Table):
    caption = "Mitglieder"
    name = django_tables2.Column(verbose_name="Name", orderable=False)
    office = django_tables2.Column(verbose_name="Jugendamt", accessor="office__name", orderable=False)
    organisation = django_tables2.Column(verbose_name="Träger", orderable=False, default="Jugendamt")
    since = DayColumn(verbose_name="dabei seit", orderable=False)
    end = ActionColumn("Beenden", lambda record: record.ending)

    class Meta(Table.Meta):
        model = GroupMember
        fields = ("name", "office", "organisation", "since", "end")


class FileTable(Table):
    caption = "Dateien"
    title = django_tables2.Column(verbose_name="Titel", orderable=False)
    number = NumberColumn(verbose_name="Fassung", orderable=False)
    filename = django_tables2.Column(verbose_name="Datei", orderable=False)
    office = django_tables2.Column(verbose_name="von", accessor="office__name", orderable=False)
    created_at = DayColumn(verbose_name="abgelegt am", orderable=False)
    remove = ActionColumn("Entfernen", lambda record: record.removal)

    class Meta(Table.Meta):
        model = GroupFile
        fields = ("title", "number", "filename", "office", "created_at", "remove")

    def render_filename(self, record: GroupFile) -> Any:
        return format_html('<a href="{}">{}</a>', reverse("group-file", args=[record.pk]), record.filename)


class DateTable(Table):
    caption = "Termine"
    held_on = DayColumn(verbose_name="Tag", orderable=False)
    starts_at = django_tables2.TimeColumn(verbose_name="von", orderable=False, format="H:i")
    ends_at = django_tables2.TimeColumn(verbose_name="bis", orderable=False, format="H:i")
    title = django_tables2.Column(verbose_name="Anlass", orderable=False)
    place = django_tables2.Column(verbose_name="Ort", orderable=False)
    office = django_tables2.Column(verbose_name="lädt ein", accessor="office__name", orderable=False)
    cancel = ActionColumn("Absagen", lambda record: record.cancelling)

    class Meta(Table.Meta):
        model = GroupDate
        fields = ("held_on", "starts_at", "ends_at", "title", "place", "office", "cancel")

    def render_title(self, value: str, record: GroupDate) -> str:
        return f"{value} (abgesagt)" if record.cancelled else value
