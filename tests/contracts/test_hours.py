"""Hours (R12)."""

from datetime import timedelta

import pytest

from contracts.models import HoursEntry
from contracts.policy import hours_policy
from contracts.usecases.hours import change_hours, record_hours, remove_hours
from kernel.access.actor import Actor, Role
from kernel.access.errors import Denied, RuleViolation
from tests.factories import contracts as make
from tests.factories.people import acting, actor

pytestmark = pytest.mark.django_db


def book(worker: Actor, where, references=(), **fields):
    given = {"worked_on": worker.today, "minutes": 90, "work_kind": "no_case", "contact": "direct"} | fields
    return record_hours(actor=worker, district=where, references=references, **given)


def test_r12_a_worker_books_for_the_own_provider(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        entry = book(worker, make.role().district)
        assert (entry.worker, entry.organisation_id) == (worker.person, "alpha")


def test_r12_the_day_lies_within_the_role(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        role = make.role(begins=worker.today - timedelta(days=10), ends=worker.today - timedelta(days=1))
        book(worker, role.district, worked_on=worker.today - timedelta(days=1))
        for day in (worker.today, worker.today - timedelta(days=11)):
            with pytest.raises(RuleViolation, match="keine Rolle") as refused:
                book(worker, role.district, worked_on=day)
            assert refused.value.field == "worked_on"
        with pytest.raises(RuleViolation, match="keine Rolle") as refused:
            book(worker, make.district("Anderswo"))
        assert refused.value.field == "district"


def test_hours_in_the_future_are_refused(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker, pytest.raises(RuleViolation, match="Zukunft"):
        book(worker, make.role().district, worked_on=worker.today + timedelta(days=1))


@pytest.mark.parametrize(
    ("kind", "wrong", "right"), [("case", (0, 2), 1), ("cross_case", (0, 1), 2), ("no_case", (1, 2), 0)]
)
def test_r12_each_kind_of_work_names_its_cases(nord, kind, wrong, right):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        where = make.role().district
        references = [make.reference(where=where) for _ in range(2)]
        for count in wrong:
            with pytest.raises(RuleViolation) as refused:
                book(worker, where, references[:count], work_kind=kind)
            assert refused.value.field == "references"
        assert book(worker, where, references[:right], work_kind=kind).cases.count() == right


def test_r12_a_foreign_or_ended_case_reference_is_refused(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        where = make.role().district
        foreign = make.reference("beta", where=where)
        ended = make.reference(where=where, ends=worker.today - timedelta(days=1))
        for reference in (foreign, ended):
            with pytest.raises(RuleViolation):
                book(worker, where, [reference], work_kind="case")


def test_a_day_has_24_hours(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        where = make.role().district
        book(worker, where, minutes=1000)
        with pytest.raises(RuleViolation, match="24 Stunden"):
            book(worker, where, minutes=441)
        for minutes in (0, -5, 1441):
            with pytest.raises(RuleViolation, match="Dauer"):
                book(worker, where, minutes=minutes)


def test_a_worker_changes_and_removes_only_own_entries(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        where = make.role()
        own, other = make.hours(where, worker.person), make.hours(where)
        change_hours(
            actor=worker,
            entry=own,
            district=where.district,
            worked_on=worker.today,
            minutes=30,
            work_kind="no_case",
            contact="indirect",
        )
        with pytest.raises(Denied):
            remove_hours(actor=worker, entry=other)
        remove_hours(actor=worker, entry=own)
        assert list(HoursEntry.objects.all()) == [other]


def test_who_sees_which_hours(nord):
    worker, manager = actor(nord, Role.PROVIDER_WORKER, "alpha"), actor(nord, Role.PROVIDER_MANAGER, "alpha")
    with acting(nord, Role.FINANCE) as finance:
        alpha, beta = make.role(), make.role(make.district("Ost"), "beta")
        own, colleague, stranger = make.hours(alpha, worker.person), make.hours(alpha), make.hours(beta)
        assert set(hours_policy.rows(worker)) == {own}
        assert set(hours_policy.rows(manager)) == {own, colleague}
        assert set(hours_policy.rows(finance)) == {own, colleague, stranger}
    with acting(nord, Role.CASE_WORKER) as case_worker:
        assert not hours_policy.rows(case_worker).exists()
