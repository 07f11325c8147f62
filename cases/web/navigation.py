"""Entries of the main navigation for cases."""

from cases.policy import CasePerm
from cases.policy.protection import NoticePerm, ProtectionPerm
from kernel.web.navigation import NavItem

ITEMS = [
    NavItem("Fälle & Beratungen", "cases", "cases", CasePerm.VIEW, 20),
    NavItem("Kinderschutz", "danger", "protections", ProtectionPerm.VIEW, 22, also=("/mitteilungen/",)),
    NavItem("Mitteilung § 8a", "danger", "provider-notices", NoticePerm.SEND, 22),
]
