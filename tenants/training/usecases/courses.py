"""Courses from the first draft to the last day (R26)."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import all_changed, also_changed, use_case
from kernel.web.fields import clean_text
from tenants.registry.models import Office
from tenants.training.models import Course, CourseOffice, CourseSession, CourseShare, Module, Registration
from tenants.training.policy.courses import CoursePerm
from tenants.training.usecases.due import feed_course
from tenants.training.usecases.places import place_soon, tell_all

MOST_PLACES, MOST_SESSIONS = 500, 60
State = Course.State
OVER = {
    State.HELD: "Der Kurs ist abgeschlossen. Er bleibt, wie er war.",
    State.CANCELLED: "Der Kurs ist abgesagt. Er bleibt, wie er war.",
}


@dataclass(frozen=True, slots=True)
class SessionGiven:
    """A day of a course as somebody planned it."""

    day: date
    begins: time
    ends: time
    room: str = ""


def check_not_over(course: Course) -> None:
    if course.state in OVER:
        raise RuleViolation(OVER[State(course.state)])


@use_case(CoursePerm.WRITE)
def add_course(
    *, actor: Actor, modules: Sequence[Module] | None = None, partners: Iterable[Office] = (), **given: Any
) -> Course:
    """Plan a course, of all modules of its curriculum if none are named; nobody sees it before it is opened."""
    course = Course(office_id=actor.place, attendance_secret=secrets.token_urlsafe(32))
    return _keep(actor, course, modules, partners, given)


@use_case(CoursePerm.WRITE, on="course")
def change_course(
    *,
    actor: Actor,
    course: Course,
    modules: Sequence[Module] | None = None,
    partners: Iterable[Office] = (),
    **given: Any,
) -> Course:
    """Change a course that is not over; never below the places that are given away."""
    check_not_over(course)
    placed = course.registrations.filter(state=Registration.State.PLACED)
    if given["capacity"] < (count := placed.count()):
        raise RuleViolation(
            f"{count} Plätze sind schon vergeben. Weniger geht erst, wenn sich jemand abmeldet.", field="capacity"
        )
    if sum(course.shares.values_list("places", flat=True)) > given["capacity"]:
        raise RuleViolation("Die Anteile sind zusammen mehr. Verkleinern Sie zuerst die Anteile.", field="capacity")
    _move_down(placed, given["capacity"])
    place_soon(course)
    return _keep(actor, course, modules, partners, given)


def _move_down(placed: Any, capacity: int) -> None:
    """Who sits on a seat that will be no more takes a free one below."""
    seats = dict(placed.values_list("seat", "pk"))
    free = [seat for seat in range(1, capacity + 1) if seat not in seats]
    above = [pk for seat, pk in seats.items() if seat > capacity]
    for seat, pk in zip(free, above, strict=False):
        placed.filter(pk=pk).update(seat=seat)
    all_changed(Registration, above, "seat")


def _keep(
    actor: Actor, course: Course, modules: Sequence[Module] | None, partners: Iterable[Office], given: dict[str, Any]
) -> Course:
    for name, value in given.items():
        setattr(course, name, clean_text(value) if isinstance(value, str) else value)
    if modules is None:
        modules = list(Module.objects.filter(curriculum=course.curriculum_id))
    _check(course, modules)
    course.save()
    course.modules.set(modules)
    _set_partners(course, {office.pk for office in partners})
    return course


def _check(course: Course, modules: Sequence[Module]) -> None:
    if not course.title:
        raise RuleViolation("Wie heißt der Kurs?", field="title")
    if not 1 <= course.capacity <= MOST_PLACES:
        raise RuleViolation(f"Ein Kurs hat 1 bis {MOST_PLACES} Plätze.", field="capacity")
    if not 0 <= course.office_percent <= 100:
        raise RuleViolation("Der Anteil liegt zwischen 0 und 100 Prozent.", field="office_percent")
    if course.cost < 0:
        raise RuleViolation("Die Kosten sind mindestens 0,00 €.", field="cost")
    if course.shares_until and course.shares_until > course.registers_until:
        raise RuleViolation("Die Anteile gelten höchstens bis zum Ende der Anmeldung.", field="shares_until")
    if course.first_day and course.registers_until > course.first_day:
        raise RuleViolation("Die Anmeldung endet spätestens am ersten Kurstag.", field="registers_until")
    if any(module.curriculum_id != course.curriculum_id for module in modules):
        raise RuleViolation("Diese Module gehören zu einem anderen Lehrgang.", field="modules")


def _set_partners(course: Course, wanted: set[str]) -> None:
    if course.office_id in wanted:
        raise RuleViolation("Ihr Amt veranstaltet den Kurs schon. Wählen Sie andere Ämter.", field="partners")
    kept = set(course.partners.values_list("office", flat=True))
    gone = kept - wanted
    if course.registrations.filter(home_office__in=gone).exclude(state="cancelled").exists():
        raise RuleViolation("Aus diesem Amt ist schon jemand angemeldet.", field="partners")
    course.partners.filter(office__in=gone).delete()
    for row in CourseOffice.objects.bulk_create(CourseOffice(course=course, office_id=key) for key in wanted - kept):
        also_changed(row, "office")


@use_case(CoursePerm.WRITE, on="course")
def set_sessions(*, actor: Actor, course: Course, sessions: Sequence[SessionGiven]) -> Course:
    """The days of the course; a day on which attendance was taken stays."""
    check_not_over(course)
    if not sessions:
        raise RuleViolation("Ein Kurs hat mindestens einen Tag.", field="sessions")
    if len(sessions) > MOST_SESSIONS:
        raise RuleViolation(f"Ein Kurs hat höchstens {MOST_SESSIONS} Tage.", field="sessions")
    kept = {(row.day, row.begins): row for row in course.sessions.all()}
    for number, given in enumerate(sessions, 1):
        if given.ends <= given.begins:
            raise RuleViolation(f"Tag {number}: Das Ende liegt nicht nach dem Beginn.", field="sessions")
        if any((s.day, s.begins) == (given.day, given.begins) for s in sessions[: number - 1]):
            raise RuleViolation(f"Tag {number} steht zweimal da.", field="sessions")
        row = kept.pop((given.day, given.begins), None) or CourseSession(
            course=course, day=given.day, begins=given.begins
        )
        row.ends, row.room = given.ends, clean_text(given.room)
        row.save()
        also_changed(row, "day", "begins", "ends", "room")
    gone = [row.pk for row in kept.values()]
    for row in kept.values():
        if row.attendances.exists():
            raise RuleViolation("An einem Tag ist Anwesenheit festgehalten. Er bleibt.", field="sessions")
        row.delete()
    first = min(s.day for s in sessions)
    if course.first_day != first:
        course.registrations.update(reminded_at=None)
    course.first_day, course.last_day = first, max(s.day for s in sessions)
    if course.registers_until > course.first_day:
        raise RuleViolation("Der erste Tag liegt vor dem Ende der Anmeldung.", field="sessions")
    course.save()
    feed_course(course, gone=gone)
    if course.state == State.OPEN:
        tell_all(course, "changed")
    return course


@use_case(CoursePerm.WRITE, on="course")
def set_shares(*, actor: Actor, course: Course, shares: dict[str | None, int]) -> Course:
    """Fair shares: places kept for each provider and for the offices' own staff (None), until `shares_until`."""
    check_not_over(course)
    if not course.shares_until:
        raise RuleViolation("Tragen Sie zuerst am Kurs ein, bis wann die Anteile gelten.")
    if sum(shares.values()) > course.capacity:
        raise RuleViolation(f"Zusammen sind das mehr als die {course.capacity} Plätze des Kurses.")
    course.shares.all().delete()
    rows = CourseShare.objects.bulk_create(
        CourseShare(course=course, organisation_id=key, places=places) for key, places in shares.items() if places
    )
    all_changed(CourseShare, [row.pk for row in rows], "organisation", "places")
    course.save()
    place_soon(course)
    return course


@use_case(CoursePerm.WRITE, on="course")
def open_course(*, actor: Actor, course: Course) -> Course:
    """From now on all whom it is for may register."""
    if course.state != State.DRAFT:
        raise RuleViolation("Die Anmeldung ist schon offen oder vorbei.")
    if course.first_day is None:
        raise RuleViolation("Tragen Sie zuerst die Tage des Kurses ein.")
    if course.registers_until < actor.today:
        raise RuleViolation("Das Ende der Anmeldung liegt in der Vergangenheit.")
    course.state = State.OPEN
    course.save()
    return course


@use_case(CoursePerm.WRITE, on="course")
def cancel_course(*, actor: Actor, course: Course) -> Course:
    """It does not take place; all who are registered learn it by mail."""
    check_not_over(course)
    tell_all(course, "course_cancelled")
    course.state = State.CANCELLED
    course.save()
    feed_course(course)
    return course
