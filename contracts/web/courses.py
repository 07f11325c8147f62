"""How a course looks: the bar of the corridor, one sentence, a chart and its table."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from contracts.queries.steering import Hours
from contracts.steering import Course
from kernel.web import words
from kernel.web.chart import Chart, Series, line_chart
from kernel.web.templatetags.ui import badge, corridor

FULL = Decimal(100)
WIDEST = Decimal(160)  # per cent at the right end of the bar


@dataclass(frozen=True)
class CourseFigure:
    """What contracts/_course.html shows."""

    sentence: str
    chart: Chart | None
    rows: list[tuple[str, str, str, str]]
    facts: list[dict[str, str]]
    formula: str


def amount_of(line: Any, value: Any) -> str:
    """A value of a line's course in its unit."""
    if value is None:
        return words.NOTHING
    return words.hours(round(value)) if line.minutes or line.approved_minutes else words.money(value)


def bar(course: Course | None) -> SafeString | str:
    """What was delivered of the plan up to today, against the corridor around it."""
    if course is None or course.pace is None:
        return words.NOTHING
    low, high = FULL - course.corridor, FULL + course.corridor
    shown = words.percent(course.pace)
    text = f"{shown} des Plans bis heute; Korridor {words.percent(low, 0)} bis {words.percent(high, 0)}"
    return format_html(
        '<div class="hn-pace"><span>{}</span>{}</div>',
        shown,
        corridor(min(course.pace, WIDEST), low, high, WIDEST, text),
    )


def verdict(course: Course | None) -> SafeString | str:
    """By how much the forecast misses what is approved, and whether that is within the corridor."""
    if course is None or course.deviation is None:
        return words.NOTHING
    return badge(signed(course.deviation), "warning" if course.outside else "success")


def signed(percent: Decimal) -> str:
    return f"{'+' if percent > 0 else ''}{words.percent(percent)}"


def sentence_of(course: Course) -> str:
    """How it stands and what the year will come to, in words."""
    if course.forecast is None:
        return f"Die Laufzeit beginnt am {words.day_text(course.span.first)}."
    until = "Im ganzen Jahr" if course.over else f"Bis {words.day_text(course.today)}"
    done = "geleistet" if course.unit == "minutes" else "abgerechnet"
    text = f"{until} sind {words.percent(course.used)} {done}"
    if not course.over:
        text += f", {words.percent(Decimal(course.elapsed * 100) / course.span.days)} der Zeit sind vorbei"
    if course.deviation is None:
        return f"{text}."
    if course.outside:
        more = "mehr" if course.deviation > 0 else "weniger"
        return f"{text}. Die Prognose liegt {words.percent(abs(course.deviation))} {more} als vereinbart: außerhalb des Korridors."
    return f"{text}. Die Prognose bleibt im Korridor."


def figure_of(lines: Sequence[Any], course: Course, hours: Hours, year: int, today: date) -> CourseFigure:
    """The course of one or several lines of a year; where hours are agreed, month by month."""
    if not any(line.minutes or line.approved_minutes for line in lines):
        return CourseFigure(sentence_of(course), None, [], facts_of(course, lines[0]), formula_of(course, lines[0]))
    minutes = {month.number: month.minutes for month in hours.of(lines)}
    ends = [date(year, month, monthrange(year, month)[1]) for month in range(1, 13)]
    total, done, plan = Decimal(0), [], []
    for last in ends:
        total += minutes.get(last.month, 0)
        begun = last.replace(day=1) <= today
        done.append(total / 60 if begun else None)
        plan.append(course.plan_until(last) / 60)
    sentence = sentence_of(course)
    names = [name[:3] for name in words.MONTHS]
    rows = [(words.MONTHS[n], words.hours(minutes.get(n + 1, 0)), _hours(done[n]), _hours(plan[n])) for n in range(12)]
    chart = line_chart(sentence, names, [Series("geleistet", done), Series("vereinbart", plan)])
    return CourseFigure(sentence, chart, rows, facts_of(course, lines[0]), formula_of(course, lines[0]))


def _hours(value: Decimal | None) -> str:
    return words.NOTHING if value is None else words.hours(round(value * 60))


def facts_of(course: Course, line: Any) -> list[dict[str, str]]:
    return [
        {"label": "Prognose für das Jahr", "value": amount_of(line, course.forecast)},
        {"label": "vereinbart", "value": amount_of(line, course.approved)},
        {"label": "Korridor", "value": f"± {words.percent(course.corridor)}"},
    ]


def formula_of(course: Course, line: Any) -> str:
    """The forecast with its numbers (indicator 9)."""
    if course.forecast is None:
        return "Die Prognose beginnt mit dem ersten Tag der Laufzeit."
    text = f"{amount_of(line, course.done)} ÷ {course.elapsed} vergangene Tage × {course.span.days} Tage der Laufzeit im Jahr"
    if course.commitments:
        text += f" + {amount_of(line, course.commitments)} beschlossen und noch nicht begonnen"
    return f"{text} = {amount_of(line, course.forecast)}"
