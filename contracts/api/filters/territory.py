"""Filters of districts, centres, roles and providers."""

import django_filters as filters

from contracts.api.filters.shared import OrganisationFilter, key
from contracts.models import FieldOfHelp, ProviderRole
from kernel.api.filters import DatedFilter, choice, yes_or_no


class DistrictFilter(DatedFilter):
    pilot = yes_or_no(label="Modellraum")


class CentreFilter(filters.FilterSet):
    district = key("district_id", "Raum")


class EngagementFilter(DatedFilter):
    organisation = OrganisationFilter()


class RoleFilter(DatedFilter):
    district = key("district_id", "Raum")
    organisation = OrganisationFilter()
    contract = key("contract_id", "Vertrag")
    kind = choice(choices=ProviderRole.Kind, label="Rolle")
    field_of_help = choice(choices=FieldOfHelp, label="Hilfefeld")
