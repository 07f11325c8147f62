"""Borders of districts from a file that nobody vouches for."""

import json

import pytest

from contracts.geojson import LARGEST, Unreadable, clean_geometry, read_features
from contracts.web.drawing import Area, draw_map

SQUARE = [[8.0, 51.0], [8.2, 51.0], [8.2, 51.2], [8.0, 51.2], [8.0, 51.0]]


def polygon(*rings: object) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": list(rings) or [SQUARE]}


def collection(*features: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def feature(name: object = "Nord", geometry: object = None) -> dict[str, object]:
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry or polygon()}


def test_a_polygon_becomes_a_multipolygon_with_its_name():
    (one,) = read_features(b"\xef\xbb\xbf" + collection(feature("  Nord \n ")))
    assert (one.number, one.name, one.fault) == (1, "Nord", "")
    assert one.geometry == {"type": "MultiPolygon", "coordinates": [[[tuple(p) for p in SQUARE]]]}


def test_a_third_coordinate_is_dropped_and_places_are_rounded():
    high = [[*p, 312.5] for p in SQUARE]
    high[1][0] = 8.123456789
    assert clean_geometry(polygon(high))["coordinates"][0][0][1] == (8.123457, 51.0)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b" " * (LARGEST + 1), "mehr als 5 MB"),
        (b"", "kein JSON"),
        (b"PK\x03\x04 a workbook", "kein JSON"),
        (b"\xff\xfe\x00", "nicht in UTF-8"),
        (b'{"type": "FeatureCollection", "features": [NaN]}', "kein JSON"),
        (b'{"type": "FeatureCollection", "features": [' + b"9" * 5000 + b"]}", "kein JSON"),
        (b"[" * 200_000 + b"]" * 200_000, "zu tief verschachtelt"),
        (b"[]", "keine „FeatureCollection“"),
        (b'{"type": "Feature"}', "keine „FeatureCollection“"),
        (b'{"type": "FeatureCollection", "features": {}}', "keine „FeatureCollection“"),
        (b'{"type": "FeatureCollection", "features": []}', "keine Grenzen"),
        (collection(*[feature()] * 501), "mehr als 500"),
    ],
)
def test_a_file_that_is_no_collection_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(Unreadable, match=sentence):
        read_features(content)


@pytest.mark.parametrize(
    "wrong", [None, 7, [], {}, {"properties": {"name": "Nord"}}, feature(7), feature(""), feature("x" * 121)]
)
def test_a_feature_without_name_or_border_says_so_and_the_others_are_read(wrong):
    first, second = read_features(collection(wrong, feature("Süd")))
    assert first.fault and first.geometry is None
    assert (second.number, second.fault) == (2, "")


def deep(levels: int) -> list[object]:
    nested: list[object] = []
    for _ in range(levels):
        nested = [nested]
    return nested


@pytest.mark.parametrize(
    ("geometry", "sentence"),
    [
        ({"type": "Point", "coordinates": [8, 51]}, "hier steht „Point“"),
        ({"type": "x" * 99, "coordinates": []}, "etwas anderes"),
        ({"type": ["Polygon"]}, "etwas anderes"),
        ({"type": "Polygon"}, "keine Koordinaten|unvollständig"),
        ({"type": "MultiPolygon", "coordinates": {}}, "keine Koordinaten"),
        (polygon(SQUARE[:3]), "weniger als vier"),
        (polygon(SQUARE[:4]), "nicht geschlossen"),
        (polygon([["8", "51"]] * 4), "nicht aus Längengrad"),
        (polygon([[True, 51]] * 4), "nicht aus Längengrad"),
        (polygon([[8]] * 4), "nicht aus Längengrad"),
        (polygon([[1e300, 51]] * 4), "nicht aus Längengrad"),
        (polygon([[2.35, 48.85]] * 4), "liegt nicht in Deutschland"),
        (polygon([[51.0, 8.0]] * 4), "vertauscht"),
        (polygon([[382000, 5650000]] * 4), "EPSG:4326"),
        ({"type": "Polygon", "coordinates": deep(400)}, "verschachtelt|weniger als vier|nicht aus"),
        (polygon(SQUARE * 10_001), "mehr als 50000 Punkte"),
    ],
)
def test_a_wrong_geometry_is_refused_with_its_reason(geometry, sentence):
    with pytest.raises(Unreadable, match=sentence):
        clean_geometry(geometry)


def test_the_map_keeps_the_proportions_of_the_ground():
    """At 51° a degree of longitude is about 0.63 of a degree of latitude: 0.2° by 0.2° is taller than wide."""
    drawn = draw_map([Area("Nord", "/nord", clean_geometry(polygon()))])
    assert drawn is not None
    corners = [p.split() for p in drawn.areas[0].path.strip("MZ").split("L")]
    xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
    assert (max(xs) - min(xs)) / (max(ys) - min(ys)) == pytest.approx(0.63, abs=0.01)
    assert drawn.areas[0].lines == [(drawn.areas[0].y, "Nord")]
    assert draw_map([]) is None


def test_a_speck_and_a_long_name_are_drawn_too():
    speck = polygon([[8.0, 51.0]] * 4)
    drawn = draw_map(
        [
            Area("Ein sehr langer Name eines Raums", "/a", clean_geometry(speck)),
            Area("Süd", "/b", clean_geometry(polygon())),
        ]
    )
    assert drawn is not None and drawn.areas[0].lines == [] and drawn.areas[1].number == 2
