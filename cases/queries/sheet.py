"""The consultation sheet as one reader may see it (R17, R22).

`sheet_for(actor, item)` is the only way to a sheet's content for pages, API, room, minutes and notices:

    sheet = sheet_for(actor, item)          # 404 if the actor may not know of the item; the read is logged
    sheet.text("will"), sheet.ideas, sheet.blocks, sheet.persons
    sheet.may_contribute, sheet.may_moderate, sheet.may_select, sheet.may_prepare

Everything is read anew at each call with the reader's rights of this moment: never keep a Sheet over a request, never
give one reader's Sheet to another. Persons have letter, role and age band; `name` is filled only where the item is in
identified mode and a valid consent (or a legal basis) names this very reader. A fixed number of queries per call.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import BooleanField, Exists, OuterRef, QuerySet, Value
from django.db.models.expressions import Combinable

from cases.genogram import Genogram, Member, genogram
from cases.models import CasePerson, HelpBlock, Item, SheetEntry, SheetText
from cases.policy.items import ItemPerm, item_policy
from cases.queries.consents import age_on, opened_to
from kernel.access.actor import Actor

# What an age is shown as: wide enough not to point at somebody.
BANDS = ((3, "0–2 Jahre"), (6, "3–5 Jahre"), (10, "6–9 Jahre"), (14, "10–13 Jahre"), (18, "14–17 Jahre"))
ADULT_BANDS = ((27, "18–26 Jahre"), (40, "27–39 Jahre"), (60, "40–59 Jahre"))
FLAGS = {
    "may_contribute": ItemPerm.CONTRIBUTE,
    "may_moderate": ItemPerm.MODERATE,
    "may_select": ItemPerm.SELECT,
    "may_prepare": ItemPerm.PREPARE,
    "may_decide": ItemPerm.DECIDE,
}


def age_band(born: date | None, day: date) -> str:
    """The band of years in which somebody's age lies; nothing if it is unknown."""
    if born is None:
        return ""
    age = age_on(born, day)
    return next((word for limit, word in BANDS + ADULT_BANDS if age < limit), "ab 60 Jahren")


@dataclass(frozen=True, slots=True)
class SheetPerson:
    """Someone of the family as the team knows them; `name` only where a consent names the reader."""

    letter: str
    role: str
    role_label: str
    age_band: str
    name: str = ""

    @property
    def label(self) -> str:
        parts = [self.letter, f"({self.name})" if self.name else "", f"– {self.role_label}"]
        return " ".join(p for p in parts if p) + (f", {self.age_band}" if self.age_band else "")


@dataclass(frozen=True, slots=True)
class StepText:
    pk: UUID | None
    version: int
    step: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A goal, a resource or an idea. `mine`: the reader put it in."""

    pk: UUID
    version: int
    key: UUID
    kind: str
    kind_label: str
    text: str
    due_on: date | None
    resource: UUID | None
    resource_name: str
    selected: bool
    written_by: UUID
    organisation: str | None
    mine: bool


@dataclass(frozen=True, slots=True)
class Block:
    pk: UUID
    version: int
    position: int
    who: str
    organisation: str | None
    organisation_name: str
    what: str
    when: str
    minutes_a_week: int
    weeks: int
    line: UUID | None
    resource: UUID | None
    resource_name: str

    @property
    def minutes(self) -> int:
        return self.minutes_a_week * self.weeks


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that one reader may see of an item now. It holds nothing by which the case could be found."""

    pk: UUID
    version: int
    code: str
    district: UUID
    district_name: str
    state: str
    state_label: str
    identified: bool  # the mode of the item; whose name this reader sees is in `persons`
    duties: bool
    session: UUID | None
    held_on: date | None
    step: int
    minutes: int
    opened_at: datetime | None
    review_on: date | None
    presenter: UUID
    texts: tuple[StepText, ...]
    persons: tuple[SheetPerson, ...]
    entries: tuple[Entry, ...]
    blocks: tuple[Block, ...]
    may_contribute: bool = False
    may_moderate: bool = False
    may_select: bool = False
    may_prepare: bool = False
    may_decide: bool = False

    def step_text(self, step: str) -> StepText:
        return next(t for t in self.texts if t.step == step)

    def text(self, step: str) -> str:
        return self.step_text(step).text

    @property
    def concern(self) -> str:
        return self.text(SheetText.Step.CONCERN)

    @property
    def question(self) -> str:
        return self.text(SheetText.Step.QUESTION)

    @property
    def situation(self) -> str:
        return self.text(SheetText.Step.SITUATION)

    def of(self, *kinds: str) -> list[Entry]:
        return [e for e in self.entries if e.kind in kinds]

    @property
    def goals(self) -> list[Entry]:
        """The direction first, then the steps (R22)."""
        return [e for kind in SheetEntry.GOALS for e in self.of(kind)]

    @property
    def resources(self) -> list[Entry]:
        return self.of(*SheetEntry.RESOURCES)

    @property
    def ideas(self) -> list[Entry]:
        return self.of(SheetEntry.Kind.IDEA)

    @property
    def will(self) -> StepText:
        """Step 3: the will, or the duties that stand in its place after an assessment (R22)."""
        return self.step_text(SheetText.Step.DUTIES if self.duties else SheetText.Step.WILL)

    @property
    def genogram(self) -> Genogram | None:
        """Step 2 as a drawing of letters and age bands; names stand in the list, and only for who may know them."""
        return genogram(Member(p.letter, p.role, p.age_band) for p in self.persons)

    @property
    def missing(self) -> list[str]:
        """What keeps the team from consulting on it (R22), in words."""
        step = "Schritt 3: die Auflagen" if self.duties else "Schritt 3: der Wille in eigenen Worten"
        return ([] if self.will.text.strip() else [step]) + ([] if self.goals else ["Schritt 4: mindestens ein Ziel"])


def may(actor: Actor, permission: ItemPerm) -> Combinable:
    """As an annotation: whether the actor holds a permission on each item."""
    if not item_policy.allows(actor, permission):
        return Value(False, output_field=BooleanField())
    return Exists(Item.objects.filter(item_policy.scope(actor, permission), pk=OuterRef("pk")))


def with_rights(actor: Actor) -> QuerySet[Item]:
    """Items with what the actor may do with each, for `item_policy.fetch(among=…)` and lists."""
    rights = {name: may(actor, permission) for name, permission in FLAGS.items()}
    return Item.objects.select_related("district", "session").annotate(**rights)


def sheet_for(actor: Actor, item: Item | UUID) -> Sheet:
    """The sheet as the actor may see it at this moment; 404 if not at all. The read is logged."""
    key = item.pk if isinstance(item, Item) else item
    row = item_policy.fetch(actor, ItemPerm.VIEW, among=with_rights(actor), pk=key)
    family = list(CasePerson.objects.filter(case=row.case_id))
    opened = opened_to(actor, family) if row.mode == Item.Mode.IDENTIFIED else set()
    rights = {name: bool(getattr(row, name)) for name in FLAGS}
    return _sheet(row, family, opened, actor.today, actor.person, rights)


def sheet_of_guest(item: Item, today: date) -> Sheet:
    """The sheet for a guest with a valid address: never a name, no rights. The caller checked and logs the guest."""
    row = Item.objects.select_related("district", "session").get(pk=item.pk)
    return _sheet(row, CasePerson.objects.filter(case=row.case_id), set(), today, None, {})


def _sheet(
    row: Item,
    family: Iterable[CasePerson],
    opened: set[UUID],
    today: date,
    reader: UUID | None,
    rights: dict[str, bool],
) -> Sheet:
    return Sheet(
        pk=row.pk,
        version=row.version,
        code=row.code,
        district=row.district_id,
        district_name=row.district.name,
        state=row.state,
        state_label=row.get_state_display(),
        identified=row.mode == Item.Mode.IDENTIFIED,
        duties=row.duties,
        session=row.session_id,
        held_on=row.session.held_on if row.session else None,
        step=row.step,
        minutes=row.minutes,
        opened_at=row.opened_at,
        review_on=row.review_on,
        presenter=row.presenter,
        texts=texts_of(row),
        persons=tuple(person_of(p, p.pk in opened, today) for p in family),
        entries=tuple(
            entry_of(e, reader)
            for e in SheetEntry.objects.filter(item=row.pk).select_related("resource").order_by("id")
        ),
        blocks=tuple(
            block_of(b) for b in HelpBlock.objects.filter(item=row.pk).select_related("resource", "organisation")
        ),
        **rights,
    )


def texts_of(row: Item) -> tuple[StepText, ...]:
    written = {t.step: t for t in SheetText.objects.filter(item=row.pk)}
    return tuple(
        StepText(t.pk, t.version, step.value, str(step.label), t.text)
        if (t := written.get(step.value))
        else StepText(None, 0, step.value, str(step.label), "")
        for step in SheetText.Step
    )


def person_of(person: CasePerson, opened: bool, today: date) -> SheetPerson:
    return SheetPerson(
        person.letter,
        person.role,
        person.get_role_display(),
        age_band(person.birth_date, today),
        str(person) if opened else "",
    )


def entry_of(entry: SheetEntry, reader: UUID | None) -> Entry:
    return Entry(
        entry.pk,
        entry.version,
        entry.key,
        entry.kind,
        entry.get_kind_display(),
        entry.text,
        entry.due_on,
        entry.resource_id,
        entry.resource.name if entry.resource else "",
        entry.selected,
        entry.written_by,
        entry.organisation_id,
        reader is not None and entry.written_by == reader,
    )


def block_of(block: HelpBlock) -> Block:
    return Block(
        block.pk,
        block.version,
        block.position,
        block.who,
        block.organisation_id,
        str(block.organisation) if block.organisation else "",
        block.what,
        block.when,
        block.minutes_a_week,
        block.weeks,
        block.line_id,
        block.resource_id,
        block.resource.name if block.resource else "",
    )
