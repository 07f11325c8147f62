"""Entries of the main navigation. Each app lists its own in `<app>/web/navigation.py` as `ITEMS`."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class NavItem:
    """A way to go: shown where it belongs, to whoever holds one of the permissions (None: to everyone in the place)."""

    label: str
    icon: str
    url_name: str
    permission: StrEnum | tuple[StrEnum, ...] | None
    order: int
    place: str = "office"  # or "organisation", "portal"
    also: tuple[str, ...] = ()  # paths of other pages that lie under it
    unless: StrEnum | None = None  # who holds this finds it under another entry

    @property
    def permissions(self) -> tuple[StrEnum, ...]:
        if self.permission is None:
            return ()
        return self.permission if isinstance(self.permission, tuple) else (self.permission,)
