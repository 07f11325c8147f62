"""The tables of what lies in a case, and of stand-ins, emergencies and readers. Nothing sealed is exported."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import django_filters
import django_tables2
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from cases.models import CaseDocument, CaseImport, CaseNote, EmergencyAccess, StandIn
from kernel.web import words
from kernel.web.tables import ActionColumn, BadgeColumn, DayColumn, NumberColumn, Table
from kernel.web.templatetags.ui import badge

GONE = "nicht mehr hier"
EXCERPT = 160


class NamingTable(Table):
    """A table that shows people of the staff by their keys."""

    names: Mapping[UUID, str] = {}

    @classmethod
    def naming(cls, names: Mapping[UUID, str], **more: Any) -> Any:
        """The same table with these names."""
        return type(cls.__name__, (cls,), {"names": names, "__module__": cls.__module__, **more})

    def name_of(self, person: UUID | None) -> str:
        return self.names.get(person, GONE) if person else words.NOTHING


class NoteTable(NamingTable):
    caption = "Notizen"
    happened_on = DayColumn(linkify=lambda record: reverse("case-note", args=[record.pk]))
    text = django_tables2.Column(orderable=False, exclude_from_export=True)
    author = django_tables2.Column(verbose_name="von", orderable=False)
    entrusted = django_tables2.Column(verbose_name="", orderable=False, empty_values=())

    class Meta:
        model = CaseNote
        fields = ("happened_on", "text", "author", "entrusted")

    def render_text(self, value: str) -> str:
        return value if len(value) <= EXCERPT else f"{value[:EXCERPT].rsplit(' ', 1)[0]} …"

    def render_author(self, value: UUID) -> str:
        return self.name_of(value)

    def render_entrusted(self, record: CaseNote) -> str:
        return badge("anvertraut", "warning") if record.entrusted else ""

    def value_entrusted(self, record: CaseNote) -> str:
        return "anvertraut" if record.entrusted else ""


class PaperTable(NamingTable):
    caption = "Unterlagen"
    title = django_tables2.Column(
        orderable=False, exclude_from_export=True, linkify=lambda record: reverse("case-paper", args=[record.pk])
    )
    kind = django_tables2.Column()
    size = NumberColumn()
    created_at = DayColumn(verbose_name="abgelegt")
    added_by = django_tables2.Column(verbose_name="von", orderable=False)
    scan = django_tables2.Column()
    remove = ActionColumn(
        "Entfernen",
        lambda record: reverse("case-paper-remove", args=[record.pk]) if record.kind == "upload" else None,
    )

    class Meta:
        model = CaseDocument
        fields = ("title", "kind", "size", "created_at", "added_by", "scan", "remove")

    def render_size(self, value: int) -> str:
        return (
            f"{words.number(value / 1_000_000, 1)} MB"
            if value >= 100_000
            else f"{words.number(max(value // 1000, 1))} KB"
        )

    def render_added_by(self, value: UUID) -> str:
        return self.name_of(value)


class StandInTable(NamingTable):
    caption = "Vertretungen"
    worker = django_tables2.Column(orderable=False)
    stand_in = django_tables2.Column(orderable=False)
    begins = DayColumn()
    ends = DayColumn()
    state = django_tables2.Column(verbose_name="Stand", empty_values=(), orderable=False)
    end = ActionColumn("Beenden", lambda record: None)
    today: Any = None
    mine: frozenset[Any] = frozenset()

    class Meta:
        model = StandIn
        fields = ("worker", "stand_in", "begins", "ends", "state", "end")

    def render_worker(self, value: UUID) -> str:
        return self.name_of(value)

    render_stand_in = render_worker

    def value_worker(self, value: UUID) -> str:
        return self.name_of(value)

    value_stand_in = value_worker

    def _state(self, record: StandIn) -> tuple[str, str]:
        if record.ends < self.today:
            return "beendet", "neutral"
        return ("läuft", "success") if record.begins <= self.today else ("kommt", "info")

    def render_state(self, record: StandIn) -> str:
        return badge(*self._state(record))

    def value_state(self, record: StandIn) -> str:
        return self._state(record)[0]

    def render_end(self, record: StandIn) -> str:
        if record.pk not in self.mine or record.ends < self.today:
            return ""
        return format_html('<a href="{}">Beenden</a>', reverse("stand-in-end", args=[record.pk]))


class EmergencyTable(NamingTable):
    caption = "Notzugriffe"
    opened_at = django_tables2.Column(verbose_name="geöffnet")
    case = django_tables2.Column(accessor="case__number", verbose_name="Fall", orderable=False)
    person = django_tables2.Column(verbose_name="von", orderable=False)
    expires_at = django_tables2.Column(verbose_name="bis")
    justified = BadgeColumn(
        verbose_name="Prüfung",
        tones={True: "success", False: "danger", None: "warning"},
        labels={True: "war nötig", False: "war nicht nötig", None: "offen"},
        empty_values=(),
    )
    review = ActionColumn("Prüfen", lambda record: None)
    reviewable: frozenset[Any] = frozenset()

    class Meta:
        model = EmergencyAccess
        fields = ("opened_at", "case", "person", "expires_at", "justified", "review")

    def render_opened_at(self, value: Any) -> str:
        return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"

    render_expires_at = render_opened_at

    def render_person(self, value: UUID) -> str:
        return self.name_of(value)

    def value_person(self, value: UUID) -> str:
        return self.name_of(value)

    def render_review(self, record: EmergencyAccess) -> str:
        if record.pk not in self.reviewable:
            return ""
        return format_html('<a href="{}">Prüfen</a>', reverse("emergency-review", args=[record.pk]))


class EmergencyFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label="Prüfung", empty_label="alle", method="by_state", choices=[("open", "offen"), ("done", "geprüft")]
    )

    def by_state(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        return qs.filter(reviewed_at__isnull=value == "open")


class ReaderTable(Table):
    """Who looked into a case on which day; names of staff only, so that the family may have it."""

    caption = "Einsicht"
    day = DayColumn(verbose_name="Tag")
    name = django_tables2.Column(verbose_name="Wer")
    what = django_tables2.Column(verbose_name="Was", orderable=False)
    times = NumberColumn(verbose_name="Aufrufe")

    class Meta:
        fields = ("day", "name", "what", "times")


class CaseImportTable(NamingTable):
    caption = "Übernahmen"
    created_at = DayColumn(verbose_name="eingelesen", linkify=lambda record: reverse("case-import", args=[record.pk]))
    filename = django_tables2.Column()
    state = BadgeColumn(tones={"checked": "warning", "done": "success"})
    added = NumberColumn()
    changed = NumberColumn()
    refused = NumberColumn()
    uploaded_by = django_tables2.Column(verbose_name="von", orderable=False)

    class Meta:
        model = CaseImport
        fields = ("created_at", "filename", "state", "added", "changed", "refused", "uploaded_by")

    def render_uploaded_by(self, value: UUID) -> str:
        return self.name_of(value)

    def value_uploaded_by(self, value: UUID) -> str:
        return self.name_of(value)


class FaultTable(Table):
    caption = "Fehler"
    row = NumberColumn(verbose_name="Zeile")
    column = django_tables2.Column(verbose_name="Spalte")
    reason = django_tables2.Column(verbose_name="Was zu tun ist")

    class Meta:
        fields = ("row", "column", "reason")
