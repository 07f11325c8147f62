"""Training in the main navigation: courses, and the worker's record and coverage."""

from kernel.web.navigation import NavItem
from tenants.training.policy.courses import CoursePerm, OfferedPerm
from tenants.training.policy.record import RecordPerm, RequirementPerm

PAGES = tuple(f"/fortbildung/{name}/" for name in ("nachweise", "anerkennungen", "pflichten", "abdeckung"))
OWN = ("/fortbildung/kurse/", "/fortbildung/anwesend/")

ITEMS = [
    NavItem("Fortbildung", "training", "courses", CoursePerm.VIEW, 60),
    NavItem("Nachweise", "sign", "record", RecordPerm.VIEW, 61, also=PAGES),
    NavItem("Nachweise", "sign", "coverage", RequirementPerm.VIEW, 61, also=PAGES),
    NavItem("Fortbildung", "training", "offered-courses", OfferedPerm.VIEW, 40, place="organisation"),
    NavItem("Nachweise", "sign", "staff-record", RecordPerm.VIEW, 61, place="organisation"),
    NavItem("Meine Nachweise", "sign", "own-record", RecordPerm.VIEW, 61, place="portal", also=(*PAGES, *OWN)),
]
