"""A map of districts as SVG made on the server: each district a link; the same as a list beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians
from typing import Any

from contracts.geojson import Position, Ring, positions

WIDTH = 720
MARGIN = 12
MOST_HEIGHT = 900
CHARACTER = 8.2  # mean width of a letter at 15 px


@dataclass(frozen=True)
class Area:
    """What is drawn of a district."""

    name: str
    url: str
    geometry: dict[str, Any]
    note: str = ""


@dataclass(frozen=True)
class Spot:
    """A point to be drawn over the districts."""

    name: str
    url: str
    position: Position
    note: str = ""


@dataclass(frozen=True)
class DrawnSpot:
    spot: Spot
    x: float
    y: float


@dataclass(frozen=True)
class DrawnArea:
    area: Area
    path: str
    x: float
    y: float
    lines: list[tuple[float, str]]
    number: int


@dataclass(frozen=True)
class Map:
    """What contracts/map.html draws."""

    areas: list[DrawnArea]
    height: float
    width: int = WIDTH
    spots: tuple[DrawnSpot, ...] = ()

    @property
    def sentence(self) -> str:
        return f"Karte mit {len(self.areas)} {'Raum' if len(self.areas) == 1 else 'Räumen'}."


def draw_map(areas: Sequence[Area], spots: Sequence[Spot] = ()) -> Map | None:
    """Equirectangular: a degree of longitude is as much shorter as the cosine of the middle latitude says."""
    points = [p for area in areas for p in positions(area.geometry)] + [spot.position for spot in spots]
    if not points:
        return None
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = cos(radians((south + north) / 2))
    wide, high = max((east - west) * squeeze, 1e-6), max(north - south, 1e-6)
    scale = min((WIDTH - 2 * MARGIN) / wide, (MOST_HEIGHT - 2 * MARGIN) / high)
    left = (WIDTH - wide * scale) / 2

    def place(position: Position) -> Position:
        return (
            round(left + (position[0] - west) * squeeze * scale, 1),
            round(MARGIN + (north - position[1]) * scale, 1),
        )

    drawn = [_draw(number, area, place) for number, area in enumerate(areas, 1)]
    return Map(
        drawn,
        round(high * scale + 2 * MARGIN, 1),
        spots=tuple(DrawnSpot(spot, *place(spot.position)) for spot in spots),
    )


def _draw(number: int, area: Area, place: Any) -> DrawnArea:
    rings = [[place(p) for p in ring] for polygon in area.geometry["coordinates"] for ring in polygon]
    outer = max((rings_of[0] for rings_of in _polygons(area.geometry, place)), key=lambda ring: abs(_surface(ring)))
    x, y = _middle(outer)
    room = max(p[0] for p in outer) - min(p[0] for p in outer)
    lines = _label(area.name, room)
    return DrawnArea(
        area,
        " ".join(_path(ring) for ring in rings),
        x,
        y,
        [(round(y + (n - (len(lines) - 1) / 2) * 18, 1), line) for n, line in enumerate(lines)],
        number,
    )


def _polygons(geometry: dict[str, Any], place: Any) -> Iterable[list[Ring]]:
    return ([[place(p) for p in ring] for ring in polygon] for polygon in geometry["coordinates"])


def _path(ring: Ring) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in ring[:-1]) + "Z"


def _surface(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def _middle(ring: Ring) -> Position:
    """The centroid of a ring; of one without a surface the middle of its box."""
    surface = _surface(ring)
    if abs(surface) < 1:
        xs, ys = [p[0] for p in ring], [p[1] for p in ring]
        return round((min(xs) + max(xs)) / 2, 1), round((min(ys) + max(ys)) / 2, 1)
    pairs = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in pairwise(ring)]
    x = sum((a[0] + b[0]) * cross for a, b, cross in pairs) / (6 * surface)
    y = sum((a[1] + b[1]) * cross for a, b, cross in pairs) / (6 * surface)
    return round(x, 1), round(y, 1)


def _label(name: str, room: float) -> list[str]:
    """The name on one line or two; where it does not fit, nothing: the number and the list say it."""
    if len(name) * CHARACTER <= room:
        return [name]
    parts = name.replace("/", "/ ").split()
    for cut in range(1, len(parts)):
        lines = [" ".join(parts[:cut]), " ".join(parts[cut:])]
        if max(map(len, lines)) * CHARACTER <= room:
            return lines
    return []
