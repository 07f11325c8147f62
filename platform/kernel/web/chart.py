"""Charts as SVG made on the server: bars from zero or lines with their names at the end; gaps stay gaps."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kernel.web import words

WIDTH, HEIGHT = 760, 260
LEFT, TOP, BOTTOM = 8, 28, 30
NAMES = 150  # room at the right for the lines' names
LETTERS = 16  # height of a name
MOST_VALUES = 8  # a longer line shows the last of its values only, beside its name

type Value = Decimal | int | None


@dataclass(frozen=True)
class Series:
    """Values per category, named where they end; nothing is a gap."""

    name: str
    values: Sequence[Value]
    places: int = 0


@dataclass(frozen=True)
class Mark:
    """A bar (`x` is its middle) or a point, with its value as text."""

    x: float
    y: float
    text: str
    width: float = 0
    height: float = 0

    @property
    def left(self) -> float:
        return self.x - self.width / 2


@dataclass(frozen=True)
class Line:
    name: str
    number: int
    path: str
    points: list[Mark]
    label_x: float
    label_y: float


@dataclass(frozen=True)
class Chart:
    """What components/chart.html draws."""

    sentence: str
    labels: list[Mark]
    bars: list[Mark] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    base: float = HEIGHT - BOTTOM
    left: int = LEFT
    right: float = WIDTH - LEFT
    width: int = WIDTH
    height: int = HEIGHT


def bar_chart(sentence: str, categories: Sequence[str], series: Series) -> Chart:
    scale = _Scale(categories, [series], WIDTH - LEFT)
    bars = [
        Mark(
            scale.x(i), scale.y(value), words.number(value, series.places), scale.bar,
            HEIGHT - BOTTOM - scale.y(value),
        )
        for i, value in enumerate(series.values)
        if value is not None
    ]  # fmt: skip
    return Chart(sentence, scale.labels(), bars=bars)


def line_chart(sentence: str, categories: Sequence[str], several: Sequence[Series]) -> Chart:
    scale = _Scale(categories, several, WIDTH - NAMES)
    lines = [_line(scale, number, series) for number, series in enumerate(several, 1)]
    drawn = _apart([line for line in lines if line.points])
    return Chart(sentence, scale.labels(), lines=drawn, right=WIDTH - NAMES)


def _apart(lines: list[Line]) -> list[Line]:
    """Names that would cover each other stand below each other, in the order of their lines' ends."""
    placed: list[Line] = []
    for line in sorted(lines, key=lambda line: line.label_y):
        above = [p.label_y for p in placed if abs(p.label_x - line.label_x) < NAMES]
        y = max([line.label_y, *(y + LETTERS for y in above)])
        placed.append(replace(line, label_y=y))
    return sorted(placed, key=lambda line: line.number)


class _Scale:
    """Zero at the bottom, the greatest value just below the top."""

    def __init__(self, categories: Sequence[str], several: Sequence[Series], right: int) -> None:
        self.categories = categories
        self.step = (right - LEFT) / max(len(categories), 1)
        self.bar = min(self.step * 0.62, 72)
        self.top = max([Decimal(v) for s in several for v in s.values if v is not None], default=Decimal(1)) or Decimal(
            1
        )

    def x(self, number: int) -> float:
        return LEFT + self.step * (number + 0.5)

    def y(self, value: Value) -> float:
        return HEIGHT - BOTTOM - float(Decimal(value or 0) / self.top) * (HEIGHT - TOP - BOTTOM)

    def labels(self) -> list[Mark]:
        every = math.ceil(46 / self.step)  # so that years do not run into each other
        last = len(self.categories) - 1
        return [Mark(self.x(i), HEIGHT - 10, text) for i, text in enumerate(self.categories) if (last - i) % every == 0]


def _line(scale: _Scale, number: int, series: Series) -> Line:
    points: list[Mark] = []
    path = ""
    gap = True
    long = len(series.values) > MOST_VALUES
    for i, value in enumerate(series.values):
        if value is None:
            gap = True
            continue
        x, y = scale.x(i), scale.y(value)
        path += f"{'M' if gap else 'L'}{x:.1f} {y:.1f} "
        gap = False
        points.append(Mark(x, y, "" if long else words.number(value, series.places)))
    end = points[-1] if points else Mark(0, 0, "")
    last = next((value for value in reversed(series.values) if value is not None), None)
    name = f"{series.name} {words.number(last, series.places)}" if long and last is not None else series.name
    return Line(name, number, path.strip(), points, end.x + 12, end.y + 5)
