"""Steering in the year (Nachsteuerung): from the trigger to the decision and its posting (R15)."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from contracts.models import BudgetLine, Posting, Readjustment
from contracts.policy.steering import ReadjustmentPerm
from contracts.queries.budget import lines_for
from contracts.queries.steering import course_of
from contracts.steering import rounded
from contracts.usecases.corrections import follow, stays_positive
from contracts.usecases.postings import post
from contracts.usecases.settled import year_is_open
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.web import words

State = Readjustment.State


@use_case(ReadjustmentPerm.PROPOSE)
def propose_readjustment(
    *,
    actor: Actor,
    line: BudgetLine,
    trigger: str,
    proposal: str,
    amount: Decimal = Decimal(0),
    minutes: int = 0,
) -> Readjustment:
    """What was noticed and what should change; the forecast of today is kept with it (R15, indicator 9)."""
    if line.state != BudgetLine.State.RELEASED:
        raise RuleViolation("Nachgesteuert wird ein freigegebener Posten. Ändern Sie den Entwurf.")
    year_is_open(line)
    if not (amount or minutes):
        raise RuleViolation("Geben Sie an, um wie viel Betrag oder Stunden sich ändern sollen.", field="amount")
    if waiting := line.readjustments.filter(state=State.PROPOSED).first():
        raise RuleViolation(
            f"Für diesen Posten ist seit {words.day(waiting.proposed_on)} eine Nachsteuerung vorgeschlagen. "
            "Entscheiden Sie zuerst diese."
        )
    stays_positive(line, amount, minutes)
    row: Any = lines_for(actor).prefetch_related("postings").get(pk=line.pk)
    money, time = forecast_of(row, actor.today)
    return Readjustment.objects.create(
        line=line,
        trigger=trigger,
        proposal=proposal,
        amount=amount,
        minutes=minutes,
        forecast_amount=money,
        forecast_minutes=time,
        proposed_on=actor.today,
        proposed_by=actor.person,
    )


def forecast_of(line: Any, today: date) -> tuple[Decimal, int]:
    """A line's forecast in EUR and minutes; where hours are agreed, their cost at the price per agreed hour."""
    course = course_of(line, today)
    outcome = course.forecast if course else None
    if course is None or outcome is None:
        return line.approved, line.approved_minutes
    if not line.approved_minutes:
        return outcome.quantize(Decimal("0.01")), 0
    return (outcome * line.approved / line.approved_minutes).quantize(Decimal("0.01")), rounded(outcome)


@use_case(ReadjustmentPerm.DECIDE, on="readjustment")
def decide_readjustment(
    *,
    actor: Actor,
    readjustment: Readjustment,
    body: str,
    decided_on: date,
    effective_on: date,
    reference: str = "",
) -> Readjustment:
    """Record the body's decision: effective not before it, posted to the line, the open instalments follow (R15)."""
    line = BudgetLine.objects.select_for_update(no_key=True).get(pk=readjustment.line_id)
    _waits(readjustment, body, decided_on, actor)
    if effective_on < decided_on:
        raise RuleViolation(
            f"Eine Nachsteuerung gilt nicht vor ihrem Beschluss am {words.day(decided_on)}. Wählen Sie einen späteren Tag.",
            field="effective_on",
        )
    if effective_on.year != line.year:
        raise RuleViolation(
            f"Der Posten gilt für {line.year}. Wählen Sie einen Tag in diesem Jahr.", field="effective_on"
        )
    stays_positive(line, readjustment.amount, readjustment.minutes)
    _not_below_paid(line, readjustment.amount)
    readjustment.posting = post(
        actor,
        line,
        Posting.Kind.READJUSTMENT,
        effective_on,
        f"{readjustment.trigger} ({body}{f', {reference}' if reference else ''})"[:300],
        amount=readjustment.amount,
        minutes=readjustment.minutes,
    )
    follow(actor, line, readjustment.amount, effective_on)
    readjustment.effective_on = effective_on
    line.save()
    also_changed(line, "version")
    return _decided(readjustment, State.DECIDED, body, reference, decided_on)


@use_case(ReadjustmentPerm.DECIDE, on="readjustment")
def reject_readjustment(
    *, actor: Actor, readjustment: Readjustment, body: str, decided_on: date, reference: str = ""
) -> Readjustment:
    """Record that the body rejected the proposal; the line stays as it is (R15)."""
    _waits(readjustment, body, decided_on, actor)
    return _decided(readjustment, State.REJECTED, body, reference, decided_on)


def _waits(readjustment: Readjustment, body: str, decided_on: date, actor: Actor) -> None:
    if readjustment.state != State.PROPOSED:
        raise RuleViolation(f"Über diese Nachsteuerung ist schon entschieden ({readjustment.get_state_display()}).")
    if not body.strip():
        raise RuleViolation("Geben Sie an, wer entschieden hat.", field="body")
    if decided_on > actor.today:
        raise RuleViolation(
            "Der Beschluss liegt in der Zukunft. Tragen Sie ihn ein, wenn er gefasst ist.", field="decided_on"
        )
    if decided_on < readjustment.proposed_on:
        raise RuleViolation(
            f"Vorgeschlagen wurde erst am {words.day(readjustment.proposed_on)}. Prüfen Sie das Datum.",
            field="decided_on",
        )


def _not_below_paid(line: BudgetLine, amount: Decimal) -> None:
    """What was paid cannot be steered away; what was paid too much is settled with the proof of use (R14)."""
    if amount >= 0:
        return
    paid = line.instalments.exclude(paid_on=None).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    paid += line.invoices.exclude(paid_on=None).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    approved = line.amount + (line.postings.aggregate(sum=Sum("amount"))["sum"] or Decimal(0))
    if approved + amount < paid:
        raise RuleViolation(
            f"Gezahlt sind schon {words.money(paid)}, bewilligt blieben {words.money(approved + amount)}. "
            "Zu viel Gezahltes klärt der Verwendungsnachweis."
        )


def _decided(readjustment: Readjustment, state: str, body: str, reference: str, decided_on: date) -> Readjustment:
    readjustment.state, readjustment.body, readjustment.reference = state, body, reference
    readjustment.decided_on = decided_on
    readjustment.save()
    return readjustment
