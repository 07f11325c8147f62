"""Hours that a decision books on budget lines: beyond what a line has left only with a reason, which is kept (R10)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cases.models import Help, HelpBooking
from cases.queries.bookings import left_of
from contracts.models import BudgetLine
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed
from kernel.web import words


@dataclass(frozen=True, slots=True)
class Booking:
    """Minutes for a help on a line."""

    line: BudgetLine
    minutes: int


def beyond(bookings: Iterable[Booking]) -> list[str]:
    """In words, for which lines more would be booked than they have left."""
    wanted: dict[BudgetLine, int] = {}
    for booking in bookings:
        wanted[booking.line] = wanted.get(booking.line, 0) + booking.minutes
    left = left_of(wanted)
    return [
        f"{line.organisation} {line.year}: noch {words.hours(max(left[line.pk], 0))}, gebraucht werden {words.hours(minutes)}"
        for line, minutes in wanted.items()
        if minutes > left[line.pk]
    ]


def check_bookings(bookings: Sequence[Booking], beyond_reason: str) -> None:
    """Lock the lines; warn where they do not reach, and let it pass with a reason."""
    keys = sorted({b.line.pk for b in bookings})
    locked = list(BudgetLine.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    if any(line.state != BudgetLine.State.RELEASED for line in locked):
        raise RuleViolation("Dieser Budgetposten ist noch nicht freigegeben.", field="line")
    found = beyond(bookings)
    if found and not beyond_reason.strip():
        raise RuleViolation(
            f"Der Budgetposten reicht nicht ({'; '.join(found)}). Begründen Sie, warum trotzdem gebucht wird.",
            field="beyond_reason",
        )


def book(actor: Actor, row: Help, bookings: Sequence[Booking], beyond_reason: str) -> None:
    """Within a use case: book a help's hours; what goes beyond the line keeps its reason."""
    bookings = [b for b in bookings if b.minutes]
    check_bookings(bookings, beyond_reason)
    for booking in bookings:
        over = bool(beyond([booking]))
        made = HelpBooking.objects.create(
            help=row,
            line=booking.line,
            minutes=booking.minutes,
            beyond_reason=beyond_reason.strip() if over else "",
            booked_by=actor.person,
        )
        also_changed(made, "line", "minutes", "beyond_reason")


def release_rest(row: Help) -> list[HelpBooking]:
    """Of a help that ended before its planned end: the share of its hours that lay behind the end is free again."""
    if not (row.ends and row.planned_end and row.ends < row.planned_end):
        return []
    planned, used = (row.planned_end - row.begins).days + 1, (row.ends - row.begins).days + 1
    changed = list(row.bookings.all())
    for booking in changed:
        booking.minutes = booking.minutes * used // planned
        booking.save()
    return changed
