"""The lists of districts, providers, contracts, budgets, instalments and hours."""

from contracts.web.tables.budget import LINE_TONES, LineFilter, LineTable
from contracts.web.tables.contract import CONTRACT_TONES, ContractFilter, ContractTable
from contracts.web.tables.hours import HoursFilter, HoursTable, OwnHoursTable
from contracts.web.tables.payments import InstalmentFilter, InstalmentTable
from contracts.web.tables.shared import DayFilter, SearchFilter, actor_of, contracts_of, districts_of, organisations_of
from contracts.web.tables.territory import (
    ROLE_TONES,
    DistrictFilter,
    DistrictTable,
    EngagementFilter,
    EngagementTable,
    RoleFilter,
    RoleTable,
)

__all__ = [
    "CONTRACT_TONES",
    "LINE_TONES",
    "ROLE_TONES",
    "ContractFilter",
    "ContractTable",
    "DayFilter",
    "DistrictFilter",
    "DistrictTable",
    "EngagementFilter",
    "EngagementTable",
    "HoursFilter",
    "HoursTable",
    "InstalmentFilter",
    "InstalmentTable",
    "LineFilter",
    "LineTable",
    "OwnHoursTable",
    "RoleFilter",
    "RoleTable",
    "SearchFilter",
    "actor_of",
    "contracts_of",
    "districts_of",
    "organisations_of",
]
