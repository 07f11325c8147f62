"""Guaranteed hours that are left over become prevention: posted from one line to another, with the reason (R12)."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from contracts.models import BudgetLine, Posting, WorkKind
from contracts.policy import LinePerm
from contracts.queries.budget import lines_for
from contracts.usecases.postings import post
from contracts.usecases.rates import is_residential
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import use_case
from kernel.web import words


def targets_of(line: BudgetLine) -> QuerySet[BudgetLine]:
    """The lines to which hours of this one may go: the provider's fallunspezifisch work, same contract and year."""
    same = {"contract": line.contract_id, "organisation": line.organisation_id, "year": line.year}
    return BudgetLine.objects.filter(**same, work_kind=WorkKind.NO_CASE, state=BudgetLine.State.RELEASED)


def left_minutes(actor: Actor, line: BudgetLine) -> int:
    """What is approved on the line and not yet delivered."""
    row: Any = lines_for(actor).get(pk=line.pk)  # with its sums
    return int(max(row.approved_minutes - row.delivered, 0))


@use_case(LinePerm.CONVERT, on="line")
def convert_hours(
    *, actor: Actor, line: BudgetLine, target: BudgetLine, minutes: int, posted_on: date, reason: str = ""
) -> BudgetLine:
    """Move left-over hours of a line to the provider's fallunspezifisch line of the year (R12)."""
    _may_convert(line, actor.today)
    if not targets_of(line).filter(pk=target.pk).exists():
        raise RuleViolation(
            "Umgewandelt wird in einen freigegebenen fallunspezifischen Posten desselben Trägers, Vertrags und Jahres. "
            "Wählen Sie ihn, oder legen Sie ihn im Vertrag an.",
            field="target",
        )
    if minutes <= 0:
        raise RuleViolation("Geben Sie an, wie viele Stunden umgewandelt werden.", field="minutes")
    if minutes > (left := left_minutes(actor, line)):
        raise RuleViolation(f"Auf diesem Posten sind nur noch {words.hours(left)} übrig.", field="minutes")
    if posted_on.year != line.year:
        raise RuleViolation(f"Wählen Sie einen Tag im Jahr {line.year}.", field="posted_on")
    if posted_on > actor.today:
        raise RuleViolation("Der Tag liegt in der Zukunft.", field="posted_on")
    post(actor, line, Posting.Kind.CONVERSION, posted_on, reason, minutes=-minutes)
    post(actor, target, Posting.Kind.CONVERSION, posted_on, reason, minutes=minutes)
    return line


def _may_convert(line: BudgetLine, today: date) -> None:
    if line.contract is None:
        raise RuleViolation("Hilfe außerhalb der Verträge hat keine zugesagten Stunden.")
    if is_residential(line, today):
        raise RuleViolation("Nach § 78d Abs. 1 SGB VIII wird nichts im Nachhinein ausgeglichen, auch keine Stunden.")
    if line.work_kind == WorkKind.NO_CASE:
        raise RuleViolation("Das ist schon ein fallunspezifischer Posten.")
    if line.state != BudgetLine.State.RELEASED:
        raise RuleViolation("Umgewandelt werden nur Stunden freigegebener Posten.")
