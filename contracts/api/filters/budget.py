"""Filters of budget lines."""

import django_filters as filters

from contracts.api.filters.shared import OrganisationFilter, key
from contracts.models import BudgetLine
from kernel.api.filters import choice


class LineFilter(filters.FilterSet):
    contract = key("contract_id", "Vertrag")
    organisation = OrganisationFilter()
    year = filters.NumberFilter(label="Jahr", min_value=1990, max_value=2100, decimal_places=0)
    state = choice(choices=BudgetLine.State, label="Stand")
