"""Filters in the address; a misspelt one is refused, because ignoring it would show too much."""

from typing import Any

import django_filters as filters
from django.db.models import Q
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema_field
from rest_framework.request import Request

from kernel.api.problems import ApiError, Fault


class FilterBackend(DjangoFilterBackend):
    """django-filter with problems by parameter."""

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        filterset = self.get_filterset(request, queryset, view)
        if filterset is None:
            return queryset
        if not filterset.is_valid():
            raise ApiError(
                400,
                faults=[
                    Fault(message, parameter=name)
                    for name, messages in filterset.errors.items()
                    for message in messages
                ],
            )
        return filterset.qs


def refuse_unknown(request: Request, known: set[str]) -> None:
    """400 for query parameters that the action does not have."""
    if unknown := sorted(set(request.query_params) - known):
        raise ApiError(400, faults=[Fault("Diesen Parameter gibt es hier nicht.", parameter=name) for name in unknown])
    if empty := [name for name, value in request.query_params.items() if not value]:
        raise ApiError(400, faults=[Fault("Hier fehlt der Wert.", parameter=name) for name in empty])


def choice(**kwargs: Any) -> filters.ChoiceFilter:
    return filters.ChoiceFilter(empty_label=None, **kwargs)


def yes_or_no(**kwargs: Any) -> filters.TypedChoiceFilter:
    """true or false; anything else is refused, where django-filter's own would show all."""
    choices = [("true", "ja"), ("false", "nein")]
    made = filters.TypedChoiceFilter(choices=choices, coerce=lambda v: v == "true", **kwargs)
    return extend_schema_field(bool)(made)  # type: ignore[no-any-return]


def day(**kwargs: Any) -> filters.DateFilter:
    return filters.DateFilter(input_formats=["%Y-%m-%d"], **kwargs)


class DatedFilter(filters.FilterSet):
    """For rows with begins and ends."""

    on = day(method="valid_on", label="gilt an diesem Tag")

    def valid_on(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset.filter(Q(ends=None) | Q(ends__gte=value), begins__lte=value)
