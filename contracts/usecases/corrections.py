"""Corrections of released lines: posted, never edited; the open instalments follow (R11, R15)."""

from datetime import date
from decimal import Decimal

from django.db.models import Exists, Max, OuterRef, Sum

from contracts.models import BudgetLine, Instalment, Payment, Posting
from contracts.policy import LinePerm
from contracts.usecases.payments import expect
from contracts.usecases.postings import post
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.calendar import working_day_from
from kernel.web import words
from tenants.worklist.items import Kind, close_item

MOST = Decimal("999999999999.99")  # what an amount can hold
PAID_IN_INSTALMENTS = (Posting.Kind.CORRECTION, Posting.Kind.READJUSTMENT)


@use_case(LinePerm.CORRECT, on="line")
def correct_line(
    *,
    actor: Actor,
    line: BudgetLine,
    posted_on: date,
    amount: Decimal = Decimal(0),
    minutes: int = 0,
    posts: Decimal = Decimal(0),
    reason: str = "",
) -> BudgetLine:
    """Post a correction with its reason: an error of booking, days really delivered; the line stays as released (R15)."""
    stays_positive(line, amount, minutes)
    if posted_on.year != line.year:
        raise RuleViolation(f"Die Berichtigung gilt ab einem Tag im Jahr {line.year}.", field="posted_on")
    post(actor, line, Posting.Kind.CORRECTION, posted_on, reason, amount=amount, minutes=minutes, posts=posts)
    follow(actor, line, amount, posted_on)
    line.save()
    return line


def stays_positive(line: BudgetLine, amount: Decimal, minutes: int) -> None:
    """What is approved cannot fall below nothing, nor grow beyond what an amount can hold."""
    posted = line.postings.aggregate(amount=Sum("amount"), minutes=Sum("minutes"))
    if (left := line.amount + (posted["amount"] or 0) + amount) > MOST:
        raise RuleViolation(f"Das ist zu hoch. Bewilligt werden höchstens {words.money(MOST)}.", field="amount")
    if left < 0:
        raise RuleViolation(
            f"Bewilligt wären dann {words.money(left)}. Nehmen Sie höchstens {words.money(left - amount)} weg.",
            field="amount",
        )
    if (rest := line.minutes + (posted["minutes"] or 0) + minutes) < 0:
        raise RuleViolation(
            f"Vereinbart wären dann {words.hours(rest)}. Nehmen Sie höchstens {words.hours(rest - minutes)} weg.",
            field="minutes",
        )


def follow(actor: Actor, line: BudgetLine, amount: Decimal, since: date) -> None:
    """Within a use case: open instalments add up to what is approved again (R11).

    More goes into the last open one, or a new one; less is taken from the last open ones. What is paid or in a run
    stays: if too little is left open, the rest shows in the ledger as paid beyond what is approved, and what is added
    later makes up for it first.
    """
    if line.contract is None or not amount:
        return
    list(line.instalments.select_for_update().order_by("due_on", "number", "id"))  # a run that takes one waits
    in_run = Payment.objects.filter(instalment=OuterRef("pk"), live=True)
    still_open = list(line.instalments.filter(paid_on=None).exclude(Exists(in_run)).order_by("-due_on", "-number"))
    if (difference := _missing(line)) > 0:
        _add(actor, line, difference, since, still_open)
    elif difference < 0:
        _take(actor, line, -difference, still_open)


def _missing(line: BudgetLine) -> Decimal:
    """What the instalments lack of the approved amount; a settled surplus is with the provider already (R14)."""
    changed = line.postings.filter(kind__in=PAID_IN_INSTALMENTS).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    planned = line.instalments.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    return line.amount + changed - planned


def _add(actor: Actor, line: BudgetLine, amount: Decimal, since: date, still_open: list[Instalment]) -> None:
    if still_open:
        last = still_open[0]
        last.amount += amount
    else:
        number = (line.instalments.aggregate(max=Max("number"))["max"] or 0) + 1
        due_on = working_day_from(max(since, actor.today), str(actor.settings.get("state", "NW")))
        last = Instalment(line=line, number=number, due_on=due_on, amount=amount)
    _keep(actor, last)


def _take(actor: Actor, line: BudgetLine, amount: Decimal, still_open: list[Instalment]) -> None:
    for instalment in still_open:
        taken = min(amount, instalment.amount - instalment.offset)
        amount -= taken
        if taken == instalment.amount and not instalment.payments.exists():
            also_changed(instalment, "amount")
            close_item(
                office=actor.place,
                organisation=line.organisation_id,
                kind=Kind.INSTALMENT_EXPECTED,
                subject=instalment.pk,
            )
            instalment.delete()
        elif taken and taken < instalment.amount:
            instalment.amount -= taken
            _keep(actor, instalment)
        else:
            amount += taken
        if not amount:
            return


def _keep(actor: Actor, instalment: Instalment) -> None:
    instalment.save()
    also_changed(instalment, "due_on", "amount")
    expect(actor, instalment)
