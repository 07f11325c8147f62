"""What in a free text may point at somebody: names of the case's own persons, and patterns (R17).

Nothing here decides: what is found is shown to the presenter, who mends it or says that it means nobody.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kernel.keys import name_key, sort_key

NAME, TITLE, PHONE, EMAIL, STREET, BIRTH, PLACE, NUMBER = (
    "name", "title", "phone", "email", "street", "birth", "place", "number"
)  # fmt: skip
WHAT = {
    NAME: "Name aus dem Fall",
    TITLE: "Anrede mit Namen",
    PHONE: "Telefonnummer",
    EMAIL: "E-Mail-Adresse",
    STREET: "Anschrift",
    BIRTH: "Geburtsdatum",
    PLACE: "Einrichtung mit Namen",
    NUMBER: "Aktenzeichen",
}
WORD = re.compile(r"[^\W\d_]+(?:[’'ʼ`´-][^\W\d_]+)*")
# Endings that a German text puts behind a name: Kims, Kim's, Beispielsche, Beispielschen, Beispiels', Mirachen.
ENDING = re.compile(r"(?:[’'ʼ`´]?s|[’'ʼ`´]|e?n|ens|(?:[’'ʼ`´]?s)?che?[nrsm]?|[’'ʼ`´]?sche[nrsm]?|i|chen|lein|le)?")
_UPPER = "A-ZÄÖÜ"
_PROPER = rf"[{_UPPER}][\w’'-]+"
_STREET_WORD = r"(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|damm|ufer|steig|pfad|chaussee|hof|winkel|stieg|promenade|markt)"
_WHEN = (  # „Im Januar 2027“ is no street
    r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Frühjahr|Frühling|Sommer|Herbst|Winter"
    r"|Schuljahr|Jahr|Monat|Quartal|Halbjahr|(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Alter)\b"
)
PATTERNS: list[tuple[str, re.Pattern[str]]] = [
    (EMAIL, re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (BIRTH, re.compile(r"(?:\*\s?|geb(?:oren|\.)?\s*(?:am)?\s*)\d{1,2}\.\s?(?:\d{1,2}\.|[A-ZÄÖÜa-zäöü]{3,9})\s?(?:19|20)?\d{2}\b", re.I)),
    (BIRTH, re.compile(r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])\.\s?(?:0?[1-9]|1[0-2])\.\s?(?:19\d{2}|20[01]\d|202\d)(?!\d)")),
    (PHONE, re.compile(r"(?<![\d.,])(?:\+49|0049|0)[\s/()-]*[1-9]\d(?:[\s/().-]?\d){4,12}(?!\d)")),
    (STREET, re.compile(rf"\b(?:[{_UPPER}][\w-]*{_STREET_WORD}|(?:[{_UPPER}][\w-]+[\s-]){{1,3}}(?i:{_STREET_WORD}))\s+\d{{1,4}}\s?[a-z]?\b")),
    (STREET, re.compile(rf"\b(?:Am|An der|An dem|Im|In der|Auf dem|Auf der|Zum|Zur|Unter den|Hinter dem)\s(?!{_WHEN}){_PROPER}\s+\d{{1,4}}\s?[a-z]?\b")),
    (PLACE, re.compile(rf"\b[{_UPPER}][\w-]+-(?:(?:Grund|Haupt|Real|Gesamt|Ober|Förder|Berufs|Gemeinschafts|Sekundar)?[Ss]chule|Gymnasium|Kita|Kindergarten|Hort|Lyzeum)\b")),
    (PLACE, re.compile(rf"\b(?:(?:Grund|Haupt|Real|Gesamt|Ober|Förder|Berufs|Gemeinschafts|Sekundar)schule|Schule|Gymnasium|Kita|Kindergarten|Kindertagesstätte|Hort)\s+(?:(?:am|an der|in der|im|St\.|Sankt)\s+)?[„\"»]?[{_UPPER}][\w-]+[“\"«]?")),
    (TITLE, re.compile(rf"\b(?:Frau|Herrn?|Fr\.|Hr\.|(?<![Dd]er )(?<![Dd]ie )(?<!iner )Familie|Fam\.|Dr\.|Tante|Onkel|Oma|Opa)\s+(?:Dr\.\s+|Prof\.\s+)?(?:von\s+|van\s+|de\s+|zu\s+)?{_PROPER}")),
]  # fmt: skip
# Behind a title these are no names.
COMMON = frozenset(
    [
        "und",
        "oder",
        "die",
        "der",
        "das",
        "den",
        "dem",
        "ist",
        "hat",
        "war",
        "kann",
        "will",
        "soll",
        "muss",
        "wird",
        "möchte",
        "mutter",
        "vater",
        "sohn",
        "tochter",
        "kind",
        "kinder",
        "k",
        "m",
        "v",
        "kollegin",
        "kollege",
        "lehrerin",
        "lehrer",
        "nachbarin",
        "nachbar",
        "fachkraft",
    ]
)
LETTER = re.compile(r"[A-ZÄÖÜ]{1,2}\d{0,2}")  # K1, M, V2: what stands for a person


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the case: the letter that stands for them, and the parts of their names."""

    letter: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A place in a text; `letter` is what could stand there, if it is known whom it means."""

    start: int
    end: int
    text: str
    kind: str
    letter: str = ""

    @property
    def what(self) -> str:
        return WHAT[self.kind]


def name_parts(*names: str) -> tuple[str, ...]:
    """The parts of names that can betray somebody; of double names each half, particles not."""
    parts = {part for name in names for part in re.split(r"[\s\-]+", name) if len(part) > 1}
    whole = {name.strip() for name in names if "-" in name}
    return tuple(sorted({p for p in parts | whole if sort_key(p) not in PARTICLES and not p.endswith(".")}))


PARTICLES = frozenset(
    [
        "von",
        "van",
        "de",
        "der",
        "den",
        "zu",
        "zur",
        "al",
        "el",
        "la",
        "le",
        "da",
        "di",
        "dos",
        "bin",
        "ibn",
        "abu",
        "und",
    ]
)


def _means(word: str, part: str) -> bool:
    """Whether a word is a name or a form of it: genitive, adjective, endearment; ä and ae, ß and ss are the same."""
    here, name = name_key(word), name_key(part)
    return here.startswith(name) and ENDING.fullmatch(here[len(name) :]) is not None


def find(text: str, family: Iterable[Known] = (), numbers: Iterable[str] = ()) -> list[Found]:
    """All places, in order and without overlaps: „Frau Beispiel“ is one place, not two."""
    family = list(family)
    found: list[Found] = []
    for candidate in (*_numbers(text, numbers), *_patterns(text, family), *_names(text, family)):
        if not any(candidate.start < f.end and f.start < candidate.end for f in found):
            found.append(candidate)
    return sorted(found, key=lambda f: f.start)


def _numbers(text: str, numbers: Iterable[str]) -> Iterator[Found]:
    for number in numbers:
        for match in re.finditer(re.escape(number), text, re.IGNORECASE) if number else ():
            yield Found(match.start(), match.end(), match[0], NUMBER)


def _patterns(text: str, family: list[Known]) -> Iterator[Found]:
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            if kind != TITLE:
                yield Found(match.start(), match.end(), match[0], kind)
                continue
            name = match[0].split()[-1]
            if LETTER.fullmatch(name) or name.casefold() in COMMON:
                continue
            yield Found(match.start(), match.end(), match[0], TITLE, _whose(name, family))


def _names(text: str, family: list[Known]) -> Iterator[Found]:
    for match in WORD.finditer(text):
        halves = [match[0], *match[0].split("-")] if "-" in match[0] else [match[0]]
        for half in halves:
            if letter := _whose(half, family, any_of_them=True):
                yield Found(match.start(), match.end(), match[0], NAME, letter.strip("?"))
                break


def _whose(word: str, family: list[Known], *, any_of_them: bool = False) -> str:
    """The letter of the one person whom a word means; of a name that several bear none („?“ where it only must be found)."""
    letters = {known.letter for known in family if any(_means(word, part) for part in known.parts)}
    if len(letters) == 1:
        return letters.pop()
    return "?" if letters and any_of_them else ""


def traces(text: str, family: Iterable[Known] = (), numbers: Iterable[str] = ()) -> list[Found]:
    """What points at somebody for certain: the family's own names, also behind a title, what is known of it, phone and mail.

    Other days, streets, schools and people with a title may be named.
    """
    family = list(family)
    return [
        found
        for found in find(text, family, numbers)
        if found.kind in (NAME, NUMBER, PHONE, EMAIL) or next(_names(found.text, family), None)
    ]


def replaced(text: str, found: Found, letter: str) -> str:
    """The text with one place replaced; a given and a family name beside each other become one letter."""
    before, after = text[: found.start], text[found.end :]
    if re.search(rf"(?<!\w){re.escape(letter)}[ \t]+$", before):
        return before.rstrip(" \t") + after
    if same := re.match(rf"[ \t]+{re.escape(letter)}(?!\w)", after):
        after = after[same.end() :]
    return before + letter + after
