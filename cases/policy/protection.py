"""Who may know of a § 8a process: its members and the lead, nobody else; of a provider's notice: its sender and the lead (R20)."""

from enum import StrEnum

from django.db.models import Q

from cases.models import Protection, ProviderNotice
from kernel.access.actor import Actor, Role
from kernel.access.policy import Grant, Policy


class ProtectionPerm(StrEnum):
    VIEW = "protection.view"
    WORK = "protection.work"
    STAFF = "protection.staff"  # say who is in charge
    OPEN = "protection.open"
    RAISE = "protection.raise"


class NoticePerm(StrEnum):
    VIEW = "provider_notice.view"
    SEND = "provider_notice.send"
    RECEIVE = "provider_notice.receive"


def own_processes(actor: Actor, role: Role) -> Q:
    """Processes in which the actor is one of the professionals in charge; no stand-in and no emergency opens them."""
    return Q(members__person=actor.person)


def led_processes(actor: Actor, role: Role) -> Q:
    """Processes for which the actor is responsible."""
    return Q(members__person=actor.person, members__responsible=True)


def raised_by_oneself(actor: Actor, role: Role) -> Q:
    """Concerns that the actor raised: to raise one opens nothing that becomes of it."""
    return Q(raised_by=actor.person)


def notices_of_own_processes(actor: Actor, role: Role) -> Q:
    """Notices that became a process in which the actor is in charge."""
    return Q(protection__members__person=actor.person)


def own_notices(actor: Actor, role: Role) -> Q:
    """Notices that the actor wrote for the provider."""
    return Q(author=actor.person, organisation_id__in=actor.organisations(role))


def notices_of_own_provider(actor: Actor, role: Role) -> Q:
    """Notices of the provider that the actor leads."""
    return Q(organisation_id__in=actor.organisations(role))


protection_policy = Policy(
    Protection,
    ProtectionPerm,
    view=ProtectionPerm.VIEW,
    sensitive=True,
    grants=[
        Grant(Role.ASD_LEAD, {ProtectionPerm.VIEW, ProtectionPerm.WORK, ProtectionPerm.STAFF}),
        Grant(Role.CASE_WORKER, {ProtectionPerm.VIEW, ProtectionPerm.WORK}, own_processes),
        Grant(Role.CASE_WORKER, {ProtectionPerm.STAFF}, led_processes),
        *(Grant(role, {ProtectionPerm.OPEN}, raised_by_oneself) for role in (Role.ASD_LEAD, Role.CASE_WORKER)),
        *(
            Grant(role, {ProtectionPerm.RAISE}, raised_by_oneself)
            for role in (Role.ASD_LEAD, Role.CASE_WORKER, Role.PROVIDER_WORKER, Role.PROVIDER_MANAGER)
        ),
    ],
)

notice_policy = Policy(
    ProviderNotice,
    NoticePerm,
    view=NoticePerm.VIEW,
    sensitive=True,
    grants=[
        Grant(Role.ASD_LEAD, {NoticePerm.VIEW, NoticePerm.RECEIVE}),
        Grant(Role.CASE_WORKER, {NoticePerm.VIEW}, notices_of_own_processes),
        Grant(Role.PROVIDER_WORKER, {NoticePerm.VIEW, NoticePerm.SEND}, own_notices),
        Grant(Role.PROVIDER_MANAGER, {NoticePerm.VIEW}, notices_of_own_provider),
        Grant(Role.PROVIDER_MANAGER, {NoticePerm.SEND}, own_notices),
    ],
)
