"""Working days of the sixteen states."""

from datetime import date, timedelta
from functools import lru_cache

import holidays


@lru_cache(maxsize=64)
def _holidays(state: str) -> holidays.HolidayBase:
    return holidays.country_holidays("DE", subdiv=state)


def working_day_from(day: date, state: str) -> date:
    """The day itself, or the next one that is neither weekend nor holiday in the state (by its two-letter code)."""
    free = _holidays(state)
    while day.weekday() >= 5 or day in free:
        day += timedelta(days=1)
    return day


def is_holiday(day: date, state: str) -> bool:
    """Whether the day is a public holiday in the state."""
    return day in _holidays(state)
