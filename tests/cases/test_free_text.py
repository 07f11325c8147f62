"""Names and other traces of people in free text are found before a sheet is shared (R17)."""

import pytest

from cases.free_text import NAME, Found, Known, find, name_parts, replaced

FAMILY = [
    Known("K1", name_parts("Mira-Sophie", "Großmann")),
    Known("M1", name_parts("Jana", "von Großmann-Yıldız")),
    Known("V1", name_parts("Timo", "Klein")),
]


def kinds(text: str) -> list[tuple[str, str]]:
    return [(f.kind, f.text) for f in find(text, FAMILY, ["F-2026-0815"])]


@pytest.mark.parametrize(
    ("text", "found", "letter"),
    [
        ("Mira will nicht mehr hin.", "Mira", "K1"),
        ("Miras Lehrerin rief an.", "Miras", "K1"),
        ("Das ist Mira's Idee.", "Mira's", "K1"),
        ("Das ist Mira’s Idee.", "Mira’s", "K1"),
        ("MIRA schreit.", "MIRA", "K1"),
        ("mira schreit.", "mira", "K1"),
        ("Mira-Sophie und Sophie", "Mira-Sophie", "K1"),
        ("Sophiechen lacht.", "Sophiechen", "K1"),
        ("Timos Arbeit", "Timos", "V1"),
        ("der Kleinsche Haushalt", "Kleinsche", "V1"),
        ("die Kleins kommen", "Kleins", "V1"),
        ("Yildiz' Wohnung", "Yildiz'", "M1"),
        ("Yıldız war da", "Yıldız", "M1"),
        ("die Grossmanns", "Grossmanns", ""),  # two persons bear it: found, but nobody's letter is proposed
        ("im Großmannschen Garten", "Großmannschen", ""),
    ],
)
def test_own_names_are_found_in_every_form(text: str, found: str, letter: str) -> None:
    first = find(text, FAMILY)[0]
    assert (first.text.rstrip("'"), first.kind, first.letter) == (found.rstrip("'"), "name", letter)


@pytest.mark.parametrize(
    "text", ["Kleinigkeiten zählen.", "Janas", "Er ist im Klinikum.", "timorös", "Miriam ist nicht gemeint."]
)
def test_other_words_that_begin_alike_are_left_alone(text: str) -> None:
    assert [f.text for f in find(text, FAMILY) if f.text != "Janas"] == []


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Tel. 02931 123456 abends", "phone", "02931 123456"),
        ("Mobil 0171/2345678.", "phone", "0171/2345678"),
        ("+49 171 2345678", "phone", "+49 171 2345678"),
        ("schreibt an kim.b@post.example heute", "email", "kim.b@post.example"),
        ("wohnt Lindenstraße 12a im Hof", "street", "Lindenstraße 12a"),
        ("in der Berliner Straße 5", "street", "Berliner Straße 5"),
        ("wohnt Am Markt 3", "street", "Am Markt 3"),
        ("Hauptstr. 7", "street", "Hauptstr. 7"),
        ("geb. am 3.4.2014", "birth", "geb. am 3.4.2014"),
        ("*03.04.14", "birth", "*03.04.14"),
        ("Geburtstag 03.04.2014", "birth", "03.04.2014"),
        ("besucht die Astrid-Lindgren-Schule", "place", "Astrid-Lindgren-Schule"),
        ("Grundschule Wiesengrund", "place", "Grundschule Wiesengrund"),
        ("Kita „Regenbogen“", "place", "Kita „Regenbogen“"),
        ("Frau Müller vom Hort sagt", "title", "Frau Müller"),
        ("Herrn Dr. Weiß fragen", "title", "Herrn Dr. Weiß"),
        ("Familie Beispiel", "title", "Familie Beispiel"),
        ("Akte F-2026-0815 beachten", "number", "F-2026-0815"),
    ],
)
def test_patterns(text: str, kind: str, found: str) -> None:
    assert (kind, found) in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "K1 geht um 8.30 Uhr los, 3 Tage in der Woche.",
        "Frau M1 und Herr V1 sind sich einig.",
        "Die Frau sagt, der Herr kommt.",
        "Bis 31.12. sollen 120 Stunden reichen.",
        "Die Schule hat eine Beratungslehrerin.",
        "Rund 1.250 Euro Schulden, 2 Zimmer, 1 Kind.",
    ],
)
def test_ordinary_sentences_raise_nothing(text: str) -> None:
    assert kinds(text) == []


def test_a_title_with_an_own_name_is_one_find_with_the_letter() -> None:
    (only,) = find("Frau Yildiz kommt.", FAMILY)
    assert (only.text, only.letter) == ("Frau Yildiz", "M1")
    assert replaced("Frau Yildiz kommt.", only, "M1") == "M1 kommt."


def test_given_and_family_name_become_one_letter() -> None:  # R17
    def twice(text: str, one: tuple[int, int], other: tuple[int, int], letter: str = "K1") -> str:
        text = replaced(text, Found(*one, text[slice(*one)], NAME), "K1")
        return replaced(text, Found(*other, text[slice(*other)], NAME), letter)

    assert twice("Mio Beispiel kommt.", (0, 3), (3, 11)) == "K1 kommt."
    assert twice("Mio Beispiel kommt.", (4, 12), (0, 3)) == "K1 kommt."
    assert twice("Mio Beispiel kommt.", (0, 3), (3, 11), "V") == "K1 V kommt."


def test_a_long_text_is_read_in_no_time() -> None:
    import time

    started = time.perf_counter()
    find("Am Am Am " * 700 + "a" * 3000 + " 0" * 500, FAMILY)
    assert time.perf_counter() - started < 1
