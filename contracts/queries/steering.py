"""How the lines of a year go: hours by month in one query, and each line's course (R10, R15)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth

from contracts.models import BudgetLine, HoursEntry, Readjustment
from contracts.policy.steering import readjustment_policy
from contracts.queries.budget import money_lines_for
from contracts.steering import Change, Course, Span, span_in
from kernel.access.actor import Actor


@dataclass(frozen=True, slots=True)
class Month:
    """A month of one or several lines."""

    number: int
    minutes: int
    direct: int


type Group = tuple[UUID | None, str]  # contract's file and provider
type Cell = tuple[UUID, str]  # district and kind of work: what separates the lines of a group


class Hours:
    """The hours of a year that may count on some lines, in one query however many lines and hours there are."""

    def __init__(self, year: int, lines: Sequence[BudgetLine]) -> None:
        self.months: dict[Group, dict[Cell, list[Month]]] = defaultdict(lambda: defaultdict(list))
        for row in self._rows(year, lines):
            contract, organisation, district, kind, month, minutes, direct = row
            self.months[contract, organisation][district, kind].append(Month(month, minutes, direct or 0))
        self.sums = {
            group: {cell: sum(month.minutes for month in months) for cell, months in cells.items()}
            for group, cells in self.months.items()
        }

    @staticmethod
    def _rows(year: int, lines: Sequence[BudgetLine]) -> Iterable[tuple[Any, ...]]:
        contracts = {line.contract_id for line in lines}
        under = Q(role__contract__in=contracts - {None})
        if None in contracts:
            under |= Q(role__contract=None)
        return (
            HoursEntry.objects.filter(
                under,
                role__organisation__in={line.organisation_id for line in lines},
                worked_on__range=(date(year, 1, 1), date(year, 12, 31)),
            )
            .order_by()
            .values_list(
                "role__contract", "role__organisation", "role__district", "work_kind", ExtractMonth("worked_on")
            )
            .annotate(sum=Sum("minutes"), direct=Sum("minutes", filter=Q(contact=HoursEntry.Contact.DIRECT)))
        )

    def of(self, lines: Iterable[BudgetLine]) -> list[Month]:
        """The months with hours that count on at least one of the lines; none counts twice."""
        found: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        together: dict[Group, list[BudgetLine]] = defaultdict(list)
        for line in lines:
            together[line.contract_id, line.organisation_id].append(line)
        for group, several in together.items():
            for cell, months in self.months.get(group, {}).items():
                if any(counts_on(line, cell) for line in several):
                    for month in months:
                        found[month.number][0] += month.minutes
                        found[month.number][1] += month.direct
        return [Month(number, *found[number]) for number in sorted(found)]

    def minutes(self, line: BudgetLine) -> int:
        cells = self.sums.get((line.contract_id, line.organisation_id), {})
        return sum(minutes for cell, minutes in cells.items() if counts_on(line, cell))


def counts_on(line: BudgetLine, cell: Cell) -> bool:
    """As `hours_of_lines` says: a line's dimensions separate, what it leaves open takes all."""
    return line.district_id in (None, cell[0]) and line.work_kind in ("", cell[1])


def course_of(line: Any, today: date, delivered: int | None = None) -> Course | None:
    """The course of an annotated line with its postings: in minutes, or in EUR for help outside every contract.

    Nothing for a line that agrees no hours, or whose contract does not run in its year.
    """
    begins = line.contract.begins if line.contract else None
    span = span_in(line.year, begins, line.runs_until)
    in_hours = bool(line.minutes or line.approved_minutes)
    if span is None or not (in_hours or line.contract is None):
        return None
    if in_hours:
        planned, done = Decimal(line.minutes), Decimal(line.delivered if delivered is None else delivered)
        changes = [Change(p.posted_on, Decimal(p.minutes)) for p in line.postings.all() if p.minutes]
    else:
        planned, done = line.amount, line.invoiced
        changes = [Change(p.posted_on, p.amount) for p in line.postings.all() if p.amount]
    unit = "minutes" if in_hours else "EUR"
    return Course(span, today, planned, done, line.corridor_percent, changes, unit)


def total_course(rows: Iterable[Any], hours: Hours, today: date) -> Course | None:
    """The course of several lines of a year together, in minutes; hours that count on several lines count once."""
    found = [row for row in rows if row.course and (row.line.minutes or row.line.approved_minutes)]
    if not found:
        return None
    first, last = min(r.course.span.first for r in found), max(r.course.span.last for r in found)
    approved = sum((r.course.approved for r in found), Decimal(0))
    weighted = sum((r.course.approved * r.course.corridor for r in found), Decimal(0))
    return Course(
        Span(first, last),
        today,
        sum((r.course.planned for r in found), Decimal(0)),
        Decimal(sum(month.minutes for month in hours.of([r.line for r in found]))),
        weighted / approved if approved else Decimal(0),
        [change for r in found for change in r.course.changes],
    )


def courses_for(actor: Actor) -> QuerySet[BudgetLine]:
    """Released lines with what `course_of` needs."""
    return money_lines_for(actor).filter(state=BudgetLine.State.RELEASED).prefetch_related("postings")


def readjustments_for(actor: Actor) -> QuerySet[Readjustment]:
    return readjustment_policy.rows(actor).select_related(
        "line__organisation", "line__contract", "line__district", "posting"
    )
