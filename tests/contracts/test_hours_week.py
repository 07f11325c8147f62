"""Several cases at once, last week once more, two roles on a day, the timer (R12)."""

from datetime import timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from contracts.models import HoursEntry, HoursTimer
from contracts.usecases.hours import CaseShare, change_hours, record_hours, record_several, split_minutes
from contracts.usecases.hours_timer import discard_timer, start_timer, stop_timer, stretch_of
from contracts.usecases.hours_week import copy_week, monday_of, plan_copy
from kernel import clock
from kernel.access.actor import Role
from kernel.access.errors import Denied, RuleViolation
from kernel.audit.models import Entry
from kernel.keys import uuid7
from tests.factories import contracts as make
from tests.factories.people import acting

pytestmark = pytest.mark.django_db
DAYS = [timedelta(days=n) for n in range(7)]
PLAIN = {"minutes": 60, "work_kind": "no_case", "contact": "direct"}


@given(st.integers(min_value=1, max_value=1440), st.integers(min_value=1, max_value=40))
def test_an_even_split_adds_up_to_the_minute_and_the_remainder_is_in_the_last(total, parts):
    split = split_minutes(total, parts)
    assert sum(split) == total and len(split) == parts
    assert len(set(split[:-1])) <= 1 and 0 <= split[-1] - split[0] < parts


def several(worker, where, numbers, **fields):
    given = {"worked_on": worker.today, "contact": "direct"} | fields
    cases = [CaseShare(make.reference(where=where), minutes) for minutes in numbers]
    return record_several(actor=worker, district=where, cases=cases, **given)


def test_r12_several_cases_become_an_entry_each(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        where = make.role().district
        several(worker, where, [None, None, None], together=100)
        several(worker, where, [20, 45])
        assert sorted(HoursEntry.objects.values_list("minutes", flat=True)) == [20, 33, 33, 34, 45]
        assert {e.cases.count() for e in HoursEntry.objects.all()} == {1}
        assert set(HoursEntry.objects.values_list("work_kind", flat=True)) == {"case"}
        assert Entry.objects.filter(verb="record_several", model="contracts.hoursentry").count() == 5


@pytest.mark.parametrize(
    ("minutes", "together", "field"),
    [
        ([30, None], None, "cases"),
        ([30, 30], 60, "together"),
        ([None, None], 1, "together"),
        ([], 60, "cases"),
        ([1000, 1000], None, "minutes"),
    ],
)
def test_several_cases_without_a_clear_duration_are_refused(nord, minutes, together, field):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        with pytest.raises(RuleViolation) as refused:
            several(worker, make.role().district, minutes, together=together)
        assert refused.value.field == field
        assert not HoursEntry.objects.exists()


def test_a_case_named_twice_is_refused(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        where = make.role().district
        share = CaseShare(make.reference(where=where), 30)
        with pytest.raises(RuleViolation, match="zweimal"):
            record_several(actor=worker, district=where, worked_on=worker.today, contact="direct", cases=[share, share])


def test_r12_of_two_roles_on_a_day_the_one_under_a_contract_is_taken_unless_another_is_chosen(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        free = make.role(begins=make.LONG_AGO)
        paid = make.role(free.district, field_of_help="integration", contract=make.contract(), begins=make.LONG_AGO)
        book = {"actor": worker, "district": free.district, "worked_on": worker.today, **PLAIN}
        assert record_hours(**book).role == paid
        entry = record_hours(**book, role=free)
        assert entry.role == free
        changed = change_hours(entry=entry, **book | {"minutes": 30}, role=entry.role)
        assert (changed.role, changed.minutes) == (free, 30)


def test_r12_a_role_of_another_place_provider_or_time_is_refused(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        where = make.role().district
        over = make.role(where, field_of_help="school", ends=worker.today - timedelta(days=1))
        foreign, elsewhere = make.role(where, "beta"), make.role(make.district("Ost"))
        for role, words in [(over, "endete am"), (foreign, "hat Ihr Träger nicht"), (elsewhere, "nicht in Mitte")]:
            with pytest.raises(RuleViolation, match=words) as refused:
                record_hours(actor=worker, district=where, worked_on=worker.today, role=role, **PLAIN)
            assert refused.value.field == "role"


def test_when_day_or_place_of_an_entry_change_its_role_follows(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        role, other = make.role(), make.role(make.district("Ost"))
        entry = make.hours(role, worker.person)
        moved = change_hours(
            actor=worker, entry=entry, district=other.district, worked_on=worker.today, role=role, **PLAIN
        )
        assert moved.role == other


def test_r12_last_week_is_copied_as_far_as_the_rules_allow(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        monday = monday_of(worker.today) - timedelta(days=7)  # a whole week that is over
        before = monday - timedelta(days=7)
        lasting, ending = make.role(), make.role(make.district("Ost"), ends=monday + DAYS[2])
        for day in DAYS[:5]:
            make.hours(lasting, worker.person, worked_on=before + day, minutes=120)
            make.hours(ending, worker.person, worked_on=before + day, minutes=30)
        plan = plan_copy(worker, monday)
        refused = [(c.work.worked_on, c.problem) for c in plan if c.problem]
        assert [day for day, _ in refused] == [monday + DAYS[3], monday + DAYS[4]]
        assert all("endete am" in problem for _, problem in refused)
        copy_week(actor=worker, week=monday + DAYS[3])
        new = HoursEntry.objects.filter(worked_on__gte=monday)
        assert new.count() == 8 and set(new.values_list("worker", flat=True)) == {worker.person}
        assert {c.problem for c in plan_copy(worker, monday)} == {
            "Das steht in dieser Woche schon.",
            *(problem for _, problem in refused),
        }
        with pytest.raises(RuleViolation, match="Nichts davon"):
            copy_week(actor=worker, week=monday)
        assert new.count() == 8


def test_what_would_lie_in_the_future_is_not_copied(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        monday = monday_of(worker.today)
        role = make.role()
        for day in DAYS:
            make.hours(role, worker.person, worked_on=monday - timedelta(days=7) + day)
        plan = plan_copy(worker, monday)
        assert [bool(c.problem) for c in plan] == [monday + day > worker.today for day in DAYS]
        assert all("Zukunft" in c.problem for c in plan if c.problem)


def test_an_empty_week_and_a_locked_month_say_so(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        monday = monday_of(worker.today) - timedelta(days=7)
        with pytest.raises(RuleViolation, match="nichts gebucht"):
            copy_week(actor=worker, week=monday)
        make.hours(make.role(), worker.person, worked_on=monday - timedelta(days=7))
        make.hours_month(worker.person, monday.replace(day=1), state="submitted")
        with pytest.raises(RuleViolation, match="ist eingereicht"):
            copy_week(actor=worker, week=monday)


def test_copying_costs_the_same_queries_for_one_and_for_many(nord, django_assert_num_queries):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        role = make.role()
        last = monday_of(worker.today) - timedelta(days=7)
        counts = []
        for _ in range(2):
            for _ in range(3):
                make.hours(role, worker.person, worked_on=last, minutes=10)
            with django_assert_num_queries(7) as queries:
                plan_copy(worker, worker.today)
            counts.append(len(queries))
        assert counts[0] == counts[1]


def test_r12_a_timer_runs_once_and_becomes_an_entry(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        where = make.role().district
        timer = start_timer(actor=worker, district=where, work_kind="no_case")
        with pytest.raises(RuleViolation, match="läuft schon"):
            start_timer(actor=worker, district=where, work_kind="case")
        stop_timer(actor=worker, timer=timer, district=where, worked_on=worker.today, **PLAIN)
        assert not HoursTimer.objects.exists()
        assert HoursEntry.objects.get().minutes == 60
        assert set(Entry.objects.filter(verb="stop_timer").values_list("model", flat=True)) == {
            "contracts.hoursentry",
            "contracts.hourstimer",
        }


def test_r12_a_timer_starts_only_where_the_provider_has_a_role(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        over = make.role(ends=worker.today - timedelta(days=1))
        for where in (over.district, make.district("Ost")):
            with pytest.raises(RuleViolation, match="keine Rolle"):
                start_timer(actor=worker, district=where, work_kind="case")


def test_a_timer_stays_when_its_hours_are_refused(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        timer = make.timer(worker.person)
        make.hours_month(worker.person, worker.today.replace(day=1), state="submitted")
        with pytest.raises(RuleViolation, match="eingereicht"):
            stop_timer(actor=worker, timer=timer, district=timer.district, worked_on=worker.today, **PLAIN)
        assert HoursTimer.objects.exists()
        discard_timer(actor=worker, timer=timer)
        assert not HoursTimer.objects.exists() and not HoursEntry.objects.exists()


def test_somebody_elses_timer_is_not_ones_own(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        timer = make.timer(uuid7())
        with pytest.raises(Denied):
            discard_timer(actor=worker, timer=timer)


@pytest.mark.parametrize(
    ("begun", "now", "expected"),
    [
        ("2026-11-03 09:00:00", "2026-11-03 10:29:29", (89, 0, False)),
        ("2026-11-03 09:00:00", "2026-11-03 10:29:30", (90, 0, False)),
        ("2026-11-03 09:00:00", "2026-11-03 09:00:10", (1, 0, False)),
        ("2026-11-03 22:30:00", "2026-11-04 00:45:00", (90, 45, False)),
        ("2026-10-25 01:30:00", "2026-10-25 04:30:00", (240, 0, False)),  # the clock goes back an hour
        ("2026-11-03 09:00:00", "2026-11-05 09:00:00", (0, 0, True)),
    ],
)
def test_what_a_timer_measured_is_rounded_to_the_minute_and_ends_at_midnight(begun, now, expected):
    from datetime import datetime
    from zoneinfo import ZoneInfo

    berlin = ZoneInfo("Europe/Berlin")
    timer = HoursTimer(started_at=datetime.fromisoformat(begun).replace(tzinfo=berlin).astimezone(ZoneInfo("UTC")))
    stretch = stretch_of(timer, datetime.fromisoformat(now).replace(tzinfo=berlin).astimezone(ZoneInfo("UTC")))
    assert (stretch.minutes, stretch.after_midnight, stretch.forgotten) == expected
    assert str(stretch.day) == begun[:10]


def test_the_demo_runs_its_timer_on_its_own_day(settings):
    from datetime import date

    with time_machine.travel("2027-03-01 12:00:00+00:00"):
        settings.TODAY = date(2026, 11, 22)
        assert f"{clock.now():%Y-%m-%d %H:%M}" == "2026-11-22 13:00"
