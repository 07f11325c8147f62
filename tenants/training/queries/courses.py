"""Reads of courses: what is offered, who has a place, who may be registered, what it costs whom."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from kernel.access.actor import Actor, Role
from tenants.people.models import Membership
from tenants.registry.models import Office, Organisation
from tenants.training.models import (
    Certificate,
    Course,
    CourseAttendance,
    CourseFeedback,
    CourseSession,
    CourseShare,
    Registration,
)
from tenants.training.parts import parted
from tenants.training.policy.courses import (
    course_policy,
    offered_policy,
    registration_policy,
    staff_registration_policy,
)

PLACED, WAITING = Registration.State.PLACED, Registration.State.WAITING
ANSWERS_SHOWN_FROM = 5


def courses_for(actor: Actor) -> QuerySet[Any]:
    """The office's courses, with how the actor stands to each."""
    return _with_own(course_policy.rows(actor), actor)


def offered_for(actor: Actor) -> QuerySet[Any]:
    """What a provider's people can register for, in all counties where it works; one query."""
    return _with_own(offered_policy.rows(actor), actor)


def _with_own(rows: QuerySet[Course], actor: Actor) -> QuerySet[Any]:
    own = Registration.objects.filter(course=OuterRef("pk"), person=actor.person).exclude(state="cancelled")
    return rows.select_related("office", "curriculum").annotate(own=Subquery(own.values("state")[:1]))


def registrations_for(actor: Actor) -> QuerySet[Any]:
    """Registrations that the actor may see in an office."""
    return _with_course(registration_policy.rows(actor))


def staff_registrations_for(actor: Actor) -> QuerySet[Any]:
    """The own people's registrations in all counties."""
    return _with_course(staff_registration_policy.rows(actor))


def participants_of(actor: Actor, course: Course) -> QuerySet[Any]:
    """Who has a place, by name, then the waiting list in its order."""
    waits = Case(When(state=WAITING, then=F("registered_at")))
    rows = registrations_for(actor).filter(course=course).exclude(state="cancelled")
    return certified(with_attendance(rows)).order_by("state", waits, "sort_key", "id")


def _with_course(rows: QuerySet[Registration]) -> QuerySet[Any]:
    rows = rows.select_related("course__office", "organisation", "home_office")
    return rows.order_by("-course__first_day", "sort_key", "id")


def office_staff(office: str, today: date) -> QuerySet[Membership]:
    """The office's own people today by name, technical access apart."""
    return _each_once(Membership.objects.on(today).filter(office=office, organisation=None, person__technical=False))


def provider_staff(actor: Actor) -> QuerySet[Membership]:
    """The actor's provider's people today by name; in an office those who work there."""
    organisation = actor.the_organisation()
    at = None if actor.place == organisation else actor.place
    rows = Membership.objects.on(actor.today).filter(organisation=organisation, office=at, person__technical=False)
    return _each_once(rows)


def registrable_colleagues(actor: Actor) -> QuerySet[Membership]:
    """Whom the actor may register at a provider: oneself; who leads, the provider's people."""
    rows = provider_staff(actor)
    return rows.filter(person=actor.person) if actor.roles <= {Role.PROVIDER_WORKER} else rows


def _each_once(rows: QuerySet[Membership]) -> QuerySet[Membership]:
    """Who has two roles, with the one that began first."""
    first = rows.order_by("person", "begins").distinct("person").values("pk")
    return Membership.objects.filter(pk__in=first).order_by("sort_key", "id")


@dataclass(frozen=True, slots=True)
class Seats:
    """How the places of a course stand."""

    placed: int
    waiting: int


def seats_of(course: Course) -> Seats:
    """Counted from what the place may read: all of it only in the offices that hold the course."""
    counted = Counter(Registration.objects.filter(course=course).values_list("state", flat=True))
    return Seats(counted[PLACED], counted[WAITING])


def next_places(course: Course, today: date) -> list[tuple[Registration, int]]:
    """Who of the waiting gets which seat: in order, as long as the shares of the others stay free until their day."""
    rows = list(Registration.objects.filter(course=course).exclude(state="cancelled").order_by("registered_at", "id"))
    seats = {row.seat for row in rows if row.state == PLACED}
    free = [seat for seat in range(1, course.capacity + 1) if seat not in seats]
    used = Counter(row.organisation_id for row in rows if row.state == PLACED)
    kept: dict[str | None, int] = {}
    if course.shares_until and today <= course.shares_until:
        kept = dict(CourseShare.objects.filter(course=course).values_list("organisation", "places"))
    given = []
    for row in rows:
        own = row.organisation_id
        for_others = sum(max(0, places - used[key]) for key, places in kept.items() if key != own)
        if row.state == WAITING and (used[own] < kept.get(own, 0) or len(free) > for_others) and free:
            given.append((row, free.pop(0)))
            used[own] += 1
    return given


def proposed_shares(actor: Actor, course: Course) -> dict[str | None, int]:
    """A fair share for each provider that works here and for the offices' own staff, by the number of their people."""
    people = Membership.objects.on(actor.today).filter(office=actor.place, person__technical=False)
    counted = people.order_by("organisation").values("organisation").annotate(people=Count("person", distinct=True))
    return parted(course.capacity, {row["organisation"]: row["people"] for row in counted})


def shares_of(course: Course) -> dict[str | None, int]:
    return dict(course.shares.values_list("organisation", "places"))


@dataclass(frozen=True, slots=True)
class CostPart:
    """What an office or a provider bears."""

    payer: str
    kind: str
    places: int
    amount: Decimal


def costs_of(course: Course) -> list[CostPart]:
    """The cost by places: the offices' per cent among the offices, the rest among the providers, exact to the cent.

    Without a place of a provider the offices bear it all; without a place of an office the organiser bears their part.
    """
    placed = course.registrations.filter(state=PLACED).order_by()
    providers = dict(placed.exclude(organisation=None).values_list("organisation").annotate(n=Count("pk")))
    offices = dict(placed.exclude(home_office=None).values_list("home_office").annotate(n=Count("pk")))
    cents = int(course.cost * 100)
    percent = course.office_percent if providers else 100
    theirs = parted(cents, {"offices": percent, "providers": 100 - percent})
    names = dict(Office.objects.filter(pk__in=[*offices, course.office_id]).values_list("pk", "name"))
    names |= dict(Organisation.objects.filter(pk__in=providers).values_list("pk", "name"))
    amounts = parted(theirs["offices"], offices or {course.office_id: 1})
    rows = [CostPart(names[k], "Jugendamt", offices.get(k, 0), Decimal(v) / 100) for k, v in amounts.items()]
    amounts = parted(theirs["providers"], providers)
    rows += [CostPart(names[k], "Träger", providers[k], Decimal(v) / 100) for k, v in amounts.items()]
    return sorted(rows, key=lambda row: (row.kind, row.payer))


def sessions_of(course: Course) -> list[CourseSession]:
    return list(course.sessions.all())


def with_attendance(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Each registration with the number of days on which its person was there."""
    return rows.annotate(days=Count("attendances", distinct=True))


def certified(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Each registration with whether its person has a certificate of the course."""
    own = Certificate.objects.filter(course=OuterRef("course"), person=OuterRef("person"), revoked_at=None)
    return rows.annotate(certified=Exists(own), certificate=Subquery(own.values("pk")[:1]))


def present_at(session: CourseSession) -> set[UUID]:
    """The registrations of those who were there."""
    return set(CourseAttendance.objects.filter(session=session).values_list("registration", flat=True))


@dataclass(frozen=True, slots=True)
class Feedback:
    """What participants said: nothing but the number below five answers, then in steps of five.

    With each single answer shown, the difference of the averages would say what it was.
    """

    answers: int
    shown: int
    averages: list[tuple[str, Decimal]]
    remarks: list[str]


def feedback_of(course: Course) -> Feedback:
    rows = list(CourseFeedback.objects.filter(course=course).order_by("pk"))
    answers = len(rows)
    rows = rows[: answers - answers % ANSWERS_SHOWN_FROM]
    if not rows:
        return Feedback(answers, 0, [], [])
    fields = [CourseFeedback._meta.get_field(name) for name in ("content", "practice", "setting")]
    averages = [
        (str(f.verbose_name), Decimal(sum(getattr(row, f.name) for row in rows)) / len(rows))  # type: ignore[union-attr]
        for f in fields
    ]
    # by the alphabet: the order in which they came would say who wrote what
    return Feedback(answers, len(rows), averages, sorted(row.remark for row in rows if row.remark))


def courses_with_waiting() -> QuerySet[Course]:
    """Open courses with a free seat and somebody waiting; asked at the service's own address."""
    rows = Course.objects.filter(state=Course.State.OPEN).annotate(
        placed=Count("registrations", filter=Q(registrations__state=PLACED)),
        waiting=Count("registrations", filter=Q(registrations__state=WAITING)),
    )
    return rows.filter(waiting__gt=0, placed__lt=F("capacity"))
