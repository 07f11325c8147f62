"""Numbers, money, hours and days read as the offices write them."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.web import words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1234.5"), "1.234,50\u00a0€"),
        (Decimal("-0.005"), "\u22120,01\u00a0€"),
        (0, "0,00\u00a0€"),
        ("1000000", "1.000.000,00\u00a0€"),
        (None, "–"),
        ("viel", "–"),
    ],
)
def test_money(value: object, text: str) -> None:
    assert words.money(value) == text


def test_hours_from_minutes() -> None:
    assert words.hours(450) == "7:30\u00a0Std."
    assert words.hours(75_030) == "1.250:30\u00a0Std."
    assert words.hours(-5) == "\u22120:05\u00a0Std."
    assert words.hours(None) == "–"


def test_days() -> None:
    day = dt.date(2025, 10, 1)
    assert words.day(day) == "01.10.2025"
    assert words.day_text(day) == "1.\u00a0Oktober 2025"
    assert words.weekday(day) == "Mittwoch, 1.\u00a0Oktober"
    assert words.day(None) == "–"


def test_a_point_in_time_is_shown_as_the_local_day() -> None:
    assert words.day(dt.datetime(2025, 9, 30, 22, 30, tzinfo=dt.UTC)) == "01.10.2025"


class _Range:
    """Like a range from the database: its upper bound is excluded."""

    def __init__(self, lower: dt.date | None, upper: dt.date | None) -> None:
        self.lower, self.upper, self.upper_inc = lower, upper, False


def test_periods_include_their_last_day() -> None:
    start, end = dt.date(2025, 10, 1), dt.date(2026, 1, 1)
    assert words.period(_Range(start, end)) == "01.10.2025 – 31.12.2025"
    assert words.period(start, dt.date(2025, 12, 31)) == "01.10.2025 – 31.12.2025"
    assert words.period(_Range(start, None)) == "ab 01.10.2025"
    assert words.period(None, end) == "bis 01.01.2026"
    assert words.period(None) == "–"


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False))
def test_money_never_loses_a_cent(amount: Decimal) -> None:
    text = words.money(amount).removesuffix("\u00a0€")
    assert Decimal(text.replace(".", "").replace(",", ".").replace("\u2212", "-")) == amount
