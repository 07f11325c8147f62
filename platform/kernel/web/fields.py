"""Fields that take what people type: days, amounts, durations. Errors say in a sentence what to do."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kernel import clock
from kernel.web import words

LONGEST = 60
DAY_WORDS = {"heute": 0, "morgen": 1, "übermorgen": 2, "uebermorgen": 2, "gestern": -1, "vorgestern": -2}
GERMAN_DAY = re.compile(r"(\d{1,2})\s*\.\s*(\d{1,2}|[a-zä]+)\s*\.?\s*(\d{4}|\d{2})?", re.ASCII | re.IGNORECASE)
GERMAN_NAMED = re.compile(r"(\d{1,2})\s*\.?\s*([a-zäÄ]{3,9})\.?\s*(\d{4}|\d{2})?", re.IGNORECASE)
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
GERMAN_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d{1,2})?", re.ASCII)
POINT_AMOUNT = re.compile(r"-?\d+\.\d{1,2}", re.ASCII)
CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)(?:\s*(?:h|std\.?|stunden?))?", re.ASCII)
TIME_OF_DAY = re.compile(r"(\d{1,2})(?:[:.]([0-5]\d))?(?:\s*uhr)?", re.ASCII | re.IGNORECASE)
MINUTES = re.compile(r"(\d{1,6})\s*(?:min\.?|minuten?|')", re.ASCII)
HOURS = re.compile(r"(\d{1,4}(?:[.,]\d{1,2})?)\s*(?:h|std\.?|stunden?)?", re.ASCII)
HOURS_AND_MINUTES = re.compile(r"(\d{1,4})\s*(?:h|std\.?)\s*([0-5]?\d)\s*(?:min\.?|m)?", re.ASCII)
MONTH_NUMBERS = {
    name.lower()[:length]: number for number, name in enumerate(words.MONTHS, 1) for length in (3, len(name))
} | {"maerz": 3, "mrz": 3, "sept": 9, "jänner": 1}


def clean_text(value: Any) -> str:
    """What was typed, with any kind of space made plain."""
    return " ".join(str(value).replace("\u202f", " ").replace("\u00a0", " ").split())


def parse_day(text: str, today: dt.date) -> dt.date:
    """1.3., 1.3.26, 1. März 2026, 2026-03-01, heute, morgen; a day without a year is the nearest such day.

    Raises ValueError for anything else.
    """
    lowered = text.lower()
    if lowered in DAY_WORDS:
        return today + dt.timedelta(days=DAY_WORDS[lowered])
    if match := ISO_DAY.fullmatch(text):
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    match = GERMAN_DAY.fullmatch(text) or GERMAN_NAMED.fullmatch(text)
    if not match:
        raise ValueError(text)
    day = int(match[1])
    month = int(match[2]) if match[2].isdigit() else MONTH_NUMBERS.get(match[2].lower(), 0)
    if match[3]:
        return dt.date(int(match[3]) if len(match[3]) == 4 else 2000 + int(match[3]), month, day)
    return _nearest(day, month, today)


def _nearest(day: int, month: int, today: dt.date) -> dt.date:
    if (day, month) == (29, 2):
        years = [year for year in range(today.year - 4, today.year + 5) if year % 4 == 0]
    else:
        years = [today.year - 1, today.year, today.year + 1]
    candidates = [dt.date(year, month, day) for year in years]
    return min(candidates, key=lambda one: abs((one - today).days))


class GermanDateField(forms.DateField):
    """A day typed the German way; `earliest` and `latest` bound it."""

    default_error_messages = {
        "required": "Bitte geben Sie ein Datum ein, zum Beispiel 1.10.2025.",
        "invalid": "Dieses Datum verstehen wir nicht. Bitte schreiben Sie es so: 1.10.2025, 1.10. oder morgen.",
        "impossible": "Diesen Tag gibt es nicht. Bitte prüfen Sie Tag und Monat.",
        "earliest": "Das Datum darf nicht vor dem %(limit)s liegen.",
        "latest": "Das Datum darf nicht nach dem %(limit)s liegen.",
    }

    def __init__(
        self,
        *,
        earliest: dt.date = dt.date(1900, 1, 1),
        latest: dt.date = dt.date(2199, 12, 31),
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault(
            "widget",
            forms.DateInput(
                format="%d.%m.%Y",
                attrs={"data-kind": "date", "autocomplete": "off", "placeholder": "TT.MM.JJJJ"},
            ),
        )
        super().__init__(**kwargs)
        self.earliest = earliest
        self.latest = latest

    def to_python(self, value: Any) -> dt.date | None:
        if isinstance(value, dt.datetime | dt.date):
            return words.as_date(value)
        if value in self.empty_values:
            return None
        text = clean_text(value)
        if not text:
            return None
        if len(text) > LONGEST:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            day = parse_day(text, clock.today())
        except (ValueError, OverflowError) as error:
            shaped = GERMAN_DAY.fullmatch(text) or ISO_DAY.fullmatch(text)
            code = "impossible" if shaped and shaped.group(2).isdigit() else "invalid"
            raise ValidationError(self.error_messages[code], code=code) from error
        if day < self.earliest:
            raise ValidationError(
                self.error_messages["earliest"], code="earliest", params={"limit": words.day(self.earliest)}
            )
        if day > self.latest:
            raise ValidationError(
                self.error_messages["latest"], code="latest", params={"limit": words.day(self.latest)}
            )
        return day


class MoneyField(forms.DecimalField):
    """An amount in euros with two places; 1.234,50 € and 1234,50 and 1234.50 mean the same."""

    default_error_messages = {
        "required": "Bitte geben Sie einen Betrag ein, zum Beispiel 1.234,50\u00a0€.",
        "invalid": "Diesen Betrag verstehen wir nicht. Bitte schreiben Sie ihn so: 1.234,50\u00a0€.",
        "min_value": "Der Betrag muss mindestens %(limit_value)s Euro sein.",
        "max_value": "Der Betrag darf höchstens %(limit_value)s Euro sein.",
    }

    def __init__(self, *, max_digits: int = 12, min_value: Any = Decimal("0"), **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget",
            forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "placeholder": "0,00 €"}),
        )
        super().__init__(max_digits=max_digits, decimal_places=2, min_value=min_value, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            return Decimal(value)
        text = clean_text(value).replace(words.MINUS, "-")
        if not text:
            return None
        text = re.sub(r"\s*(?:€|euro|eur)$", "", text, flags=re.IGNORECASE).replace(" ", "")
        if len(text) > LONGEST:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if GERMAN_AMOUNT.fullmatch(text):
            text = text.replace(".", "").replace(",", ".")
        elif not POINT_AMOUNT.fullmatch(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return Decimal(text)
        except InvalidOperation as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            return words.number(value, 2)
        return value


class MinutesField(forms.IntegerField):
    """A duration in minutes, typed as 1:30, 1,5, 1,5 Std., 90 min or 1 h 30."""

    default_error_messages = {
        "required": "Bitte geben Sie die Dauer ein, zum Beispiel 1:30.",
        "invalid": "Diese Dauer verstehen wir nicht. Bitte schreiben Sie sie so: 1:30, 1,5 oder 90 min.",
    }

    def __init__(self, *, min_value: int | None = 1, max_value: int | None = 24 * 60, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget",
            forms.TextInput(attrs={"data-kind": "minutes", "autocomplete": "off", "placeholder": "1:30"}),
        )
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)
        self.error_messages["min_value"] = f"Die Dauer muss mindestens {words.hours(min_value or 0)} sein."
        self.error_messages["max_value"] = f"Die Dauer darf höchstens {words.hours(max_value or 0)} sein."

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        text = clean_text(value).lower()
        if not text:
            return None
        minutes = parse_minutes(text) if len(text) <= LONGEST else None
        if minutes is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return minutes

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int) and not isinstance(value, bool):
            return f"{value // 60}:{value % 60:02d}"
        return value


def parse_minutes(text: str) -> int | None:
    """Minutes from a lower-case text, or nothing if it cannot be understood."""
    if match := CLOCK.fullmatch(text):
        return int(match[1]) * 60 + int(match[2])
    if match := MINUTES.fullmatch(text):
        return int(match[1])
    if match := HOURS.fullmatch(text):
        return int((Decimal(match[1].replace(",", ".")) * 60).to_integral_value())
    if match := HOURS_AND_MINUTES.fullmatch(text):
        return int(match[1]) * 60 + int(match[2])
    return None


class ClockField(forms.TimeField):
    """A time of day typed as 15:30, 15.30, 15 or 15 Uhr."""

    default_error_messages = {
        "required": "Bitte geben Sie eine Uhrzeit ein, zum Beispiel 15:30.",
        "invalid": "Diese Uhrzeit verstehen wir nicht. Bitte schreiben Sie sie so: 15:30 oder 15 Uhr.",
    }

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "off", "placeholder": "15:30", "data-kind": "minutes"}
        kwargs.setdefault("widget", forms.TimeInput(format="%H:%M", attrs=attrs))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.time | None:
        if value in self.empty_values or isinstance(value, dt.time):
            return value or None
        match = TIME_OF_DAY.fullmatch(clean_text(value)[:20])
        if not match or int(match[1]) > 23:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return dt.time(int(match[1]), int(match[2] or 0))
