"""The lists of districts, roles and providers."""

from datetime import date

import django_filters
import django_tables2
from django.db.models import Q, QuerySet
from django.urls import reverse

from contracts.models import (
    District,
    Engagement,
    FieldOfHelp,
    ProviderRole,
)
from contracts.queries.territory import valid_on
from contracts.web.tables.shared import DayFilter, SearchFilter, actor_of, districts_of, organisations_of
from contracts.web.words import kind_word
from kernel.web.tables import DayColumn, NumberColumn, Table

ROLE_TONES = {
    "lead": "accent",
    "network_partner": "info",
    "cooperation_partner": "success",
    "public_provider": "warning",
    "outside": "neutral",
}


class DistrictTable(Table):
    caption = "Räume"
    name = django_tables2.Column(
        accessor="name_then", linkify=lambda record: reverse("district", args=[record.pk]), order_by="sort_key"
    )
    providers = NumberColumn(verbose_name="Träger")
    open_centres = NumberColumn(verbose_name="Zentren")
    begins = DayColumn(verbose_name="seit")
    ends = DayColumn(verbose_name="bis")
    remark = django_tables2.Column(orderable=False)

    class Meta:
        model = District
        fields = ("name", "providers", "open_centres", "begins", "ends", "remark")


class DistrictFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Suchen", method="by_text")
    on = DayFilter(label="Stand vom", method="on_day")
    closed = django_filters.ChoiceFilter(
        label="Räume",
        empty_label="alle",
        method="by_state",
        choices=[("open", "bestehend"), ("closed", "geschlossen")],
    )

    def by_text(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        text = value.replace("\x00", "")
        found = Q(name__icontains=text) | Q(names__name__icontains=text) | Q(centres__name__icontains=text)
        return qs.filter(pk__in=District.objects.filter(found).values("pk"))

    def on_day(self, qs: QuerySet, name: str, value: date) -> QuerySet:
        return qs.filter(valid_on(value))

    def by_state(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        closed = Q(ends__lt=actor_of(self.request).today)
        return qs.filter(closed) if value == "closed" else qs.exclude(closed)


class EngagementTable(Table):
    caption = "Träger"
    organisation = django_tables2.Column(
        verbose_name="Träger",
        accessor="organisation__name",
        linkify=lambda record: reverse("provider", args=[record.pk]),
        order_by="organisation__sort_key",
    )
    kind = django_tables2.Column(
        verbose_name="Art", accessor="organisation__get_kind_display", order_by="organisation__kind"
    )
    town = django_tables2.Column(verbose_name="Ort", accessor="organisation__town")
    begins = DayColumn(verbose_name="seit")
    ends = DayColumn(verbose_name="bis")

    class Meta:
        model = Engagement
        fields = ("organisation", "kind", "town", "begins", "ends")


class EngagementFilter(django_filters.FilterSet):
    q = SearchFilter("organisation__name", "organisation__town")


class RoleTable(Table):
    caption = "Rollen"
    organisation = django_tables2.Column(
        accessor="organisation__name", order_by="organisation__sort_key", verbose_name="Träger"
    )
    district = django_tables2.Column(
        order_by="district__sort_key", linkify=lambda record: reverse("district", args=[record.district_id])
    )
    kind = django_tables2.Column(verbose_name="Rolle")
    field_of_help = django_tables2.Column(verbose_name="Hilfefeld")
    begins = DayColumn(verbose_name="ab")
    ends = DayColumn(verbose_name="bis")
    purpose = django_tables2.Column(orderable=False)

    def render_kind(self, record: ProviderRole) -> str:
        return kind_word(record.kind, actor_of(self.request))

    class Meta:
        model = ProviderRole
        fields = ("organisation", "district", "kind", "field_of_help", "begins", "ends", "purpose")


class RoleFilter(django_filters.FilterSet):
    district = django_filters.ModelChoiceFilter(queryset=districts_of, label="Raum", empty_label="alle")
    organisation = django_filters.ModelChoiceFilter(queryset=organisations_of, label="Träger", empty_label="alle")
    kind = django_filters.ChoiceFilter(choices=ProviderRole.Kind, label="Rolle", empty_label="alle")
    field_of_help = django_filters.ChoiceFilter(choices=FieldOfHelp, label="Hilfefeld", empty_label="alle")
    on = DayFilter(label="am", method="on_day")
    je = django_filters.ChoiceFilter(
        label="Zeitleiste", choices=[("traeger", "je Träger")], empty_label="je Raum", method="of_the_timeline"
    )

    def on_day(self, qs: QuerySet, name: str, value: date) -> QuerySet:
        return qs.filter(valid_on(value))

    def of_the_timeline(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        return qs
