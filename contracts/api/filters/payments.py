"""Filters of instalments."""

import django_filters as filters

from contracts.api.filters.shared import OrganisationFilter, key
from kernel.api.filters import day, yes_or_no


class InstalmentFilter(filters.FilterSet):
    line = key("line_id", "Budgetposten")
    contract = key("line__contract_id", "Vertrag")
    organisation = OrganisationFilter("line__organisation_id")
    paid = yes_or_no(label="gezahlt", field_name="paid_on", lookup_expr="isnull", exclude=True)
    due_from = day(label="fällig ab", field_name="due_on", lookup_expr="gte")
    due_until = day(label="fällig bis", field_name="due_on", lookup_expr="lte")
