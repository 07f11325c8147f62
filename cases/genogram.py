"""The family as a small drawing: who belongs to which generation (R22, step 2).

On the sheet it shows letters and age bands; a circle and a square tell mother and father apart, nobody else's sex is
shown there (R17). The same stands beside it as a list, for who does not see the drawing.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cases.models import CasePerson

Role = CasePerson.Role
CELL, ROW, HALF, TOP = 132, 150, 24, 34
LONGEST = 17  # characters of a note
WORDS = {
    Role.CHILD: "Kind",
    Role.MOTHER: "Mutter",
    Role.FATHER: "Vater",
    Role.GUARDIAN: "Vormund",
    Role.PARTNER: "Partner/in",
    Role.RELATIVE: "verwandt",
    Role.OTHER: "Bezugsperson",
}
# Generations from the top; within one from the left.
PARENTS = (Role.MOTHER, Role.FATHER, Role.PARTNER, Role.GUARDIAN)
ROWS = (PARENTS, (Role.CHILD,), (Role.RELATIVE, Role.OTHER))
SHAPES = {Role.MOTHER: "circle", Role.FATHER: "square"}
BY_SEX = {CasePerson.Sex.FEMALE: "circle", CasePerson.Sex.MALE: "square"}


@dataclass(frozen=True, slots=True)
class Member:
    """Someone to be drawn; `note` stands beneath the role: an age band, or a name for who may know it."""

    letter: str
    role: str
    note: str = ""
    sex: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A symbol with its words, its middle at x, y."""

    letter: str
    word: str
    note: str
    shape: str
    x: int
    y: int

    @property
    def left(self) -> int:
        return self.x - HALF

    @property
    def top(self) -> int:
        return self.y - HALF

    @property
    def diamond(self) -> str:
        x, y, half = self.x, self.y, HALF + 4
        return f"{x},{y - half} {x + half},{y} {x},{y + half} {x - half},{y}"


@dataclass(frozen=True, slots=True)
class Line:
    x1: int
    y1: int
    x2: int
    y2: int
    loose: bool = False  # of a partner or guardian: no descent


@dataclass(frozen=True, slots=True)
class Genogram:
    """What cases/_genogram.html draws."""

    figures: list[Figure]
    lines: list[Line]
    width: int
    height: int
    sentence: str


def genogram(members: Iterable[Member]) -> Genogram | None:
    """Parents above, joined; the children below, hanging from them; everybody else in a row of their own."""
    people = list(members)
    rows = [[p for role in roles for p in people if p.role == role] for roles in ROWS]
    filled = [row for row in rows if row]
    if not filled:
        return None
    width = max(len(row) for row in filled) * CELL
    drawn = [_placed(row, width, TOP + ROW * filled.index(row) if row else 0) for row in rows]
    parents, children, _ = drawn
    return Genogram(
        [figure for row in drawn for figure in row],
        [*_joined(parents), *_hanging(parents, children)],
        width,
        TOP + ROW * (len(filled) - 1) + HALF + 56,
        _sentence(rows),
    )


def _placed(row: Sequence[Member], width: int, y: int) -> list[Figure]:
    start = (width - len(row) * CELL + CELL) // 2
    return [
        Figure(p.letter, WORDS[Role(p.role)], shortened(p.note), SHAPES.get(Role(p.role)) or BY_SEX.get(p.sex, "diamond"), start + CELL * n, y)  # type: ignore[call-overload]
        for n, p in enumerate(row)
    ]  # fmt: skip


def shortened(note: str) -> str:
    """What fits beneath a symbol; the list beside it has all of it."""
    return note if len(note) <= LONGEST else note[: LONGEST - 1] + "…"


def _kin(figure: Figure) -> bool:
    return figure.word in (WORDS[Role.MOTHER], WORDS[Role.FATHER])


def _joined(parents: list[Figure]) -> list[Line]:
    """Side by side; a guardian stands with nobody."""
    return [
        Line(one.x + HALF, one.y, other.x - HALF, other.y, not (_kin(one) and _kin(other)))
        for one, other in itertools.pairwise(parents)
        if other.word != WORDS[Role.GUARDIAN]
    ]


def _hanging(parents: list[Figure], children: list[Figure]) -> list[Line]:
    """From the middle of the parents, or from one of them, down to a bar over the children."""
    if not (parents and children):
        return []
    bar = children[0].y - HALF - 22
    kin = [p for p in parents if _kin(p)]
    lines, ends = [Line(c.x, bar, c.x, c.y - HALF) for c in children], [c.x for c in children]
    if kin:
        middle = (kin[0].x + kin[-1].x) // 2
        between = any(abs(p.x - middle) < HALF for p in kin)
        lines.append(Line(middle, kin[0].y + (HALF + 52 if between else 0), middle, bar))
        ends.append(middle)
    lines.append(Line(min(ends), bar, max(ends), bar))
    for guardian in parents:
        if guardian.word == WORDS[Role.GUARDIAN]:
            lines += [
                Line(guardian.x, guardian.y + HALF + 52, guardian.x, bar, loose=True),
                Line(min(guardian.x, *ends), bar, max(guardian.x, *ends), bar, loose=True),
            ]
    return lines


def _sentence(rows: list[list[Member]]) -> str:
    parents = [p for p in rows[0] if p.role in (Role.MOTHER, Role.FATHER)]
    others = len(rows[0]) - len(parents) + len(rows[2])
    counted = [(len(parents), "Elternteil", "Elternteile"), (len(rows[1]), "Kind", "Kinder"), (others, "weitere Person", "weitere Personen")]  # fmt: skip
    said = [f"{count} {one if count == 1 else many}" for count, one, many in counted if count]
    return f"Genogramm: {', '.join(said)}."
