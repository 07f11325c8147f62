"""Invoices for help outside every contract: recorded, checked, approved by a second person, paid once (R7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.models import BudgetLine, CaseReference, Invoice, InvoiceItem
from contracts.policy.steering import InvoicePerm
from contracts.queries.invoices import findings_of, left_on_line
from kernel.access.actor import Actor
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.web import words

State = Invoice.State
ONCE = {"invoice_once": ("Diese Rechnung ist schon erfasst. Prüfen Sie die Nummer.", "number")}


@dataclass(frozen=True, slots=True)
class Item:
    """A position as entered: units of work at a rate in EUR, from day to day, for the number of a case reference."""

    begins: date
    ends: date
    unit: str
    quantity: Decimal
    rate: Decimal
    reference: str = ""


@use_case(InvoicePerm.RECORD)
def record_invoice(
    *,
    actor: Actor,
    line: BudgetLine,
    number: str,
    issued_on: date,
    received_on: date,
    due_on: date,
    amount: Decimal,
    items: Sequence[Item],
    remark: str = "",
) -> Invoice:
    """Record a bill with its positions; the same number of a provider is recorded once (R7)."""
    if line.contract is not None:
        raise RuleViolation(
            "Rechnungen gehören zu Hilfen außerhalb von Verträgen. Dieser Posten wird in Abschlägen gezahlt.",
            field="line",
        )
    if line.state != BudgetLine.State.RELEASED:
        raise RuleViolation("Der Budgetposten ist noch nicht freigegeben.", field="line")
    invoice = Invoice(
        line=line,
        number=number.strip(),
        issued_on=issued_on,
        received_on=received_on,
        due_on=due_on,
        amount=amount,
        remark=remark,
    )
    _not_twice(invoice)
    return _save(actor, invoice, items)


@use_case(InvoicePerm.RECORD, on="invoice")
def change_invoice(
    *,
    actor: Actor,
    invoice: Invoice,
    number: str,
    issued_on: date,
    received_on: date,
    due_on: date,
    amount: Decimal,
    items: Sequence[Item],
    remark: str = "",
) -> Invoice:
    """Correct what was typed, as long as nobody has checked it."""
    _must_be(invoice, State.RECEIVED, "Geändert wird nur, was noch nicht geprüft ist.")
    invoice.number, invoice.issued_on, invoice.received_on = number.strip(), issued_on, received_on
    invoice.due_on, invoice.amount, invoice.remark = due_on, amount, remark
    _not_twice(invoice)
    return _save(actor, invoice, items)


def _not_twice(invoice: Invoice) -> None:
    """The same bill under another line or year would be paid twice."""
    same = Invoice.objects.filter(line__organisation=invoice.line.organisation_id, number__iexact=invoice.number)
    if found := same.exclude(pk=invoice.pk).first():
        raise RuleViolation(
            f"Diese Rechnung ist schon erfasst: eingegangen am {words.day(found.received_on)}, "
            f"{words.money(found.amount)}, {found.get_state_display()}.",
            field="number",
        )


def _save(actor: Actor, invoice: Invoice, items: Sequence[Item]) -> Invoice:
    if invoice.amount <= 0:
        raise RuleViolation("Der Rechnungsbetrag muss größer als 0 € sein.", field="amount")
    if invoice.received_on > actor.today:
        raise RuleViolation("Der Eingang liegt in der Zukunft.", field="received_on")
    if invoice.issued_on > invoice.received_on:
        raise RuleViolation(
            "Die Rechnung ist nach ihrem Eingang ausgestellt. Prüfen Sie beide Tage.", field="issued_on"
        )
    if invoice.due_on < invoice.issued_on:
        raise RuleViolation("Zahlbar ist sie nicht vor dem Tag der Rechnung.", field="due_on")
    if not items:
        raise RuleViolation("Geben Sie mindestens eine Position an.")
    references = _references(invoice, items)
    for number, item in enumerate(items, 1):
        _check_item(invoice, number, item, references)
    with explained(**ONCE):
        invoice.save()
    invoice.items.all().delete()
    rows = [
        InvoiceItem(
            invoice=invoice,
            reference=references.get(item.reference),
            begins=item.begins,
            ends=item.ends,
            unit=item.unit,
            quantity=item.quantity,
            rate=item.rate,
        )
        for item in items
    ]
    InvoiceItem.objects.bulk_create(rows)
    for row in rows:
        also_changed(row, "reference", "begins", "ends", "unit", "quantity", "rate")
    return invoice


def _references(invoice: Invoice, items: Sequence[Item]) -> dict[str, CaseReference]:
    """The provider's case references by their numbers; whose case it is only the case's own office staff see (R12)."""
    found = CaseReference.objects.filter(
        organisation=invoice.line.organisation_id, number__in={item.reference for item in items}
    )
    return {reference.number: reference for reference in found}


def _check_item(invoice: Invoice, number: int, item: Item, references: Mapping[str, CaseReference]) -> None:
    where = f"Position {number}: "
    if item.ends < item.begins:
        raise RuleViolation(f"{where}Das Ende liegt vor dem Beginn. Wählen Sie ein späteres Ende.")
    if item.begins.year != item.ends.year:
        raise RuleViolation(
            f"{where}Der Zeitraum reicht über den Jahreswechsel. Teilen Sie ihn am 31. Dezember; "
            "jedes Jahr hat seinen eigenen Budgetposten."
        )
    if item.begins.year != invoice.line.year:
        raise RuleViolation(
            f"{where}Der Budgetposten gilt für {invoice.line.year}. Buchen Sie auf den Posten des Jahres."
        )
    if item.quantity <= 0 or item.rate <= 0:
        raise RuleViolation(f"{where}Menge und Satz sind größer als 0.")
    if item.reference and item.reference not in references:
        raise RuleViolation(
            f"{where}Die Fallreferenz {item.reference} kennen wir bei diesem Träger nicht. Prüfen Sie die Ziffern."
        )


@use_case(InvoicePerm.CHECK, on="invoice")
def check_invoice(*, actor: Actor, invoice: Invoice, reason: str = "") -> Invoice:
    """Confirm that rate and quantity are right; what stands out needs a reason and is kept with the invoice (R7)."""
    _must_be(invoice, State.RECEIVED, "Geprüft wird, was eingegangen ist.")
    found = findings_of(invoice, list(invoice.items.select_related("reference", "invoice")))
    if found and not reason.strip():
        raise RuleViolation(
            "Bei der Prüfung fällt etwas auf. Geben Sie an, warum die Rechnung trotzdem richtig ist, "
            "oder weisen Sie sie zurück.",
            field="reason",
        )
    invoice.findings, invoice.reason = [f.as_json() for f in found], reason.strip()[:300]
    invoice.state, invoice.checked_by = State.CHECKED, actor.person
    invoice.save()
    return invoice


@use_case(InvoicePerm.APPROVE, on="invoice")
def approve_invoice(*, actor: Actor, invoice: Invoice) -> Invoice:
    """A second person approves; then the invoice waits for the payment run, which pays it once (R7)."""
    _must_be(invoice, State.CHECKED, "Freigegeben wird, was geprüft ist.")
    if invoice.checked_by == actor.person:
        raise RuleViolation("Sie haben diese Rechnung geprüft. Freigeben muss sie eine zweite Person.")
    BudgetLine.objects.select_for_update().get(pk=invoice.line_id)  # two approvals share what is left
    if (left := left_on_line(invoice)) < invoice.amount:
        raise RuleViolation(
            f"Das Budget reicht nicht: Frei sind {words.money(left)}, es fehlen {words.money(invoice.amount - left)}. "
            "Berichtigen Sie zuerst den Posten."
        )
    invoice.state, invoice.approved_by = State.APPROVED, actor.person
    invoice.save()
    return invoice


@use_case(InvoicePerm.CHECK, on="invoice")
def reject_invoice(*, actor: Actor, invoice: Invoice, reason: str = "") -> Invoice:
    """Send a bill back with the reason; a corrected one comes under a new number (R7)."""
    if invoice.state not in (State.RECEIVED, State.CHECKED):
        raise RuleViolation(f"Diese Rechnung ist schon „{invoice.get_state_display()}“.")
    if not reason.strip():
        raise RuleViolation("Geben Sie an, warum Sie die Rechnung zurückweisen.", field="reason")
    invoice.state, invoice.reason = State.REJECTED, reason.strip()[:300]
    invoice.save()
    return invoice


def _must_be(invoice: Invoice, state: str, sentence: str) -> None:
    if invoice.state != state:
        raise RuleViolation(f"{sentence} Diese Rechnung ist „{invoice.get_state_display()}“.")
