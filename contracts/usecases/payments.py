"""What becomes of a single payment: paid, returned by the bank, set off against a claim (R11)."""

from datetime import date
from decimal import Decimal

from contracts.models import BudgetLine, Instalment, Payment, PaymentRun
from contracts.policy import InstalmentPerm
from contracts.policy.payments import PaymentPerm
from contracts.queries.payments import line_of
from contracts.usecases.overview import feed_lines
from contracts.usecases.settled import year_is_open
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.web import words
from tenants.worklist.items import Kind, close_item, open_item


def paid(actor: Actor, payment: Payment, paid_on: date) -> None:
    """Within a use case: what a payment is for is paid on a day."""
    if payment.invoice:
        payment.invoice.paid_on = paid_on
        payment.invoice.save()
        also_changed(payment.invoice, "paid_on")
    elif payment.instalment:
        if payment.instalment.paid_on:
            raise RuleViolation(
                f"Abschlag {payment.instalment.number} an {payment.holder} ist schon gezahlt"
                f" ({words.day(payment.instalment.paid_on)}). Ziehen Sie den Lauf zurück."
            )
        settle(actor, payment.instalment, paid_on)
        also_changed(payment.instalment, "paid_on", "paid_by")


def settle(actor: Actor, instalment: Instalment, paid_on: date) -> None:
    """Within a use case: an instalment is paid, and the provider no longer waits for it."""
    instalment.paid_on, instalment.paid_by = paid_on, actor.person
    instalment.save()
    close_item(
        office=actor.place,
        organisation=instalment.line.organisation_id,
        kind=Kind.INSTALMENT_EXPECTED,
        subject=instalment.pk,
    )


def reopen(actor: Actor, instalment: Instalment) -> None:
    """Within a use case: an instalment is open again, and the provider waits for it."""
    instalment.paid_on, instalment.paid_by = None, None
    instalment.save()
    expect(actor, instalment)


def expect(actor: Actor, instalment: Instalment) -> None:
    """Within a use case: the provider waits for what is not set off of an instalment."""
    line = instalment.line
    open_item(
        office=actor.place,
        organisation=line.organisation_id,
        kind=Kind.INSTALMENT_EXPECTED,
        subject=instalment.pk,
        due_on=instalment.due_on,
        code=f"{line.under}/{line.year}/{instalment.number}",
        amount=instalment.amount - instalment.offset,
    )


def not_in_a_run(instalment: Instalment) -> None:
    """What is in a run is paid by that run only."""
    if run := PaymentRun.objects.filter(payments__instalment=instalment, payments__live=True).first():
        raise RuleViolation(f"Dieser Abschlag steht in {run}. Führen Sie den Lauf aus oder ziehen Sie ihn zurück.")


@use_case(PaymentPerm.RETURN, on="payment")
def return_payment(*, actor: Actor, payment: Payment, returned_on: date, reason: str) -> Payment:
    """The bank gave a payment back: what it was for is open again, with the reason (R11)."""
    if payment.run.state != PaymentRun.State.PAID:
        raise RuleViolation("Zurückkommen kann nur, was ausgeführt ist.")
    if not payment.live:
        raise RuleViolation("Diese Zahlung ist schon als zurückgekommen eingetragen.")
    if not reason.strip():
        raise RuleViolation("Geben Sie an, warum die Bank die Zahlung zurückgegeben hat.", field="reason")
    if returned_on > actor.today or (payment.run.paid_on and returned_on < payment.run.paid_on):
        raise RuleViolation("Die Rückgabe liegt zwischen der Ausführung und heute.", field="returned_on")
    year_is_open(line_of(payment))
    payment.live = False
    payment.save()
    if payment.instalment:
        instalment = payment.instalment
        instalment.returned_on, instalment.return_reason = returned_on, reason.strip()
        reopen(actor, instalment)
        also_changed(instalment, "paid_on", "paid_by", "returned_on", "return_reason")
    elif payment.invoice:
        payment.invoice.paid_on = None
        payment.invoice.save()
        also_changed(payment.invoice, "paid_on")
    feed_lines([line_of(payment)])
    return payment


@use_case(InstalmentPerm.OFFSET, on="instalment")
def offset_instalment(*, actor: Actor, instalment: Instalment, amount: Decimal, reason: str = "") -> Instalment:
    """Set an instalment off against a claim; what is left is transferred, 0 € takes it back (R11)."""
    line = instalment.line
    year_is_open(line)
    if line.state != BudgetLine.State.RELEASED:
        raise RuleViolation("Der Budgetposten ist noch nicht freigegeben.")
    wholly = instalment.offset == instalment.amount
    if instalment.paid_on and not wholly:
        raise RuleViolation(f"Dieser Abschlag ist schon gezahlt ({words.day(instalment.paid_on)}).")
    not_in_a_run(instalment)
    if amount < 0 or amount > instalment.amount:
        raise RuleViolation(
            f"Verrechnet werden höchstens {words.money(instalment.amount)}, der Betrag des Abschlags.", field="amount"
        )
    if amount and not reason.strip():
        raise RuleViolation("Geben Sie an, womit Sie verrechnen.", field="reason")
    instalment.offset, instalment.offset_reason = amount, reason.strip() if amount else ""
    if amount == instalment.amount:
        settle(actor, instalment, actor.today)
    else:
        reopen(actor, instalment)
    feed_lines([line])
    return instalment
