"""Parts of a whole that add up exactly."""

from collections.abc import Mapping
from fractions import Fraction


def parted[K](whole: int, weights: Mapping[K, int]) -> dict[K, int]:
    """`whole` by weights, in whole numbers; what is left goes to the largest remainders, among equals to the first."""
    total = sum(weights.values())
    if not total:
        return dict.fromkeys(weights, 0)
    exact = {key: Fraction(whole * weight, total) for key, weight in weights.items()}
    parts = {key: int(part) for key, part in exact.items()}
    left = whole - sum(parts.values())
    for key in sorted(exact, key=lambda k: parts[k] - exact[k])[:left]:
        parts[key] += 1
    return parts
