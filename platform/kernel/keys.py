"""Keys and sort keys that every part of the service uses."""

import unicodedata
import uuid

from uuid_utils.compat import uuid7 as _uuid7

SIGNS = str.maketrans("ıłøđð", "ilodd")  # what has no plain letter inside


def uuid7() -> uuid.UUID:
    """A new time-ordered UUID (RFC 9562, version 7)."""
    return _uuid7()


def sort_key(text: str) -> str:
    """The form by which names are sorted: Ä beside A, ß as ss (DIN 5007-1), whatever the server's locale."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in folded if not unicodedata.combining(c)).strip()[:120]  # ß and ligatures grow


def name_key(text: str) -> str:
    """The form by which names are found: Mueller as Müller, Łukasz as Lukasz."""
    return sort_key(text).translate(SIGNS).replace("ae", "a").replace("oe", "o").replace("ue", "u")
