"""The genogram of step 2: letters and age bands on the sheet, first names in the file, nothing more (R17, R22)."""

import re
from datetime import date

import pytest

from cases.genogram import Member, genogram
from kernel.access.actor import Role
from kernel.tenancy.place import transaction_in
from tests.cases.file_pages import page
from tests.factories import cases as make
from tests.factories import conferences
from tests.factories.people import client, membership, person


def drawn(*roles: str):
    return genogram(Member(f"X{n}", role) for n, role in enumerate(roles))


def test_parents_are_joined_and_children_hang_from_their_middle():
    family = drawn("child", "mother", "father", "child")
    mother, father, *children = family.figures
    assert (mother.shape, father.shape, {c.shape for c in children}) == ("circle", "square", {"diamond"})
    assert mother.y == father.y < children[0].y == children[1].y
    couple = family.lines[0]
    assert (couple.x1, couple.x2) == (mother.x + 24, father.x - 24) and not couple.loose
    assert any(line.x1 == line.x2 == (mother.x + father.x) // 2 and line.y1 == mother.y for line in family.lines)
    assert family.sentence == "Genogramm: 2 Elternteile, 2 Kinder."


def test_a_partner_and_a_guardian_are_no_descent():
    family = drawn("mother", "partner", "guardian", "child", "relative")
    assert [line.loose for line in family.lines].count(True) == 3
    assert family.sentence == "Genogramm: 1 Elternteil, 1 Kind, 3 weitere Personen."


@pytest.mark.parametrize(
    "roles", [["child"], ["guardian", "child"], ["other"], ["mother"], ["mother"] * 3 + ["child"] * 7]
)
def test_whoever_there_is_everybody_stands_inside_and_nobody_on_another(roles):
    family = drawn(*roles)
    spots = {(f.x, f.y) for f in family.figures}
    assert len(spots) == len(roles)
    assert all(24 <= f.x <= family.width - 24 and f.y + 58 < family.height for f in family.figures)
    assert all(0 <= x <= family.width for line in family.lines for x in (line.x1, line.x2))


def test_without_people_there_is_none():
    assert drawn() is None


@pytest.mark.django_db
def test_the_file_shows_first_names_and_the_sheet_letters_and_bands(nord, me, browser, case):
    member = person("Hilde Helferin")
    membership(member, nord, Role.PROVIDER_WORKER, "alpha")
    with transaction_in(nord):
        make.person(case, "mother", given_name="Jana", family_name="Mustermann", birth_date=date(1990, 5, 4))
        conferences.team_member(case.district, member.pk, "alpha")
        item = conferences.item(case)
    file = _drawing(page(browser, "case-persons", case.pk))
    assert ">Mia<" in file and ">Jana<" in file and "style=" not in file
    sheet = _drawing(page(client(nord, who=member), "item", item.pk))
    assert ">M2<" in sheet and "Jahre" in sheet and "style=" not in sheet
    assert not {"Mia", "Jana", "Mustermann", "1990"} & set(re.findall(r"\w+", sheet))


def _drawing(html: str) -> str:
    return html[html.index("hn-genogram") : html.index("</figure>")]
