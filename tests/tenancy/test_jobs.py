"""A job belongs to a place: it is deferred with the place's transaction and runs as the place."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException

from kernel.tenancy.jobs import PlaceClosed, place_job
from kernel.tenancy.place import PORTAL, Place, bound
from tenants.registry.models import Office
from tests import database
from tests.database import set_up

ROOT = Path(__file__).parents[2]
ran: list[tuple[str, int]] = []


@place_job
def remind(days: int) -> None:
    ran.append((connection.role, days))


def queued() -> list[Any]:
    return list(ProcrastinateJob.objects.values_list("args", flat=True))


@pytest.mark.django_db
def test_a_job_is_deferred_in_its_place_and_seen_only_there(nord: Place, sued: Place) -> None:
    with bound(nord):
        remind.later(days=3)
        assert queued() == [{"place": "o_nord", "days": 3}]
    for other in (sued, PORTAL):
        with bound(other):
            assert queued() == []


@pytest.mark.django_db
def test_a_job_is_taken_back_with_its_transaction(nord: Place) -> None:
    with bound(nord):
        with pytest.raises(KeyError), transaction.atomic():
            remind.later(days=3)
            raise KeyError
        assert queued() == []


@pytest.mark.django_db
def test_an_office_cannot_leave_a_job_for_another(nord: Place) -> None:
    with bound(nord), pytest.raises(ConnectorException) as refused, transaction.atomic():
        remind.task.defer(place="o_sued", days=3)
    assert "row-level security" in str(refused.value.__cause__)


def test_a_job_outside_a_place_is_refused() -> None:
    with pytest.raises(RuntimeError, match="later_in"):
        remind.later(days=3)


@pytest.mark.django_db
def test_a_job_runs_as_its_place(nord: Place, alpha: Place) -> None:
    ran.clear()
    for role in (nord.role, PORTAL.role):
        remind.task(place=role, days=3)
    assert ran == [("o_nord", 3), ("hn_portal", 3)]


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"status": "suspended"}, {"schema_version": "old"}])
def test_a_job_waits_until_its_office_is_open(nord: Place, change: dict[str, str]) -> None:
    with set_up():
        Office.objects.filter(key="nord").update(**change)
    with pytest.raises(PlaceClosed):
        remind.task(place=nord.role, days=3)


@pytest.fixture(scope="module")
def surroundings(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """The environment of a worker process, with one audit entry that waits to be chained."""
    with django_db_blocker.unblock():
        url = database.clone("hn_worker")
        with psycopg.connect(database.owner_url("hn_worker")) as owner:
            owner.execute(
                "INSERT INTO o_nord.audit_entry (id, at, place, via, verb, model, record, fields, reason)"
                " VALUES (gen_random_uuid(), now(), 'nord', 'test', 'decide', 'm', '1', '[]', '')"
            )
    yield os.environ | {
        "DJANGO_SETTINGS_MODULE": "project.settings",
        "HILFENETZ_MODE": "test",
        "DATABASE_URL": url,
        "DATABASE_OWNER_URL": "",
    }


@contextmanager
def worker(surroundings: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "manage.py", "run_worker"],
        cwd=ROOT,
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()  # a test that fails does not wait for it


def test_the_worker_runs_as_the_web_login_and_ends_at_sigterm(surroundings: dict[str, str]) -> None:
    with worker(surroundings) as process, psycopg.connect(database.owner_url("hn_worker"), autocommit=True) as owner:
        give_up = time.monotonic() + 30
        while not owner.execute("SELECT count(*) FROM o_nord.audit_link").fetchone()[0]:  # type: ignore[index]
            assert process.poll() is None and time.monotonic() < give_up
            time.sleep(0.1)
        logins = owner.execute(
            "SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = 'hn_worker' AND pid <> pg_backend_pid()"
        )
        assert logins.fetchall() == [(database.WEB.name,)]
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


def test_the_worker_goes_on_while_what_the_clock_asks_for_waits_already(surroundings: dict[str, str]) -> None:
    task, queued = "chain_audit", "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo'"
    with psycopg.connect(database.owner_url("hn_worker"), autocommit=True) as owner:
        owner.execute("DELETE FROM procrastinate_periodic_defers")
        owner.execute("DELETE FROM procrastinate_jobs")  # what another test's worker left
        owner.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args, scheduled_at)"
            " VALUES ('default', %s, %s, '{}', now() + interval '1 day')",
            [task, task],
        )
        with worker(surroundings) as process:
            give_up = time.monotonic() + 30
            later = "SELECT 1 FROM procrastinate_periodic_defers WHERE task_name = 'move_up'"  # asked for after it
            while not owner.execute(later).fetchone():
                assert process.poll() is None and time.monotonic() < give_up
                time.sleep(0.1)
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
        assert owner.execute(queued, [task]).fetchone() == (1,)


def test_the_worker_refuses_to_run_as_the_owner(surroundings: dict[str, str]) -> None:
    owner = database.owner_url("hn_worker")
    with worker(surroundings | {"DATABASE_URL": owner, "DATABASE_OWNER_URL": owner}) as process:
        assert process.wait(30) == 1
        assert process.stdout is not None and "Eigentümerrolle" in process.stdout.read()
