"""Filters that several lists have."""

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from contracts.models import (
    Contract,
    District,
)
from contracts.policy import district_policy, engagement_policy
from contracts.web.fields import contracts as visible_contracts
from kernel.access.actor import Actor
from kernel.web.fields import GermanDateField
from tenants.registry.models import Organisation


class DayFilter(django_filters.DateFilter):
    field_class = GermanDateField


class SearchFilter(django_filters.CharFilter):
    """Text looked for in several columns."""

    def __init__(self, *columns: str, **kwargs: object) -> None:
        super().__init__(**{"label": "Suchen", **kwargs})
        self.columns = columns

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        condition = Q()
        for column in self.columns:
            condition |= Q(**{f"{column}__icontains": value.replace("\x00", "")})
        return qs.filter(condition) if value else qs


def actor_of(request: HttpRequest | None) -> Actor:
    return request.actor  # type: ignore[union-attr]


def organisations_of(request: HttpRequest | None) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=engagement_policy.rows(actor_of(request)).values("organisation"))


def districts_of(request: HttpRequest | None) -> QuerySet[District]:
    return district_policy.rows(actor_of(request))


def contracts_of(request: HttpRequest | None) -> QuerySet[Contract]:
    return visible_contracts(actor_of(request))
