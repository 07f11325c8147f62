"""Lists of groups and of what they have."""

from typing import Any

import django_tables2
from django.urls import reverse
from django.utils.html import format_html

from kernel.web import words
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
    action = ActionColumn(
        "Herausnehmen",
        lambda record: None if record.own else reverse("group-office-remove", args=[record.pk]),
        of=lambda record: record.office,
    )

    class Meta(Table.Meta):
        model = GroupOffice
        fields = ("office", "joined_on", "action")


class MemberTable(Table):
    caption = "Mitglieder"
    name = django_tables2.Column(verbose_name="Name", orderable=False)
    office = django_tables2.Column(verbose_name="Jugendamt", accessor="office__name", orderable=False)
    organisation = django_tables2.Column(verbose_name="Träger", orderable=False, default="Jugendamt")
    since = DayColumn(verbose_name="dabei seit", orderable=False)
    action = ActionColumn(
        "Beenden",
        lambda record: reverse("group-member-end", args=[record.pk]) if record.own else None,
        of=lambda record: record.name,
    )

    class Meta(Table.Meta):
        model = GroupMember
        fields = ("name", "office", "organisation", "since", "action")


class FileTable(Table):
    caption = "Dateien"
    title = django_tables2.Column(verbose_name="Titel", orderable=False)
    number = NumberColumn(verbose_name="Fassung", orderable=False)
    filename = django_tables2.Column(verbose_name="Datei", orderable=False)
    office = django_tables2.Column(verbose_name="von", accessor="office__name", orderable=False)
    created_at = DayColumn(verbose_name="abgelegt am", orderable=False)
    action = ActionColumn(
        "Entfernen",
        lambda record: reverse("group-file-remove", args=[record.pk]) if record.own else None,
        of=lambda record: f"{record.title}, Fassung {record.number}",
    )

    class Meta(Table.Meta):
        model = GroupFile
        fields = ("title", "number", "filename", "office", "created_at", "action")

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
    action = ActionColumn(
        "Absagen",
        lambda record: reverse("group-date-cancel", args=[record.pk]) if record.own and not record.cancelled else None,
        of=lambda record: f"{record.title} am {words.day(record.held_on)}",
    )

    class Meta(Table.Meta):
        model = GroupDate
        fields = ("held_on", "starts_at", "ends_at", "title", "place", "office", "action")

    def render_title(self, value: str, record: GroupDate) -> str:
        return f"{value} (abgesagt)" if record.cancelled else value
