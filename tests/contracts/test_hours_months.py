"""Months of hours: handed in, approved by somebody else, locked (R12)."""

from datetime import date, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.models import HoursEntry, HoursMonth
from contracts.policy.hours import month_policy
from contracts.usecases.hours import change_hours, record_hours, remove_hours
from contracts.usecases.hours_months import approve_months, reopen_month, return_month, submit_month
from kernel.access.actor import Role
from kernel.access.errors import Denied, RuleViolation
from kernel.audit.models import Entry
from kernel.keys import uuid7
from tests.factories import contracts as make
from tests.factories.people import acting, actor

pytestmark = pytest.mark.django_db
PLAIN = {"minutes": 60, "work_kind": "no_case", "contact": "direct"}


def first_of(day: date, months: int = 0) -> date:
    return day.replace(day=1) + relativedelta(months=months)


def test_r12_a_worker_hands_in_the_own_month_once(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        make.hours(worker=worker.person, worked_on=worker.today)
        month = submit_month(actor=worker, month=worker.today)
        assert (month.state, month.worker, month.month.day) == ("submitted", worker.person, 1)
        with pytest.raises(RuleViolation, match="schon eingereicht"):
            submit_month(actor=worker, month=worker.today)


def test_a_month_that_has_not_begun_or_is_empty_is_not_handed_in(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        with pytest.raises(RuleViolation, match="hat noch nicht begonnen") as refused:
            submit_month(actor=worker, month=first_of(worker.today, 1))
        assert refused.value.field == "month"
        with pytest.raises(RuleViolation, match="nichts gebucht"):
            submit_month(actor=worker, month=worker.today)
        assert not HoursMonth.objects.filter(state="submitted").exists()


def test_a_month_in_which_the_timer_runs_is_not_handed_in(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        role = make.role()
        make.hours(role, worker.person)
        make.timer(worker.person, role.district)
        with pytest.raises(RuleViolation, match="Stoppuhr"):
            submit_month(actor=worker, month=worker.today)


@pytest.mark.parametrize(("state", "word"), [("submitted", "eingereicht"), ("approved", "freigegeben")])
def test_r12_hours_in_a_locked_month_are_refused(nord, state, word):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        role = make.role()
        before = first_of(worker.today) - timedelta(days=1)
        entry = make.hours(role, worker.person, worked_on=before)
        today = make.hours(role, worker.person)
        make.hours_month(worker.person, first_of(before), state=state)
        tries = [
            lambda: record_hours(actor=worker, district=role.district, worked_on=before, **PLAIN),
            lambda: change_hours(actor=worker, entry=entry, district=role.district, worked_on=before, **PLAIN),
            lambda: change_hours(actor=worker, entry=entry, district=role.district, worked_on=worker.today, **PLAIN),
            lambda: change_hours(actor=worker, entry=today, district=role.district, worked_on=before, **PLAIN),
            lambda: remove_hours(actor=worker, entry=entry),
        ]
        for attempt in tries:
            with pytest.raises(RuleViolation, match=f"ist {word}") as refused:
                attempt()
            assert refused.value.field == "worked_on"
        assert HoursEntry.objects.count() == 2
        record_hours(actor=worker, district=role.district, worked_on=worker.today, **PLAIN)


def test_r14_hours_of_a_settled_year_are_refused(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        contract = make.contract(begins=make.LONG_AGO, in_force_since=make.LONG_AGO)
        role = make.role(contract=contract)
        last_year = worker.today.replace(year=worker.today.year - 1, month=6, day=1)
        entry = make.hours(role, worker.person, worked_on=last_year)
        make.closed_year(contract, last_year.year)
        with pytest.raises(RuleViolation, match="abgerechnet und abgeschlossen"):
            record_hours(actor=worker, district=role.district, worked_on=last_year, **PLAIN)
        with pytest.raises(RuleViolation, match="abgerechnet"):
            remove_hours(actor=worker, entry=entry)
        record_hours(actor=worker, district=role.district, worked_on=worker.today, **PLAIN)


def test_r12_the_lead_approves_all_submitted_months_at_once(nord):
    with acting(nord, Role.PROVIDER_MANAGER, "alpha") as manager:
        month = first_of(manager.today, -1)
        rows = [make.hours_month(uuid7(), month, state="submitted") for _ in range(3)]
        approve_months(actor=manager, months=rows)
        assert {(r.state, r.approved_by) for r in HoursMonth.objects.all()} == {("approved", manager.person)}
        assert Entry.objects.filter(verb="approve_months").count() == 3
        with pytest.raises(RuleViolation, match="Nicht alle"):
            approve_months(actor=manager, months=rows)
        with pytest.raises(RuleViolation, match="kein Monat"):
            approve_months(actor=manager, months=[])


def test_r12_nobody_approves_returns_or_reopens_own_hours(nord):
    with acting(nord, Role.PROVIDER_MANAGER, "alpha") as manager:
        own = make.hours_month(manager.person, first_of(manager.today, -1), state="submitted")
        other = make.hours_month(uuid7(), first_of(manager.today, -1), state="submitted")
        with pytest.raises(RuleViolation, match="jemand anderes"):
            approve_months(actor=manager, months=[own, other])
        with pytest.raises(RuleViolation, match="jemand anderes"):
            return_month(actor=manager, month=own, return_reason="Bitte ergänzen")
        assert set(HoursMonth.objects.values_list("state", flat=True)) == {"submitted"}


def test_r12_a_month_goes_back_with_a_reason_and_is_open_again(nord):
    with acting(nord, Role.PROVIDER_MANAGER, "alpha") as manager:
        month = make.hours_month(uuid7(), first_of(manager.today), state="submitted")
        with pytest.raises(RuleViolation, match="was zu ändern ist"):
            return_month(actor=manager, month=month, return_reason=" ")
        with pytest.raises(RuleViolation, match="nicht freigegeben"):
            reopen_month(actor=manager, month=month, return_reason="Zahl stimmt nicht")
        back = return_month(actor=manager, month=month, return_reason="Der 3. fehlt.")
        assert (back.state, back.return_reason, back.submitted_at) == ("open", "Der 3. fehlt.", None)


def test_r14_an_approved_month_opens_again_until_its_year_is_settled(nord):
    with acting(nord, Role.PROVIDER_MANAGER, "alpha") as manager:
        contract = make.contract(begins=make.LONG_AGO, in_force_since=make.LONG_AGO)
        day = date(manager.today.year - 1, 5, 4)
        worker = uuid7()
        make.hours(make.role(contract=contract), worker, worked_on=day)
        month = make.hours_month(worker, first_of(day), state="approved")
        assert reopen_month(actor=manager, month=month, return_reason="Ein Tag fehlt").state == "open"
        HoursMonth.objects.filter(pk=month.pk).update(
            state="approved", approved_at=timezone.now(), approved_by=manager.person
        )
        make.closed_year(contract, day.year)
        with pytest.raises(RuleViolation, match="abgerechnet"):
            reopen_month(actor=manager, month=month, return_reason="Ein Tag fehlt")


def test_only_the_own_provider_and_only_the_lead(nord):
    stranger, colleague = actor(nord, Role.PROVIDER_MANAGER, "beta"), actor(nord, Role.PROVIDER_WORKER, "alpha")
    with acting(nord, Role.PROVIDER_ADMIN, "alpha") as admin:
        month = make.hours_month(uuid7(), first_of(admin.today), state="submitted")
        for someone in (stranger, colleague, admin):
            with pytest.raises(Denied):
                approve_months(actor=someone, months=[month])
            with pytest.raises(Denied):
                return_month(actor=someone, month=month, return_reason="x")
        assert not month_policy.rows(colleague).exists() and not month_policy.rows(stranger).exists()
        assert month_policy.rows(admin).get() == month


@pytest.mark.parametrize("role", [Role.FINANCE, Role.AUDITOR, Role.PLANNER, Role.OFFICE_ADMIN, Role.ASD_LEAD])
def test_r12_the_office_sees_no_workers_month(nord, role):
    with acting(nord, role) as someone:
        make.hours_month(uuid7(), first_of(someone.today), state="approved")
        assert not month_policy.rows(someone).exists()


def test_approving_costs_the_same_queries_for_one_and_for_many(nord):
    with acting(nord, Role.PROVIDER_MANAGER, "alpha") as manager:
        counts = []
        for number in (1, 40):
            rows = [
                make.hours_month(uuid7(), first_of(manager.today, -number), state="submitted") for _ in range(number)
            ]
            with CaptureQueriesContext(connection) as queries:
                approve_months(actor=manager, months=rows)
            counts.append(len(queries))
        assert counts[0] == counts[1]


def test_the_database_itself_refuses_an_approval_of_ones_own(nord):
    from django.db import IntegrityError, transaction

    with acting(nord, Role.PROVIDER_MANAGER, "alpha") as manager, pytest.raises(IntegrityError), transaction.atomic():
        make.hours_month(
            manager.person,
            date(2026, 1, 1),
            state="approved",
            approved_by=manager.person,
            approved_at=datetime(2026, 2, 1, tzinfo=timezone.get_current_timezone()),
        )
