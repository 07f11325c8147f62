"""A timeline as SVG made on the server: rows of dated bars, years, the line of today, and the same as a table."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from kernel.web import words

WIDTH = 800
HEAD = 30
NAME = 22
LANE = 30
BAR = 24
GAP = 14
CHARACTER = 7.6  # mean width of a letter of Fira Sans at 14 px
MOST_NAME = 44
TONES = {"accent", "info", "success", "warning", "danger", "neutral"}


@dataclass(frozen=True)
class Bar:
    """A period in words: `end` is the last day included, nothing means open."""

    start: dt.date
    end: dt.date | None
    text: str
    url: str = ""
    tone: str = "accent"
    note: str = ""
    kind: str = ""  # what the tone means, for the legend

    @property
    def period(self) -> str:
        return words.period(self.start, self.end)


@dataclass(frozen=True)
class Row:
    """One line of the timeline, for instance a district."""

    label: str
    bars: Sequence[Bar]
    url: str = ""


@dataclass(frozen=True)
class DrawnBar:
    bar: Bar
    x: float
    y: float
    width: float
    text: str
    text_x: float
    text_outside: bool
    open_end: bool

    @property
    def text_y(self) -> float:
        return self.y + 17

    @property
    def arrow(self) -> str:
        right, top = self.x + self.width, self.y
        return f"M{right - 8:.1f} {top} l8 {BAR / 2} l-8 {BAR / 2} z"

    @property
    def name(self) -> str:
        return ", ".join(part for part in (self.bar.text, self.bar.period, self.bar.note) if part)


@dataclass(frozen=True)
class DrawnRow:
    row: Row
    y: float
    label_lines: list[tuple[float, str]]
    bars: list[DrawnBar]


@dataclass(frozen=True)
class Timeline:
    """What components/timeline.html draws."""

    title: str
    rows: list[DrawnRow]
    ticks: list[tuple[float, str]]
    today_x: float | None
    today: dt.date
    height: float
    hidden: int
    width: int = WIDTH
    head: int = HEAD
    bar_height: int = BAR

    @property
    def legend(self) -> dict[str, str]:
        """What each tone means, in the order in which they come."""
        return {d.bar.tone: d.bar.kind for row in self.rows for d in row.bars if d.bar.kind}

    @property
    def sentence(self) -> str:
        count = sum(len(row.row.bars) for row in self.rows)
        return f"{self.title}: {count} {'Zeitraum' if count == 1 else 'Zeiträume'} in {len(self.rows)} Zeilen."


@dataclass
class _Scale:
    start: dt.date
    end: dt.date
    days: int = field(init=False)

    def __post_init__(self) -> None:
        self.days = max((self.end - self.start).days + 1, 1)

    def x(self, day: dt.date) -> float:
        inside = min(max((day - self.start).days, 0), self.days)
        return round(inside / self.days * WIDTH, 1)


def build_timeline(
    title: str,
    rows: Iterable[Row],
    *,
    today: dt.date,
    start: dt.date | None = None,
    end: dt.date | None = None,
) -> Timeline:
    """Lay out `rows` in a window of whole years that holds every bar and today, unless a window is given."""
    rows = list(rows)
    scale = _Scale(*_window(rows, today, start, end))
    y: float = HEAD
    drawn: list[DrawnRow] = []
    hidden = 0
    for row in rows:
        lanes, outside = _lanes(row.bars, scale)
        hidden += outside
        label_lines = _wrap(row.label)
        first_lane = y + NAME * len(label_lines) + 4
        bars = [
            _draw(bar, scale, first_lane + number * LANE, _next_start(lane, index, scale))
            for number, lane in enumerate(lanes)
            for index, bar in enumerate(lane)
        ]
        lines = [(y + 18 + NAME * i, line) for i, line in enumerate(label_lines)]
        height = NAME * len(label_lines) + LANE * max(len(lanes), 1) + GAP
        drawn.append(DrawnRow(row, y, lines, sorted(bars, key=lambda b: (b.x, b.y))))
        y += height
    inside = scale.start <= today <= scale.end
    return Timeline(title, drawn, _ticks(scale), scale.x(today) if inside else None, today, y + 4, hidden)


def _window(rows: Sequence[Row], today: dt.date, start: dt.date | None, end: dt.date | None) -> tuple[dt.date, dt.date]:
    bars = [bar for row in rows for bar in row.bars]
    first = min([bar.start for bar in bars] + [today])
    last = max([bar.end or bar.start for bar in bars] + [today])
    start = start or dt.date(first.year, 1, 1)
    end = end or dt.date(last.year, 12, 31)
    if end < start:
        raise ValueError("Das Zeitfenster endet vor seinem Beginn.")
    return start, end


def _ticks(scale: _Scale) -> list[tuple[float, str]]:
    """Years, or every second, fifth, tenth year when they would stand too close; quarters in a short window."""
    years = range(scale.start.year, scale.end.year + 1)
    step = next((s for s in (1, 2, 5, 10, 25, 50) if WIDTH / len(years) * s >= 44), 100)
    ticks = [
        (scale.x(dt.date(year, 1, 1)), str(year))
        for year in years
        if (year % step == 0 or len(years) == 1) and dt.date(year, 1, 1) >= scale.start
    ]
    if len(years) <= 2:
        ticks += [
            (scale.x(dt.date(year, month, 1)), words.MONTHS[month - 1][:3])
            for year in years
            for month in (4, 7, 10)
            if scale.start <= dt.date(year, month, 1) <= scale.end
        ]
    return sorted(ticks) or [(0.0, str(scale.start.year))]


def _lanes(bars: Sequence[Bar], scale: _Scale) -> tuple[list[list[Bar]], int]:
    """Bars that overlap stand below each other; those outside the window only count."""
    lanes: list[list[Bar]] = []
    outside = 0
    for bar in sorted(bars, key=lambda b: (b.start, b.end or dt.date.max)):
        if bar.start > scale.end or (bar.end and bar.end < scale.start):
            outside += 1
            continue
        for lane in lanes:
            before = lane[-1].end
            if before is not None and before < bar.start:
                lane.append(bar)
                break
        else:
            lanes.append([bar])
    return lanes, outside


def _next_start(lane: Sequence[Bar], index: int, scale: _Scale) -> float:
    return scale.x(lane[index + 1].start) if index + 1 < len(lane) else WIDTH


def _draw(bar: Bar, scale: _Scale, y: float, free_until: float) -> DrawnBar:
    """Place a bar; its text stands inside, or beside it if that leaves more room, and is shortened last."""
    x = scale.x(bar.start)
    right = scale.x(bar.end + dt.timedelta(days=1)) if bar.end and bar.end < dt.date.max else scale.x(scale.end) + 1
    right = min(right, WIDTH)
    width = round(max(right - x, 6), 1)
    inner = width - 14 - (8 if bar.end is None else 0)
    beside = free_until - right - 8
    need = len(bar.text) * CHARACTER
    outside = need > inner and beside > inner
    text = _shorten(bar.text, beside if outside else inner)
    tone_bar = bar if bar.tone in TONES else replace(bar, tone="neutral")
    return DrawnBar(tone_bar, x, y, width, text, round(right + 5 if outside else x + 7, 1), outside, bar.end is None)


def _shorten(text: str, room: float) -> str:
    letters = int(room / CHARACTER)
    if len(text) <= letters:
        return text
    return f"{text[: letters - 1].rstrip()}…" if letters >= 4 else ""


def _wrap(label: str) -> list[str]:
    """A row's name, on several lines if it is long, broken between words or else within one."""
    return textwrap.wrap(label, MOST_NAME, break_long_words=True) or [""]
