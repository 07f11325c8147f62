"""Tables that people send: what is readable is read exactly, what is hostile is refused with a sentence, quickly."""

import io
import zipfile
from datetime import date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel.documents.sheets import Limits, Unreadable, read_sheet
from tests.factories.sheets import csv_file, repacked, xlsx_file

LIMITS = Limits(size=5_000_000, rows=20_000)
SHEET = "xl__worksheets__sheet1_dot_xml"
MAIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


WORKBOOK = xlsx_file([1, "x"], heading=["A", "B"])  # once: its length depends on the clock


def read(content: bytes, limits: Limits = LIMITS):
    return [row.cells for row in read_sheet(content, limits, "Stunden").rows]


def refusal(content: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(Unreadable) as refused:
        read_sheet(content, limits, "Stunden")
    return refused.value.message


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_in_each_encoding_with_each_separator(separator, encoding):
    content = csv_file(["3.11.2026", "Größe"], heading=["Tag", "Fälle"], separator=separator, encoding=encoding)
    assert read(content) == [["Tag", "Fälle"], ["3.11.2026", "Größe"]]


def test_rows_keep_their_numbers_over_empty_lines_line_breaks_in_cells_and_excels_own_first_line():
    content = b'sep=,\nA,B\n\n"zwei\nZeilen",2\n,\n3,4\n'
    sheet = read_sheet(content, LIMITS)
    assert [(r.number, r.cells[0]) for r in sheet.rows] == [(2, "A"), (4, "zwei\nZeilen"), (7, "3")]


def test_a_workbook_gives_days_times_and_numbers():
    content = xlsx_file(
        [date(2026, 11, 3), time(1, 30), 46_329], [timedelta(hours=30), 1.5, "Text"], heading=["A", "B", "C"]
    )
    assert read(content)[1:] == [[date(2026, 11, 3), time(1, 30), 46_329], [timedelta(hours=30), 1.5, "Text"]]


def test_of_several_sheets_the_one_of_the_name_is_read():
    assert read(xlsx_file([1], heading=["A"], sheets=["Listen", "Stunden", "Mehr"])) == [["A"], [1]]
    assert "mehrere Blätter" in refusal(xlsx_file([1], heading=["A"], sheets=["Eins", "Zwei"]))
    assert read(xlsx_file([1], heading=["A"], sheets=["Irgendwas"])) == [["A"], [1]]


def test_formulas_are_named_by_their_cell():
    sheet = read_sheet(xlsx_file([1, "{=A2*60}"], ["=1+1", "@SUM"], heading=["A", "B"]), LIMITS)
    found = {(r.number, n) for r in sheet.rows for n, c in enumerate(r.cells) if sheet.is_formula(r.number, n, c)}
    assert found == {(2, 1), (3, 0), (3, 1)}


@pytest.mark.parametrize("text", ["=1+1", "+49", "-1", "@x", "\tx", "=cmd|' /C calc'!A0"])
def test_text_that_a_spreadsheet_would_run_counts_as_a_formula(text):
    sheet = read_sheet(csv_file([f'"{text}"', "x"], heading=["A", "B"]), LIMITS)
    assert sheet.is_formula(2, 0, sheet.rows[1].cells[0])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "ist leer"),
        (b"\xef\xbb\xbf \r\n;\r\n", "ist leer"),
        ("Datum;Dauer".encode("utf-16"), "UTF-16"),
        ("Datum;Dauer".encode("utf-16-le"), "weder eine CSV"),
        (b"Datum;Dauer\n1;\x00", "weder eine CSV"),
        (b"Datum\x1b[31m;Dauer\n", "weder eine CSV"),
        (b"Datum;\x81\xff\n", "Buchstaben"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x00", "weder eine CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "im alten Format"),
        (b'A;B\n"offen;1\n2;3\n', "Zeile 2 lässt sich nicht lesen"),
        (b'A;B\n"x"y;1\n', "Zeile 2 lässt sich nicht lesen"),
        (b'A;B\n"' + b"x" * 200_000 + b'";1\n', "lässt sich nicht lesen"),
        (b";".join([b"x"] * 60), "mehr als 50 Spalten"),
        (b"PK\x03\x04kaputt", "lässt sich nicht lesen"),
        (b"x" * 5_000_001, "größer als 5 MB"),
    ],
    ids=lambda value: repr(value[:12]) if isinstance(value, bytes) else None,
)
def test_what_is_no_readable_table_gets_its_sentence(content, words):
    assert words in refusal(content)


def test_a_hundred_thousand_rows_are_refused_without_reading_them_all():
    assert "mehr als 20.000 Zeilen" in refusal(csv_file(*(["1", "2"] for _ in range(100_000)), heading=["A", "B"]))
    assert "mehr als 20.000 Zeilen" in refusal(xlsx_file(*([1] for _ in range(20_001)), heading=["A"]))
    assert len(read(csv_file(*(["1"] for _ in range(20_000)), heading=["A"]))) == 20_001


def packed(**parts: bytes) -> bytes:
    return repacked(xlsx_file([1], heading=["A"]), **parts)


def test_a_zip_bomb_is_not_opened():
    assert "stark gepackt" in refusal(packed(xl__media__a_dot_xml=b"0" * 60_000_000))
    assert "stark gepackt" in refusal(packed(**{SHEET: MAIN + b" " * 4_000_000}))
    assert "stark gepackt" in refusal(packed(**{f"xl__x{n}_dot_xml": b"<a/>" for n in range(600)}))


def test_a_bomb_that_lies_about_its_size_is_refused():
    content = packed(**{SHEET: MAIN + b" " * 900_000 + b"</sheetData></worksheet>"})
    size = (900_000 + len(MAIN) + len(b"</sheetData></worksheet>")).to_bytes(4, "little")
    assert content.count(size) == 2
    assert "lässt sich nicht lesen" in refusal(content.replace(size, (10).to_bytes(4, "little")))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>', "mehr als 20.000 Zeilen"),
        (b'<row r="1"><c r="XFD1"><v>1</v></c></row>', "mehr als 50 Spalten"),
        (b"<row r='1'><c r = 'XFD1'><v>1</v></c></row>", "mehr als 50 Spalten"),
        (b'<row r="1"><c r="&#88;FD1"><v>1</v></c></row>', "mehr als 50 Spalten"),
        (b'<row r="1"><c r="a1"><v>1</v></c></row>', "lässt sich nicht lesen"),
        (b'<row r="99999999999"><c><v>1</v></c></row>', "lässt sich nicht lesen"),
        (b"<row>" + b"<c><v>1</v></c>" * 60 + b"</row>", "mehr als 50 Spalten"),
        (b"<row><c><v>1</row>", "lässt sich nicht lesen"),
    ],
)
def test_a_cell_far_away_does_not_fill_the_memory(rows, words):
    assert words in refusal(packed(**{SHEET: MAIN + rows + b"</sheetData></worksheet>"}))


def test_the_same_with_a_prefix_for_every_element():
    part = b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    assert "mehr als" in refusal(packed(**{SHEET: part}))


def test_entities_and_other_encodings_are_refused():
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]>' + MAIN + b"</sheetData></worksheet>"
    assert "lässt sich nicht lesen" in refusal(packed(**{SHEET: laughs}))
    other = b'<?xml version="1.0" encoding="utf-7"?>' + MAIN + b"</sheetData></worksheet>"
    assert "lässt sich nicht lesen" in refusal(packed(**{SHEET: other}))
    assert "lässt sich nicht lesen" in refusal(
        packed(**{SHEET: (MAIN + b"</sheetData></worksheet>").decode().encode("utf-16")})
    )


def test_a_long_text_that_many_cells_share_does_not_fill_the_memory():
    content = xlsx_file(*(["x" * 30_000] * 5 for _ in range(1_000)), heading=["A"])
    assert len(content) < 100_000
    assert "größer als" in refusal(content)


def test_macros_and_links_to_other_files_never_reach_the_reader():
    content = packed(
        xl__vbaProject_dot_bin=b"macro", xl__externalLinks__externalLink1_dot_xml=b'<a Target="http://x.example/"/>'
    )
    assert read(content) == [["A"], [1]]


def test_a_password_and_another_kind_of_zip_get_a_sentence():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert "keine Excel-Tabelle" in refusal(out.getvalue())


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_whatever_is_sent_is_read_or_refused(data):
    """Damaged files of both kinds, and bytes of no kind: never another exception."""
    base = data.draw(st.sampled_from([WORKBOOK, csv_file(["1", "2"]), b""]))
    content = bytearray(base or data.draw(st.binary(max_size=200)))
    for _ in range(data.draw(st.integers(0, 6))):
        if content:
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_sheet(bytes(content), LIMITS, "Stunden")
    except Unreadable as unreadable:
        assert unreadable.message.endswith(".")


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_damaged_parts_of_a_workbook_are_read_or_refused(data):
    content = xlsx_file([date(2026, 11, 3), 1.5, "Text"], heading=["A", "B", "C"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        name = data.draw(st.sampled_from(archive.namelist()))
        part = bytearray(archive.read(name))
    for _ in range(data.draw(st.integers(1, 8))):
        part[data.draw(st.integers(0, len(part) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_sheet(repacked(content, **{name.replace("/", "__").replace(".", "_dot_"): bytes(part)}), LIMITS, "Stunden")
    except Unreadable as unreadable:
        assert unreadable.message.endswith(".")
