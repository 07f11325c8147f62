"""Who may read the audit: the administrator and the auditor, to see who did and read what; never any content.

That there is a process of child protection is the auditor's alone to check: it runs apart from everything else (R20).
"""

from enum import StrEnum

from django.db.models import Q

from kernel.access.actor import Actor, Role
from kernel.access.policy import Grant, Policy
from kernel.audit.models import Entry


class AuditPerm(StrEnum):
    VIEW = "audit.view"


# Records that stand apart, and the verb that takes an ordinary one there.
APART = tuple(
    f"cases.{name}" for name in ("protection", "protectionmember", "protectionstep", "assessmentpart", "providernotice")
)
INTO_IT = "raise_concern"


def beside_child_protection(actor: Actor, role: Role) -> Q:
    """All entries but those of child protection."""
    return ~Q(model__in=APART) & ~Q(verb=INTO_IT)


audit_policy = Policy(
    Entry,
    AuditPerm,
    view=AuditPerm.VIEW,
    grants=[Grant(Role.OFFICE_ADMIN, {AuditPerm.VIEW}, beside_child_protection), Grant(Role.AUDITOR, {AuditPerm.VIEW})],
)
