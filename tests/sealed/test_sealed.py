"""Sealed columns: what the database sees, what rotation and destruction do, what an attacker with the rows can do."""

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from cases.models import CasePerson
from kernel.sealed import keyring
from kernel.sealed.fields import Broken
from kernel.sealed.index import blind_parts, parts_of
from kernel.tenancy.place import bound
from tests.factories import cases as make

pytestmark = pytest.mark.django_db


def raw(person: CasePerson, column: str = "given_name") -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM cases_caseperson WHERE id = %s", [person.pk])
        return bytes(cursor.fetchone()[0])


@pytest.fixture
def child(nord):
    with bound(nord):
        yield make.person(make.case(), given_name="Mia", family_name="Beispiel-Straße")


def test_the_database_holds_no_clear_text(child):
    assert b"Mia" not in raw(child) and CasePerson.objects.get().given_name == "Mia"


def test_the_same_name_is_sealed_differently_each_time(child):
    before = raw(child)
    child.save()
    assert raw(child) != before


def test_the_database_cannot_compare_a_sealed_column(child):
    with pytest.raises(FieldError, match="sealed"):
        CasePerson.objects.filter(given_name="Mia").exists()


@pytest.mark.parametrize("change", ["family_name = given_name", "given_name = set_byte(given_name, 20, 7)"])
def test_a_value_that_was_moved_or_changed_does_not_open(child, change):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE cases_caseperson SET {change}")
    with pytest.raises(Broken):
        CasePerson.objects.get()


def test_a_value_of_another_office_does_not_open(child, sued):
    sealed = raw(child)
    with bound(sued):
        other = make.person(make.case(), given_name="Ole")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cases_caseperson SET given_name = %s WHERE id = %s", [sealed, other.pk])
        with pytest.raises(Broken):
            CasePerson.objects.get()


def test_a_new_key_seals_and_the_old_one_still_opens(child, tmp_path, settings):
    settings.KEY_FOLDER = tmp_path
    keyring.create_ring("o_nord")
    child.save()
    old = raw(child)
    keyring.rotate_ring("o_nord")
    assert CasePerson.objects.get().given_name == "Mia"
    child.save()
    assert raw(child)[:3] != old[:3] and CasePerson.objects.get().given_name == "Mia"
    keyring.drop_old_keys("o_nord")
    assert CasePerson.objects.get().given_name == "Mia"
    keyring.destroy_ring("o_nord")
    with pytest.raises(keyring.NoKey):
        CasePerson.objects.get()


def test_the_ring_is_readable_for_the_service_only(tmp_path, settings):
    settings.KEY_FOLDER = tmp_path / "keys"
    keyring.create_ring("o_neu")
    file = settings.KEY_FOLDER / "o_neu.json"
    assert file.stat().st_mode & 0o77 == 0 and file.parent.stat().st_mode & 0o77 == 0
    before = file.read_text()
    keyring.create_ring("o_neu")
    assert file.read_text() == before


def test_names_are_found_by_their_parts_and_only_in_their_office(child):
    assert (
        parts_of("Müller-Lüdenscheidt", "Groß")
        == ["gross", "ludenscheidt", "muller"]
        == parts_of("Mueller Ludenscheidt Gross")
    )
    assert CasePerson.objects.filter(name_parts__contains=blind_parts("o_nord", "strasse")).count() == 1
    assert blind_parts("o_nord", "mia") != blind_parts("o_sued", "mia")
