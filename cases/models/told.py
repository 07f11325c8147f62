"""Whoever changes what a conference room shows, on whatever page: those who have it open are told, by keys only."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection

from kernel.live.notices import tell
from kernel.tenancy.models import VersionedModel


class ToldToRooms(VersionedModel):
    """A row that stands in rooms: when it is saved or deleted, they are read again as soon as that is committed."""

    class Meta:
        abstract = True

    def rooms(self) -> Iterable[UUID]:
        """The items in whose rooms it stands."""
        raise NotImplementedError

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self._tell(self.rooms)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        where = list(self.rooms()) if _in_office() else []
        gone = super().delete(*args, **kwargs)
        self._tell(lambda: where)
        return gone

    def _tell(self, rooms: Any) -> None:
        if _in_office():
            for room in rooms():
                tell(room, self._meta.model_name or "room")


def _in_office() -> bool:
    """Whether this is an office's own transaction; the owner, who moves and loads data, tells nobody."""
    return (getattr(connection, "role", None) or "").startswith("o_")
