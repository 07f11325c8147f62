"""What becomes of the money left at the end of a year, as the contract says (R14), never under §§ 78a-g (R5)."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Q, QuerySet

from contracts.models import BudgetLine, Contract, Posting, Proof, ProofFigure, WorkKind
from contracts.queries.proofs import costs_of, figures_of
from contracts.usecases.postings import post
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation

Kind, Surplus = Posting.Kind, Contract.Surplus
CENT = Decimal("0.01")
NONE = Decimal(0)


def by_weight(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Shares to the cent that add up to the total; each is within a cent of its exact share."""
    whole = sum(weights, NONE)
    shares, reached, done = [], NONE, NONE
    for weight in weights:
        reached += weight
        upto = (total * reached / whole).quantize(CENT, ROUND_HALF_UP)
        shares.append(upto - done)
        done = upto
    return shares


def surplus_by_line(figures: Sequence[ProofFigure], surplus: Decimal) -> list[Decimal]:
    """To each line what it has left; if more than that is refused, by what was paid."""
    left = [max(f.ledger_paid - costs_of(f), NONE) for f in figures]
    return by_weight(surplus, left if sum(left, NONE) >= surplus else [f.ledger_paid for f in figures])


def settle_surplus(actor: Actor, proof: Proof, terms: Contract) -> Decimal:
    """Post the surplus by the version's rule, within a use case; returns it in EUR."""
    figures = list(figures_of(proof))
    surplus = sum((f.ledger_paid for f in figures), NONE) - (proof.accepted or NONE)
    if surplus <= 0 or terms.regime == Contract.Regime.RESIDENTIAL:
        return NONE
    shares = surplus_by_line(figures, surplus)
    kept = _kept(terms, surplus, shares)
    for figure, amount, provider in zip(figures, shares, kept, strict=True):
        _settle_line(actor, figure.line, terms, amount, provider)
    return surplus


def _kept(terms: Contract, surplus: Decimal, shares: Sequence[Decimal]) -> list[Decimal]:
    """What the provider keeps of each line's share."""
    if terms.surplus_rule != Surplus.SHARE:
        return [NONE for _ in shares]
    total = (surplus * terms.surplus_percent / 100).quantize(CENT, ROUND_HALF_UP)
    return by_weight(total, shares)


def _settle_line(actor: Actor, line: BudgetLine, terms: Contract, amount: Decimal, kept: Decimal) -> None:
    why = f"Überschuss {line.year}"
    if not amount:
        return
    if terms.surplus_rule in (Surplus.CARRY_OVER, Surplus.CONVERT):
        kind = Kind.CARRY_OVER if terms.surplus_rule == Surplus.CARRY_OVER else Kind.CONVERSION
        target = next_line(line, terms)
        post(actor, line, kind, actor.today, f"{why}, gebucht auf {target.year}", amount=-amount)
        post(actor, target, kind, actor.today, why, amount=amount)
        return
    if kept:
        post(actor, line, Kind.SHARE, actor.today, f"{why}: Anteil des Trägers", amount=-kept)
    if amount - kept:
        post(actor, line, Kind.REPAYMENT, actor.today, f"{why}: zurückzuzahlen", amount=kept - amount)


def next_line(line: BudgetLine, terms: Contract) -> BudgetLine:
    """The provider's released line of the next year that takes the surplus, also of a contract that follows."""
    rows = _lines_after(line)
    if terms.surplus_rule == Surplus.CONVERT:
        found = rows.filter(work_kind=WorkKind.NO_CASE).first() or rows.filter(work_kind="").first()
        what = "für vorbeugende (fallunspezifische) Arbeit"
    else:
        same = rows.filter(district=line.district_id, work_kind=line.work_kind, setting=line.setting).first()
        found, what = same or (rows.first() if rows.count() == 1 else None), "derselben Art"
    if found is None:
        raise RuleViolation(
            f"Für {line.year + 1} hat {line.organisation} keinen freigegebenen Posten {what}, auf den der Überschuss "
            "gebucht werden kann. Legen Sie ihn an und geben Sie ihn frei."
        )
    return found


def _lines_after(line: BudgetLine) -> QuerySet[BudgetLine]:
    file = line.contract_id
    follows = Q(contract=file) | Q(contract__previous=file) | Q(contract__previous__root=file)
    rows = BudgetLine.objects.filter(
        follows, organisation=line.organisation_id, year=line.year + 1, state=BudgetLine.State.RELEASED
    )
    return rows.exclude(contract__regime=Contract.Regime.RESIDENTIAL).order_by("id")
