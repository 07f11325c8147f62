"""Who may change how an office presents itself and what it asks of a sign-in: its administrators."""

from enum import StrEnum

from kernel.access.actor import Role
from kernel.access.policy import Grant, Policy
from tenants.registry.models import Office


class OfficePerm(StrEnum):
    VIEW = "office.view"
    CHANGE = "office.change_settings"


office_policy = Policy(
    Office,
    OfficePerm,
    view=OfficePerm.VIEW,
    grants=[Grant(Role.OFFICE_ADMIN, set(OfficePerm))],
)
