"""What stands on Heute: each app lists what is due, changed or runs out; each row ends in the action itself."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do or to know; `date` says on which day it stands (None: without a day)."""

    title: str
    note: str = ""
    date: date | None = None
    url: str = ""
    action: str = ""
    action_url: str = ""
    icon: str = "today"
    badge: str = ""
    tone: str = "neutral"
