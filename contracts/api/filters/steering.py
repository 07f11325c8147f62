"""Filters of postings, splits, rates, readjustments and invoices."""

import django_filters as filters

from contracts.api.filters.shared import OrganisationFilter, key
from contracts.models import Allocation, Invoice, Posting, Readjustment
from kernel.api.filters import choice, day, yes_or_no


class PostingFilter(filters.FilterSet):
    line = key("line_id", "Budgetposten")
    kind = choice(choices=Posting.Kind, label="Art")


class AllocationFilter(filters.FilterSet):
    contract = key("contract_id", "Vertrag")
    year = filters.NumberFilter(label="Jahr", min_value=1990, max_value=2100, decimal_places=0)
    method = choice(choices=Allocation.Method, label="Verfahren")


class RateFilter(filters.FilterSet):
    line = key("line_id", "Budgetposten")


class ReadjustmentFilter(filters.FilterSet):
    line = key("line_id", "Budgetposten")
    state = choice(choices=Readjustment.State, label="Stand")


class InvoiceFilter(filters.FilterSet):
    line = key("line_id", "Budgetposten")
    organisation = OrganisationFilter("line__organisation_id")
    state = choice(choices=Invoice.State, label="Stand")
    paid = yes_or_no(label="gezahlt", field_name="paid_on", lookup_expr="isnull", exclude=True)
    received_from = day(label="eingegangen ab", field_name="received_on", lookup_expr="gte")
