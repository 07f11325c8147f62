"""Rotating and destroying an office's key: everything is sealed anew, wherever it lies, and an interrupted run goes on."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cases.models import CaseDocument, CaseFile, CaseNote, CasePerson
from kernel.audit.models import Entry
from kernel.keys import uuid7
from kernel.sealed import keyring, rotation
from kernel.sealed.index import blind_parts
from kernel.tenancy.place import bound
from tenants.registry.management.commands import destroy_office_key, rotate_office_key
from tenants.registry.models import Office
from tests.database import set_up
from tests.factories import cases as make

pytestmark = pytest.mark.django_db
SCHEMA = "o_nord"


@pytest.fixture
def ring(tmp_path, settings):
    settings.KEY_FOLDER = tmp_path
    keyring.create_ring(SCHEMA)
    yield tmp_path / f"{SCHEMA}.json"
    keyring._rings.pop(SCHEMA, None)


@pytest.fixture
def case(nord, ring) -> CaseFile:
    with bound(nord):
        case = make.case(concern="Mia geht nicht zur Schule")
        make.person(case, given_name="Mia", family_name="Beispiel")
        CaseNote.objects.create(case=case, author=uuid7(), happened_on=case.begins, text="Hausbesuch")
        CaseDocument.objects.create(
            case=case, kind="upload", title="t", filename="t.pdf", media_type="application/pdf", size=3, content=b"abc",
            scan="none", added_by=uuid7(),
        )  # fmt: skip
    return case


def keys(ring) -> list[str]:
    return sorted(json.loads(ring.read_text())["keys"])


def numbers() -> set[int]:
    """Of the keys that sealed what lies in the office."""
    found = set()
    with connection.cursor() as cursor:
        for table in rotation.sealed_tables():
            for column in table.columns:
                cursor.execute(f'SELECT "{column}" FROM {SCHEMA}.{table.table} WHERE length("{column}") > 0')
                found |= {int.from_bytes(bytes(row[0])[1:3], "big") for row in cursor.fetchall()}
    return found


def rotate() -> list[str]:
    said: list[str] = []
    rotation.rotate(SCHEMA, said.append, pause=lambda seconds: None)
    return said


def test_every_sealed_column_of_every_part_of_the_service_is_found():
    tables = {table.table for table in rotation.sealed_tables()}
    assert {"cases_caseperson", "cases_minutes", "cases_sheettext", "cases_protection", "cases_help"} <= tables


def test_everything_is_sealed_anew_and_the_old_key_forgotten(nord, case, ring):
    version = case.version
    with set_up(nord):
        said = rotate()
        assert numbers() == {2} and keys(ring) == ["2"]
    assert "cases_caseperson: 1 Zeilen neu versiegelt." in said
    with bound(nord):
        person = CasePerson.objects.get()
        assert (str(person), CaseDocument.objects.get().content) == ("Mia Beispiel", b"abc")
        assert CaseFile.objects.get().version == version  # nobody's form is refused because of a key
        assert CasePerson.objects.filter(name_parts__contains=blind_parts(SCHEMA, "Mia")).exists()


def test_an_interrupted_rotation_goes_on_with_the_same_key(nord, case, ring):
    with set_up(nord):
        keyring.rotate_ring(SCHEMA)
        rotation.reseal_batch(SCHEMA, next(t for t in rotation.sealed_tables() if t.table == "cases_caseperson"))
        assert numbers() == {1, 2}
        said = rotate()
        assert numbers() == {2} and keys(ring) == ["2"]
    assert said[0] == "Ein begonnener Wechsel geht weiter."
    assert not any(line.startswith("cases_caseperson") for line in said)


def test_what_is_written_meanwhile_with_the_old_key_keeps_it(nord, case, ring, monkeypatch):
    """A slow transaction commits a value of the old key after its table was looked through: another look is taken."""
    first = rotation._old_rows
    late = []

    def looking(cursor, schema, table, most, **options):
        if most == 1 and table.table == "cases_casenote" and not late:
            late.append(cursor.execute("SELECT 1"))
            return [("late",)]
        return first(cursor, schema, table, most, **options)

    monkeypatch.setattr(rotation, "_old_rows", looking)
    with set_up(nord):
        rotate()
    assert late and keys(ring) == ["2"]


def test_the_index_is_computed_anew(nord, case):
    before = blind_parts(SCHEMA, "Mia")
    with set_up(nord):
        rotation.recompute_index(SCHEMA, lambda line: None)
    assert blind_parts(SCHEMA, "Mia") != before
    with bound(nord):
        assert CasePerson.objects.filter(name_parts__contains=blind_parts(SCHEMA, "mia", "beispiel")).exists()


# The commands


@pytest.fixture
def owner(monkeypatch):
    """The commands run in the test's own transaction."""
    for module in (rotate_office_key, destroy_office_key):
        monkeypatch.setattr(module, "as_owner", set_up)
    monkeypatch.setattr(rotation.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(rotation.rotate, "__kwdefaults__", {"pause": lambda seconds: None})


def test_the_command_rotates_and_writes_the_audit(nord, case, ring, owner, capsys):
    call_command("rotate_office_key", "nord", "--index")
    assert "Sichern Sie den Ordner der Schlüssel" in capsys.readouterr().out and keys(ring) == ["2"]
    with set_up():
        assert Entry.objects.get(verb="rotate_office_key").record == "nord"


@pytest.mark.parametrize("command", ["rotate_office_key", "destroy_office_key"])
def test_an_unknown_office_is_refused(owner, command):
    with pytest.raises(CommandError, match="gibt es nicht"):
        call_command(command, "atlantis")


def test_an_office_without_a_ring_gets_a_sentence(owner, tmp_path, settings):
    settings.KEY_FOLDER = tmp_path
    keyring._rings.pop(SCHEMA, None)
    with pytest.raises(CommandError, match="hat hier keinen Schlüssel"):
        call_command("rotate_office_key", "nord")


def test_a_working_office_keeps_its_key(owner, ring):
    with pytest.raises(CommandError, match="arbeitet noch"):
        call_command("destroy_office_key", "nord")
    assert ring.exists()


def test_a_key_is_destroyed_only_when_the_office_is_typed(nord, case, owner, ring, monkeypatch):
    with set_up():
        Office.objects.filter(pk="nord").update(status="suspended")
    monkeypatch.setattr("builtins.input", lambda question: "sued")
    with pytest.raises(CommandError, match="Nichts wurde vernichtet"):
        call_command("destroy_office_key", "nord")
    assert ring.exists()
    monkeypatch.setattr("builtins.input", lambda question: " nord ")
    call_command("destroy_office_key", "nord")
    assert not ring.exists()
    with bound(nord), pytest.raises(keyring.NoKey):
        CasePerson.objects.get()
