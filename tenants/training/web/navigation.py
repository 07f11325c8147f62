"""Training in the main navigation of an office and of a provider's workspace."""

from kernel.web.navigation import NavItem
from tenants.training.policy.courses import CoursePerm, OfferedPerm

ITEMS = [
    NavItem("Fortbildung", "training", "courses", CoursePerm.VIEW, 70),
    NavItem("Fortbildung", "training", "offered-courses", OfferedPerm.VIEW, 40, place="organisation"),
]
