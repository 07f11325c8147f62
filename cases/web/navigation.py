"""Entries of the main navigation for cases."""

from cases.policy import CasePerm
from kernel.web.navigation import NavItem

ITEMS = [NavItem("Fälle & Beratungen", "cases", "cases", CasePerm.VIEW, 20)]
