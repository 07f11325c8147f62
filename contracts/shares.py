"""A total split by weights, exact to the cent, with the calculation kept (R10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

CENT = Decimal("0.01")
EIGHT_PLACES = Decimal("0.00000001")


@dataclass(frozen=True, slots=True)
class Part:
    """What one weight gives: exactly (to eight places) and to the cent."""

    weight: Decimal
    exact: Decimal
    amount: Decimal


def split_by_weights(total: Decimal, weights: Sequence[Decimal]) -> list[Part]:
    """Parts in EUR that add up to the total: each its whole cents, and one more for the largest remainders (R10).

    Of equal remainders the earlier in the list gets the cent, so that the same input always gives the same parts.
    """
    units = split_units(int(total * 100), weights)
    whole = sum(Fraction(w) for w in weights)
    return [
        Part(weight, _decimal(Fraction(total) * Fraction(weight) / whole), Decimal(cents) / 100)
        for weight, cents in zip(weights, units, strict=True)
    ]


def split_units(total: int, weights: Sequence[Decimal]) -> list[int]:
    """Whole units (cents, minutes) by weight that add up to the total; the largest remainders get what is left."""
    fractions = [Fraction(w) for w in weights]
    whole = sum(fractions)
    if whole <= 0 or any(f < 0 for f in fractions):
        raise ValueError("weights must not be negative, and one must be greater than 0")
    exact = [total * f / whole for f in fractions]
    parts = [int(e) for e in exact]
    by_remainder = sorted(range(len(exact)), key=lambda n: (parts[n] - exact[n], n))
    for n in by_remainder[: total - sum(parts)]:
        parts[n] += 1
    return parts


def raised(base: Decimal, percent: Decimal) -> Part:
    """An amount raised by a percentage, rounded to the cent by itself (half a cent up)."""
    exact = _decimal(Fraction(base) * (100 + Fraction(percent)) / 100)
    return Part(base, exact, exact.quantize(CENT, ROUND_HALF_UP))


def _decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(EIGHT_PLACES)
