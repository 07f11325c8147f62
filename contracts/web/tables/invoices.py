"""The list of invoices."""

import django_filters
import django_tables2
from django.db.models import QuerySet
from django.urls import reverse

from contracts.models import Invoice
from contracts.web.tables.shared import DayFilter, SearchFilter, organisations_of
from kernel.web.tables import BadgeColumn, CodeColumn, DayColumn, MoneyColumn, Table

INVOICE_TONES = {"received": "info", "checked": "info", "approved": "success", "rejected": "warning"}


class InvoiceTable(Table):
    caption = "Rechnungen"
    number = CodeColumn(verbose_name="Nummer", linkify=lambda record: reverse("invoice", args=[record.pk]))
    organisation = django_tables2.Column(
        accessor="line__organisation__name", order_by="line__organisation__sort_key", verbose_name="Träger"
    )
    received_on = DayColumn(verbose_name="eingegangen")
    due_on = DayColumn(verbose_name="zahlbar bis")
    amount = MoneyColumn(verbose_name="Betrag", total=True)
    state = BadgeColumn(tones=INVOICE_TONES)
    paid_on = DayColumn(verbose_name="gezahlt")

    class Meta:
        model = Invoice
        fields = ("number", "organisation", "received_on", "due_on", "amount", "state", "paid_on")


class InvoiceFilter(django_filters.FilterSet):
    number = SearchFilter("number", label="Nummer")
    organisation = django_filters.ModelChoiceFilter(
        queryset=organisations_of, field_name="line__organisation", label="Träger", empty_label="alle"
    )
    state = django_filters.ChoiceFilter(choices=Invoice.State, label="Stand", empty_label="alle")
    paid = django_filters.ChoiceFilter(
        label="Zahlung", empty_label="alle", method="by_paid", choices=[("open", "nicht gezahlt"), ("paid", "gezahlt")]
    )
    since = DayFilter(label="eingegangen ab", field_name="received_on", lookup_expr="gte")

    def by_paid(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        return qs.filter(paid_on__isnull=value == "open")
