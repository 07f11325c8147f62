"""The list of instalments."""

import django_filters
import django_tables2
from django.db.models import QuerySet
from django.urls import reverse

from contracts.models import (
    Instalment,
)
from contracts.web.tables.shared import DayFilter, actor_of, organisations_of
from kernel.web.tables import CodeColumn, DayColumn, MoneyColumn, NumberColumn, Table


class InstalmentTable(Table):
    caption = "Abschläge"
    due_on = DayColumn(verbose_name="fällig", linkify=lambda record: reverse("line", args=[record.line_id]))
    organisation = django_tables2.Column(
        accessor="line__organisation__name", order_by="line__organisation__sort_key", verbose_name="Träger"
    )
    line = CodeColumn(accessor="line__contract__number", verbose_name="Vertrag")
    number = NumberColumn(verbose_name="Nr.")
    amount = MoneyColumn(total=True)
    offset = MoneyColumn(total=True)
    paid_on = DayColumn(verbose_name="gezahlt")
    returned_on = DayColumn(verbose_name="zurückgekommen")

    class Meta:
        model = Instalment
        fields = ("due_on", "organisation", "line", "number", "amount", "offset", "paid_on", "returned_on")


class InstalmentFilter(django_filters.FilterSet):
    organisation = django_filters.ModelChoiceFilter(
        queryset=organisations_of, label="Träger", empty_label="alle", field_name="line__organisation"
    )
    paid = django_filters.ChoiceFilter(
        label="Stand",
        empty_label="alle",
        method="by_paid",
        choices=[("open", "offen"), ("late", "überfällig"), ("returned", "zurückgekommen"), ("paid", "gezahlt")],
    )
    since = DayFilter(label="fällig ab", field_name="due_on", lookup_expr="gte")
    until = DayFilter(label="fällig bis", field_name="due_on", lookup_expr="lte")

    def by_paid(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        if value == "paid":
            return qs.exclude(paid_on=None)
        if value == "returned":
            return qs.filter(paid_on=None).exclude(returned_on=None)
        return qs.filter(paid_on=None, **({"due_on__lt": actor_of(self.request).today} if value == "late" else {}))
