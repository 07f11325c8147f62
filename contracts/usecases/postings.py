"""Postings: the only way in which a released line changes (R15)."""

from datetime import date
from decimal import Decimal

from contracts.models import BudgetLine, Posting
from contracts.usecases.overview import feed_lines
from contracts.usecases.settled import year_is_open
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed


def post(
    actor: Actor,
    line: BudgetLine,
    kind: Posting.Kind,
    posted_on: date,
    reason: str,
    *,
    amount: Decimal = Decimal(0),
    minutes: int = 0,
    posts: Decimal = Decimal(0),
) -> Posting:
    """Post signed amounts to a released line, within a use case: EUR, minutes, full-time posts."""
    if line.state != BudgetLine.State.RELEASED:
        raise RuleViolation("Gebucht wird nur auf freigegebene Posten. Ändern Sie den Entwurf.")
    year_is_open(line)
    if not (amount or minutes or posts):
        raise RuleViolation("Geben Sie einen Betrag oder Stunden an.", field="amount")
    if not reason.strip():
        raise RuleViolation("Geben Sie den Grund an.", field="reason")
    posting = Posting.objects.create(
        line=line,
        kind=kind,
        posted_on=posted_on,
        amount=amount,
        minutes=minutes,
        posts=posts,
        reason=reason.strip(),
        recorded_by=actor.person,
    )
    also_changed(posting, "line", "kind", "posted_on", "amount", "minutes", "posts")
    feed_lines([line])
    return posting
