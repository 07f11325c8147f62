"""What decisions have booked on a budget line: a sum, without whose help it is (R10)."""

from cases.queries.bookings import booked_on
from contracts.models import BudgetLine
from contracts.web.beside import LINE_FIGURES
from kernel.web import words


def booked(line: BudgetLine) -> list[dict[str, str]]:
    minutes = booked_on([line]).get(line.pk, 0)
    if not minutes:
        return []
    left = line.approved_minutes - minutes  # type: ignore[attr-defined]
    return [{"label": "für Hilfen gebucht", "value": words.hours(minutes), "note": f"noch frei {words.hours(left)}"}]


LINE_FIGURES.append(booked)
