"""Filters that several lists have."""

import django_filters as filters


class OrganisationFilter(filters.CharFilter):
    """By the provider's key."""

    def __init__(self, field_name: str = "organisation_id") -> None:
        super().__init__(field_name=field_name, label="Schlüssel des Trägers", max_length=41)


def key(field_name: str, label: str) -> filters.UUIDFilter:
    return filters.UUIDFilter(field_name=field_name, label=label)
