"""Minutes as plain data: the sheet without anybody's name, for pages, PDF and the approved record (R17, R23)."""

import json
from datetime import date
from typing import Any

from cases.models import Attendance, Guest, Item, Minutes, MinutesDraft
from cases.queries.sheet import Sheet, sheet_for
from contracts.queries.names import names_of
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.web import words

State = Item.State
CONSULTED = (State.CONSULTED, State.DECIDED, State.CARRIED_OUT, State.FEEDBACK, State.CLOSED)


def content_of(actor: Actor, item: Item) -> dict[str, Any]:
    """What the sheet says now. Persons of the family have letters in minutes also where the reader knows their names."""
    sheet = sheet_for(actor, item)
    return {
        "code": sheet.code,
        "district": sheet.district_name,
        "held_on": words.day_text(sheet.held_on) if sheet.held_on else "",
        "review_on": words.day_text(sheet.review_on) if sheet.review_on else "",
        "identified": sheet.identified,
        "team": _team(actor, item),
        "persons": [
            {"letter": p.letter, "text": ", ".join(filter(None, [p.role_label, p.age_band]))} for p in sheet.persons
        ],
        "texts": [
            {"label": text.label, "text": text.text}
            for text in sheet.texts
            if text.text.strip() and text.step not in ("will", "duties")
        ],
        "will": {"label": sheet.will.label, "text": sheet.will.text},
        "goals": [_dated(e.kind_label, e.text, e.due_on) for e in sheet.goals],
        "resources": [_named(e.kind_label, e.text, e.resource_name) for e in sheet.resources],
        "ideas": [{"text": e.text, "selected": e.selected} for e in sheet.ideas],
        "blocks": _blocks(sheet),
    }


def _dated(label: str, text: str, day: Any) -> dict[str, str]:
    return {"label": label, "text": f"{text} (bis {words.day(day)})" if day else text}


def _named(label: str, text: str, resource: str) -> dict[str, str]:
    return {"label": label, "text": f"{text} ({resource})" if resource and resource not in text else text}


def _blocks(sheet: Sheet) -> list[list[str]]:
    return [
        [
            block.who + (f" ({block.organisation_name})" if block.organisation_name else ""),
            block.what,
            block.when or words.NOTHING,
            f"{words.hours(block.minutes_a_week)} × {block.weeks}" if block.minutes else words.NOTHING,
        ]
        for block in sheet.blocks
    ]


def _team(actor: Actor, item: Item) -> list[str]:
    """Who was there: members by name, guests by what they are."""
    there = Attendance.objects.filter(session=item.session_id).select_related("member")
    members = [attendance.member for attendance in there]
    names = names_of(actor, [m.person for m in members])
    guests = Guest.objects.filter(item=item.pk, revoked_at=None).exclude(instructed_at=None)
    return sorted(filter(None, (names.get(m.person, "") for m in members))) + [f"Gast: {g.function}" for g in guests]


def approved_of(item: Item) -> Minutes | None:
    """The approved minutes of the session in which the item is or was last."""
    return Minutes.objects.filter(item=item.pk, held_on=item.session.held_on).first() if item.session else None


def decoded(content: bytes) -> dict[str, Any]:
    """Minutes as they were prepared or approved."""
    found: dict[str, Any] = json.loads(content)
    return found


def day_of(item: Item) -> date:
    """The day of the session in which the team has consulted on the item."""
    if item.state not in CONSULTED or item.session is None:
        raise RuleViolation("Ein Protokoll gibt es, wenn das Team beraten hat.")
    return item.session.held_on


def minutes_for(actor: Actor, item: Item) -> tuple[Minutes | None, MinutesDraft | None, dict[str, Any]]:
    """What was approved, else what was prepared, else the sheet as it is now; of an item on which a team has consulted."""
    held_on = day_of(item)
    if approved := approved_of(item):
        return approved, None, decoded(approved.content)
    draft = MinutesDraft.objects.filter(item=item.pk, held_on=held_on).first()
    return None, draft, decoded(draft.content) if draft else content_of(actor, item)
