"""Filters of contracts."""

import django_filters as filters
from django.db.models import Q, QuerySet

from contracts.api.filters.shared import OrganisationFilter
from contracts.models import Contract, FieldOfHelp
from kernel.api.filters import choice, day


class ContractFilter(filters.FilterSet):
    number = filters.CharFilter(label="Nummer", max_length=40)
    state = choice(choices=Contract.State, label="Stand")
    regime = choice(choices=Contract.Regime, label="Rechtsgrundlage")
    field_of_help = choice(choices=FieldOfHelp, label="Hilfefeld")
    organisation = OrganisationFilter("parties__organisation_id")
    in_force_on = day(method="by_day", label="in Kraft an diesem Tag")

    def by_day(self, queryset: QuerySet, name: str, value: object) -> QuerySet:
        return queryset.filter(Q(ends=None) | Q(ends__gte=value), in_force_since__lte=value)
