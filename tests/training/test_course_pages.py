"""The pages of courses: an office's, a provider's, one's own, and the public check (R26)."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kernel import clock
from kernel.access.actor import Role
from kernel.keys import uuid7
from kernel.tenancy.place import transaction_in
from kernel.web.rate import LIMIT
from tenants.people.models import Membership
from tenants.training.codes import attendance_code
from tenants.training.models import (
    Certificate,
    Course,
    CourseAttendance,
    CourseFeedback,
    CourseOffice,
    Curriculum,
    Registration,
)
from tests.database import set_up
from tests.factories import people
from tests.factories import training as make
from tests.people.test_staff import browser_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("project.urls_office")]
TODAY, DAY = clock.today(), timedelta(days=1)


def filled(rows: list[dict[str, str]], **form: str) -> dict[str, str]:
    """The body of a form with rows below it."""
    data = {"submission": str(uuid7()), "form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": "0", **form}
    return data | {f"form-{n}-{k}": v for n, row in enumerate(rows) for k, v in row.items()}


@pytest.fixture
def send(django_capture_on_commit_callbacks):
    """Send a form with all that follows after the commit."""

    def run(browser, url, **data):
        with django_capture_on_commit_callbacks(execute=True):
            return browser.post(url, {"submission": uuid7()} | data)

    return run


def test_r26_from_the_curriculum_to_the_certificate(nord, send):
    """Everything an organiser does, on the pages, until anyone may check the certificate."""
    who = people.person("Ina Teilnehmerin")
    organiser = people.client(nord, Role.TRAINING, who=people.person("Olaf Organisator"))
    worker = people.client(nord, Role.CASE_WORKER, who=who)
    modules = filled([{"title": "Wille", "minutes": "6:00"}], title="Sozialraum", valid_months="24")
    assert organiser.post(reverse("curriculum-new"), modules).status_code == 302
    with transaction_in(nord):
        curriculum = Curriculum.objects.get()
    answer = organiser.post(
        reverse("course-new"),
        {
            "submission": uuid7(), "title": "Kurs im Herbst", "curriculum": curriculum.pk, "capacity": "1",
            "registers_until": "heute", "cost": "100,00", "office_percent": "50",
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    with transaction_in(nord):
        course = Course.objects.get()
    url = {n: reverse(n, args=[course.pk]) for n in ("course", "course-sessions", "course-open", "register")}
    assert send(organiser, url["course-open"]).status_code == 422
    days = filled([{"day": "heute", "begins": "9", "ends": "16 Uhr", "room": "A 1"}])
    assert organiser.post(url["course-sessions"], days).status_code == 302
    assert worker.get(url["course"]).status_code == 404, "nobody sees a draft"
    assert send(organiser, url["course-open"]).status_code == 302
    assert "Mich anmelden" in worker.get(url["course"]).content.decode()
    assert send(worker, url["register"]).status_code == 302
    assert "hat einen Platz" in worker.get(url["course"]).content.decode()
    assert "1 von 1" in organiser.get(url["course"]).content.decode()
    with transaction_in(nord):
        session, registration = course.sessions.get(), Registration.objects.get()
    screen = organiser.get(reverse("attendance-code", args=[session.pk])).content.decode()
    code = _code_of(nord, session)
    assert code in screen and "hn-qr" in screen and "style=" not in screen.partition('id="code"')[2]
    scanned = f"/fortbildung/anwesend/?code={code}"
    stranger = Client(headers={"host": "hilfenetz.localhost"}).get(scanned)
    assert stranger.status_code == 302 and code in stranger["Location"], "kept over the sign-in"
    phone = _at_base(worker)
    assert f'value="{code}"' in phone.get(scanned).content.decode()
    assert phone.post("/fortbildung/anwesend/", {"submission": uuid7(), "code": "AAAAAA"}).status_code == 422
    assert phone.post("/fortbildung/anwesend/", {"submission": uuid7(), "code": code.lower()}).status_code == 302
    finish = reverse("course-finish", args=[course.pk])
    assert send(organiser, finish, share="100").status_code == 302
    assert send(organiser, reverse("course-change", args=[course.pk])).status_code == 422
    pdf = organiser.get(reverse("registration-certificate", args=[registration.pk]))
    assert pdf.content.startswith(b"%PDF")
    assert phone.get(f"/fortbildung/kurse/{registration.pk}/bescheinigung.pdf").content.startswith(b"%PDF")
    with set_up():
        certificate = Certificate.objects.get()
    assert certificate.minutes == 360 and certificate.valid_until and certificate.person_id == who.pk
    shown = phone.get(f"/fortbildung/nachweis/{certificate.code}/").content.decode()
    for told in ("Ina Teilnehmerin", "Kurs im Herbst", "gültig"):
        assert told in shown
    for kept in ("Nordkreis", str(certificate.pk), "A 1", "360"):
        assert kept not in shown
    with set_up():
        assert CourseAttendance.objects.get().how == "code"


def _code_of(nord, session) -> str:
    with transaction_in(nord):
        return attendance_code(session, session.course.attendance_secret)


def _at_base(browser):
    """The same person at the service's own address."""
    browser.defaults["HTTP_HOST"] = "hilfenetz.localhost"
    return browser


def test_r26_a_provider_registers_its_people_in_its_workspace(nord, sued, alpha, send):
    make.let_in(nord, "alpha")
    manager = make.provider_actor(alpha)
    browser = browser_of(manager)
    who = people.person("Ada Alpha")
    make.employ(who, "alpha")
    with set_up():
        course, far = make.course(capacity=1), make.course("sued", title="Fern")
    base = "/traeger/alpha/fortbildungen/"
    shown = browser.get(base).content.decode()
    assert "Grundkurs" in shown and "Fern" not in shown and "Nordkreis" in shown
    assert browser.get(f"{base}{far.pk}/").status_code == 404
    assert send(browser, f"{base}{course.pk}/anmelden/", person=who.pk).status_code == 302
    assert "hat einen Platz" in browser.get(f"{base}{course.pk}/").content.decode()
    again = send(browser, f"{base}{course.pk}/anmelden/", person=who.pk)
    assert again.status_code == 422 and "schon angemeldet" in again.content.decode()
    assert "Ada Alpha" in browser.get(f"{base}anmeldungen/").content.decode()
    with set_up():
        given = make.record_certificate(who, "nord", "alpha", course=course)
        row = Registration.objects.get()
    paper = f"{base}anmeldungen/{row.pk}/bescheinigung.pdf"
    assert browser.get(paper).content.startswith(b"%PDF")
    with set_up():
        Membership.objects.filter(person=who).update(ends=TODAY - DAY)
    assert browser.get(paper).status_code == 404, "who has left is seen no longer"
    with set_up():
        given.delete()
    calendar = browser.get(f"{base}{course.pk}/kurs.ics").content.decode()
    assert calendar.count("BEGIN:VEVENT") == 2 and "SUMMARY:Grundkurs" in calendar
    with set_up():
        row = Registration.objects.get()
    assert browser.get(f"{base}anmeldungen/{row.pk}/bescheinigung.pdf").status_code == 404
    assert send(browser, f"{base}anmeldungen/{row.pk}/abmelden/", version=row.version).status_code == 302
    with set_up():
        row.refresh_from_db()
    assert (row.state, row.seat) == ("cancelled", None)


def test_r26_a_worker_registers_only_themselves_in_the_workspace(nord, alpha, send):
    make.let_in(nord, "alpha")
    worker = make.provider_actor(alpha, Role.PROVIDER_WORKER)
    colleague = people.person("Andere")
    make.employ(colleague, "alpha")
    with set_up():
        course = make.course()
        make.registration(course, colleague, organisation_id="alpha")
    browser = browser_of(worker)
    page = browser.get(f"/traeger/alpha/fortbildungen/{course.pk}/anmelden/").content.decode()
    assert worker.name in page and "Andere" not in page
    assert "Andere" not in browser.get(f"/traeger/alpha/fortbildungen/{course.pk}/").content.decode()
    assert send(browser, f"/traeger/alpha/fortbildungen/{course.pk}/anmelden/", person=colleague.pk).status_code == 422


def test_r26_an_office_that_holds_a_course_with_another_registers_its_staff(nord, sued, send):
    browser = people.client(sued, Role.CASE_WORKER, who=people.person("Susi Süd"))
    with set_up():
        course = make.course(capacity=1)
    assert browser.get(reverse("course", args=[course.pk])).status_code == 404
    with set_up():
        CourseOffice.objects.create(course=course, office_id="sued")
    assert "Nordkreis" in browser.get(reverse("course", args=[course.pk])).content.decode()
    assert send(browser, reverse("register", args=[course.pk])).status_code == 302
    page = reverse("participants", args=[course.pk])
    assert "Susi Süd" in people.client(sued, Role.TRAINING).get(page).content.decode()
    for role in (Role.PLANNER, Role.OFFICE_ADMIN, Role.CASE_WORKER):
        assert people.client(nord, role).get(page).status_code == 403, "figures are enough for them"
    with set_up():
        assert Registration.objects.get().home_office_id == "sued" and Registration.objects.get().seat == 1


def test_r26_feedback_is_anonymous_and_shown_from_five_answers_on(nord):
    """Each answers once, after the course; nothing says whose an answer is."""
    organiser = people.client(nord, Role.TRAINING, who=people.person("Olaf Organisator"))
    guests = [people.person(f"Gast {n}") for n in range(6)]
    with set_up():
        course = make.course(days=(TODAY - DAY,), registers_until=TODAY - 9 * DAY, capacity=6)
        rows = [make.registration(course, who, seat=n) for n, who in enumerate(guests, 1)]
    phones = [_at_base(people.client(nord, who=who)) for who in guests]
    answer = {"content": "5", "practice": "4", "setting": "3", "remark": "Gern mehr davon"}

    def give(n: int):
        url = f"/fortbildung/kurse/{rows[n].pk}/rueckmeldung/"
        return phones[n].post(url, answer | {"submission": uuid7()})

    assert "abgeschlossen" in give(0).content.decode()
    with set_up():
        Course.objects.update(state="held")
    page = reverse("course-feedback", args=[course.pk])
    assert all(give(n).status_code == 302 for n in range(4))
    assert "schon da" in give(0).content.decode()
    assert phones[0].get(f"/fortbildung/kurse/{rows[1].pk}/rueckmeldung/").status_code == 404
    shown = organiser.get(page).content.decode()
    assert "ab 5 Antworten" in shown and "Gern mehr" not in shown
    give(4)
    shown = organiser.get(page).content.decode()
    assert "5,0" in shown and "Gern mehr davon" in shown and "Gast" not in shown
    answer = {"content": "1", "practice": "1", "setting": "1", "remark": "Das war ich"}
    give(5)
    shown = organiser.get(page).content.decode()
    assert "6 Antworten" in shown and "5,0" in shown and "Das war ich" not in shown, (
        "one more would be told by the difference"
    )
    with set_up():
        assert CourseFeedback.objects.count() == 6
        assert {f.name for f in CourseFeedback._meta.get_fields()} == {
            "id", "course", "content", "practice", "setting", "remark",
        }  # fmt: skip


def test_r26_the_public_check_is_slow_and_knows_revoked_and_expired(nord):
    cache.clear()
    who = people.person("Vera Geprüft")
    with set_up():
        course = make.course(days=(TODAY - 40 * DAY,))
        given = {
            "person": who,
            "display_name": who.name,
            "sort_key": who.sort_key,
            "office_id": "nord",
            "title": "Kurs",
        }
        given |= {"minutes": 60, "completed_on": TODAY - 40 * DAY, "issued_by": uuid7()}
        Certificate.objects.create(code="ABCDEFGHJKLM", valid_until=TODAY - DAY, course=course, **given)
        Certificate.objects.create(code="MLKJHGFEDCBA", valid_until=TODAY, **given)
    stranger = _at_base(people.client(nord))
    assert "abgelaufen" in stranger.get("/fortbildung/nachweis/abcd-efgh-jklm/").content.decode()
    assert "gültig" in stranger.get("/fortbildung/nachweis/?code=MLKJ HGFE DCBA").content.decode()
    with set_up():
        Certificate.objects.update(revoked_at="2026-01-01T00:00Z", revoke_reason="mistake")
    assert "widerrufen</span> am 01.01.2026" in stranger.get("/fortbildung/nachweis/MLKJHGFEDCBA/").content.decode()
    assert stranger.get("/fortbildung/nachweis/ZZZZ/").status_code == 404
    codes = (stranger.get("/fortbildung/nachweis/ZZZZ/").status_code for _ in range(2 * LIMIT))
    assert 429 in codes  # two windows of a minute at the most, wherever the first one began
    cache.clear()


def test_r26_pages_ask_the_same_however_many_there_are(nord):
    """Courses and participants: 2 or 12, the same number of queries."""
    browser = people.client(nord, Role.TRAINING, who=people.person("Olaf Organisator"))

    def asked(path: str) -> int:
        browser.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(path).status_code == 200
        return len(queries)

    with set_up():
        course = make.course(capacity=20)
    lists = [reverse("courses"), reverse("registrations"), reverse("participants", args=[course.pk])]
    lists += [reverse("course", args=[course.pk]), reverse("course-costs", args=[course.pk])]
    counts = []
    for more in (2, 10):
        with set_up():
            for n in range(more):
                make.course(title=f"Kurs {n}")
                seat = course.registrations.count() + 1
                make.registration(course, people.person(f"Gast {seat}"), seat=seat)
        counts.append([asked(path) for path in lists])
    assert counts[0] == counts[1]


def test_r26_own_courses_and_own_people_in_a_course_have_pages(nord, alpha):
    """Thirty of each: the last is on the second page, and no button lacks its name."""
    who = people.person("Ina Immerda")
    manager = make.provider_actor(alpha)
    make.let_in(nord, "alpha")
    with set_up():
        big = make.course(title="Großer Kurs", capacity=40)
        for n in range(30):
            make.registration(make.course(title=f"Kurs {n}"), who, seat=1)
            make.registration(big, people.person(f"Gast {n:02}"), seat=n + 1, organisation_id="alpha")
    phone = _at_base(people.client(nord, who=who))
    first, second = (phone.get(f"/fortbildung/kurse/?page={n}").content.decode() for n in (1, 2))
    assert first.count("hat einen Platz") == 25 and second.count("hat einen Platz") == 5
    assert first.count(">Kurse<") == 1, "one tab"
    page = f"/traeger/alpha/fortbildungen/{big.pk}/"
    workspace = browser_of(manager)
    first, second = (workspace.get(f"{page}?people-page={n}").content.decode() for n in (1, 2))
    assert "Gast 24" in first and "Gast 25" not in first and "Gast 29" in second
    assert 'Abmelden<span class="kern-sr-only">: Gast 29</span>' in second
