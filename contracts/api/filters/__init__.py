"""Filters of the API's lists."""

from contracts.api.filters.budget import LineFilter
from contracts.api.filters.contract import ContractFilter
from contracts.api.filters.hours import HoursFilter, ReferenceFilter
from contracts.api.filters.payments import InstalmentFilter
from contracts.api.filters.shared import OrganisationFilter, key
from contracts.api.filters.territory import CentreFilter, DistrictFilter, EngagementFilter, RoleFilter

__all__ = [
    "CentreFilter",
    "ContractFilter",
    "DistrictFilter",
    "EngagementFilter",
    "HoursFilter",
    "InstalmentFilter",
    "LineFilter",
    "OrganisationFilter",
    "ReferenceFilter",
    "RoleFilter",
    "key",
]
