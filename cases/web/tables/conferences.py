"""The lists of items, sessions and teams, and their filters."""

from datetime import timedelta

import django_filters
import django_tables2
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from cases.models import Item, TeamSession
from cases.policy.teams import session_policy
from contracts.models import District
from contracts.web.tables.shared import DayFilter, actor_of, districts_of
from kernel.web import words
from kernel.web.tables import BadgeColumn, CodeColumn, DayColumn, NumberColumn, Table

HALF_A_YEAR = timedelta(days=183)
ITEM_TONES = {
    "registered": "warning",
    "checked": "info",
    "scheduled": "info",
    "consulted": "warning",
    "decided": "success",
    "carried_out": "success",
    "feedback": "warning",
    "rejected": "danger",
}
SESSION_TONES = {
    "planned": "neutral",
    "invited": "info",
    "running": "success",
    "held": "neutral",
    "cancelled": "warning",
}


class ItemTable(Table):
    caption = "Beratungen"
    code = CodeColumn(verbose_name="Kennung", linkify=lambda record: reverse("item", args=[record.pk]))
    state = BadgeColumn(verbose_name="Stand", tones=ITEM_TONES)
    district = django_tables2.Column(order_by="district__sort_key")
    session = django_tables2.Column(
        verbose_name="Sitzung",
        accessor="session__held_on",
        order_by="session__held_on",
        linkify=lambda record: reverse("session", args=[record.session_id]) if record.session_id else None,
    )
    minutes = NumberColumn(verbose_name="Minuten")
    presenter_name = django_tables2.Column(verbose_name="Bringt ein", orderable=False)

    class Meta:
        model = Item
        fields = ("code", "state", "district", "session", "minutes", "presenter_name")

    def render_session(self, value: object) -> str:
        return words.day(value)


def sessions_of(request: HttpRequest | None) -> QuerySet[TeamSession]:
    """Sessions of the last half year and to come: older ones are found by their days."""
    actor = actor_of(request)
    rows = session_policy.rows(actor).filter(held_on__gte=actor.today - HALF_A_YEAR)
    return rows.select_related("district").order_by("-held_on", "starts_at")


class SessionChoice(django_filters.ModelChoiceFilter):
    """A session by its day and district."""

    def __init__(self) -> None:
        super().__init__(queryset=sessions_of, label="Sitzung", empty_label="alle")

    @property
    def field(self):  # type: ignore[no-untyped-def]
        chooser = super().field
        chooser.label_from_instance = lambda row: f"{words.day(row.held_on)}, {row.district.name}"
        return chooser


class ItemFilter(django_filters.FilterSet):
    code = django_filters.CharFilter(label="Kennung", lookup_expr="istartswith", max_length=12)
    state = django_filters.ChoiceFilter(label="Stand", empty_label="alle", choices=Item.State.choices)
    district = django_filters.ModelChoiceFilter(queryset=districts_of, label="Raum", empty_label="alle")
    since = DayFilter(label="Sitzung ab", field_name="session__held_on", lookup_expr="gte")
    until = DayFilter(label="Sitzung bis", field_name="session__held_on", lookup_expr="lte")
    session = SessionChoice()


class SessionTable(Table):
    caption = "Sitzungen"
    held_on = DayColumn(verbose_name="Tag", linkify=lambda record: reverse("session", args=[record.pk]))
    starts_at = django_tables2.Column(verbose_name="Zeit")
    district = django_tables2.Column(order_by="district__sort_key")
    place = django_tables2.Column()
    state = BadgeColumn(tones=SESSION_TONES)
    moderator_name = django_tables2.Column(verbose_name="Moderation", default="noch offen", orderable=False)
    items_count = NumberColumn(verbose_name="Beratungen")

    class Meta:
        model = TeamSession
        fields = ("held_on", "starts_at", "district", "place", "state", "moderator_name", "items_count")

    def render_starts_at(self, record: TeamSession) -> str:
        return f"{record.starts_at:%H:%M} – {record.ends_at:%H:%M}"


class SessionFilter(django_filters.FilterSet):
    when = django_filters.ChoiceFilter(
        label="Zeit", empty_label="alle", method="by_time", choices=[("ahead", "ab heute"), ("past", "vergangen")]
    )
    district = django_filters.ModelChoiceFilter(queryset=districts_of, label="Raum", empty_label="alle")
    state = django_filters.ChoiceFilter(label="Stand", empty_label="alle", choices=TeamSession.State.choices)
    since = DayFilter(label="ab", field_name="held_on", lookup_expr="gte")
    until = DayFilter(label="bis", field_name="held_on", lookup_expr="lte")

    def by_time(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        today = actor_of(self.request).today
        return qs.filter(held_on__gte=today) if value == "ahead" else qs.filter(held_on__lt=today)


class TeamTable(Table):
    caption = "Teams"
    name = django_tables2.Column(
        verbose_name="Raum", linkify=lambda record: reverse("team", args=[record.pk]), order_by="sort_key"
    )
    of_office = NumberColumn(verbose_name="vom Jugendamt")
    of_providers = NumberColumn(verbose_name="von Trägern")
    next_on = DayColumn(verbose_name="nächste Sitzung")

    class Meta:
        model = District
        fields = ("name", "of_office", "of_providers", "next_on")
