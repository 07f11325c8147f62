"""Who may change how an office presents itself and what it asks of a sign-in: its administrators."""

from enum import StrEnum

from django.db.models import Q

from kernel.access.actor import Actor, Role
from kernel.access.policy import Grant, Policy
from tenants.registry.models import Office


class OfficePerm(StrEnum):
    VIEW = "office.view"
    CHANGE = "office.change_settings"


def itself(actor: Actor, role: Role) -> Q:
    """The office in which one acts; of the others an office reads the names only."""
    return Q(pk=actor.place)


office_policy = Policy(
    Office,
    OfficePerm,
    view=OfficePerm.VIEW,
    grants=[Grant(Role.OFFICE_ADMIN, set(OfficePerm), itself)],
)
