"""§ 8a processes and providers' notices, as far as somebody may know of them (R20)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from cases.models import AssessmentPart, Protection, ProtectionStep, ProviderNotice
from cases.policy.protection import NoticePerm, ProtectionPerm, notice_policy, protection_policy
from contracts.queries.names import names_of
from kernel.access.actor import Actor, Role

LEAST = 2


@dataclass(frozen=True, slots=True)
class Member:
    person: UUID
    name: str
    responsible: bool


def processes_for(actor: Actor) -> QuerySet[Any]:
    """Processes with how many are in charge and how many steps are open; the latest first."""
    return (
        protection_policy.rows(actor)
        .select_related("district")
        .annotate(
            professionals=Count("members", distinct=True),
            open_steps=Count("steps", filter=Q(steps__done_on=None), distinct=True),
        )
        .order_by("-raised_at", "id")
    )


def notices_for(actor: Actor) -> QuerySet[ProviderNotice]:
    return notice_policy.rows(actor).select_related("district", "organisation")


def members_of(actor: Actor, protection: Protection) -> list[Member]:
    rows = list(protection.members.all())
    names = names_of(actor, [m.person for m in rows])
    return [Member(m.person, names.get(m.person, "nicht mehr im Amt"), m.responsible) for m in rows]


def sheet_of(protection: Protection) -> list[dict[str, Any]]:
    """All topics in their order, with what was written about them."""
    known = {part.topic: part for part in protection.parts.all()}
    return [{"topic": topic.label, "part": known.get(topic)} for topic in AssessmentPart.Topic]


def own_steps(actor: Actor) -> QuerySet[ProtectionStep]:
    """Open steps that the actor is to do, the next first."""
    return ProtectionStep.objects.filter(
        person=actor.person,
        done_on=None,
        protection__in=protection_policy.rows(actor, ProtectionPerm.WORK).values("pk"),
    ).select_related("protection")


def running_for(actor: Actor) -> QuerySet[Any]:
    """Open processes in which the actor is in charge; for the lead also those that lack two professionals."""
    rows = processes_for(actor).exclude(state=Protection.State.CLOSED)
    mine = Q(pk__in=Protection.objects.filter(members__person=actor.person).values("pk"))
    return rows.filter(mine | Q(professionals__lt=LEAST) if Role.ASD_LEAD in actor.roles else mine)


def waiting_notices(actor: Actor) -> QuerySet[ProviderNotice]:
    """Notices that nobody has taken up yet, for those who may."""
    if not notice_policy.allows(actor, NoticePerm.RECEIVE):
        return ProviderNotice.objects.none()
    rows = notice_policy.rows(actor, NoticePerm.RECEIVE).filter(protection=None)
    return rows.select_related("district", "organisation")
