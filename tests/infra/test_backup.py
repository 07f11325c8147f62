"""A backup of real data brings everything back: on an empty server, and for one office alone beside working others."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from kernel.backup.content import row_counts
from tests.infra.service import Service

pytestmark = pytest.mark.full
DEMO = {"HILFENETZ_MODE": "demo", "HILFENETZ_BASE_URL": "http://hilfenetz.localhost:8000"}
OFFICE, OTHER = "herten", "arnsberg"
AUDITED = """
from kernel.audit.chain import chain
from kernel.audit.models import Entry
from kernel.tenancy.place import transaction_in
from tenants.registry.models import Office
for place in [office.place for office in Office.objects.all()]:
    with transaction_in(place):
        for number in range(3):
            Entry.objects.create(place=place.key, via="test", verb="sign", model="contracts.contract", record=str(number))
    chain(place)
"""


@pytest.fixture(scope="module")
def source(new_service: type) -> Service:
    """A service with the demo's five offices and three years of work, as the production's roles made it."""
    service: Service = new_service()
    service.manage("bootstrap_database")
    service.manage("migrate_offices")
    service.manage("load_demo", **DEMO)
    (service.folder / "var/media").mkdir()
    (service.folder / "var/media/proof.txt").write_text("a file of an office")
    service.manage("shell", "--no-imports", "-c", AUDITED, DATABASE_OWNER_URL="")
    return service


@pytest.fixture(scope="module")
def backup(source: Service) -> Path:
    source.manage("backup")
    (folder,) = backups(source)
    return folder


def backups(service: Service) -> list[Path]:
    return sorted(path for path in (service.folder / "var/backups").iterdir() if path.name != ".lock")


def counts(service: Service) -> dict[str, int]:
    with psycopg.connect(service.superuser_url()) as connection:
        return row_counts(connection)


def as_office(service: Service, office: str, statement: str) -> list[tuple]:
    """What the web process's login sees with the office's role."""
    with psycopg.connect(service.web_url()) as connection:
        connection.execute(f"SET LOCAL ROLE o_{office}")
        return connection.execute(statement).fetchall()


def assert_apart(service: Service) -> None:
    """Each office reads itself and nothing else; the login by itself reads none; nobody may call set_config."""
    assert as_office(service, OFFICE, f"SELECT count(*) FROM o_{OFFICE}.contracts_district")[0][0] > 0
    for url_role in (OFFICE, OTHER):
        other = OTHER if url_role == OFFICE else OFFICE
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            as_office(service, url_role, f"SELECT 1 FROM o_{other}.contracts_district")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_office(service, OFFICE, "SELECT password FROM people_account")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_office(service, OFFICE, f"DELETE FROM o_{OFFICE}.audit_entry RETURNING 1")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        service.ask(f"SELECT 1 FROM o_{OFFICE}.contracts_district", service.web_url())
    assert service.ask("SELECT has_function_privilege('public', 'set_config(text, text, boolean)', 'execute')") == [
        (False,)
    ]


def assert_one_lead_per_district(service: Service, office: str) -> None:
    """The exclusion constraint came back and still refuses (R2)."""
    with pytest.raises(psycopg.errors.ExclusionViolation):
        service.do(
            f"INSERT INTO o_{office}.contracts_providerrole SELECT (jsonb_populate_record(role, jsonb_build_object("
            f"'id', gen_random_uuid(), 'organisation_id', 'someone_else'))).* FROM o_{office}.contracts_providerrole role"
            " WHERE kind = 'lead' LIMIT 1"
        )


def test_the_whole_service_comes_back_on_an_empty_server(source: Service, backup: Path, new_service: type) -> None:
    before = counts(source)
    fresh: Service = new_service()
    said = fresh.manage("restore", str(backup))
    assert "wie gesichert" in said
    after = counts(fresh)
    assert after == before and sum(after.values()) > 10_000
    assert_apart(fresh)
    assert_one_lead_per_district(fresh, OTHER)
    assert (fresh.folder / "var/media/proof.txt").read_text() == "a file of an office"
    fresh.manage("migrate_offices")
    fresh.manage("check", "--database", "default", "--fail-level", "WARNING", DATABASE_OWNER_URL="")
    said = fresh.manage("verify_audit")
    assert said.count("3 Glieder") == 5 and "verändert" not in said.replace("unverändert", "")
    assert fresh.manage("migrate_offices", "--status").count("aktuell") == 5
    # The check above would have noticed:
    fresh.do(
        f"UPDATE o_{OFFICE}.audit_entry SET verb = 'forged' WHERE id = (SELECT entry FROM o_{OFFICE}.audit_link LIMIT 1)"
    )
    assert "verändert" in fresh.manage("verify_audit", fails=True).replace("unverändert", "")


def test_in_place_the_former_state_is_kept(source: Service, backup: Path) -> None:
    before = counts(source)
    source.do(f"DROP SCHEMA o_{OFFICE} CASCADE; TRUNCATE worklist_workitem CASCADE")
    with psycopg.connect(source.web_url()):
        assert "hat noch 1 Verbindungen" in source.manage("restore", fails=True)
    source.manage("restore")
    assert counts(source) == before
    assert_apart(source)
    names = {name for (name,) in source.ask("SELECT datname FROM pg_database")}
    (kept,) = {name for name in names if name.startswith("hilfenetz_before_")}
    with pytest.raises(psycopg.OperationalError, match="not currently accepting connections"):
        source.ask("SELECT 1", source.web_url(kept))
    source.do(f"ALTER DATABASE {kept} ALLOW_CONNECTIONS true")
    assert source.ask(f"SELECT to_regnamespace('o_{OFFICE}')", source.superuser_url(kept)) == [(None,)]
    source.do(f"DROP DATABASE {kept}")


def test_one_office_comes_back_alone(source: Service, backup: Path) -> None:
    before = counts(source)
    source.do(f"TRUNCATE o_{OFFICE}.contracts_district CASCADE")
    source.do(
        f"INSERT INTO o_{OTHER}.audit_entry (id, at, place, via, verb, model, record, fields, reason)"
        " VALUES (gen_random_uuid(), now(), 'arnsberg', 'test', 'later', 'm', 'r', '[]', '')"
    )
    source.do("UPDATE people_account SET is_active = false WHERE id = (SELECT id FROM people_account LIMIT 1)")
    assert "Halten Sie das Amt zuerst an" in source.manage("restore", "--office", OFFICE, fails=True)
    source.manage("suspend_office", OFFICE, "--reason", "Wiederherstellung")
    said = source.manage("restore", "--office", OFFICE)
    assert "Andere Ämter sind unberührt" in said and "kommt so nicht zurück" in said
    after = counts(source)
    own = {table for table in before if table.startswith(f"o_{OFFICE}.")}
    assert {t: after[t] for t in own} == {t: before[t] for t in own}
    changed = {t: (before[t], after[t]) for t in before if after[t] != before[t]}
    assert changed.pop(f"o_{OTHER}.audit_entry")[1] == before[f"o_{OTHER}.audit_entry"] + 1
    assert set(changed) == {"public.audit_entry"}  # the suspension
    assert source.ask("SELECT count(*) FROM people_account WHERE NOT is_active") == [(1,)]
    assert_apart(source)
    (kept,) = source.ask("SELECT nspname FROM pg_namespace WHERE nspname ~ '^was_'")[0]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_office(source, OFFICE, f"SELECT 1 FROM {kept}.contracts_district")
    source.manage("migrate_offices")
    source.manage("verify_audit")
    source.manage("suspend_office", OFFICE, "--end")
    source.do(f"DROP SCHEMA {kept} CASCADE")


def test_what_cannot_be_restored_is_refused_and_changes_nothing(source: Service, backup: Path, tmp_path: Path) -> None:
    before = counts(source)
    assert "gibt es nicht mehr" in source.manage("restore", "--office", "nirgends", fails=True)
    broken = tmp_path / backup.name
    shutil.copytree(backup, broken)
    with (broken / "database.dump").open("r+b") as file:
        file.seek(5000)
        file.write(b"xxxx")
    assert "Prüfsumme" in source.manage("restore", str(broken), fails=True)
    (broken / "manifest.json").unlink()
    assert "keine vollständige Sicherung" in source.manage("restore", str(broken), fails=True)
    wrong = tmp_path / "wrong" / backup.name
    shutil.copytree(backup, wrong)
    manifest = json.loads((wrong / "manifest.json").read_text())
    manifest["rows"][f"o_{OFFICE}.contracts_district"] += 1
    (wrong / "manifest.json").write_text(json.dumps(manifest))
    assert "stimmen die Zeilen nicht" in source.manage("restore", str(wrong), fails=True)
    source.manage("suspend_office", OFFICE)
    assert "stimmen die Zeilen nicht" in source.manage("restore", str(wrong), "--office", OFFICE, fails=True)
    source.manage("suspend_office", OFFICE, "--end")
    after = counts(source)
    after["public.audit_entry"] -= 2
    assert after == before
    assert_apart(source)


def test_a_failed_backup_is_loud_and_leaves_nothing(source: Service, backup: Path, tmp_path: Path) -> None:
    target = tmp_path / "backups"
    said = source.manage(
        "backup", fails=True, HILFENETZ_BACKUP_DIR=str(target), HILFENETZ_BACKUP_ENCRYPT="sh -c 'echo voll >&2; exit 3'"
    )
    assert "sh ist fehlgeschlagen: voll" in said
    assert [path.name for path in target.iterdir()] == [".lock"]
    assert "noch keine Sicherung" in source.manage(
        "backup", "--newest-within", "1", fails=True, HILFENETZ_BACKUP_DIR=str(target)
    )
    owner = source.owner_url().replace(source.owner_password, "wrong")
    source.manage("backup", fails=True, HILFENETZ_BACKUP_DIR=str(target), DATABASE_OWNER_URL=owner)
    assert [path.name for path in target.iterdir()] == [".lock"]


def test_old_backups_go_after_a_new_one_succeeded(source: Service, backup: Path, tmp_path: Path) -> None:
    target = tmp_path / "backups"
    old, recent = ((datetime.now(UTC) - timedelta(days=days)).strftime("%Y%m%d-%H%M%S") for days in (31, 29))
    for name in (old, recent):
        shutil.copytree(backup, target / name)
    (target / ".20200101-000000.part").mkdir()
    assert "zu alt" in source.manage("backup", "--newest-within", "25", fails=True, HILFENETZ_BACKUP_DIR=str(target))
    source.manage("backup", HILFENETZ_BACKUP_DIR=str(target))
    source.manage("backup", "--newest-within", "25", HILFENETZ_BACKUP_DIR=str(target))
    names = sorted(path.name for path in target.iterdir())
    assert names[:2] == [".lock", recent] and len(names) == 3
    assert oct((target / names[2]).stat().st_mode)[-3:] == "700"


def test_an_encrypted_backup_comes_back_with_the_key_only(source: Service, backup: Path, tmp_path: Path) -> None:
    target = str(tmp_path / "backups")
    source.manage("backup", HILFENETZ_BACKUP_DIR=target, HILFENETZ_BACKUP_ENCRYPT="base64")
    (folder,) = (path for path in Path(target).iterdir() if path.is_dir())
    assert {path.name for path in folder.iterdir()} == {"database.dump.enc", "files.tar.enc", "manifest.json"}
    before = counts(source)
    assert "HILFENETZ_BACKUP_DECRYPT" in source.manage("restore", HILFENETZ_BACKUP_DIR=target, fails=True)
    source.manage("restore", HILFENETZ_BACKUP_DIR=target, HILFENETZ_BACKUP_DECRYPT="base64 -d")
    assert counts(source) == before
    assert not [path for path in folder.iterdir() if path.is_dir()]
    assert [path.name for path in (source.folder / "var/media").iterdir()] == ["proof.txt"]
