"""Closing a year and booking in it at the same moment, in real transactions: one waits for the other (R14)."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Event
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from contracts.models import HoursEntry, Posting, Proof
from contracts.usecases import corrections, hours_rules, review
from contracts.usecases.corrections import correct_line
from contracts.usecases.hours import record_hours
from contracts.usecases.review import close_proof
from kernel.access.actor import Role
from kernel.access.errors import RuleViolation
from kernel.keys import uuid7
from kernel.tenancy.place import Place, transaction_in
from tests import database
from tests.factories import contracts as make
from tests.factories import people

NAME = "hn_settled"
PATIENCE = 20  # seconds
SINCE = date(2024, 1, 1)


class Year:
    """Last year's proof, accepted with money left, and who closes it, corrects the line or books hours."""

    def __init__(self, nord: Place) -> None:
        self.finance, self.other = (
            people.actor(nord, Role.FINANCE, who=people.person(name)) for name in ("Finanzen 1", "Finanzen 2")
        )
        self.worker = people.actor(nord, Role.PROVIDER_WORKER, "alpha")
        contract = make.contract("alpha", begins=SINCE, in_force_since=SINCE)
        self.day = date(self.finance.today.year - 1, 6, 2)
        self.line = make.line(contract, state="released", year=self.day.year, amount=Decimal("12000.00"))
        make.instalment(self.line, due_on=self.day, paid_on=self.day, paid_by=self.finance.person)
        self.role = make.role(contract=contract)
        made_by = {"prepared_by": uuid7(), "reviewed_by": uuid7(), "decided_by": uuid7()}
        self.proof = make.proof(
            self.line, state="accepted", accepted=Decimal("9000.00"), decided_at=timezone.now(), **made_by
        )

    def close(self) -> Proof:
        return close_proof(actor=self.finance, proof=self.proof)

    def correct(self) -> Any:
        return correct_line(
            actor=self.other, line=self.line, posted_on=self.day, amount=Decimal("500.00"), reason="Zählfehler"
        )

    def book(self) -> Any:
        given = {"minutes": 60, "work_kind": "no_case", "contact": "direct"}
        return record_hours(actor=self.worker, district=self.role.district, worked_on=self.day, **given)


class Meeting:
    """Two transactions that stop where the other one shall go on."""

    def __init__(self, place: Place, pool: ThreadPoolExecutor, patch: pytest.MonkeyPatch) -> None:
        self.place, self.pool, self.patch = place, pool, patch

    def stop(self, module: Any, name: str, until: Callable[[], Any]) -> Event:
        """Wherever `module` calls `name`, that is done and then waited; returns what says that it is so far."""
        real, reached = getattr(module, name), Event()

        def stopped(*args: Any, **given: Any) -> Any:
            result = real(*args, **given)
            reached.set()
            until()
            return result

        self.patch.setattr(module, name, stopped)
        return reached

    def begin(self, act: Callable[[], Any]) -> Future[Any]:
        return self.pool.submit(self._run, act)

    def _run(self, act: Callable[[], Any]) -> Any:
        try:
            with transaction_in(self.place):
                return act()
        finally:
            connection.close()


def somebody_waits() -> None:
    give_up = time.monotonic() + PATIENCE
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
    with psycopg.connect(database.owner_url(), autocommit=True) as owner:
        while not owner.execute(waiting, [NAME]).fetchone()[0]:  # type: ignore[index]
            assert time.monotonic() < give_up, "nobody waits"
            time.sleep(0.02)


def at(moment: Event) -> None:
    assert moment.wait(PATIENCE), "it never came so far"


@pytest.fixture
def year(web: Any, nord: Place) -> Iterator[Year]:
    with database.copy(NAME, database.TEST):
        with database.scene(nord):
            made = Year(nord)
        yield made


@pytest.fixture
def meeting(nord: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[Meeting]:
    with ThreadPoolExecutor(2) as pool:
        yield Meeting(nord, pool, monkeypatch)


@pytest.mark.parametrize(
    ("act", "held", "words"),
    [("correct", (corrections, "stays_positive"), "nicht wieder"), ("book", (hours_rules, "months_of"), "abgerechnet")],
)
def test_r14_who_books_while_the_year_is_closed_waits_and_is_refused(
    year: Year, meeting: Meeting, nord: Place, act: str, held: tuple[Any, str], words: str
) -> None:
    """The one holds the line or the month already, the other the proof: neither stands in the other's way for ever."""
    closing = meeting.stop(review, "open_instalments", somebody_waits)
    begun = meeting.stop(*held, lambda: at(closing))
    late = meeting.begin(getattr(year, act))
    at(begun)
    assert meeting.begin(year.close).result(PATIENCE).surplus == Decimal("3000.00")
    with pytest.raises(RuleViolation, match=words):
        late.result(PATIENCE)
    with transaction_in(nord):
        assert [p.kind for p in Posting.objects.all()] == ["repayment"] and not HoursEntry.objects.exists()


def test_r14_who_closes_the_year_waits_for_what_is_being_booked_and_counts_it(
    year: Year, meeting: Meeting, nord: Place
) -> None:
    go_on = Event()
    posted = meeting.stop(corrections, "post", lambda: at(go_on))
    correcting = meeting.begin(year.correct)
    at(posted)
    meeting.begin(year.book).result(PATIENCE)  # others who book do not wait
    closing = meeting.begin(year.close)
    somebody_waits()
    go_on.set()
    correcting.result(PATIENCE)
    with pytest.raises(RuleViolation, match="wieder offen"):
        closing.result(PATIENCE)
    with transaction_in(nord):
        assert Proof.objects.get().state == "accepted" and HoursEntry.objects.count() == 1
