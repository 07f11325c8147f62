"""Notices say that something changed, and where: office, room and kind, never what. They are sent with COMMIT."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

CHANNEL = "hilfenetz_live"
PAYLOAD = re.compile(r"([a-z0-9_]{1,61}) ([0-9a-f-]{36}) ([a-z]{1,20})")


@dataclass(frozen=True, slots=True)
class Room:
    """What one listens to: something of an office, by its key."""

    office: str
    key: UUID


def tell(room: UUID, kind: str) -> None:
    """Within a transaction of an office: who has the room open reads it again as soon as this is committed."""
    role = getattr(connection, "role", None) or ""
    payload = f"{role.removeprefix('o_')} {room} {kind}"
    if not (role.startswith("o_") and PAYLOAD.fullmatch(payload)):
        raise ValueError("A notice holds an office, a key and a kind.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])


def room_of(payload: str) -> Room | None:
    """The room of a notice; None for what did not come from `tell`."""
    found = PAYLOAD.fullmatch(payload)
    return Room(found[1], UUID(found[2])) if found else None
