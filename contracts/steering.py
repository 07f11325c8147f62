"""How a year goes: plan, what was delivered, forecast and corridor, by days, so that short and leap years are right.

Indicator 9: forecast = actual / elapsed months x 12 + commitments that have not begun. Counted in days: actual / elapsed
days x days of the term in the year, which is the same in a full year and right in a short one.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a year on which something runs, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def elapsed(self, day: date) -> int:
        """Days gone by up to and with a day; 0 before the first, all after the last."""
        return min(max((day - self.first).days + 1, 0), self.days)


def span_in(year: int, begins: date | None = None, ends: date | None = None) -> Span | None:
    """The part of a year within a term; nothing if they do not meet."""
    first, last = max(begins or date.min, date(year, 1, 1)), min(ends or date.max, date(year, 12, 31))
    return Span(first, last) if first <= last else None


def forecast(actual: Decimal, span: Span, today: date, commitments: Decimal = Decimal(0)) -> Decimal | None:
    """What the year will come to (indicator 9): the pace up to today goes on, and what is committed begins."""
    elapsed = span.elapsed(today)
    return actual * span.days / elapsed + commitments if elapsed else None


@dataclass(frozen=True, slots=True)
class Change:
    """A posting of the plan: so much more or less from a day on."""

    day: date
    amount: Decimal


@dataclass(frozen=True)
class Course:
    """A line's year in one unit (minutes or EUR): plan with its changes, what was done up to today, the corridor in per cent."""

    span: Span
    today: date
    planned: Decimal
    done: Decimal
    corridor: Decimal = Decimal(0)
    changes: Sequence[Change] = ()
    unit: str = "minutes"

    @cached_property
    def approved(self) -> Decimal:
        return self.planned + sum((c.amount for c in self.changes), Decimal(0))

    @property
    def elapsed(self) -> int:
        return self.span.elapsed(self.today)

    @property
    def over(self) -> bool:
        return self.today > self.span.last

    def plan_until(self, day: date) -> Decimal:
        """What the plan wants up to a day: each part spread evenly over the days on which it counts."""
        plan = self.planned * self.span.elapsed(day) / self.span.days
        for change in self.changes:
            rest = Span(min(max(change.day, self.span.first), self.span.last), self.span.last)
            plan += change.amount * rest.elapsed(day) / rest.days
        return plan

    @property
    def commitments(self) -> Decimal:
        """What is decided to be more and has not begun."""
        return sum((c.amount for c in self.changes if c.day > self.today and c.amount > 0), Decimal(0))

    @cached_property
    def forecast(self) -> Decimal | None:
        return forecast(self.done, self.span, self.today, self.commitments)

    @property
    def used(self) -> Decimal | None:
        """Delivered of what is approved for the year, in per cent."""
        return self.done * 100 / self.approved if self.approved > 0 else None

    @property
    def pace(self) -> Decimal | None:
        """Delivered of what the plan wants up to today, in per cent; the corridor lies around 100."""
        plan = self.plan_until(self.today)
        return self.done * 100 / plan if plan > 0 else None

    @property
    def outcome(self) -> Decimal | None:
        """The forecast in per cent of what is approved."""
        return self.forecast * 100 / self.approved if self.forecast is not None and self.approved > 0 else None

    @property
    def deviation(self) -> Decimal | None:
        """By how many percentage points the forecast misses the approved; nothing before the first day."""
        return self.outcome - HUNDRED if self.outcome is not None else None

    @property
    def outside(self) -> bool:
        """Whether the forecast leaves the corridor."""
        return self.deviation is not None and abs(self.deviation) > self.corridor


def month_ends(span: Span) -> list[date]:
    """The last day of each month of a span, the last one cut to it."""
    year = span.first.year
    return [
        min(date(year, month, monthrange(year, month)[1]), span.last)
        for month in range(span.first.month, span.last.month + 1)
    ]


def rounded(value: Decimal) -> int:
    """To whole minutes."""
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))
