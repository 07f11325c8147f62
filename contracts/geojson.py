"""Borders of districts from a GeoJSON file (RFC 7946): read with suspicion, told in sentences."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

LARGEST = 5 * 1024 * 1024  # bytes
MOST_FEATURES = 500
MOST_POSITIONS = 50_000  # of one feature
WEST, EAST, SOUTH, NORTH = 5.5, 15.5, 47.0, 55.2  # Germany with a little room
PLACES = 6  # about 10 cm

type Position = tuple[float, float]
type Ring = list[Position]
type Rings = list[list[Ring]]  # a multipolygon: polygons of rings, the first the outer one


class Unreadable(ValueError):
    """The file as a whole, or one feature of it, cannot be used; the text says why and what to do."""


@dataclass(frozen=True)
class Feature:
    """One feature of the file: its name and its border, or what is wrong with it."""

    number: int
    name: str
    geometry: dict[str, Any] | None
    fault: str = ""


def read_features(content: bytes, name_property: str = "name") -> list[Feature]:
    """The features of a file in their order. Raises `Unreadable` for what is no FeatureCollection at all."""
    if len(content) > LARGEST:
        raise Unreadable("Die Datei hat mehr als 5 MB. Vereinfachen Sie die Grenzen und laden Sie sie noch einmal.")
    data = _parsed(content)
    features = data.get("features") if isinstance(data, dict) and data.get("type") == "FeatureCollection" else None
    if not isinstance(features, list):
        raise Unreadable("Die Datei ist keine „FeatureCollection“. Speichern Sie die Grenzen als GeoJSON.")
    if not features:
        raise Unreadable("Die Datei enthält keine Grenzen.")
    if len(features) > MOST_FEATURES:
        raise Unreadable(f"Die Datei enthält mehr als {MOST_FEATURES} Grenzen. Teilen Sie sie auf.")
    return [_feature(number, feature, name_property) for number, feature in enumerate(features, 1)]


def clean_geometry(geometry: Any) -> dict[str, Any]:
    """A MultiPolygon with rounded coordinates in Germany; raises `Unreadable` with the reason."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        named = f"„{kind}“" if isinstance(kind, str) and len(kind) <= 40 else "etwas anderes"
        raise Unreadable(f"Gebraucht wird eine Fläche („Polygon“ oder „MultiPolygon“), hier steht {named}.")
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(polygons, list) or not polygons:
        raise Unreadable("Die Fläche hat keine Koordinaten.")
    cleaned = [[_ring(ring) for ring in _some(polygon)] for polygon in polygons]
    if sum(len(ring) for polygon in cleaned for ring in polygon) > MOST_POSITIONS:
        raise Unreadable(f"Die Fläche hat mehr als {MOST_POSITIONS} Punkte. Vereinfachen Sie die Grenze.")
    return {"type": "MultiPolygon", "coordinates": cleaned}


def positions(geometry: dict[str, Any]) -> Iterator[Position]:
    """All positions of a cleaned geometry."""
    for polygon in geometry["coordinates"]:
        for ring in polygon:
            yield from ring


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse)
    except UnicodeDecodeError as error:
        raise Unreadable("Die Datei ist nicht in UTF-8 gespeichert. Speichern Sie sie so noch einmal.") from error
    except RecursionError as error:
        raise Unreadable("Die Datei ist zu tief verschachtelt. Speichern Sie die Grenzen als GeoJSON.") from error
    except ValueError as error:
        raise Unreadable("Die Datei ist kein JSON. Speichern Sie die Grenzen als GeoJSON.") from error


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _feature(number: int, feature: Any, name_property: str) -> Feature:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    name = properties.get(name_property) if isinstance(properties, dict) else None
    if not isinstance(name, str) or not (name := " ".join(name.split())):
        return Feature(number, "", None, f"Die Eigenschaft „{name_property}“ fehlt oder ist kein Text.")
    if len(name) > 120:
        return Feature(number, f"{name[:40]}…", None, "Der Name ist länger als 120 Zeichen.")
    try:
        return Feature(number, name, clean_geometry(feature.get("geometry")))
    except Unreadable as fault:
        return Feature(number, name, None, str(fault))


def _some(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise Unreadable("Die Koordinaten der Fläche sind unvollständig oder falsch verschachtelt.")
    return value


def _ring(ring: Any) -> Ring:
    if len(_some(ring)) < 4:
        raise Unreadable("Eine Linie der Fläche hat weniger als vier Punkte.")
    if len(ring) > MOST_POSITIONS:
        raise Unreadable(f"Die Fläche hat mehr als {MOST_POSITIONS} Punkte. Vereinfachen Sie die Grenze.")
    cleaned = [_position(position) for position in ring]
    if cleaned[0] != cleaned[-1]:
        raise Unreadable("Eine Linie der Fläche ist nicht geschlossen: Der letzte Punkt muss der erste sein.")
    return cleaned


def _position(position: Any) -> Position:
    if not isinstance(position, list | tuple) or not 2 <= len(position) <= 4 or not all(map(_is_number, position)):
        raise Unreadable("Ein Punkt der Fläche besteht nicht aus Längengrad und Breitengrad.")
    east, north = position[0], position[1]
    if not (WEST <= east <= EAST and SOUTH <= north <= NORTH):
        swapped = WEST <= north <= EAST and SOUTH <= east <= NORTH
        hint = (
            "Länge und Breite sind vertauscht."
            if swapped
            else "Gebraucht werden Längengrad und Breitengrad in WGS 84 (EPSG:4326)."
        )
        raise Unreadable(f"Der Punkt {_short(east)}, {_short(north)} liegt nicht in Deutschland. {hint}")
    return round(float(east), PLACES), round(float(north), PLACES)


def _is_number(value: Any) -> bool:
    return (
        isinstance(value, int | float) and not isinstance(value, bool) and (abs(value) < 1e12) and math.isfinite(value)
    )


def _short(value: float) -> str:
    return f"{value:.6g}".replace(".", ",")
