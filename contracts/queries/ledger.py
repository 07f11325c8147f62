"""The ledger: what each total of a line is made of, entry by entry, in a fixed number of queries."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils import timezone

from contracts.models import BudgetLine, Instalment, Invoice, Payment, PaymentRun, Posting
from contracts.queries.steering import Hours, Month, course_of
from contracts.steering import Course
from kernel.web import words


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One entry of a line: what it adds to each of the line's totals, and where it comes from."""

    day: date
    kind: str
    text: str
    approved: Decimal | None = None  # EUR
    minutes: int | None = None  # agreed
    paid: Decimal | None = None  # EUR, also what was set off
    due: Decimal | None = None  # EUR still to be paid
    delivered: int | None = None  # minutes
    source: str = ""  # what the entry was made by: run, invoice, readjustment, hours
    key: UUID | int | None = None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A line with its totals."""

    line: Any
    delivered: int
    course: Course | None

    @property
    def open(self) -> Decimal:
        """Approved and not yet paid, in EUR; negative where more was paid than is approved."""
        left: Decimal = self.line.approved - self.line.paid
        return left


def rows_of(lines: Sequence[Any], year: int, today: date) -> tuple[list[LedgerRow], Hours]:
    """Lines of one year with what was delivered on each, and the hours behind it."""
    hours = Hours(year, lines)
    rows = []
    for line in lines:
        minutes = hours.minutes(line)
        rows.append(LedgerRow(line, minutes, course_of(line, today, minutes)))
    return rows, hours


def journal_of(line: Any, months: Sequence[Month], today: date) -> list[LedgerEntry]:
    """All entries of a line, the oldest first; their sums are the line's totals."""
    entries = [
        *_released(line),
        *_posted(line),
        *(entry for instalment in _instalments(line) for entry in _paid(line, instalment)),
        *(entry for invoice in _invoices(line) for entry in _billed(invoice)),
        *_worked(line, months, today),
    ]
    return sorted(entries, key=lambda entry: entry.day)


def _released(line: BudgetLine) -> Iterator[LedgerEntry]:
    day = timezone.localdate(line.released_at) if line.released_at else date(line.year, 1, 1)
    word = "Freigabe" if line.released_at else "Entwurf"
    yield LedgerEntry(day, word, line.remark, approved=line.amount, minutes=line.minutes)


def _posted(line: BudgetLine) -> Iterator[LedgerEntry]:
    origins = dict(line.readjustments.exclude(posting=None).values_list("posting", "pk"))
    for posting in line.postings.all():
        origin = origins.get(posting.pk)
        yield LedgerEntry(
            posting.posted_on,
            Posting.Kind(posting.kind).label,
            posting.reason,
            approved=posting.amount or None,
            minutes=posting.minutes or None,
            source="readjustment" if origin else "",
            key=origin,
        )


def _payments() -> Prefetch:
    done = Payment.objects.select_related("run").order_by("run__number", "id")
    return Prefetch("payments", queryset=done)


def _instalments(line: BudgetLine) -> Sequence[Instalment]:
    return list(line.instalments.prefetch_related(_payments()).order_by("due_on", "number"))


def _invoices(line: BudgetLine) -> Sequence[Invoice]:
    return list(line.invoices.prefetch_related(_payments()).order_by("received_on", "id"))


def _returned(payments: Sequence[Payment], what: str, on: date | None, why: str) -> Iterator[LedgerEntry]:
    """Payments that the bank gave back: out and in again."""
    for payment in payments:
        if payment.live or payment.run.state != PaymentRun.State.PAID or payment.run.paid_on is None:
            continue
        run: dict[str, Any] = {"source": "run", "key": payment.run_id}
        yield LedgerEntry(payment.run.paid_on, "gezahlt", f"{what}, {payment.run}", paid=payment.amount, **run)
        day = on or payment.run.paid_on
        yield LedgerEntry(day, "zurückgekommen", f"{what}: {why}" if why else what, paid=-payment.amount, **run)


def _paid(line: BudgetLine, instalment: Instalment) -> Iterator[LedgerEntry]:
    what = f"Abschlag {instalment.number}"
    payments = list(instalment.payments.all())
    yield from _returned(payments, what, instalment.returned_on, instalment.return_reason)
    rest = instalment.amount - instalment.offset
    if instalment.offset:
        day = instalment.paid_on or instalment.due_on
        settled: dict[str, Any] = {"paid": instalment.offset} if instalment.paid_on else {"due": instalment.offset}
        yield LedgerEntry(day, "verrechnet", f"{what} mit {instalment.offset_reason}", **settled)
    if not rest:
        return
    live = next((p for p in payments if p.live), None)
    run: dict[str, Any] = {"source": "run", "key": live.run_id} if live else {}
    if instalment.paid_on:
        text = f"{what}, {live.run}" if live else what
        yield LedgerEntry(instalment.paid_on, "gezahlt", text, paid=rest, **run)
    elif line.state == BudgetLine.State.RELEASED:
        text = f"{what}, vorgesehen in {live.run}" if live else what
        yield LedgerEntry(instalment.due_on, "offen", text, due=rest, **run)


def _billed(invoice: Invoice) -> Iterator[LedgerEntry]:
    what = f"{invoice} vom {words.day(invoice.issued_on)}"
    payments = list(invoice.payments.all())
    yield from _returned(payments, what, None, "")
    origin: dict[str, Any] = {"source": "invoice", "key": invoice.pk}
    if invoice.paid_on:
        yield LedgerEntry(invoice.paid_on, "gezahlt", what, paid=invoice.amount, **origin)
    elif invoice.state == Invoice.State.REJECTED:
        yield LedgerEntry(invoice.received_on, "zurückgewiesen", f"{what}: {invoice.reason}", **origin)
    else:
        yield LedgerEntry(
            invoice.due_on, "offen", f"{what}, {invoice.get_state_display()}", due=invoice.amount, **origin
        )


def _worked(line: BudgetLine, months: Sequence[Month], today: date) -> Iterator[LedgerEntry]:
    for month in months:
        last = date(line.year, month.number, monthrange(line.year, month.number)[1])
        direct = words.percent(Decimal(month.direct * 100) / month.minutes) if month.minutes else words.NOTHING
        yield LedgerEntry(
            min(last, today),
            "Stunden",
            f"{words.MONTHS[month.number - 1]} {line.year}, davon {direct} mit der Familie",
            delivered=month.minutes,
            source="hours",
            key=month.number,
        )
