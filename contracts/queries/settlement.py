"""What a settlement would do or did, in words and figures (R5, R14)."""

from decimal import Decimal

from contracts.models import Contract, Proof
from contracts.queries.proofs import terms_of
from kernel.web import words

NOT_SETTLED = "Unter §§ 78a–g SGB VIII wird kein Überschuss abgerechnet (§ 78d Abs. 1)."


def settlement_text(proof: Proof, paid: Decimal) -> str:
    """What happens with the money left when the year is closed, or what happened with it."""
    terms = terms_of(proof.contract, proof.year)
    if terms.regime == Contract.Regime.RESIDENTIAL:
        return NOT_SETTLED
    left = proof.surplus if proof.surplus is not None else paid - (proof.accepted or Decimal(0))
    if left <= 0:
        return "Es ist nichts übrig."
    share = f" (Anteil des Trägers {words.percent(terms.surplus_percent)})" if terms.surplus_percent else ""
    return f"{words.money(left)} sind übrig. Der Überschuss {terms.get_surplus_rule_display()}{share}, so der Vertrag {terms.number}."
