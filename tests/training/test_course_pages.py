"""The pages of courses: an office's, a provider's, one's own, and the public check (R26)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kernel import clock
from kernel.access.actor import Role
from kernel.keys import uuid7
from kernel.tenancy.place import transaction_in
from tenants.training.codes import attendance_code
from tenants.training.models import Certificate, Course, CourseAttendance, Curriculum, Registration
from tests.database import set_up
from tests.factories import people

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
    assert code in screen
    phone = _at_base(worker)
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
