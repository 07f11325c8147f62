"""Plausibility of a proof of use: what the figures say that someone should look at before it is approved (R13)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from contracts.models import Contract, Proof, ProofFigure, WorkKind
from contracts.queries.proofs import costs_of, figures_of, line_label, terms_of
from kernel.web import words

HUNDRED = Decimal(100)
type Finding = dict[str, str]  # `kind` and `text`


def findings_of(proof: Proof) -> list[Finding]:
    """What stands out, each as a sentence with its figures; what was decided keeps what stood out then."""
    if proof.decided_at:
        return list(proof.findings)
    figures = list(figures_of(proof))
    terms = terms_of(proof.contract, proof.year)
    found = []
    for figure in figures:
        name = f"{line_label(figure.line)}: " if len(figures) > 1 else ""
        found += [{"kind": kind, "text": f"{name}{text}"} for kind, text in _of_line(figure, terms)]
    return found


def _of_line(figure: ProofFigure, terms: Contract) -> Iterator[tuple[str, str]]:
    yield from _delivered(figure, terms)
    yield from _reported(figure)
    yield from _direct(figure, terms)
    yield from _groups(figure)
    yield from costs_against_paid(figure)


def share(part: Any, whole: Any) -> Decimal:
    """In per cent; of nothing it is nothing."""
    return Decimal(part) / Decimal(whole) * HUNDRED if whole else Decimal(0)


def _delivered(figure: Any, terms: Contract) -> Iterator[tuple[str, str]]:
    """Delivered against paid, each as a share of what is approved."""
    minutes, amount = figure.line.minutes + figure.posted_minutes, figure.line.amount + figure.posted
    if minutes <= 0 or amount <= 0:
        return
    delivered, paid = share(figure.minutes, minutes), share(figure.ledger_paid, amount)
    if delivered + max(terms.corridor_percent, figure.line.corridor_percent) < paid:
        yield (
            "delivered",
            f"Geleistet sind {words.hours(figure.minutes)} von {words.hours(minutes)} ({words.percent(delivered)}), "
            f"gezahlt sind {words.money(figure.ledger_paid)} von {words.money(amount)} ({words.percent(paid)}).",
        )


def _reported(figure: ProofFigure) -> Iterator[tuple[str, str]]:
    if figure.minutes > figure.ledger_minutes:
        yield (
            "reported",
            f"Gemeldet sind {words.hours(figure.minutes)} und damit "
            f"{words.hours(figure.minutes - figure.ledger_minutes)} mehr als gebucht.",
        )


def _direct(figure: ProofFigure, terms: Contract) -> Iterator[tuple[str, str]]:
    if not figure.ledger_minutes:
        return
    direct = share(figure.ledger_direct, figure.ledger_minutes)
    if direct < terms.direct_percent:
        yield (
            "direct",
            f"Mit den Familien waren {words.hours(figure.ledger_direct)} von {words.hours(figure.ledger_minutes)} "
            f"({words.percent(direct)}), vereinbart sind {words.percent(terms.direct_percent)}.",
        )


def _groups(figure: ProofFigure) -> Iterator[tuple[str, str]]:
    """Individual care replaced by groups; on a line for work without a case groups are what was agreed."""
    if figure.group_minutes and figure.line.work_kind in ("", WorkKind.CASE):
        yield (
            "groups",
            f"{words.hours(figure.group_minutes)} von {words.hours(figure.minutes)} "
            f"({words.percent(share(figure.group_minutes, figure.minutes))}) wurden in Gruppen statt einzeln geleistet.",
        )


def costs_against_paid(figure: ProofFigure) -> Iterator[tuple[str, str]]:
    """What the costs leave of the money paid, or by how much they are above it."""
    costs = costs_of(figure)
    left = figure.ledger_paid - costs
    if left > 0:
        yield (
            "costs",
            f"Gezahlt sind {words.money(figure.ledger_paid)}, belegt sind {words.money(costs)}. "
            f"{words.money(left)} sind übrig.",
        )
    elif left < 0:
        yield (
            "costs",
            f"Die Kosten von {words.money(costs)} liegen {words.money(-left)} über dem Gezahlten. "
            f"Anerkannt werden höchstens {words.money(figure.ledger_paid)}.",
        )
