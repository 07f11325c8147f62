"""Who is in a district's team, from when to when (R19, R23)."""

from datetime import date

from django.db.models import Q

from cases.models import TeamMember
from cases.policy.items import TEAM_ROLES
from cases.policy.teams import TeamPerm
from cases.usecases.conference_dates import feed_team
from contracts.models import District
from contracts.usecases.territory import check_dates
from kernel.access.actor import Actor
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation
from kernel.access.use_case import use_case
from kernel.web.words import day as in_words
from tenants.people.models import Membership

ONCE = {"team_member_once": ("Diese Person ist in dieser Zeit schon im Team.", "begins")}


@use_case(TeamPerm.MANAGE)
def add_team_member(
    *,
    actor: Actor,
    district: District,
    membership: Membership,
    begins: date,
    ends: date | None = None,
    function: str = "",
) -> TeamMember:
    """A person of the office or of a provider joins a district's team (R19, R23)."""
    check_dates(begins, ends)
    if membership.office_id != actor.place or membership.role not in TEAM_ROLES:
        raise RuleViolation(
            "Im Team sitzt, wer mit Familien arbeitet: Fachkräfte und Leitung des Amts, Fachkräfte der Träger.",
            field="membership",
        )
    same = Membership.objects.filter(
        person=membership.person_id,
        office=actor.place,
        organisation=membership.organisation_id,
        role__in=TEAM_ROLES,
    )
    if not same.filter(Q(ends=None) | Q(ends__gte=begins), begins__lte=begins).exists():
        raise RuleViolation(
            "Diese Person hat an diesem Tag keinen Zugang zum Amt. Wählen Sie einen anderen Tag.", field="begins"
        )
    _check_district(district, begins, ends)
    with explained(**ONCE):
        member = TeamMember.objects.create(
            district=district,
            person=membership.person_id,
            organisation_id=membership.organisation_id,
            function=function,
            begins=begins,
            ends=ends,
        )
    feed_team(member)
    return member


@use_case(TeamPerm.MANAGE, on="member")
def change_team_member(
    *, actor: Actor, member: TeamMember, begins: date, ends: date | None = None, function: str = ""
) -> TeamMember:
    """Change what a member does, or end the time in the team; nobody is removed from the past (R23)."""
    check_dates(begins, ends)
    _check_district(member.district, begins, ends)
    outside = ~Q(session__held_on__gte=begins) | (Q(session__held_on__gt=ends) if ends else Q(pk__in=[]))
    if member.attendances.filter(outside).exists():
        raise RuleViolation(
            "Diese Person war außerhalb dieser Zeit schon in einer Sitzung dabei. Wählen Sie andere Tage.",
            field="ends" if ends else "begins",
        )
    member.begins, member.ends, member.function = begins, ends, function
    with explained(**ONCE):
        member.save()
    feed_team(member)
    return member


def _check_district(district: District, begins: date, ends: date | None) -> None:
    if begins < district.begins:
        raise RuleViolation(
            f"{district} gibt es seit dem {in_words(district.begins)}. Wählen Sie einen späteren Tag.", field="begins"
        )
    if district.ends and (begins > district.ends or (ends and ends > district.ends)):
        raise RuleViolation(
            f"{district} gibt es nur bis zum {in_words(district.ends)}. Wählen Sie Tage bis dahin.", field="ends"
        )
