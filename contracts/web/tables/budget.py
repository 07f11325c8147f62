"""The list of budget lines."""

import django_filters
import django_tables2
from django.urls import reverse

from contracts.models import (
    BudgetLine,
)
from contracts.web.tables.shared import contracts_of, organisations_of
from kernel.web.tables import BadgeColumn, CodeColumn, MinutesColumn, MoneyColumn, NumberColumn, Table

LINE_TONES = {"draft": "neutral", "released": "success"}


class LineTable(Table):
    caption = "Budgetposten"
    organisation = django_tables2.Column(
        accessor="organisation__name",
        order_by="organisation__sort_key",
        verbose_name="Träger",
        linkify=lambda record: reverse("line", args=[record.pk]),
    )
    year = NumberColumn(verbose_name="Jahr")
    contract = CodeColumn(accessor="contract__number", verbose_name="Vertrag")
    amount = MoneyColumn(verbose_name="Betrag", total=True)
    paid = MoneyColumn(verbose_name="gezahlt", total=True)
    minutes = MinutesColumn(verbose_name="vereinbart", total=True)
    delivered = MinutesColumn(verbose_name="geleistet")
    state = BadgeColumn(tones=LINE_TONES)

    def render_year(self, value: int) -> str:
        return str(value)

    class Meta:
        model = BudgetLine
        fields = ("organisation", "year", "contract", "amount", "paid", "minutes", "delivered", "state")


class LineFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(label="Jahr", min_value=1990, max_value=2100)
    organisation = django_filters.ModelChoiceFilter(queryset=organisations_of, label="Träger", empty_label="alle")
    contract = django_filters.ModelChoiceFilter(queryset=contracts_of, label="Vertrag", empty_label="alle")
    state = django_filters.ChoiceFilter(choices=BudgetLine.State, label="Stand", empty_label="alle")
