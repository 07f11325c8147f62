"""Entries of the main navigation for contracts, districts and hours."""

from contracts.policy import ContractPerm, DistrictPerm, HoursPerm
from kernel.web.navigation import NavItem

ITEMS = [
    NavItem("Stunden", "clock", "hours", HoursPerm.RECORD, 15),
    NavItem("Verträge & Budgets", "contracts", "contracts", ContractPerm.VIEW, 30),
    NavItem("Räume & Angebote", "rooms", "districts", DistrictPerm.VIEW, 40),
]
