"""Chance that is the same at every start: numbers and keys from a name."""

import random
from datetime import UTC, date, datetime, time
from uuid import UUID

_VERSION_7 = 0x7 << 76
_VARIANT = 0x2 << 62


class Seed:
    """Random numbers and UUIDv7 keys that follow from a name alone."""

    def __init__(self, name: str) -> None:
        self.random = random.Random(name)  # noqa: S311 - invented figures, no secrets

    def key(self, day: date) -> UUID:
        """A key as the service would have made it on that day."""
        made = datetime.combine(day, time(6), UTC).timestamp()
        bits = int(made * 1000) << 80 | self.random.getrandbits(76)
        return UUID(int=bits & ~(0xF << 76) & ~(0x3 << 62) | _VERSION_7 | _VARIANT)


def key_of(name: str, day: date = date(2026, 1, 1)) -> UUID:
    """The key of one named thing: a person, an account, a membership."""
    return Seed(name).key(day)
