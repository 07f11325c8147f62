"""How numbers, money, hours and days read on the screen, in exports and in papers."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils import timezone

MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
NOTHING = "–"
NBSP = "\u00a0"
MINUS = "\u2212"
_GERMAN = str.maketrans(",.", ".,")


def number(value: Any, places: int = 0) -> str:
    """1234.5 with two places reads 1.234,50; nothing reads as a dash."""
    if value is None or value == "":
        return NOTHING
    try:
        amount = Decimal(str(value)).quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)
    except (InvalidOperation, ValueError):
        return NOTHING
    text = f"{abs(amount):,.{int(places)}f}".translate(_GERMAN)
    return f"{MINUS}{text}" if amount < 0 else text


def money(value: Any) -> str:
    """1.234,50 € with a space that never breaks."""
    text = number(value, 2)
    return text if text == NOTHING else f"{text}{NBSP}€"


def percent(value: Any, places: int = 1) -> str:
    """12.345 reads 12,3 %."""
    text = number(value, places)
    return text if text == NOTHING else f"{text}{NBSP}%"


def hours(minutes: Any) -> str:
    """450 minutes read 7:30 Std."""
    if minutes is None or minutes == "":
        return NOTHING
    total = int(minutes)
    sign = MINUS if total < 0 else ""
    return f"{sign}{number(abs(total) // 60)}:{abs(total) % 60:02d}{NBSP}Std."


def as_date(value: Any) -> dt.date | None:
    """The local calendar day of a date or a point in time."""
    if isinstance(value, dt.datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value if isinstance(value, dt.date) else None


def day(value: Any) -> str:
    """01.10.2025, as in tables."""
    date = as_date(value)
    return date.strftime("%d.%m.%Y") if date else NOTHING


def day_text(value: Any) -> str:
    """1. Oktober 2025, as in a sentence."""
    date = as_date(value)
    return f"{date.day}.{NBSP}{MONTHS[date.month - 1]} {date.year}" if date else NOTHING


def month(value: Any) -> str:
    """Oktober 2025."""
    date = as_date(value)
    return f"{MONTHS[date.month - 1]} {date.year}" if date else NOTHING


def weekday(value: dt.date) -> str:
    """Montag, 3. November."""
    return f"{WEEKDAYS[value.weekday()]}, {value.day}.{NBSP}{MONTHS[value.month - 1]}"


def day_named(value: dt.date) -> str:
    """Freitag, 1. Januar 2027."""
    return f"{weekday(value)} {value.year}"


def period(start: Any, end: Any = None) -> str:
    """From and to, both included; takes a database range (its upper bound excluded) or two days."""
    if hasattr(start, "lower") and hasattr(start, "upper"):
        upper = start.upper
        if upper is not None and not getattr(start, "upper_inc", False):
            upper -= dt.timedelta(days=1)
        start, end = start.lower, upper
    if start and end:
        return f"{day(start)} – {day(end)}"
    if start:
        return f"ab {day(start)}"
    return f"bis {day(end)}" if end else NOTHING
