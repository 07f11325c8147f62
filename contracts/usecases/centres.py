"""Centres: opened, renamed, moved and closed by date, and their teams (R3)."""

from datetime import date, timedelta

from django.db.models import Q

from contracts.models import Centre, CentreMember, CentrePeriod, District
from contracts.policy import CentrePerm
from contracts.policy.offers import MemberPerm
from contracts.usecases.territory import check_dates
from kernel.access.actor import Actor
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.web.words import day as in_words
from tenants.people.models import Membership

DAY = timedelta(days=1)
TEAM = {"member_once": ("Diese Person ist in dieser Zeit schon im Team.", "begins")}


@use_case(CentrePerm.MANAGE)
def create_centre(
    *,
    actor: Actor,
    district: District,
    name: str,
    opened_on: date | None,
    precision: str,
    address: str = "",
    closed_on: date | None = None,
    remark: str = "",
) -> Centre:
    """A new or planned centre of a district (R3)."""
    _check_opening(opened_on, precision, closed_on)
    _check_district(district, opened_on or district.begins, closed_on)
    return Centre.objects.create(
        district=district,
        name=name,
        opened_on=opened_on,
        precision=precision,
        address=address,
        closed_on=closed_on,
        remark=remark,
    )


@use_case(CentrePerm.MANAGE, on="centre")
def change_centre(
    *,
    actor: Actor,
    centre: Centre,
    district: District,
    name: str,
    opened_on: date | None,
    precision: str,
    address: str,
    closed_on: date | None,
    remark: str,
) -> Centre:
    """Correct what was entered, or open a planned centre; another name or place from a day on is `relocate_centre`."""
    _check_opening(opened_on, precision, closed_on)
    if closed_on and closed_on != centre.closed_on:
        _check_closing(centre, closed_on)
    if period := centre.period_on(actor.today):
        period.name, period.district = name, district
        period.save()
        also_changed(period, "name", "district")
    centre.district, centre.name, centre.opened_on, centre.precision = district, name, opened_on, precision
    centre.address, centre.closed_on, centre.remark = address, closed_on, remark
    centre.save()
    return centre


@use_case(CentrePerm.MANAGE, on="centre")
def relocate_centre(*, actor: Actor, centre: Centre, name: str, district: District, begins: date) -> Centre:
    """From a day on the centre has another name or belongs to another district (R3); it may lie in the future."""
    if centre.opened_on and begins <= centre.opened_on:
        raise RuleViolation(
            f"Das Zentrum gibt es seit dem {in_words(centre.opened_on)}. Wählen Sie einen späteren Tag.", field="begins"
        )
    if centre.closed_on and begins > centre.closed_on:
        raise RuleViolation(
            f"Das Zentrum gibt es nur bis zum {in_words(centre.closed_on)}. Wählen Sie einen früheren Tag.",
            field="begins",
        )
    _check_district(district, begins, centre.closed_on)
    before = centre.period_on(begins)
    if (name, district) == ((before.name, before.district) if before else (centre.name, centre.district)):
        raise RuleViolation("Das gilt an diesem Tag schon. Ändern Sie Namen oder Raum.", field="name")
    if centre.contacts.filter(happened_on__gte=begins).exclude(district=district).exists():
        raise RuleViolation(
            "Ab diesem Tag sind hier schon Kontakte für den bisherigen Raum gezählt. Wählen Sie einen späteren Tag.",
            field="begins",
        )
    return settle(centre, begins, actor.today, name=name, district=district)


@use_case(CentrePerm.MANAGE, on="centre")
def close_centre(*, actor: Actor, centre: Centre, closed_on: date) -> Centre:
    """The centre's last day (R3)."""
    if centre.opened_on is None:
        raise RuleViolation("Das Zentrum ist noch nicht eröffnet. Ändern Sie die Planung.", field="closed_on")
    check_dates(centre.opened_on, closed_on, "closed_on")
    _check_closing(centre, closed_on)
    centre.closed_on = closed_on
    centre.save()
    return centre


def settle(
    centre: Centre, begins: date, today: date, *, name: str | None = None, district: District | None = None
) -> Centre:
    """Within a use case: the centre's name and district from a day on; `Centre` itself follows when the day has come."""
    before = centre.period_on(begins)
    if before is None:
        first = min(centre.opened_on or centre.district.begins, begins - DAY)
        before = _period(centre, first, centre.name, centre.district)
    _period(centre, begins, name or before.name, district or before.district)
    fresh = Centre.objects.get(pk=centre.pk)
    if now := fresh.period_on(today):
        fresh.name, fresh.district = now.name, now.district
        fresh.save()
        also_changed(fresh, "name", "district")
    return fresh


def _period(centre: Centre, begins: date, name: str, district: District) -> CentrePeriod:
    row = CentrePeriod.objects.filter(centre=centre, begins=begins).first() or CentrePeriod(
        centre=centre, begins=begins
    )
    row.name, row.district = name, district
    row.save()
    also_changed(row, "name", "district", "begins")
    return row


def _check_opening(opened_on: date | None, precision: str, closed_on: date | None) -> None:
    if precision != Centre.Precision.PLANNED and opened_on is None:
        raise RuleViolation(
            "Geben Sie an, wann das Zentrum eröffnet wurde, oder wählen Sie „geplant“.", field="opened_on"
        )
    if closed_on and opened_on is None:
        raise RuleViolation("Ein Zentrum ohne Eröffnung kann nicht schließen.", field="closed_on")
    check_dates(opened_on, closed_on, "closed_on")


def _check_district(district: District, begins: date, closed_on: date | None) -> None:
    if district.ends and (begins > district.ends or closed_on is None or closed_on > district.ends):
        raise RuleViolation(
            f"{district} gibt es nur bis zum {in_words(district.ends)}. Wählen Sie einen anderen Raum.",
            field="district",
        )


def _check_closing(centre: Centre, closed_on: date) -> None:
    if centre.contacts.filter(happened_on__gt=closed_on).exists():
        raise RuleViolation(
            "Danach sind hier schon Kontakte gezählt. Wählen Sie einen späteren Tag.", field="closed_on"
        )
    late = centre.offers.filter(dates__held_on__gt=closed_on, dates__cancelled=False).first()
    if late:
        raise RuleViolation(
            f"„{late}“ hat danach noch Termine. Sagen Sie sie ab, oder wählen Sie einen späteren Tag.",
            field="closed_on",
        )


@use_case(MemberPerm.MANAGE)
def add_member(
    *, actor: Actor, centre: Centre, membership: Membership, function: str, begins: date, ends: date | None = None
) -> CentreMember:
    """A person who works in this office joins a centre's team (R3)."""
    check_dates(begins, ends)
    if membership.office_id != actor.place:
        raise RuleViolation("Diese Person arbeitet nicht in diesem Amt.", field="membership")
    _check_access(actor, membership, begins)
    _check_team_dates(centre, begins, ends)
    with explained(**TEAM):
        return CentreMember.objects.create(
            centre=centre,
            person=membership.person_id,
            organisation_id=membership.organisation_id,
            function=function,
            begins=begins,
            ends=ends,
        )


@use_case(MemberPerm.MANAGE, on="member")
def change_member(
    *, actor: Actor, member: CentreMember, function: str, begins: date, ends: date | None = None
) -> CentreMember:
    """Change what a member does, or end the time in the team; nobody is removed from the past (R3)."""
    check_dates(begins, ends)
    _check_team_dates(member.centre, begins, ends)
    member.function, member.begins, member.ends = function, begins, ends
    with explained(**TEAM):
        member.save()
    return member


def _check_access(actor: Actor, membership: Membership, begins: date) -> None:
    same = Membership.objects.filter(
        person=membership.person_id, office=actor.place, organisation=membership.organisation_id
    )
    if not same.filter(Q(ends=None) | Q(ends__gte=begins), begins__lte=begins).exists():
        raise RuleViolation(
            "Diese Person hat an diesem Tag keinen Zugang zum Amt. Wählen Sie einen anderen Tag.", field="begins"
        )


def _check_team_dates(centre: Centre, begins: date, ends: date | None) -> None:
    if centre.closed_on and (begins > centre.closed_on or ends is None or ends > centre.closed_on):
        raise RuleViolation(
            f"Das Zentrum schließt am {in_words(centre.closed_on)}. Wählen Sie ein Ende bis dahin.", field="ends"
        )
