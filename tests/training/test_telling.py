"""What participants are told: a place, none, that it begins; each once, also after days without a worker (R26)."""

from datetime import time, timedelta

import pytest

from kernel import clock
from kernel.access.actor import Role
from kernel.tenancy.place import PORTAL, transaction_in
from tenants.notices import outbox
from tenants.notices.models import Notice
from tenants.notices.queries import notices_for
from tenants.training.tasks import remind, tell
from tenants.training.usecases.courses import SessionGiven, set_sessions
from tenants.worklist.models import Event
from tests.database import set_up
from tests.factories import people
from tests.factories import training as make
from tests.people.conftest import mail_jobs

pytestmark = pytest.mark.django_db
TODAY, DAY = clock.today(), timedelta(days=1)


def placed(course, name: str, seat: int | None = 1):
    who = people.person(name)
    people.account(who, f"{name.lower()}@nord.example")
    with set_up():
        return make.registration(course, who, seat=seat)


def reminders() -> int:
    before = len(mail_jobs())
    with transaction_in(PORTAL):
        remind.function()
    return len(mail_jobs()) - before


@pytest.mark.parametrize("days, due", [(-1, 0), (0, 1), (1, 1), (3, 1), (4, 0)])
def test_r26_whose_course_begins_within_three_days_is_reminded_once(nord, days, due):
    with set_up():
        course = make.course(days=(TODAY + days * DAY,))
    placed(course, "Ina")
    assert (reminders(), reminders()) == (due, 0)


def test_r26_with_another_first_day_they_are_reminded_again(nord):
    with set_up():
        course = make.course(days=(TODAY + 3 * DAY,), registers_until=TODAY - DAY)
    placed(course, "Ina")
    assert reminders() == 1
    with people.acting(nord, Role.TRAINING) as organiser:
        for day in (TODAY + 3 * DAY, TODAY + 2 * DAY):
            set_sessions(actor=organiser, course=course, sessions=[SessionGiven(day, time(9), time(15))])
    assert (reminders(), reminders()) == (1, 0)


def test_r26_who_still_waits_hears_that_too_and_who_cancelled_nothing(nord):
    with set_up():
        course = make.course(days=(TODAY + DAY,), capacity=1)
    for name, seat in (("Ina", 1), ("Olaf", None)):
        placed(course, name, seat)
    gone = placed(course, "Weg", None)
    with set_up():
        gone.state = "cancelled"
        gone.save()
    assert reminders() == 2
    with set_up():
        assert [e.kind for e in Event.objects.all()] == ["course_waiting"]


def test_r26_who_moves_up_is_told_in_the_page_where_they_work(nord, alpha):
    """An office's worker in the office; a provider's in its workspace, not in each office besides."""
    with set_up():
        course = make.course(capacity=2)
    here, there = people.person("Hier"), people.person("Dort")
    people.membership(here, nord, Role.CASE_WORKER)
    make.employ(there, "alpha")
    people.membership(there, nord, Role.PROVIDER_WORKER, "alpha")
    with set_up():
        rows = [
            make.registration(course, here, seat=1),
            make.registration(course, there, seat=2, organisation_id="alpha"),
        ]
    with transaction_in(PORTAL):
        tell.function(kind="placed", registrations=[str(row.pk) for row in rows])
    outbox.hand_over()
    with set_up():
        found = {(n.person_id, n.office_id, n.organisation_id) for n in Notice.objects.all()}
        assert found == {(here.pk, "nord", None), (there.pk, None, "alpha")}
        assert not Notice.objects.exclude(mail_at=None).exists(), "the mail with the days is sent anyway"
    worker = make.provider_actor(alpha, who=there)
    with transaction_in(alpha):
        assert [n.event.kind for n in notices_for(worker)] == ["course_place"]
    colleague = make.provider_actor(alpha, Role.PROVIDER_ADMIN)
    with transaction_in(alpha):
        assert not notices_for(colleague)
