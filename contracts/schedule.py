"""When and how much: the instalments of a year, exact to the cent (R11)."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from contracts.models import Contract
from kernel.calendar import working_day_from

Schedule = Contract.Schedule
_MONTHS = {Schedule.MONTHLY: 1, Schedule.YEARLY: 12}
CENT = Decimal("0.01")


def split_evenly(amount: Decimal, parts: int) -> list[Decimal]:
    """Equal parts in EUR; what does not divide is in the last (R11). Needs at least one cent per part."""
    cents = int(amount * 100)
    share = cents // parts
    if share < 1:
        raise ValueError("less than a cent per part")
    return [Decimal(share) / 100] * (parts - 1) + [Decimal(cents - share * (parts - 1)) / 100]


def due_dates(
    schedule: str,
    year: int,
    begins: date | None,
    ends: date | None,
    state: str,
    own: Sequence[tuple[int, int]] = (),
) -> list[date]:
    """The due dates of a year within the contract's term, moved to working days of the state (R11).

    `own` are months and days of a contract with own dates; the 29th of February is the 28th in other years.
    """
    if schedule == Schedule.OWN:
        return [working_day_from(day, state) for day in own_days(year, own) if _within(day, begins, ends)]
    months = _MONTHS.get(Schedule(schedule), 3)
    dates = []
    for month in range(1, 13, months):
        first = date(year, month, 1)
        last = first + relativedelta(months=months, days=-1)
        if (begins and last < begins) or (ends and first > ends):
            continue
        due = {
            Schedule.QUARTER_MIDDLE: first + relativedelta(months=1, day=15),
            Schedule.QUARTER_END: last,
        }.get(Schedule(schedule), first)
        if begins and due < begins:
            due = begins
        if ends and due > ends:
            due = ends
        dates.append(working_day_from(due, state))
    return dates


def own_days(year: int, own: Sequence[tuple[int, int]]) -> list[date]:
    """Those days in a year, in order; a day that the month does not have is its last."""
    return sorted({date(year, month, min(day, monthrange(year, month)[1])) for month, day in own})


def _within(day: date, begins: date | None, ends: date | None) -> bool:
    return (begins is None or begins <= day) and (ends is None or day <= ends)
