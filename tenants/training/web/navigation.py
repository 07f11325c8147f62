"""Entries of the main navigation for the worker's record and coverage."""

from kernel.web.navigation import NavItem
from tenants.training.policy.record import RecordPerm, RequirementPerm

PAGES = tuple(f"/fortbildung/{name}/" for name in ("nachweise", "anerkennungen", "pflichten", "abdeckung"))

ITEMS = [
    NavItem("Nachweise", "sign", "record", RecordPerm.VIEW, 61, also=PAGES),
    NavItem("Nachweise", "sign", "coverage", RequirementPerm.VIEW, 61, also=PAGES),
    NavItem("Nachweise", "sign", "staff-record", RecordPerm.VIEW, 61, place="organisation"),
    NavItem("Meine Nachweise", "sign", "own-record", RecordPerm.VIEW, 61, place="portal", also=PAGES),
]
