"""Invoices for help outside every contract, and what stands out in them (R7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from contracts.models import HoursEntry, Invoice, InvoiceItem, Rate
from contracts.policy.steering import invoice_policy, rate_policy
from contracts.shares import CENT
from kernel.access.actor import Actor
from kernel.web import words

Unit = Rate.Unit
COUNTED = ~Q(state=Invoice.State.REJECTED)


@dataclass(frozen=True, slots=True)
class Finding:
    """What stands out, in a sentence; `item` is the position's number, 0 the invoice as a whole."""

    item: int
    text: str

    def as_json(self) -> dict[str, Any]:
        return {"item": self.item, "text": self.text}


def invoices_for(actor: Actor) -> QuerySet[Invoice]:
    return (
        invoice_policy.rows(actor)
        .select_related("line__organisation", "line__contract", "line__district")
        .annotate(positions=Count("items"))
    )


def rates_for(actor: Actor) -> QuerySet[Rate]:
    return rate_policy.rows(actor).select_related("line__organisation", "line__contract", "line__district")


def item_amount(item: InvoiceItem) -> Decimal:
    """A position's amount in EUR: quantity times rate, to the cent."""
    return (item.quantity * item.rate).quantize(CENT)


def days_of(item: InvoiceItem) -> int:
    """Calendar days of a position, first and last included."""
    return (item.ends - item.begins).days + 1


def months_of(item: InvoiceItem) -> int:
    """Calendar months that a position touches."""
    return (item.ends.year - item.begins.year) * 12 + item.ends.month - item.begins.month + 1


def left_on_line(invoice: Invoice) -> Decimal:
    """What is approved on the line and not yet billed by other invoices, in EUR; negative if more is billed."""
    posted = invoice.line.postings.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    others = invoice.line.invoices.filter(COUNTED).exclude(pk=invoice.pk)
    return invoice.line.amount + posted - (others.aggregate(sum=Sum("amount"))["sum"] or Decimal(0))


def findings_of(invoice: Invoice, items: Sequence[InvoiceItem]) -> list[Finding]:
    """The automatic check: sum, rate on each day, quantity, overlaps, budget; in a fixed number of queries (R7)."""
    found = list(_of_sum(invoice, items))
    rates = sorted(Rate.objects.filter(line=invoice.line_id), key=lambda r: r.begins)
    others = _others(invoice, items)
    booked = _booked(invoice, items)
    for number, item in enumerate(items, 1):
        texts = [
            *_of_rate(item, [r for r in rates if r.unit == item.unit]),
            *_of_quantity(item, booked),
            *_of_overlap(item, [*others, *items[: number - 1]]),
            *_of_reference(item),
        ]
        found += [Finding(number, text) for text in texts]
    return found


def _of_sum(invoice: Invoice, items: Sequence[InvoiceItem]) -> Iterable[Finding]:
    total = sum((item_amount(item) for item in items), Decimal(0))
    if total != invoice.amount:
        yield Finding(0, f"Die Positionen ergeben {words.money(total)}, die Rechnung {words.money(invoice.amount)}.")
    if (left := left_on_line(invoice)) < invoice.amount:
        yield Finding(
            0, f"Auf dem Posten sind noch {words.money(left)} frei; es fehlen {words.money(invoice.amount - left)}."
        )
    if late := [n for n, item in enumerate(items, 1) if item.ends > invoice.received_on]:
        yield Finding(late[0], "Der Zeitraum endet nach dem Eingang der Rechnung: Das ist noch nicht geleistet.")


def rate_on(rates: Sequence[Rate], day: date) -> Rate | None:
    """The rate that holds on a day; `rates` of one unit, the oldest first. An old one goes on until a new begins (R5)."""
    return next((rate for rate in reversed(rates) if rate.begins <= day), None)


def _of_rate(item: InvoiceItem, rates: Sequence[Rate]) -> Iterable[str]:
    agreed = rate_on(rates, item.begins)
    if agreed is None:
        yield f"Für „{item.get_unit_display()}“ ist am {words.day(item.begins)} kein Satz hinterlegt."
        return
    if changed := next((r for r in rates if item.begins < r.begins <= item.ends and r.amount != agreed.amount), None):
        yield (
            f"Am {words.day(changed.begins)} wechselt der Satz von {words.money(agreed.amount)} auf "
            f"{words.money(changed.amount)}. Teilen Sie die Position an diesem Tag."
        )
        return
    if item.rate != agreed.amount:
        more = (item.rate - agreed.amount) * item.quantity
        yield (
            f"Vereinbart sind {words.money(agreed.amount)} je {item.get_unit_display()}, berechnet {words.money(item.rate)}: "
            f"{words.money(abs(more))} zu {'viel' if more > 0 else 'wenig'}."
        )


def _of_quantity(item: InvoiceItem, booked: dict[Any, list[tuple[date, int]]]) -> Iterable[str]:
    shown = words.number(item.quantity, 2)
    if item.unit == Unit.DAY and item.quantity > days_of(item):
        yield f"Der Zeitraum hat {_counted(days_of(item), 'Tag', 'Tage')}, berechnet sind {shown}."
    if item.unit == Unit.MONTH and item.quantity > months_of(item):
        yield f"Der Zeitraum berührt {_counted(months_of(item), 'Monat', 'Monate')}, berechnet sind {shown}."
    if item.unit == Unit.HOUR and item.quantity > days_of(item) * 24:
        yield f"So viele Stunden ({shown}) hat der Zeitraum nicht."
    entries = booked.get(item.reference_id, [])
    if item.unit == Unit.HOUR and entries:
        minutes = sum(m for day, m in entries if item.begins <= day <= item.ends)
        if item.quantity * 60 > minutes:
            yield f"Gebucht sind für diesen Fall {words.hours(minutes)}, berechnet {words.hours(int(item.quantity * 60))}."


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _of_overlap(item: InvoiceItem, others: Iterable[InvoiceItem]) -> Iterable[str]:
    for other in others:
        if item.reference_id is None or other.reference_id != item.reference_id or other.unit != item.unit:
            continue
        first, last = max(item.begins, other.begins), min(item.ends, other.ends)
        if first <= last:
            where = (
                "In dieser Rechnung" if other.invoice_id == item.invoice_id else f"In Rechnung {other.invoice.number}"
            )
            yield f"{where} ist derselbe Fall schon für {words.period(first, last)} berechnet."


def _of_reference(item: InvoiceItem) -> Iterable[str]:
    reference = item.reference
    if reference and (item.begins < reference.begins or (reference.ends and item.ends > reference.ends)):
        yield f"Die Fallreferenz {reference.number} gilt nur {words.period(reference.begins, reference.ends)}."


def _others(invoice: Invoice, items: Sequence[InvoiceItem]) -> list[InvoiceItem]:
    """Positions of other invoices for the same case references in the same time."""
    references = {item.reference_id for item in items} - {None}
    if not references:
        return []
    found = InvoiceItem.objects.filter(
        ~Q(invoice__state=Invoice.State.REJECTED),
        reference__in=references,
        begins__lte=max(i.ends for i in items),
        ends__gte=min(i.begins for i in items),
    ).exclude(invoice=invoice.pk)
    return list(found.select_related("invoice").order_by("begins", "id"))


def _booked(invoice: Invoice, items: Sequence[InvoiceItem]) -> dict[Any, list[tuple[date, int]]]:
    """What the provider booked for the case references in the invoice's time: day and minutes."""
    references = {item.reference_id for item in items if item.unit == Unit.HOUR} - {None}
    if not references:
        return {}
    first = min(i.begins for i in items) - timedelta(days=31)
    rows = HoursEntry.objects.filter(
        references__in=references,
        organisation=invoice.line.organisation_id,
        worked_on__range=(first, max(i.ends for i in items)),
    ).values_list("references", "worked_on", "minutes")
    booked: dict[Any, list[tuple[date, int]]] = {}
    for reference, day, minutes in rows:
        booked.setdefault(reference, []).append((day, minutes))
    return booked
