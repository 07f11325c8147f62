"""Who may read the audit: the administrator and the auditor, to see who did and read what; never any content."""

from enum import StrEnum

from kernel.access.actor import Role
from kernel.access.policy import Grant, Policy
from kernel.audit.models import Entry


class AuditPerm(StrEnum):
    VIEW = "audit.view"


audit_policy = Policy(
    Entry,
    AuditPerm,
    view=AuditPerm.VIEW,
    grants=[Grant(Role.OFFICE_ADMIN, {AuditPerm.VIEW}), Grant(Role.AUDITOR, {AuditPerm.VIEW})],
)
