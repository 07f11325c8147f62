"""What is refused and what it costs: rules of courses, attendance, certificates, mails (R26)."""

from datetime import time, timedelta
from decimal import Decimal

import pytest
from django.core import mail as outbox

from kernel import clock
from kernel.access.actor import Role
from kernel.access.errors import Denied
from kernel.tenancy.place import PORTAL, transaction_in
from tenants.people import mail
from tenants.people.actors import enter_place
from tenants.training.codes import WINDOW, attendance_code, attendance_codes
from tenants.training.models import Certificate, CourseSession, Curriculum
from tenants.training.queries.courses import costs_of
from tenants.training.tasks import remind, tell
from tenants.training.usecases.attendance import finish_course, issue_certificate, record_attendance
from tenants.training.usecases.courses import SessionGiven, add_course, cancel_course, open_course, set_sessions
from tenants.training.usecases.curricula import ModuleGiven, add_curriculum, change_curriculum, retire_curriculum
from tenants.training.usecases.own import attend
from tests.contracts.test_districts import refused
from tests.database import set_up
from tests.factories import people
from tests.factories import training as make
from tests.people.conftest import mail_jobs

pytestmark = pytest.mark.django_db
TODAY, DAY = clock.today(), timedelta(days=1)
GIVEN = {"title": "Kurs", "capacity": 10, "registers_until": TODAY}


@pytest.fixture
def organiser(nord):
    return people.actor(nord, Role.TRAINING)


@pytest.mark.parametrize(
    "wrong, field, words",
    [
        ({"title": " "}, "title", "heißt der Kurs"),
        ({"capacity": 0}, "capacity", "1 bis 500"),
        ({"office_percent": 101}, "office_percent", "zwischen 0 und 100"),
        ({"cost": Decimal(-1)}, "cost", "mindestens"),
        ({"shares_until": TODAY + DAY}, "shares_until", "höchstens bis"),
    ],
)
def test_r26_a_course_that_does_not_fit_gets_its_sentence(nord, organiser, wrong, field, words):
    with transaction_in(nord), refused(field, words):
        add_course(actor=organiser, **GIVEN | wrong)


def test_r26_modules_belong_to_the_curriculum_and_stay_where_a_course_names_them(nord, organiser):
    with transaction_in(nord):
        two = [ModuleGiven("A", 60), ModuleGiven("B", 90)]
        own = add_curriculum(actor=organiser, title="Kurs", modules=two)
        other = make.curriculum(title="Anderes")
        with refused("title", "gibt es schon"):
            add_curriculum(actor=organiser, title="Kurs", modules=two)
        with refused(None, "mindestens ein Modul"):
            add_curriculum(actor=organiser, title="Leer", modules=[])
        with refused("modules", "anderen Lehrgang"):
            add_course(actor=organiser, curriculum=own, modules=list(other.modules.all()), **GIVEN)
        assert add_course(actor=organiser, curriculum=own, **GIVEN).modules.count() == 2
        with refused(None, "Modul 2 steht in einem Kurs"):
            change_curriculum(actor=organiser, curriculum=own, title="Kurs", modules=two[:1])
        retire_curriculum(actor=organiser, curriculum=own, retired_on=TODAY)
        with refused("retired_on", "schon nicht mehr"):
            retire_curriculum(actor=organiser, curriculum=Curriculum.objects.get(pk=own.pk), retired_on=TODAY)


def test_r26_a_course_opens_with_days_and_before_its_registration_ends(nord, organiser):
    day = SessionGiven(TODAY + 9 * DAY, time(9), time(16))
    with transaction_in(nord):
        course = add_course(actor=organiser, **GIVEN)
        with refused(None, "zuerst die Tage"):
            open_course(actor=organiser, course=course)
        for sessions, words in (
            ([], "mindestens einen Tag"),
            ([SessionGiven(day.day, time(9), time(9))], "nicht nach dem Beginn"),
            ([day, day], "zweimal"),
            ([SessionGiven(TODAY - DAY, time(9), time(10))], "vor dem Ende der Anmeldung"),
        ):
            with refused("sessions", words):
                set_sessions(actor=organiser, course=course, sessions=sessions)
        set_sessions(actor=organiser, course=course, sessions=[day])
        opened = open_course(actor=organiser, course=course)
        with refused(None, "schon offen"):
            open_course(actor=organiser, course=opened)
        late = make.course(state="draft", registers_until=TODAY - DAY)
        with refused(None, "Vergangenheit"):
            open_course(actor=organiser, course=late)
        cancel_course(actor=organiser, course=opened)
        with refused(None, "abgesagt"):
            set_sessions(actor=organiser, course=opened, sessions=[day])


def test_r26_no_certificate_for_someone_absent(nord, organiser):
    """All days, unless the office says that a share is enough; never for nobody there."""
    with transaction_in(nord):
        curriculum = make.curriculum(valid_months=12)
        days = (TODAY - 2 * DAY, TODAY - DAY)
        course = make.course(days=days, capacity=3, curriculum=curriculum)
        always, once, never = (make.registration(course, people.person(n), seat=s) for s, n in enumerate("ABC", 1))
        first, second = course.sessions.all()
        for session, present in ((first, [always, once]), (second, [always])):
            record_attendance(actor=organiser, course=course, session=session, present=[r.pk for r in present])
        with refused(None, "wenn der Kurs abgeschlossen ist"):
            issue_certificate(actor=organiser, registration=always)
        with refused("share", "zwischen 1 und 100"):
            finish_course(actor=organiser, course=course, share=0)
        finish_course(actor=organiser, course=course)
        assert list(Certificate.objects.values_list("person", flat=True)) == [always.person_id]
        with refused(None, "an keinem Tag da"):
            issue_certificate(actor=organiser, registration=never, share=1)
        with refused("share", "an 1 von 2 Tagen da"):
            issue_certificate(actor=organiser, registration=once)
        issue_certificate(actor=organiser, registration=once, share=50)
        with refused(None, "hat die Bescheinigung schon"):
            issue_certificate(actor=organiser, registration=once, share=50)
        given = Certificate.objects.get(person=once.person_id)
        assert given.valid_until == days[1].replace(year=days[1].year + 1) and given.minutes == 14 * 60
        with refused(None, "abgeschlossen"):
            record_attendance(actor=organiser, course=course, session=first, present=[])


def test_r26_attendance_only_of_those_with_a_place_and_not_in_advance(nord, organiser):
    with transaction_in(nord):
        course, other = make.course(days=(TODAY, TODAY + DAY)), make.course(days=(TODAY,))
        waiting = make.registration(course, people.person("W"))
        now, tomorrow = course.sessions.all()
        with refused("present", "wer einen Platz hat"):
            record_attendance(actor=organiser, course=course, session=now, present=[waiting.pk])
        with refused("session", "kommt erst noch"):
            record_attendance(actor=organiser, course=course, session=tomorrow, present=[])
        with refused("session", "anderen Kurs"):
            record_attendance(actor=organiser, course=course, session=other.sessions.get(), present=[])
        with refused(None, "nach seinem letzten Tag"):
            finish_course(actor=organiser, course=course)


def test_r26_the_code_holds_for_minutes_and_for_participants_only(nord, monkeypatch):
    who, stranger = people.person("Da"), people.person("Fremd")
    with set_up():
        course = make.course(days=(TODAY,))
        placed, late = make.registration(course, who, seat=1), make.registration(course, stranger)
        session = CourseSession.objects.get(course=course)
    code = attendance_code(session, "geheim")
    assert code != attendance_code(session, "anderes")
    with transaction_in(PORTAL):
        there, waiting = (enter_place(someone.pk, PORTAL, TODAY) for someone in (who, stranger))
        with refused("code", "gilt nicht"):
            attend(actor=waiting, registration=late, code=code)
        attend(actor=there, registration=placed, code=f" {code[:3]}-{code[3:]} ".lower())
        attend(actor=there, registration=placed, code=code)
        with pytest.raises(Denied):
            attend(actor=waiting, registration=placed, code=code)
    with set_up():
        assert session.attendances.count() == 1
    monkeypatch.setattr("tenants.training.codes.time.time", lambda: 10.0 * WINDOW)
    then = attendance_code(session, "geheim")
    monkeypatch.setattr("tenants.training.codes.time.time", lambda: 12.0 * WINDOW)
    assert then not in attendance_codes(session, "geheim")


def test_r26_costs_are_shared_to_the_cent(nord, sued):
    """60 per cent by the offices, 40 by the providers, each by places; without a provider's place all by the offices."""
    with set_up():
        course = make.course(capacity=9, cost=Decimal("100.01"), office_percent=60)
        for seat, given in enumerate(
            [{"home_office_id": "nord"}] * 2 + [{"home_office_id": "sued"}] + [{"organisation_id": "alpha"}] * 3, 1
        ):
            make.registration(course, people.person(f"P{seat}"), seat=seat, **given)
    with transaction_in(nord):
        rows = {row.payer: row.amount for row in costs_of(course)}
        assert rows == {
            "Nordkreis": Decimal("40.01"), "Südstadt": Decimal("20.00"), "Alpha Jugendhilfe": Decimal("40.00"),
        }  # fmt: skip
        assert sum(rows.values()) == course.cost
        empty = make.course(cost=Decimal("10.00"), office_percent=50)
        assert [(r.payer, r.amount) for r in costs_of(empty)] == [("Nordkreis", Decimal("10.00"))]


def test_r26_participants_get_mails_with_the_days_and_a_reminder(nord, alpha):
    """Addresses are known at the service's own address alone; who cancelled meanwhile hears nothing of a place."""
    who, gone = people.person("Mit Platz"), people.person("Weg")
    people.account(who, "mit@alpha.example")
    people.account(gone, "weg@alpha.example")
    with set_up():
        soon = TODAY + 3 * DAY
        course = make.course(days=(soon, soon + DAY))
        placed = make.registration(course, who, seat=1, organisation_id="alpha")
        placed.placed_at = placed.registered_at
        placed.save()
        left = make.registration(course, gone, organisation_id="alpha")
        left.state = "cancelled"
        left.save()
    before = len(mail_jobs())
    with transaction_in(PORTAL):
        tell.function(kind="placed", registrations=[str(placed.pk), str(left.pk)])
        remind.function()
    for _, sealed in mail_jobs()[before:]:
        mail.deliver(sealed)
    first, second = outbox.outbox
    assert first.to == second.to == ["mit@alpha.example"]
    assert first.subject == "Sie haben einen Platz: Grundkurs" and "beginnt dieser Kurs" in second.body
    assert first.alternatives[0][0].count("BEGIN:VEVENT") == 2
