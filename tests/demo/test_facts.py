"""The stories as they were reported, each with its source; nothing that points at a person."""

import json
import re
from datetime import date

import pytest
from django.db import models

from project.demo_data import people as of_people
from project.demo_data.facts import OFFICES, SOURCES, Calendar, load_office, load_offices, remark
from project.demo_data.families import build_families
from project.demo_data.money import build_money, divide
from project.demo_data.people import build_people, case_workers, office_person
from project.demo_data.structure import Structure, build_structure

TODAY = date(2026, 11, 22)
ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+")
PHONE = re.compile(r"(?<![\d-])(?:\+49[\s/()-]*|0)\d{2,5}[\s/()-]*\d{3,}")


def structure_of(key: str) -> Structure:
    facts = next(f for f in load_offices(TODAY) if f["key"] == key)
    return build_structure(facts, TODAY, office_person(facts, "verwaltung"))


def rows(structure: Structure, model: str) -> list[models.Model]:
    return [row for row in structure.instances if row._meta.model_name == model]


def families_by_year(key: str, *, pilot: bool | None = None) -> dict[int, int]:
    """Families whose case runs in a year, of all districts or of the pilots or the rest."""
    built = structure_of(key)
    cases = build_families(built, case_workers(built.facts), []).cases
    chosen = {d.pk for d in built.districts.values() if pilot in (None, d.pilot)}
    last = {c.pk: (c.ends or TODAY).year for c in cases}
    return {
        year: sum(c.district_id in chosen and c.begins.year <= year <= last[c.pk] for c in cases)
        for year in range(2001, TODAY.year + 1)
    }


def test_dates_count_from_the_day_of_the_demo():
    calendar = Calendar(TODAY)
    assert calendar.resolve("Y-2-09-01") == date(2024, 9, 1)
    assert calendar.resolve("T-9") == date(2026, 11, 13)
    assert calendar.resolve("M+1") == date(2026, 12, 1)
    assert calendar.resolve({"years": ["Y-2", "Y"]}) == {"years": [2024, 2026]}
    assert calendar.resolve("Tagesgruppe") == "Tagesgruppe"


@pytest.mark.parametrize("key", OFFICES)
def test_everything_told_says_where_it_comes_from(key: str):
    built = structure_of(key)
    told = ("district", "centre", "engagement", "contract", "providerrole")
    for row in (r for name in told for r in rows(built, name)):
        assert any(words.lower() in row.remark.lower() for words in SOURCES.values()), repr(row)
        assert len(row.remark) <= row._meta.get_field("remark").max_length


def test_a_source_reads_as_german():
    assert remark({"source": "seed"}) == "Quelle: Pressebericht."
    assert remark({"source": "invented", "note": "Tag frei."}) == "Tag frei. Erfunden."


@pytest.mark.parametrize("key", OFFICES)
def test_every_office_has_a_contract_in_force_and_one_in_each_state_before(key: str):
    states = {c.state for c in structure_of(key).contracts.values()}
    assert {"draft", "negotiation", "decided", "signed", "in_force", "expired", "terminated"} <= states


def test_arnsberg():
    built = structure_of("arnsberg")
    contract = built.contracts["running"]
    assert (contract.begins, contract.state) == (date(2025, 10, 1), "in_force")
    leads = [r for r in rows(built, "providerrole") if r.kind == "lead" and r.contract_id == contract.pk]
    assert {r.district.name for r in leads} == {"Alt-Arnsberg", "Hüsten", "Neheim"}
    assert len({r.organisation_id for r in leads}) == 3
    parties = {p.organisation_id: p for p in rows(built, "party") if p.contract_id == contract.pk}
    signed = {k: sum(s.party_id == p.pk for s in rows(built, "signature")) for k, p in parties.items()}
    assert signed == {None: 2, "kompass": 1, "vkj_arnsberg": 1, "skf_hochsauerland": 2}


def test_trier_saarburg():
    built = structure_of("trier_saarburg")
    assert (len(built.districts), len(rows(built, "centre"))) == (4, 5)
    lines, _ = build_money(built, office_person(built.facts, "finanzen"))
    now = [x for x in lines if x.contract_id == built.contracts["running"].pk and x.year == TODAY.year]
    assert (sum(x.amount for x in now), sum(x.posts for x in now), len(now)) == (3_100_000, 40, 9)


def test_hertens_families_doubled_within_five_years():
    families = families_by_year("herten")
    assert families[2006] == 2 * families[2001]
    built = structure_of("herten")
    lines, _ = build_money(built, office_person(built.facts, "finanzen"))
    hours = {y: sum(x.minutes for x in lines if x.year == y) for y in (2001, 2006)}
    assert hours[2001] == hours[2006] > 0
    assert built.contracts["renewal"].ends.year - built.contracts["renewal"].begins.year + 1 == 5


def test_saarbruecken_fell_in_the_pilots_and_rose_slightly_in_the_rest():
    pilots, rest = (families_by_year("saarbruecken", pilot=pilot) for pilot in (True, False))
    assert pilots[2025] < 0.8 * pilots[2011]
    assert rest[2011] < rest[2025] < 1.15 * rest[2011]
    centres = {c.name: c for c in rows(structure_of("saarbruecken"), "centre")}
    assert centres["Sozialraumbüro Unteres Malstatt"].opened_on.year == 2011
    assert centres["Sozialraumbüro Burbach"].precision == "planned"


def test_parts_add_up():
    assert divide(100, {"a": 1, "b": 1, "c": 1}) == {"a": 34, "b": 33, "c": 33}
    assert sum(divide(310_000_000, dict.fromkeys(range(9), 7)).values()) == 310_000_000


@pytest.mark.parametrize("key", OFFICES)
def test_instalments_add_up_and_what_is_past_is_paid_but_for_the_invented_provider(key: str):
    built = structure_of(key)
    lines, instalments = build_money(built, office_person(built.facts, "finanzen"))
    for line in lines:
        parts = [i.amount for i in instalments if i.line is line]
        assert sum(parts) == (line.amount if line.state == "released" else 0)
    late = [i for i in instalments if i.due_on <= TODAY and not i.paid_on]
    assert {i.line.organisation_id for i in late} == {"musterwerk"}
    assert not [i for i in instalments if i.due_on.weekday() >= 5]


def test_people_are_roles_at_addresses_that_cannot_exist():
    people = build_people(load_offices(TODAY), TODAY)
    assert all(sign.email.endswith(".example") for sign in people.signs)
    functions = re.compile(
        r"(Frühere )?(Verwaltung|Leitung( ASD)?|Wirtschaftliche Jugendhilfe( 2)?|Jugendhilfeplanung|Rechnungsprüfung|"
        r"Gremienkoordination|Fortbildung|Fachverfahren|Betrieb|(Fachkraft( Sozialer Dienst)?|Bezirkssozialarbeit) \d) \(.+\)"
    )
    assert all(functions.fullmatch(name) for name in people.persons)


def test_no_phone_and_no_real_mail_address_anywhere():
    told = [load_office(key, TODAY) | {"ags": ""} for key in OFFICES]  # the municipality's key has a phone's form
    said = json.dumps(told, default=str, ensure_ascii=False)
    assert not PHONE.findall(said)
    assert not [a for a in ADDRESS.findall(said) if not a.endswith(".example")]
    assert PHONE.search("02366 303345") and PHONE.search("+49 2366 303345")  # the net catches


def test_providers_of_several_counties_are_members_in_each():
    people = build_people(load_offices(TODAY), TODAY)
    for organisation in ("awo_suedwest", "sozialwerk_saar_mosel"):
        manager = next(s for s in people.signs if s.organisation == organisation and s.email.startswith("leitung"))
        assert set(manager.offices) == {"trier_saarburg", "saarbruecken"}
        held = {m.office_id for m in people.memberships if m.person_id == manager.person}
        assert held == {"trier_saarburg", "saarbruecken", None}


def test_one_worker_of_the_invented_provider_has_an_expired_instruction():
    people = build_people(load_offices(TODAY), TODAY)
    expired = [i for i in people.instructions if i.ends < TODAY]
    email, office = of_people.EXPIRED
    sign = next(s for s in people.signs if s.email == email)
    assert [(i.person_id, i.office_id) for i in expired] == [(sign.person, office)]
