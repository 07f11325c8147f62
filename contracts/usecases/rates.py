"""What a unit of work costs on a line, from a day on (R5, R7)."""

from datetime import date
from decimal import Decimal

from contracts.models import BudgetLine, Contract, Rate
from contracts.policy.steering import RatePerm
from contracts.queries.proofs import terms_of
from contracts.usecases.settled import year_is_open
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import use_case
from kernel.web import words


@use_case(RatePerm.SET)
def set_rate(*, actor: Actor, line: BudgetLine, unit: str, amount: Decimal, begins: date, reason: str = "") -> Rate:
    """A rate from a day on; under §§ 78a-g never for a past day, except from an application to the Schiedsstelle (R5).

    Elsewhere a past day needs a reason. What holds until then stays; a rate from the same day is replaced.
    """
    if amount <= 0:
        raise RuleViolation("Der Satz muss größer als 0 € sein.", field="amount")
    year_is_open(line)
    if begins.year > line.year:
        raise RuleViolation(f"Der Posten gilt für {line.year}. Für später legen Sie einen neuen an.", field="begins")
    past = begins < actor.today
    terms = _terms(line, actor.today)
    if past and terms and terms.regime == Contract.Regime.RESIDENTIAL:
        _only_from_arbitration(terms, begins)
    if past and line.state == BudgetLine.State.RELEASED and not reason.strip():
        raise RuleViolation("Dieser Tag ist vorbei. Geben Sie an, warum der Satz rückwirkend gilt.", field="reason")
    rate = Rate.objects.filter(line=line, unit=unit, begins=begins).first() or Rate(line=line, unit=unit, begins=begins)
    rate.amount, rate.reason = amount, reason.strip()[:300] if past else ""
    rate.save()
    return rate


def is_residential(line: BudgetLine, today: date) -> bool:
    """Whether the version whose terms hold for the line has the regime of §§ 78a-g."""
    terms = _terms(line, today)
    return terms is not None and terms.regime == Contract.Regime.RESIDENTIAL


def _terms(line: BudgetLine, today: date) -> Contract | None:
    """The line's version in force; after the end the last one's terms go on (§ 78d(4))."""
    return line.contract and (line.contract.version_on(today) or terms_of(line.contract, line.year))


def _only_from_arbitration(terms: Contract, begins: date) -> None:
    """An award takes effect back to the application that led to it, not to one for an older agreement (§ 78d(2))."""
    applied = terms.arbitration_applied_on
    if applied and begins >= applied:
        return
    since = f" Möglich ist er ab dem Antrag bei der Schiedsstelle am {words.day(applied)}." if applied else ""
    raise RuleViolation(
        f"Nach §§ 78a–g SGB VIII gilt ein Satz nie rückwirkend (§ 78d Abs. 1 und 2).{since or ' Wählen Sie heute oder später.'}",
        field="begins",
    )
