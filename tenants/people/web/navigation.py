"""The administration's entry in the main navigation."""

from kernel.web.navigation import NavItem
from tenants.people.policy import PeoplePerm, StaffPerm
from tenants.worklist.policy import OwnRolePerm, WorklistPerm

ITEMS = [
    NavItem("Verwaltung", "admin", "people", PeoplePerm.VIEW, 80),
    NavItem("Kalender", "calendar", "workspace-calendar", WorklistPerm.VIEW, 20, place="organisation"),
    NavItem("Vergleich", "figures", "workspace-counties", OwnRolePerm.VIEW, 30, place="organisation"),
    NavItem("Personen", "people", "staff", StaffPerm.VIEW, 80, place="organisation"),
]
