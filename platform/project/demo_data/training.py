"""Courses of the demo: in each office one that was held, one that is open with a waiting list, one in preparation."""

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import islice
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from kernel.keys import sort_key
from kernel.tenancy.place import as_owner
from project.demo_data.facts import Fact
from project.demo_data.people import People
from project.demo_data.records import BASIC, CURRICULA, HOME
from project.demo_data.seeds import Seed, key_of
from tenants.people.models import Membership
from tenants.registry.models import Office
from tenants.training.codes import ALPHABET
from tenants.training.models import (
    Certificate,
    Course,
    CourseAttendance,
    CourseFeedback,
    CourseOffice,
    CourseSession,
    CourseShare,
    Curriculum,
    Module,
    Registration,
)

MODULES = ["Der Wille und die Ziele", "Ressourcen im Sozialraum", "Gemeinsam beraten"]
TOGETHER = {"vogelsberg": "arnsberg"}
REMARKS = ["Die Übungen mit Beispielen helfen im Alltag.", "Gern mehr Zeit für den Austausch mit den anderen Trägern."]


def remove_training(offices: Sequence[Office]) -> None:
    """What an earlier load made; it holds on to people."""
    Certificate.objects.filter(office__in=offices).delete()
    Course.objects.filter(office__in=offices).delete()
    Curriculum.objects.filter(office__in=offices).delete()


def store_training(offices: Sequence[Fact], people: People, today: date) -> None:
    """Done as the owner, as it lies in the shared schema."""
    with as_owner():
        curriculum = Curriculum.objects.get(office=HOME, title=BASIC)
        curriculum.purpose = "Fallarbeit am Willen und an den Ressourcen der Menschen ausrichten, über Träger hinweg."
        curriculum.save()
        minutes = CURRICULA[BASIC][1] // len(MODULES)
        modules = Module.objects.bulk_create(
            Module(id=key_of(f"module {n}"), curriculum=curriculum, number=n, title=title, minutes=minutes)
            for n, title in enumerate(MODULES, 1)
        )
        for facts in offices:
            _store(facts["key"], curriculum, modules, people, today)


def _store(office: str, curriculum: Curriculum, modules: list[Module], people: People, today: date) -> None:
    staff = list(_staff(office, people))
    held = _course(office, curriculum, "held", "Grundkurs", today - timedelta(days=150), len(staff) // 2 + 2)
    soon = _course(office, curriculum, "open", "Grundkurs", today + timedelta(days=35), max(4, len(staff) // 2 - 2))
    draft = _course(office, curriculum, "draft", "Aufbaukurs", today + timedelta(days=120), 16)
    for course in (held, soon, draft):
        course.modules.set(modules[:2] if course is draft else modules)
    if office in TOGETHER:
        CourseOffice.objects.create(id=key_of(f"together {office}"), course=soon, office_id=TOGETHER[office])
    _finish(held, list(islice(staff, 0, None, 2)))
    _register(soon, list(islice(staff, 1, None, 2)), soon.capacity)
    _share(soon, staff)


def _staff(office: str, people: People) -> Iterator[Membership]:
    """The office's people and the providers', each once and mixed as they might register."""
    rows = [m for m in people.memberships if m.office_id == office and not m.person.technical and m.ends is None]
    once = {m.person_id: m for m in rows}.values()
    yield from sorted(once, key=lambda m: str(key_of(f"order {office} {m.person_id}")))


def _course(office: str, curriculum: Curriculum, state: str, title: str, first: date, capacity: int) -> Course:
    first += timedelta(days=-first.weekday())
    days = [first, first + timedelta(days=1), first + timedelta(days=14)]
    course = Course.objects.create(
        id=key_of(f"course {office} {state}"),
        office_id=office,
        curriculum=curriculum,
        title=f"{title} Sozialraumorientierung",
        trainers="Referat Fortbildung",
        place="Haus der Jugend",
        capacity=capacity,
        registers_until=first - timedelta(days=10),
        shares_until=first - timedelta(days=20),
        cost=Decimal(4800),
        office_percent=60,
        state=state,
        first_day=days[0],
        last_day=days[-1],
        attendance_secret=f"{key_of(f'secret {office} {state}')}",
    )
    CourseSession.objects.bulk_create(
        CourseSession(
            id=key_of(f"session {course.pk} {day}"), course=course, day=day, begins=time(9), ends=time(16), room="Saal"
        )
        for day in days
    )
    return course


def _register(course: Course, members: Sequence[Membership], seats: int) -> list[Registration]:
    rows = [
        Registration(
            id=key_of(f"registration {course.pk} {member.person_id}"),
            course=course,
            office_id=course.office_id,
            person_id=member.person_id,
            display_name=member.display_name,
            sort_key=sort_key(member.display_name),
            organisation_id=member.organisation_id,
            home_office_id=None if member.organisation_id else course.office_id,
            state="placed" if seat <= seats else "waiting",
            seat=seat if seat <= seats else None,
            placed_at=timezone.now() if seat <= seats else None,
            registered_by=member.person_id,
        )
        for seat, member in enumerate(members, 1)
    ]
    return Registration.objects.bulk_create(rows)


def _share(course: Course, staff: Sequence[Membership]) -> None:
    """One place for each provider, as far as they go."""
    keys = sorted({m.organisation_id for m in staff if m.organisation_id})[: course.capacity - 1]
    CourseShare.objects.bulk_create(
        CourseShare(id=key_of(f"share {course.pk} {key}"), course=course, organisation_id=key, places=1) for key in keys
    )


def _finish(course: Course, members: Sequence[Membership]) -> None:
    """All were there, the last on one day only; who was there on all has the certificate."""
    rows = _register(course, members, course.capacity)
    sessions, organiser = list(course.sessions.all()), key_of(f"organiser {course.office_id}")
    CourseAttendance.objects.bulk_create(
        CourseAttendance(
            id=key_of(f"there {row.pk} {s.day}"), registration=row, session=s, how="list", recorded_by=organiser
        )
        for row in rows
        for s in (sessions if row is not rows[-1] else sessions[:1])
    )
    Certificate.objects.bulk_create(_certificate(course, row, organiser) for row in rows[:-1])
    seed = Seed(f"feedback {course.pk}").random
    CourseFeedback.objects.bulk_create(
        CourseFeedback(
            course=course,
            content=seed.choice((4, 4, 5)),
            practice=seed.choice((3, 4, 5)),
            setting=seed.choice((3, 4, 4)),
            remark=REMARKS[n] if n < len(REMARKS) else "",
        )
        for n in range(min(7, len(rows)))
    )


def _certificate(course: Course, row: Registration, organiser: UUID) -> Certificate:
    assert course.last_day  # noqa: S101 - set above
    seed = Seed(f"certificate {row.pk}")
    return Certificate(
        id=seed.key(course.last_day),
        code="".join(seed.random.choice(ALPHABET) for _ in range(12)),
        person_id=row.person_id,
        display_name=row.display_name,
        sort_key=row.sort_key,
        organisation_id=row.organisation_id,
        office_id=course.office_id,
        curriculum_id=course.curriculum_id,
        course=course,
        title=course.title,
        minutes=CURRICULA[BASIC][1],
        completed_on=course.last_day,
        valid_until=course.last_day + relativedelta(months=CURRICULA[BASIC][0]),
        issued_by=organiser,
    )
