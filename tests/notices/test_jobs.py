"""Jobs of the outbox: queued with the commit, once; and two workers at once tell and send everything exactly once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from kernel import clock
from kernel.access.actor import Role
from kernel.tenancy.place import PORTAL, bound, transaction_in
from tenants.notices import outbox, tasks
from tenants.notices.models import Delivery, Notice
from tenants.notices.webhooks.sending import send_next
from tenants.worklist.events import JOB, Kind, tell, wake
from tests import database
from tests.notices.conftest import Receiver, endpoint, in_workspace

NAME = "test_hilfenetz_notices"
EVENTS, WORKERS = 60, 4


def queued() -> list[str]:
    with bound(PORTAL):
        return list(ProcrastinateJob.objects.filter(status="todo").values_list("task_name", flat=True))


@pytest.mark.django_db
def test_one_job_is_queued_for_what_one_change_tells(nord, django_capture_on_commit_callbacks):
    with bound(nord):
        with django_capture_on_commit_callbacks(execute=True) as callbacks:
            for subject in "12":
                tell(Kind.TASK_DUE, office="nord", organisation="alpha", subject=subject)
        assert len(callbacks) == 1
        with django_capture_on_commit_callbacks(execute=True):  # while one waits another is not needed
            tell(Kind.TASK_DUE, office="nord", organisation="alpha", subject="3")
    assert queued() == [JOB]


@pytest.mark.django_db
def test_what_is_due_later_wakes_nobody(nord, django_capture_on_commit_callbacks):
    with bound(nord), django_capture_on_commit_callbacks(execute=True):
        day = clock.today() + timedelta(days=200)
        tell(Kind.PROOF_DUE, office="nord", organisation="alpha", subject="1", due_on=day)
    assert queued() == []


@pytest.mark.django_db
def test_the_clock_finds_what_was_lost_with_a_crash_and_wakes_who_sends(nord, receiver, proof_asked):
    endpoint(receiver.url, office="nord")
    proof_asked()  # in a test's transaction nothing is queued: as if the process had died after the commit
    tasks.deliver_notices(timestamp=0)
    assert queued() == [tasks.WEBHOOKS]
    tasks.send_webhooks(place=PORTAL.role)
    assert len(receiver.got) == 1


@pytest.fixture
def apart(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database in which transactions are real."""
    with django_db_blocker.unblock(), database.copy(NAME, database.TEST):
        yield


def in_threads(work: Any) -> None:
    barrier = Barrier(WORKERS)

    def run(_: int) -> None:
        barrier.wait()
        while work():
            pass
        connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(run, range(WORKERS)))


@pytest.mark.full
def test_a_job_that_waits_already_is_no_error_in_a_real_transaction(apart: None) -> None:
    wake()
    wake()
    assert queued() == [JOB]


@pytest.mark.full
def test_several_workers_at_once_tell_and_send_each_event_once(
    apart: None, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, places: dict[str, Any]
) -> None:
    monkeypatch.setattr(outbox, "BATCH", 3)
    with database.scene(PORTAL):
        lead = in_workspace("alpha", Role.PROVIDER_MANAGER)
        endpoint(receiver.url, organisation="alpha")
    with transaction_in(places["nord"]):
        for number in range(EVENTS):
            tell(Kind.PROOF_DUE, office="nord", organisation="alpha", subject=str(number), due_on=clock.today())
    in_threads(outbox.hand_over)
    with transaction_in(PORTAL):
        assert Notice.objects.filter(person=lead).count() == Delivery.objects.count() == EVENTS
    in_threads(send_next)
    ids = [headers["webhook-id"] for headers, _ in receiver.got]
    assert len(ids) == len(set(ids)) == EVENTS
