"""The timeline places every bar inside its window, in words and in the table as well."""

import datetime as dt
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from kernel.web.timeline import WIDTH, Bar, Row, Timeline, build_timeline

TODAY = dt.date(2026, 11, 22)
DAYS = st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2060, 12, 31))


def drawing(timeline: Timeline) -> ElementTree.Element:
    html = render_to_string("components/timeline.html", {"timeline": timeline})
    return ElementTree.fromstring(html[html.index("<svg") : html.index("</svg>") + 6])


@st.composite
def bars(draw: st.DrawFn) -> Bar:
    start = draw(DAYS)
    end = draw(st.none() | st.dates(min_value=start, max_value=dt.date(2070, 1, 1)))
    return Bar(start, end, draw(st.text(max_size=70)), draw(st.sampled_from(["", "/r/1/"])), "success")


@given(st.lists(bars(), min_size=1, max_size=60))
def test_no_bar_leaves_the_window_or_covers_its_neighbour(given_bars: list[Bar]) -> None:
    timeline = build_timeline("Rollen", [Row("Hüsten", given_bars)], today=TODAY)
    placed = timeline.rows[0].bars
    assert len(placed) == len(given_bars)
    assert timeline.hidden == 0
    for bar in placed:
        assert 0 <= bar.x <= WIDTH
        assert bar.width > 0
        assert bar.y < timeline.height
    assert timeline.today_x is not None


@pytest.mark.parametrize("count", [1, 2, 60])
def test_each_bar_is_a_link_with_a_name(count: int) -> None:
    rows = [Row(f"Bezirk {i}", [Bar(TODAY, None, "Kompass e.V.", f"/r/{i}/")]) for i in range(count)]
    svg = drawing(build_timeline("Rollen", rows, today=TODAY))
    links = svg.findall(".//{*}a") or svg.findall(".//a")
    assert [link.get("href") for link in links] == [f"/r/{i}/" for i in range(count)]
    assert links[0].get("aria-label") == "Bezirk 0: Kompass e.V., ab 22.11.2026"
    assert svg.get("role") == "group"
    assert svg.get("aria-label")


def test_attributes_instead_of_styles_and_points_instead_of_commas() -> None:
    svg = drawing(build_timeline("Rollen", [Row("A", [Bar(TODAY, None, "x")])], today=TODAY))
    for element in svg.iter():
        assert element.get("style") is None
        for name in ("x", "y", "x1", "x2", "y1", "y2", "width", "height", "cx", "cy"):
            assert element.get(name) is None or float(element.get(name, "")) >= -2


def test_bars_that_overlap_stand_below_each_other() -> None:
    january, june, july = dt.date(2026, 1, 1), dt.date(2026, 6, 30), dt.date(2026, 7, 1)
    row = Row("A", [Bar(january, june, "a"), Bar(july, None, "b"), Bar(dt.date(2026, 3, 1), None, "c")])
    placed = {bar.bar.text: bar for bar in build_timeline("T", [row], today=TODAY).rows[0].bars}
    assert placed["a"].y == placed["b"].y
    assert placed["c"].y > placed["a"].y


def test_what_lies_outside_a_given_window_is_said() -> None:
    row = Row("A", [Bar(dt.date(2010, 1, 1), dt.date(2011, 1, 1), "früher"), Bar(TODAY, None, "jetzt")])
    timeline = build_timeline("T", [row], today=TODAY, start=dt.date(2026, 1, 1), end=dt.date(2026, 12, 31))
    assert timeline.hidden == 1
    html = render_to_string("components/timeline.html", {"timeline": timeline})
    assert "1 weitere liegen außerhalb" in html
    assert "früher" in html[html.index("<details") :]


def test_a_long_name_is_broken_not_cut() -> None:
    name = "Soziales Zentrum Nordwest mit Außenstellen in allen vier Ortsteilen und dem Bahnhofsviertel"
    (row,) = build_timeline("T", [Row(name, [])], today=TODAY).rows
    assert " ".join(line for _, line in row.label_lines) == name


def test_texts_are_escaped() -> None:
    row = Row("<b>A</b>", [Bar(TODAY, None, '"/><script>', "/x/?a=1&b=2")])
    html = render_to_string("components/timeline.html", {"timeline": build_timeline("T", [row], today=TODAY)})
    assert "<script>" not in html
    assert "<b>" not in html


def test_a_window_must_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="endet vor"):
        build_timeline("T", [], today=TODAY, start=TODAY, end=dt.date(2020, 1, 1))
