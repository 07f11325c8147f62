"""The parts of a conference room as HTML, each on its own: for the first page, the stream and who asks at intervals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from cases.models import SheetEntry
from cases.queries.minutes import CONSULTED
from cases.queries.room import Room

STEPS = (
    "Anliegen",
    "Situation",
    "Wille",
    "Ziele",
    "Ressourcen",
    "Ideen",
    "Auswahl",
    "Hilfe nach Maß",
    "Überprüfung",
)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the page: in which list it stands, by what it is ordered, and a mark that changes with it."""

    key: str
    at: str
    mark: str
    html: str

    @property
    def data(self) -> dict[str, str]:
        return {"key": self.key, "at": self.at, "html": self.html}


def marks_of(room: Room) -> dict[str, str]:
    """The marks of all parts."""
    return {**room.marks, **{key: mark_of(context) for key, context in _heads(room).items()}}


def cursor_of(marks: Mapping[str, str]) -> str:
    """One word for all that somebody has: equal words, equal rooms."""
    return mark_of(sorted(marks.items()))


def mark_of(content: object) -> str:
    return blake2b(repr(content).encode(), digest_size=8).hexdigest()


def parts_of(room: Room, known: Mapping[str, str]) -> list[Part]:
    """The parts that differ from what is known, rendered."""
    item = room.item
    found = [
        _part(key, key, mark_of(context), f"cases/room/_{key}.html", room, **context)
        for key, context in _heads(room).items()
        if known.get(key) != mark_of(context)
    ]
    for key, text in room.texts.items():
        found.append(_part(key, f"text-{text.step}", room.marks[key], "cases/room/_text.html", room, text=text))
    for key, entry in room.entries.items():
        found.append(_part(key, _list_of(entry.kind), room.marks[key], "cases/room/_entry.html", room, entry=entry))
    for key, block in room.blocks.items():
        left = room.left.get(block.line) if block.line else None
        found.append(_part(key, "blocks", room.marks[key], "cases/room/_block.html", room, block=block, left=left))
    return sorted(found, key=lambda part: (part.at, part.key)) if item else []


def _part(key: str, at: str, mark: str, template: str, room: Room, **context: Any) -> Part:
    given = {"part": key, "mark": mark, "item": room.item, "rights": room.rights, **context}
    given["betrays"] = key in room.betraying
    return Part(key, at, mark, render_to_string(template, given))


def _heads(room: Room) -> dict[str, dict[str, Any]]:
    """The single parts with all that they show."""
    item, rights = room.item, room.rights
    ends = item.opened_at + timedelta(minutes=item.minutes) if item.opened_at else None
    return {
        "persons": {"persons": [p.label for p in room.persons], "duties": item.duties},
        "progress": {"step": item.step, "steps": list(enumerate(STEPS, 1)), "leads": rights.may_moderate},
        "clock": {"opened_at": item.opened_at, "ends": ends, "minutes": item.minutes, "leads": rights.may_moderate},
        "review": {"review_on": item.review_on, "may_set": rights.may_select},
        "standing": {
            "state": item.get_state_display(),
            "open": rights.may_contribute,
            "consulted": item.state in CONSULTED,
        },
    }


def _list_of(kind: str) -> str:
    if kind in SheetEntry.GOALS:
        return "goals"
    return "resources" if kind in SheetEntry.RESOURCES else "ideas"


def now() -> str:
    """The server's time, by which all browsers run the same clock."""
    return timezone.now().isoformat(timespec="milliseconds")
