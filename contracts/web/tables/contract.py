"""The list of contracts."""

import django_filters
import django_tables2
from django.db.models import Q, QuerySet
from django.urls import reverse

from contracts.models import (
    Contract,
)
from contracts.web.tables.shared import DayFilter, SearchFilter
from kernel.web.tables import BadgeColumn, CodeColumn, DayColumn, NumberColumn, Table

CONTRACT_TONES = {
    "draft": "neutral",
    "negotiation": "info",
    "decided": "info",
    "signed": "info",
    "in_force": "success",
    "expired": "neutral",
    "terminated": "warning",
    "superseded": "neutral",
}


class ContractTable(Table):
    caption = "Verträge"
    number = CodeColumn(linkify=lambda record: reverse("contract", args=[record.pk]))
    subject = django_tables2.Column(order_by="sort_key")
    state = BadgeColumn(tones=CONTRACT_TONES)
    providers = NumberColumn(verbose_name="Träger")
    begins = DayColumn(verbose_name="Beginn")
    ends = DayColumn(verbose_name="Ende")

    class Meta:
        model = Contract
        fields = ("number", "subject", "state", "providers", "begins", "ends")


class ContractFilter(django_filters.FilterSet):
    q = SearchFilter("number", "subject", "parties__organisation__name")
    state = django_filters.ChoiceFilter(choices=Contract.State, label="Stand", empty_label="alle")
    regime = django_filters.ChoiceFilter(choices=Contract.Regime, label="Rechtsgrundlage", empty_label="alle")
    on = DayFilter(label="gültig am", method="on_day")

    def on_day(self, qs: QuerySet, name: str, value: object) -> QuerySet:
        return qs.filter(Q(ends=None) | Q(ends__gte=value), in_force_since__lte=value)
