"""The blind index: sealed names are found by parts of them, without the database learning the parts.

Each part of a name becomes a number that only the office's index key can compute again. Equal parts give equal numbers,
so the index tells how often a name occurs, not which; it lies in one column and goes with the row.
"""

import hmac
import re
from hashlib import sha256

from kernel.keys import name_key
from kernel.sealed.keyring import ring_of

PARTS = re.compile(r"[^\W_]+")


def parts_of(*texts: str) -> list[str]:
    """The parts by which names are found: Müller-Lüdenscheidt by `Mueller` and by `ludenscheidt`, ß as ss."""
    return sorted({part for text in texts for part in PARTS.findall(name_key(text))})


def blind_parts(schema: str, *texts: str) -> list[int]:
    """The parts as numbers that fit a bigint column."""
    key = ring_of(schema).index
    return [_number(key, part) for part in parts_of(*texts)]


def _number(key: bytes, part: str) -> int:
    return int.from_bytes(hmac.digest(key, part.encode(), sha256)[:8], "big", signed=True)
