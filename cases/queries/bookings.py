"""What decisions have booked on budget lines, and what the lines have left (R10)."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet, Sum

from cases.models import Help, HelpBooking
from contracts.models import BudgetLine, Posting
from kernel.access.actor import Actor
from kernel.web import words


def left_of(lines: Iterable[BudgetLine]) -> dict[UUID, int]:
    """Minutes that each line has left for decisions: approved (line and postings) less what helps booked; two queries."""
    approved = {line.pk: line.minutes for line in lines}
    for line, minutes in _sums(Posting.objects.filter(line__in=approved)):
        approved[line] += minutes
    for line, minutes in booked_on(approved).items():
        approved[line] -= minutes
    return approved


def booked_on(lines: Iterable[BudgetLine | UUID]) -> dict[UUID, int]:
    """Minutes that decisions have booked on each line; one query."""
    return dict(_sums(HelpBooking.objects.filter(line__in=lines).exclude(help__state=Help.State.REFUSED)))


def _sums(rows: QuerySet) -> Iterable[tuple[UUID, int]]:
    return rows.order_by().values("line").annotate(sum=Sum("minutes")).values_list("line", "sum")


def bookable_lines(actor: Actor, organisation: str | None = None) -> QuerySet[BudgetLine]:
    """Released lines of this year and the next on which a decision may book hours, also those outside every contract (R7)."""
    rows = BudgetLine.objects.filter(
        state=BudgetLine.State.RELEASED, year__gte=actor.today.year, year__lte=actor.today.year + 1, minutes__gt=0
    )
    rows = rows.filter(organisation=organisation) if organisation else rows
    return rows.select_related("organisation", "contract", "district")


def line_label(line: BudgetLine, left: int) -> str:
    """A line in a list of choices, with what it has left."""
    where = f", {line.district}" if line.district_id else ""
    return f"{line.organisation} {line.year}{where} ({line.under}): noch {words.hours(left)}"
