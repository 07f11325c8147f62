"""Instalments of any contract in any year: to the cent, on working days, within the term (R11)."""

from calendar import isleap
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from contracts.models import Contract
from contracts.schedule import due_dates, own_days, split_evenly
from kernel.calendar import is_holiday, working_day_from

Schedule = Contract.Schedule
STATES = ["BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH"]
LONGEST_BREAK = timedelta(days=6)  # Christmas and Easter with a weekend beside them

years = st.integers(min_value=2020, max_value=2040)
schedules = st.sampled_from([s for s in Schedule if s != Schedule.OWN])
states = st.sampled_from(STATES)
amounts = st.integers(min_value=100, max_value=10**11).map(lambda cents: Decimal(cents) / 100)
days = st.dates(min_value=date(2019, 1, 1), max_value=date(2041, 12, 31))
own_dates = st.lists(st.tuples(st.integers(1, 12), st.integers(1, 31)), min_size=1, max_size=12)


@settings(deadline=None)  # a state's holidays are worked out once
@given(schedules, years, states, amounts)
@example(Schedule.QUARTER_END, 2028, "NW", Decimal("0.04"))  # 31 December 2028 is a Sunday: paid in the next year
@example(Schedule.MONTHLY, 2024, "BY", Decimal("0.12"))
def test_r11_a_whole_year_adds_up_to_the_cent_on_working_days(schedule, year, state, amount):
    dates = due_dates(schedule, year, None, None, state)
    assume(amount * 100 >= len(dates))
    parts = split_evenly(amount, len(dates))
    assert sum(parts) == amount and min(parts) > 0
    assert all(part == parts[0] for part in parts[:-1])
    assert dates == sorted(dates)
    assert len(dates) == {Schedule.MONTHLY: 12, Schedule.YEARLY: 1}.get(schedule, 4)
    for day in dates:
        assert day.weekday() < 5 and not is_holiday(day, state)
    assert date(year, 1, 1) < dates[0] and dates[-1] <= date(year, 12, 31) + LONGEST_BREAK


@settings(deadline=None)  # a state's holidays are worked out once
@given(schedules, years, states, days, days)
@example(Schedule.QUARTER_START, 2027, "SL", date(2026, 12, 31), date(2027, 1, 1))  # a term over New Year
@example(Schedule.MONTHLY, 2024, "HE", date(2024, 2, 29), date(2024, 2, 29))
@example(Schedule.YEARLY, 2025, "RP", date(2025, 10, 1), date(2030, 9, 30))
def test_r11_short_years_are_paid_within_the_term(schedule, year, state, one, two):
    begins, ends = min(one, two), max(one, two)
    dates = due_dates(schedule, year, begins, ends, state)
    overlaps = begins <= date(year, 12, 31) and ends >= date(year, 1, 1)
    assert bool(dates) == overlaps
    for day in dates:
        assert day == working_day_from(day, state)
        assert begins <= day <= min(ends, date(year, 12, 31)) + LONGEST_BREAK


@settings(deadline=None)  # a state's holidays are worked out once
@given(own_dates, years, states, amounts)
@example([(2, 29)], 2024, "NW", Decimal("1.00"))
@example([(2, 29), (2, 28)], 2025, "NW", Decimal("1.00"))
@example([(12, 31), (1, 1)], 2028, "BY", Decimal("0.02"))
def test_r11_own_dates_exist_in_every_year(own, year, state, amount):
    wanted = own_days(year, own)
    dates = due_dates(Schedule.OWN, year, None, None, state, own)
    assert len(dates) == len(wanted) >= 1
    assert wanted == [day for day in wanted if day.year == year] == sorted(set(wanted))
    if own == [(2, 29)]:
        assert wanted == [date(year, 2, 29 if isleap(year) else 28)]
    assume(amount * 100 >= len(dates))
    assert sum(split_evenly(amount, len(dates))) == amount
    for day, due in zip(wanted, dates, strict=True):
        assert due == working_day_from(day, state) and timedelta(0) <= due - day <= LONGEST_BREAK
