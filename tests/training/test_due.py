"""Training in the workspace and on Heute: days ahead, certificates that run out; fed with the change (R26, issue 5.4)."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from kernel import clock
from kernel.access.actor import Role
from kernel.tenancy.place import bound, transaction_in
from tenants.people.actors import enter_organisation
from tenants.people.models import Membership
from tenants.training.models import CourseSession, Registration
from tenants.training.usecases import attendance, courses, recognition, registrations
from tenants.training.usecases import due as training_due
from tenants.training.usecases.places import give_places
from tenants.worklist.items import Kind
from tenants.worklist.models import Event, WorkItem
from tenants.worklist.queries import open_items_for, open_items_of
from tests.database import set_up
from tests.factories import people
from tests.factories import training as make
from tests.people.test_workspace import browser_of

pytestmark = pytest.mark.django_db
TODAY, DAY = clock.today(), timedelta(days=1)


def stored() -> list[tuple[object, ...]]:
    with set_up():
        rows = WorkItem.objects.filter(kind__in=[Kind.TRAINING, Kind.CERTIFICATE_ENDING], done_at=None)
        return sorted(rows.values_list("kind", "organisation", "person", "subject", "due_on"), key=str)


def rebuilt(office) -> list[tuple[object, ...]]:
    with transaction_in(office):
        training_due.rebuild(office.key)
    return stored()


def seen(actor, place) -> list[tuple[str, object]]:
    with transaction_in(place):
        return [(row.kind, row.person) for row in open_items_for(actor)]


@pytest.fixture
def placed(nord, alpha):
    """A worker of alpha with a place in a course of two days in nord; organiser, lead, worker, course, registration."""
    make.let_in(nord, "alpha")
    organiser, lead = people.actor(nord, Role.TRAINING), make.provider_actor(alpha)
    worker = make.provider_actor(alpha, Role.PROVIDER_WORKER)
    with transaction_in(nord):
        course = make.course(curriculum=make.curriculum(valid_months=24))
    with transaction_in(alpha):
        row = registrations.register_colleague(actor=lead, course=course, person=worker.person)
    assert stored() == []  # who waits has no day
    with transaction_in(nord):
        give_places(actor=organiser, course=course)
    return organiser, lead, worker, course, row


def test_r26_each_day_of_a_course_is_due_with_the_place_and_no_more_without_it(nord, alpha, placed):
    organiser, lead, worker, course, row = placed
    with transaction_in(nord):
        days = {str(pk): day for pk, day in course.sessions.values_list("pk", "day")}
    assert [(item[2], days[item[3]]) for item in stored()] == [(worker.person, day) for _, day in sorted(days.items())]
    before = stored()
    assert rebuilt(nord) == before
    with transaction_in(alpha):
        registrations.cancel_colleague(actor=lead, registration=Registration.objects.get(pk=row.pk))
    assert stored() == [] == rebuilt(nord)


def test_r26_what_changes_at_the_course_changes_what_is_due(nord, placed):
    organiser, _, _, course, _ = placed
    with transaction_in(nord):
        first = course.sessions.first()
        kept = courses.SessionGiven(first.day, first.begins, first.ends, "Saal")
        new = courses.SessionGiven(first.day + 3 * DAY, first.begins, first.ends, "")
        courses.set_sessions(actor=organiser, course=course, sessions=[kept, new])
    assert {item[4] for item in stored()} == {first.day, first.day + 3 * DAY} and len(stored()) == 2
    before = stored()
    assert rebuilt(nord) == before
    with transaction_in(nord):
        courses.cancel_course(actor=organiser, course=course)
    assert stored() == []


def test_r26_leads_see_their_people_and_a_worker_only_the_own_days(nord, alpha, beta, placed):
    _, lead, worker, _, _ = placed
    other = make.provider_actor(alpha, Role.PROVIDER_WORKER, people.person("Andere"))
    stranger = make.provider_actor(beta)
    both = [(Kind.TRAINING, worker.person)] * 2
    assert seen(lead, alpha) == both == seen(worker, alpha)
    assert seen(other, alpha) == [] == seen(stranger, beta)
    with set_up():
        WorkItem.objects.filter(kind=Kind.TRAINING).update(due_on=TODAY - DAY)
    assert seen(lead, alpha) == []  # it was yesterday
    admin = make.provider_actor(alpha, Role.PROVIDER_ADMIN)
    with transaction_in(alpha):
        assert open_items_of(admin, worker.person).count() == 2  # who leaves hands them over
    with set_up():
        WorkItem.objects.filter(kind=Kind.TRAINING).update(due_on=TODAY)
        Membership.objects.filter(person=worker.person).update(ends=TODAY - DAY)
    assert seen(lead, alpha) == []  # works for the provider no more


def test_the_workspace_names_course_and_person_and_leads_to_the_course(
    nord, alpha, placed, django_assert_max_num_queries
):
    _, lead, worker, course, _ = placed
    browser = browser_of(lead)
    with django_assert_max_num_queries(25) as once:
        page = browser.get("/traeger/alpha/kalender/").content.decode()
    assert f"Fortbildung · {course.title} · {_name(worker)}" in page
    assert f"/traeger/alpha/fortbildungen/{course.pk}/" in page
    assert browser.get(f"/traeger/alpha/fortbildungen/{course.pk}/").status_code == 200
    with set_up():
        for number in range(3):
            day = CourseSession.objects.create(
                course=course, day=TODAY + (40 + number) * DAY, begins="09:00", ends="10:00"
            )
            WorkItem.objects.create(
                office_id="nord", organisation_id="alpha", kind=Kind.TRAINING, person=worker.person, due_on=day.day,
                subject=str(day.pk),
            )  # fmt: skip
    with django_assert_max_num_queries(25) as more:
        browser.get("/traeger/alpha/kalender/")
    assert len(more) <= len(once)


def _name(actor) -> str:
    with set_up():
        return Membership.objects.filter(person=actor.person).values_list("display_name", flat=True)[0]


def test_r26_a_certificate_that_runs_out_is_due_until_a_later_one_is_there_in_whatever_office(nord, sued, alpha):
    make.let_in(nord, "alpha")
    lead, who = make.provider_actor(alpha), people.person("Lernende")
    make.employ(who, "alpha")
    with transaction_in(alpha):
        worker = enter_organisation(who.pk, alpha, TODAY)
    found = {}
    for office, age in ((nord, 20), (sued, 2)):
        organiser = people.actor(office, Role.TRAINING)
        with transaction_in(nord):
            curriculum = found.setdefault("curriculum", None) or make.curriculum(valid_months=24)
            found["curriculum"] = curriculum
        with set_up():
            asked = make.Recognition.objects.create(
                office_id=office.key, person=who, display_name=who.name, sort_key=who.sort_key,
                organisation_id="alpha", curriculum=curriculum, institution="Akademie", title="Kurs",
                completed_on=TODAY - age * 30 * DAY, minutes=60, evidence=make.PDF, evidence_name="a.pdf",
                evidence_type="application/pdf",
            )  # fmt: skip
        with transaction_in(office):
            recognition.recognise(actor=organiser, recognition=asked)
        days = {item[4] for item in stored()}
        with transaction_in(alpha):
            due = [(row.office_id, row.person, row.due_on) for row in open_items_for(lead)]
        assert [(office.key, who.pk, max(days))] == due
        assert seen(worker, alpha) == [(Kind.CERTIFICATE_ENDING, who.pk)]
    before = stored()
    assert len(before) == 2 and rebuilt(nord) == before
    with set_up():
        told = Event.objects.filter(kind=Kind.CERTIFICATE_ENDING)
        assert {(event.person, event.organisation_id) for event in told} == {(who.pk, "alpha")}
    page = browser_of(lead).get("/traeger/alpha/kalender/").content.decode()
    assert page.count("Fortbildung auffrischen · Sozialraumorientierung · Lernende") == 2  # once to see, once to hear
    assert "/traeger/alpha/nachweise/" in page


def test_a_certificate_of_the_course_is_due_when_it_runs_out(nord, placed):
    organiser, _, worker, course, row = placed
    with set_up():
        for ago, day in enumerate(course.sessions.all()):
            CourseSession.objects.filter(pk=day.pk).update(day=TODAY - ago * DAY)
        course.last_day = course.first_day = TODAY
        course.save()
    with transaction_in(nord):
        for day in course.sessions.all():
            attendance.record_attendance(actor=organiser, course=course, session=day, present=[row.pk])
        attendance.finish_course(actor=organiser, course=course)
    (item,) = stored()
    assert item[0] == Kind.CERTIFICATE_ENDING and item[2] == worker.person and item[4].year == TODAY.year + 2


def test_a_provider_ends_its_own_peoples_days_and_nothing_else(nord, alpha, beta, placed):
    with set_up():
        WorkItem.objects.create(
            office_id="nord", organisation_id="alpha", kind=Kind.PROOF_DUE, subject="1", due_on=TODAY
        )
    with bound(alpha), pytest.raises(ProgrammingError), transaction.atomic():
        WorkItem.objects.update(due_on=TODAY)
    for place, ended in ((beta, 0), (alpha, 2)):
        with bound(place), transaction.atomic():
            assert WorkItem.objects.update(done_at=clock.now()) == ended


def test_heute_of_an_office_has_own_days_lists_to_take_and_courses_to_finish(nord):
    worker, organiser = people.actor(nord, Role.CASE_WORKER), people.actor(nord, Role.TRAINING)
    with set_up():
        who = people._named(make.Person(pk=worker.person))
    with transaction_in(nord):
        ahead = make.course(days=(TODAY + 3 * DAY, TODAY + 60 * DAY))
        make.registration(ahead, who, seat=1)
        over = make.course(days=(TODAY - 2 * DAY,), title="Vorbei")
        row = make.registration(over, who, seat=1)
        make.course(days=(TODAY - 2 * DAY,), title="Leer")
    page = people.client(nord, who=who).get("/").content.decode()
    assert page.count("Fortbildung: Grundkurs") == 2 and "Vorbei" not in page  # the day after next month is far
    browser = people.client(nord, who=people._named(make.Person(pk=organiser.person)))
    page = browser.get("/").content.decode()
    for title in ("Anwesenheit: Vorbei", "Kurs zu Ende: Vorbei", "Kurs zu Ende: Leer"):
        assert title in page
    assert "Anwesenheit: Leer" not in page
    with transaction_in(nord):
        attendance.record_attendance(actor=organiser, course=over, session=over.sessions.get(), present=[row.pk])
    assert "Anwesenheit: Vorbei" not in browser.get("/").content.decode()
