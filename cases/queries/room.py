"""What stands in a conference room for one reader, in parts that can be sent one by one.

The same rights as `sheet_for`, asked anew at each call, but only what the reader has not got yet is opened: a part is
known by its key and a mark that changes with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Value

from cases.free_text import NAME, find
from cases.models import CasePerson, HelpBlock, Item, SheetEntry, SheetText
from cases.policy.items import ItemPerm, item_policy
from cases.queries.bookings import left_of
from cases.queries.consents import opened_to
from cases.queries.preparation import known
from cases.queries.sheet import (
    FLAGS,
    Block,
    Entry,
    SheetPerson,
    StepText,
    block_of,
    entry_of,
    person_of,
    with_rights,
)
from contracts.models import BudgetLine
from kernel.access.actor import OFFICE_ROLES, Actor
from kernel.tenancy.built import KEYS, Built

OPEN = (Item.State.SCHEDULED, Item.State.CONSULTED)  # the room stands open; only the first lets the team contribute


@dataclass(frozen=True, slots=True)
class Left:
    """What a block's budget line has left in minutes, and with all blocks of the item that take from it."""

    name: str
    minutes: int
    after: int

    @property
    def missing(self) -> int:
        return max(0, -self.after)


@dataclass(frozen=True, slots=True)
class Rights:
    may_contribute: bool
    may_moderate: bool
    may_select: bool
    may_write: bool
    may_build: bool

    @property
    def mark(self) -> str:
        return "".join(str(int(getattr(self, name))) for name in self.__slots__)


@dataclass(frozen=True, slots=True)
class Room:
    """All parts by key with their marks; of texts, entries and blocks only those that the reader has not got.

    `betraying`: what of these holds a name of the family; told to who prepares the sheet, who knows the names (R17).
    """

    item: Item
    rights: Rights
    persons: tuple[SheetPerson, ...]
    marks: Mapping[str, str]
    texts: Mapping[str, StepText]
    entries: Mapping[str, Entry]
    blocks: Mapping[str, Block]
    left: Mapping[UUID, Left]
    betraying: frozenset[str] = frozenset()

    @property
    def step(self) -> int:
        return self.item.step

    @property
    def opened_at(self) -> datetime | None:
        return self.item.opened_at

    @property
    def review_on(self) -> date | None:
        return self.item.review_on


class Questions:
    """What is asked for one actor's room, built once: a stream asks it again at each notice (rights and all)."""

    def __init__(self, actor: Actor, item: UUID) -> None:
        self.actor = actor
        self.row = Built(item_policy.rows(actor, ItemPerm.VIEW, among=with_rights(actor)).filter(pk=item))
        self.family = Built(CasePerson.objects.filter(case__items=item))
        self.blocks = Built(HelpBlock.objects.filter(item=item).select_related("resource", "organisation"))
        texts, entries = SheetText.objects.filter(item=item), SheetEntry.objects.filter(item=item)
        self.texts, self.entries = _those_of(texts), _those_of(entries.select_related("resource"))
        found = {"text": texts, "entry": entries, "block": HelpBlock.objects.filter(item=item)}
        versions = [rows.order_by().values_list(Value(word), "pk", "version") for word, rows in found.items()]
        self.versions = Built(versions[0].union(*versions[1:], all=True).order_by())


def _those_of(rows: QuerySet) -> Built[Any]:
    """Those with the keys that are asked for."""
    return Built(rows.extra(where=[f"{rows.model._meta.db_table}.id = ANY(%s::uuid[])"], params=[KEYS]))  # noqa: S610


def room_for(
    actor: Actor, item: UUID, has: Mapping[str, str] | None = None, asked: Questions | None = None
) -> Room | None:
    """The room as the actor may see it now; None if not (or not any longer). The caller logs the read."""
    asked = asked or Questions(actor, item)
    row = next(iter(asked.row), None)
    if row is None or row.state in Item.OVER:
        return None
    has = has or {}
    may = {name: bool(getattr(row, name)) for name in FLAGS}
    rights = Rights(
        may["may_contribute"] or (may["may_select"] and row.state == Item.State.SCHEDULED),
        may["may_moderate"] and row.state == Item.State.SCHEDULED and row.presenter != actor.person,
        may["may_select"],
        may["may_prepare"],
        may["may_select"] or may["may_moderate"],
    )
    family = list(asked.family)
    opened = opened_to(actor, family) if row.mode == Item.Mode.IDENTIFIED else set()
    versions = {f"{word}-{key}": str(version) for word, key, version in asked.versions}
    blocks = [block_of(b) for b in asked.blocks] if any(key.startswith("block-") for key in versions) else []
    left = _left(actor, blocks)
    shown = {
        f"block-{b.pk}": f"{b.version}-{rights.may_build}-{left.get(b.line, '') if b.line else ''}" for b in blocks
    }
    mine = rights.mark
    marks = {key: f"{mark}-{mine}" for key, mark in versions.items()} | shown
    new = {key for key in marks if has.get(key) != marks[key]}
    found_texts = _texts(asked, _keys("text", new))
    found_entries = _entries(asked, _keys("entry", new))
    found_blocks = {f"block-{b.pk}": b for b in blocks if f"block-{b.pk}" in new}
    return Room(
        item=row,
        rights=rights,
        persons=tuple(person_of(p, p.pk in opened, actor.today) for p in family),
        marks=marks,
        texts=found_texts,
        entries=found_entries,
        blocks=found_blocks,
        left=left,
        betraying=_betraying(family, found_entries, found_blocks) if rights.may_write else frozenset(),
    )


def _betraying(family: list[CasePerson], entries: Mapping[str, Entry], blocks: Mapping[str, Block]) -> frozenset[str]:
    texts = {key: e.text for key, e in entries.items()} | {k: f"{b.who}\n{b.what}\n{b.when}" for k, b in blocks.items()}
    names = known(family)
    return frozenset(key for key, text in texts.items() if any(f.kind == NAME or f.letter for f in find(text, names)))


def _keys(word: str, wanted: set[str]) -> list[str]:
    return [key for found, _, key in (name.partition("-") for name in wanted) if found == word]


def _texts(asked: Questions, keys: list[str]) -> dict[str, StepText]:
    rows = asked.texts.of(keys) if keys else []
    return {f"text-{t.pk}": StepText(t.pk, t.version, t.step, t.get_step_display(), t.text) for t in rows}


def _entries(asked: Questions, keys: list[str]) -> dict[str, Entry]:
    rows = asked.entries.of(keys) if keys else []
    return {f"entry-{e.pk}": entry_of(e, asked.actor.person) for e in rows}


def lefts_of(actor: Actor, item: UUID) -> dict[UUID, Left]:
    """What the lines of an item's blocks have left."""
    return _left(
        actor, [block_of(b) for b in HelpBlock.objects.filter(item=item).select_related("resource", "organisation")]
    )


def _left(actor: Actor, blocks: list[Block]) -> dict[UUID, Left]:
    """For staff of the office; a provider learns of its own lines only."""
    lines = BudgetLine.objects.filter(pk__in={b.line for b in blocks if b.line}).select_related("organisation")
    if not any(b.line for b in blocks):
        return {}
    office = bool(actor.roles & OFFICE_ROLES)
    shown = [line for line in lines if office or line.organisation_id in actor.organisations()]
    found = left_of(shown)
    planned = {line.pk: sum(b.minutes for b in blocks if b.line == line.pk) for line in shown}
    return {
        line.pk: Left(f"{line.organisation} {line.year}", found[line.pk], found[line.pk] - planned[line.pk])
        for line in shown
    }
