"""The lists of offers, their dates, contacts and gaps."""

from typing import Any

import django_filters
import django_tables2
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from contracts.models import Centre, Offer, OfferDate
from contracts.policy import centre_policy
from contracts.web.tables.shared import DayFilter, SearchFilter, actor_of, districts_of, organisations_of
from kernel.web import words
from kernel.web.tables import ActionColumn, DayColumn, NumberColumn, Table


def centres_of(request: HttpRequest | None) -> QuerySet[Centre]:
    return centre_policy.rows(actor_of(request))


class OfferTable(Table):
    caption = "Angebote"
    name = django_tables2.Column(linkify=lambda record: reverse("offer", args=[record.pk]), order_by="sort_key")
    centre = django_tables2.Column(
        linkify=lambda record: reverse("centre", args=[record.centre_id]), order_by="centre__sort_key"
    )
    district = django_tables2.Column(
        verbose_name="Raum", accessor="centre__district", order_by="centre__district__sort_key"
    )
    audience = django_tables2.Column(orderable=False)
    organisation = django_tables2.Column(
        verbose_name="Träger", accessor="organisation__name", order_by="organisation__sort_key", default="Jugendamt"
    )
    next_on = DayColumn(verbose_name="Nächster Termin")
    held = NumberColumn(verbose_name="Termine im Jahr", total=True)
    came = NumberColumn(verbose_name="Besuche im Jahr", total=True)

    class Meta:
        model = Offer
        fields = ("name", "centre", "district", "audience", "organisation", "next_on", "held", "came")


class OfferFilter(django_filters.FilterSet):
    q = SearchFilter("name", "description", "audience")
    district = django_filters.ModelChoiceFilter(
        queryset=districts_of, field_name="centre__district", label="Raum", empty_label="alle"
    )
    centre = django_filters.ModelChoiceFilter(queryset=centres_of, label="Zentrum", empty_label="alle")
    organisation = django_filters.ModelChoiceFilter(queryset=organisations_of, label="Träger", empty_label="alle")
    state = django_filters.ChoiceFilter(
        label="Stand",
        empty_label="alle",
        method="by_state",
        choices=[("running", "läuft"), ("ended", "beendet")],
    )

    def by_state(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        ended = Q(ends__lt=actor_of(self.request).today)
        return qs.filter(ended) if value == "ended" else qs.exclude(ended)


def date_state(date: OfferDate, today: Any) -> tuple[str, str]:
    """The state of a date in a word, and its tone."""
    if date.cancelled:
        return "abgesagt", "warning"
    if date.adults is not None:
        return "gezählt", "success"
    return ("geplant", "info") if date.held_on > today else ("noch nicht gezählt", "neutral")


class DateTable(Table):
    caption = "Termine"
    held_on = DayColumn(verbose_name="Tag")
    offer = django_tables2.Column(
        linkify=lambda record: reverse("offer", args=[record.offer_id]), order_by="offer__sort_key"
    )
    centre = django_tables2.Column(verbose_name="Zentrum", accessor="offer__centre", order_by="offer__centre__sort_key")
    begins_at = django_tables2.Column(verbose_name="Uhrzeit")
    place = django_tables2.Column()
    places = NumberColumn(verbose_name="Plätze")
    adults = NumberColumn(verbose_name="Erwachsene", total=True)
    children = NumberColumn(verbose_name="Kinder", total=True)
    state = django_tables2.Column(verbose_name="Stand", empty_values=(), orderable=False)

    def render_begins_at(self, record: OfferDate) -> str:
        return f"{record.begins_at:%H:%M} – {record.ends_at:%H:%M}"

    value_begins_at = render_begins_at

    def render_state(self, record: OfferDate) -> str:
        return date_state(record, actor_of(self.request).today)[0]

    value_state = render_state

    class Meta:
        model = OfferDate
        fields = ("held_on", "offer", "centre", "begins_at", "place", "places", "adults", "children", "state")


class DateFilter(django_filters.FilterSet):
    q = SearchFilter("offer__name", "place")
    district = django_filters.ModelChoiceFilter(
        queryset=districts_of, field_name="offer__centre__district", label="Raum", empty_label="alle"
    )
    centre = django_filters.ModelChoiceFilter(
        queryset=centres_of, field_name="offer__centre", label="Zentrum", empty_label="alle"
    )
    since = DayFilter(label="ab", field_name="held_on", lookup_expr="gte")
    until = DayFilter(label="bis", field_name="held_on", lookup_expr="lte")
    state = django_filters.ChoiceFilter(
        label="Stand",
        empty_label="alle",
        method="by_state",
        choices=[("ahead", "geplant"), ("open", "noch nicht gezählt"), ("counted", "gezählt"), ("off", "abgesagt")],
    )

    def by_state(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        today = actor_of(self.request).today
        return qs.filter(
            {
                "ahead": Q(cancelled=False, held_on__gt=today),
                "open": Q(cancelled=False, held_on__lte=today, adults=None),
                "counted": Q(adults__isnull=False),
                "off": Q(cancelled=True),
            }[value]
        )


class ContactTable(Table):
    """One row per month, centre and district; nobody is named, and nobody who counted."""

    caption = "Kontakte"
    month = django_tables2.Column(verbose_name="Monat")
    centre = django_tables2.Column(
        verbose_name="Zentrum",
        accessor="centre__name",
        linkify=lambda record: reverse("centre", args=[record["centre"]]),
    )
    district = django_tables2.Column(
        verbose_name="Raum",
        accessor="district__name",
        linkify=lambda record: reverse("district", args=[record["district"]]),
    )
    walk_in = NumberColumn(verbose_name="Kontakte ohne Termin", total=True)
    counselling = NumberColumn(verbose_name="Kurzberatungen", total=True)
    together = NumberColumn(verbose_name="Zusammen", total=True)

    def render_month(self, value: Any) -> str:
        return words.month(value)

    def value_month(self, value: Any) -> str:
        return f"{value:%Y-%m}"


class ContactFilter(django_filters.FilterSet):
    district = django_filters.ModelChoiceFilter(queryset=districts_of, label="Raum", empty_label="alle")
    centre = django_filters.ModelChoiceFilter(queryset=centres_of, label="Zentrum", empty_label="alle")
    since = DayFilter(label="ab", field_name="happened_on", lookup_expr="gte")
    until = DayFilter(label="bis", field_name="happened_on", lookup_expr="lte")


class GapTable(Table):
    caption = "Lücken"
    sentence = django_tables2.Column(
        verbose_name="Was fehlt", orderable=False, linkify=lambda record: reverse("district", args=[record.district.pk])
    )
    field_label = django_tables2.Column(verbose_name="Hilfefeld", order_by="field_label")
    begins = DayColumn(verbose_name="ab")
    ends = DayColumn(verbose_name="bis")


class ManagedGapTable(GapTable):
    action = ActionColumn("Rolle vergeben", lambda gap: reverse("role-new", args=[gap.district.pk]))
