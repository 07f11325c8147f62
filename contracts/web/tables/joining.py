"""Providers that the office may engage, and those that ask to join the service."""

from typing import Any

import django_filters
import django_tables2
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from kernel.web.tables import DayColumn, Table
from tenants.registry.models import JoinRequest, Organisation
from tenants.registry.queries import matching


class FoundTable(Table):
    caption = "Träger, die im Dienst bekannt sind"
    name = django_tables2.Column(
        linkify=lambda record: f"{reverse('provider-new')}?{urlencode({'organisation': record.pk})}",
        order_by="sort_key",
    )
    town = django_tables2.Column(empty_values=())
    kind = django_tables2.Column()

    class Meta(Table.Meta):
        model = Organisation
        fields = ("name", "town", "kind")


class FindFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Name oder Ort", method="by_name_or_place")

    def by_name_or_place(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return matching(rows, value)


class JoinRequestTable(Table):
    caption = "Neue Träger, die auf ein Jugendamt warten"
    name = django_tables2.Column(verbose_name="Name", linkify=lambda record: reverse("join-request", args=[record.pk]))
    town = django_tables2.Column(verbose_name="Ort")
    confirmed_at = DayColumn(verbose_name="angemeldet am")
    state = django_tables2.Column(verbose_name="Stand", accessor="office_id", empty_values=())

    class Meta(Table.Meta):
        model = JoinRequest
        fields = ("name", "town", "confirmed_at", "state")

    def render_state(self, record: JoinRequest) -> str:
        return "wird angelegt" if record.office_id else "wartet"
