"""What the figures say: comparison of years, effect of pilot districts, shares."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Year:
    """An office's or a group of districts' year."""

    year: int
    families: int
    minutes: int

    @property
    def per_thousand_hours(self) -> Decimal | None:
        """Indicator 13: families per 1,000 hours; nothing where no hours are booked."""
        return Decimal(self.families) * 60_000 / self.minutes if self.minutes else None


def sum_years(reach: Iterable, districts: Collection[UUID] | None = None) -> list[Year]:
    """The sum over districts per year; a family belongs to one district, so nothing counts twice."""
    totals: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for one in reach:
        if districts is None or one.district in districts:
            totals[one.year][0] += one.families
            totals[one.year][1] += one.minutes
    return [Year(year, *totals[year]) for year in sorted(totals)]


def stretches(years: Sequence[int]) -> list[tuple[int, int]]:
    """First and last year of each run of years without a gap."""
    found: list[tuple[int, int]] = []
    for year in sorted(years):
        if found and found[-1][1] == year - 1:
            found[-1] = found[-1][0], year
        else:
            found.append((year, year))
    return found


def complete(years: Sequence[Year], today: date) -> list[Year]:
    """The years that are over; all if none is."""
    over = [y for y in years if y.year < today.year]
    return over or list(years)


def change(first: int | Decimal, last: int | Decimal) -> Decimal | None:
    """Relative change in percent."""
    return (Decimal(last) / Decimal(first) - 1) * 100 if first else None


def index(years: Sequence[Year]) -> list[Decimal | None]:
    """Families as an index, the first year being 100."""
    base = years[0].families if years else 0
    return [Decimal(y.families) * 100 / base if base else None for y in years]
