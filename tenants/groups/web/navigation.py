"""The groups' entry in the main navigation."""

from kernel.web.navigation import NavItem
from tenants.groups.policy import GroupPerm

ITEMS = [NavItem("Arbeitsgruppen", "people", "groups", GroupPerm.VIEW, 70)]
