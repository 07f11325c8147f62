"""What stands on Heute: each app lists what is due, changed or runs out; each row ends in the action itself."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do or to know; `date` says on which day it stands (None: without a day)."""

    title: str
    note: str = ""
    date: dt.date | None = None
    url: str = ""
    action: str = ""
    action_url: str = ""
    icon: str = "today"
    badge: str = ""
    tone: str = "neutral"
