"""What stands in a conference room for one reader, in parts that can be sent one by one.

The same rights as `sheet_for`, asked anew at each call, but only what the reader has not got yet is opened: a part is
known by its key and a mark that changes with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

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


def room_for(actor: Actor, item: UUID, has: Mapping[str, str] | None = None) -> Room | None:
    """The room as the actor may see it now; None if not (or not any longer). The caller logs the read."""
    row = item_policy.rows(actor, ItemPerm.VIEW, among=with_rights(actor)).filter(pk=item).first()
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
    family = list(CasePerson.objects.filter(case=row.case_id))
    opened = opened_to(actor, family) if row.mode == Item.Mode.IDENTIFIED else set()
    blocks = [block_of(b) for b in HelpBlock.objects.filter(item=item).select_related("resource", "organisation")]
    left = _left(actor, blocks)
    texts = _marks(SheetText.objects.filter(item=item), "text")
    entries = _marks(SheetEntry.objects.filter(item=item), "entry")
    shown = {
        f"block-{b.pk}": f"{b.version}-{rights.may_build}-{left.get(b.line, '') if b.line else ''}" for b in blocks
    }
    marks = {key: f"{mark}-{rights.mark}" for key, mark in (texts | entries).items()} | shown
    found_texts = _texts(item, {k for k in texts if has.get(k) != marks[k]})
    found_entries = _entries(actor, item, {k for k in entries if has.get(k) != marks[k]})
    found_blocks = {key: b for b in blocks if has.get(key := f"block-{b.pk}") != marks[key]}
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


def _betraying(
    family: list[CasePerson], entries: Mapping[str, Entry], blocks: Mapping[str, Block]
) -> frozenset[str]:
    texts = {key: e.text for key, e in entries.items()} | {k: f"{b.who}\n{b.what}\n{b.when}" for k, b in blocks.items()}
    names = known(family)
    return frozenset(key for key, text in texts.items() if any(f.kind == NAME or f.letter for f in find(text, names)))


def _marks(rows: QuerySet, word: str) -> dict[str, str]:
    return {f"{word}-{key}": str(version) for key, version in rows.order_by("id").values_list("pk", "version")}


def _keys(wanted: set[str]) -> list[str]:
    return [key.partition("-")[2] for key in wanted]


def _texts(item: UUID, wanted: set[str]) -> dict[str, StepText]:
    rows = SheetText.objects.filter(item=item, pk__in=_keys(wanted)) if wanted else []
    return {f"text-{t.pk}": StepText(t.pk, t.version, t.step, t.get_step_display(), t.text) for t in rows}


def _entries(actor: Actor, item: UUID, wanted: set[str]) -> dict[str, Entry]:
    rows = SheetEntry.objects.filter(item=item, pk__in=_keys(wanted)).select_related("resource") if wanted else []
    return {f"entry-{e.pk}": entry_of(e, actor.person) for e in rows}


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
