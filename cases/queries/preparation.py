"""What a presenter is shown while writing a sheet: places that may betray somebody, what is missing, hints (R17, R22)."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.free_text import Found, Known, find, name_parts, traces
from cases.models import CaseFile, CasePerson, HelpBlock, Item, SheetEntry, SheetText

AROUND = 40  # characters shown on both sides of a place


@dataclass(frozen=True, slots=True)
class Place:
    """A text of the sheet: which row, what it is called, what it says."""

    kind: str  # "text", "entry" or "block:<field>"
    pk: UUID
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found in a place, with what stands around it; `key` says „this one means nobody“ without its words."""

    key: str
    place: Place
    found: Found

    @property
    def before(self) -> str:
        start = max(0, self.found.start - AROUND)
        return ("… " if start else "") + self.place.text[start : self.found.start]

    @property
    def after(self) -> str:
        end = self.found.end + AROUND
        return self.place.text[self.found.end : end] + (" …" if end < len(self.place.text) else "")


def family_of(item: Item) -> list[Known]:
    """The persons of the item's case with the parts of their names; for the presenter's own check only."""
    return known(CasePerson.objects.filter(case=item.case_id))


def known(family: Iterable[CasePerson]) -> list[Known]:
    return [Known(p.letter, name_parts(p.given_name, p.family_name)) for p in family]


def found_in(text: str, item: Item, family: list[Known] | None = None) -> list[Found]:
    """What in a text may betray somebody of the item's case, or anybody by pattern."""
    number = CaseFile.objects.values_list("number", flat=True).get(pk=item.case_id)
    return find(text, family_of(item) if family is None else family, [number])


def betrayed_by(text: str, case: CaseFile, *, knows: bool) -> str:
    """In words, what points at somebody in a text that people outside the case read; nothing if it may go out (R17).

    Only who works on the case is told that a word is one of its names: others would learn it here.
    """
    persons = list(case.persons.all()) if knows else []
    said = [case.number, *(part for person in persons for part in _said_of(person))] if knows else []
    return ", ".join(f"„{f.text}“" for f in traces(text, known(persons), said))


def _said_of(person: CasePerson) -> Iterator[str]:
    """What else is known of a person and stands in texts as it is: street, phone, mail, birthday."""
    yield from filter(None, (person.address.partition(",")[0].strip(), person.phone.strip(), person.email.strip()))
    if born := person.birth_date:
        yield from {f"{born:%d.%m.%Y}", f"{born.day}.{born.month}.{born.year}"}


def places_of(item: Item) -> Iterator[Place]:
    """All free texts of a sheet, in the order of its steps."""
    texts = {t.step: t for t in SheetText.objects.filter(item=item)}
    for step in SheetText.Step:
        if (row := texts.get(step.value)) and row.text:
            yield Place("text", row.pk, str(step.label), row.text)
    for entry in SheetEntry.objects.filter(item=item).order_by("id"):
        yield Place("entry", entry.pk, entry.get_kind_display(), entry.text)
    for block in HelpBlock.objects.filter(item=item):
        for name, label in (("who", "Wer"), ("what", "Was"), ("when", "Wann")):
            if text := getattr(block, name):
                yield Place(f"block:{name}", block.pk, f"Hilfe nach Maß: {label}", text)


def findings_of(item: Item) -> list[Finding]:
    """Everything found in the sheet."""
    family = family_of(item)
    number = CaseFile.objects.values_list("number", flat=True).get(pk=item.case_id)
    return [
        Finding(key_of(place, found), place, found)
        for place in places_of(item)
        for found in find(place.text, family, [number])
    ]


def key_of(place: Place, found: Found) -> str:
    """The same as long as the place says the same; it holds no name."""
    return hashlib.sha256(f"{place.kind}|{place.pk}|{found.start}|{found.text}".encode()).hexdigest()[:20]


def missing_of(item: Item) -> list[str]:
    """What keeps a team from consulting on the item, in words (R22)."""
    step = SheetText.Step.DUTIES if item.duties else SheetText.Step.WILL
    will = SheetText.objects.filter(item=item, step=step).first()
    word = "Schritt 3: die Auflagen" if item.duties else "Schritt 3: der Wille in eigenen Worten"
    goals = SheetEntry.objects.filter(item=item, kind__in=SheetEntry.GOALS).exists()
    return ([] if will and will.text.strip() else [word]) + ([] if goals else ["Schritt 4: mindestens ein Ziel"])


ORDER = re.compile(r"\b(?:soll(?:en|te|ten)?|muss|müssen|hat zu)\b", re.IGNORECASE)
WISH = re.compile(r"\b(?:möchte|wünsch\w*|hätte gern\w*|wäre schön)\b", re.IGNORECASE)
OWN = re.compile(r"\b(?:ich|wir|mein\w*|unser\w*)\b", re.IGNORECASE)
NEGATIVE = re.compile(r"\b(?:nicht|nie|kein\w*|weniger|aufhör\w*|hört auf|ohne|vermeide\w*)\b", re.IGNORECASE)
MEASURE = re.compile(
    r"(?<!\w)\d|\b(?:ein|zwei|drei|vier|fünf|jede\w*|täglich|wöchentlich|einmal|zweimal|dreimal)\b", re.I
)


def hints_on_will(text: str) -> list[str]:
    """What could make the will clearer; nothing for an empty text."""
    if not text.strip():
        return []
    hints = []
    if ORDER.search(text):
        hints.append("Das klingt nach einer Vorgabe von außen. Was will der Mensch selbst?")
    if WISH.search(text):
        hints.append("Das klingt nach einem Wunsch. Wofür würde der Mensch selbst etwas tun?")
    if not OWN.search(text):
        hints.append("Schreiben Sie es so, wie der Mensch es sagt: „Ich will …“.")
    return hints


def hints_on_goal(text: str, kind: str, due_on: date | None) -> list[str]:
    """What could make a goal clearer: positive, in the own power, checkable, dated (R22)."""
    hints = []
    if NEGATIVE.search(text):
        hints.append("Beschreiben Sie, was dann sein wird, statt was aufhört.")
    if ORDER.search(text):
        hints.append("Liegt das in der Hand der Familie? Nennen Sie, was sie selbst tut.")
    if kind == SheetEntry.Kind.ACTION:
        if not MEASURE.search(text):
            hints.append("Woran merken alle, dass es erreicht ist? Nennen Sie etwas, das man zählen oder sehen kann.")
        if due_on is None:
            hints.append("Bis wann? Setzen Sie einen Tag.")
    return hints
