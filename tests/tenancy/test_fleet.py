"""A release reaches every office: the same tables as Django would make, once, and on again after a failure."""

import re
import subprocess
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from kernel.postgres import find_binaries
from kernel.tenancy.fleet import RUN, RunningAlready, migrate_fleet, migrate_template
from kernel.tenancy.models import FleetStatus
from kernel.tenancy.place import Place, as_owner, transaction_in
from kernel.tenancy.provision import provision_office
from kernel.tenancy.template import TEMPLATE, TemplateOutdated, Untransferable, creation_script, script_of
from tenants.registry.models import Office
from tenants.registry.places import forget_places
from tests import database
from tests.tenancy.conftest import NAME

pytestmark = pytest.mark.usefixtures("fleet")


@pytest.fixture
def release(settings: Any) -> None:
    """The code of a release with three more migrations."""
    settings.MIGRATION_MODULES = {"submissions": "tests.tenancy.release"}
    settings.SCHEMA_VERSION = "next"


def owner(statement: str) -> list[Any]:
    with psycopg.connect(database.owner_url(NAME), autocommit=True) as here:
        cursor = here.execute(statement)
        return cursor.fetchall() if cursor.description else []


def dumped(schema: str) -> str:
    """The tables of a schema as pg_dump sees them, without the schema's name."""
    done = subprocess.run(
        [
            find_binaries().tool("pg_dump"),
            "--schema-only",
            "--no-owner",
            "--no-privileges",
            "-n",
            schema,
            database.owner_url(NAME),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    lines = (line for line in done.stdout.splitlines() if not re.match(r"--|\\|COMMENT ON SCHEMA", line))
    text = "\n".join(filter(None, lines)).replace(f"{schema}.", "").replace(schema, "")
    # PostgreSQL moves the cast of an IN list into the list when it reads its own words again.
    text = re.sub(r"\('(\w*)'::character varying\)::text", r"'\1'::character varying", text)
    return re.sub(r"\((ARRAY\[[^]]*\])\)::text\[\]", r"\1", text)


def submit(place: Place) -> None:
    with transaction_in(place), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO submissions_submission VALUES (gen_random_uuid(), gen_random_uuid(), now(), 'x', NULL, NULL)"
        )


def columns(schema: str) -> set[str]:
    return {
        name
        for (name,) in owner(
            f"SELECT column_name FROM information_schema.columns WHERE table_schema = '{schema}' AND table_name = 'submissions_submission'"
        )
    }


def run() -> list[str]:
    said: list[str] = []
    with as_owner():
        migrate_fleet(said.append)
    return said


def test_a_new_office_has_what_django_makes() -> None:
    made = dumped(TEMPLATE)
    assert made.count("CREATE TABLE") > 10 and "EXCLUDE USING gist" in made and "CHECK (" in made
    assert dumped("o_nord") == made
    assert owner("SELECT app, name FROM o_nord.django_migrations") == owner(
        f"SELECT app, name FROM {TEMPLATE}.django_migrations"
    )


def test_the_sequences_of_copied_rows_go_on() -> None:
    last = owner("SELECT max(id) FROM o_nord.django_migrations")[0][0]
    assert owner("INSERT INTO o_nord.django_migrations (app, name, applied) VALUES ('', '', now()) RETURNING id") == [
        (last + 1,)
    ]


@pytest.mark.parametrize(
    "extra",
    [
        "CREATE VIEW {}.v AS SELECT 1",
        "CREATE TYPE {}.t AS ENUM ('a')",
        "CREATE SEQUENCE {}.s",
        "CREATE TABLE {}.p (a int) PARTITION BY LIST (a)",
        "CREATE FUNCTION {}.f() RETURNS int LANGUAGE sql RETURN 1",
        "COMMENT ON TABLE {}.audit_entry IS 'x'",
    ],
)
def test_what_the_script_would_lose_is_refused(extra: str) -> None:
    owner(extra.format(TEMPLATE))
    with as_owner(), pytest.raises(Untransferable):
        script_of(TEMPLATE)


def test_a_release_reaches_every_office(release: None, nord: Place, sued: Place) -> None:
    for place in (nord, sued):
        submit(place)
    said = run()
    assert [line for line in said if "/2" in line] == ["  1/2 nord", "  2/2 sued"]
    for schema in ("o_nord", "o_sued"):
        assert dumped(schema) == dumped(TEMPLATE)
        assert owner(f"SELECT note, number FROM {schema}.submissions_submission") == [(schema, 7)]
        assert owner(f"SELECT count(*) FROM {schema}.submissions_receipt") == [(1,)]
    with transaction_in(nord), connection.cursor() as cursor:
        cursor.execute("INSERT INTO submissions_receipt (submission_id) SELECT submission_id FROM submissions_receipt")
        cursor.execute("SELECT count(*) FROM submissions_receipt")
        assert cursor.fetchone() == (2,)
    assert {s.office: (s.version, s.state) for s in FleetStatus.objects.all()} == dict.fromkeys(
        ("nord", "sued"), ("next", "current")
    )
    assert owner("SELECT name, sql IS NULL FROM tenancy_step ORDER BY id") == [
        ("0002_columns", False),
        ("0003_rows", True),
        ("0004_after", False),
    ]
    assert run() == []


def test_a_new_office_starts_with_the_new_release(release: None) -> None:
    office = Office(key="west", name="West", state="NI", ags="03000000", monogram="we")
    with as_owner():
        office.save()
        with pytest.raises(TemplateOutdated):
            provision_office(office)
        migrate_template(print)
        provision_office(office)
        assert creation_script().count("CREATE TABLE") == dumped(TEMPLATE).count("CREATE TABLE")
    assert dumped("o_west") == dumped(TEMPLATE)


def test_an_office_that_fails_stays_as_it_was_and_the_others_go_on(release: None, nord: Place, sued: Place) -> None:
    """It shows the maintenance page; when the cause is gone, the next run brings it along."""
    before = dumped("o_nord")
    owner("ALTER TABLE o_nord.submissions_submission ADD number int")
    with pytest.raises(CommandError, match="Nicht gelungen: nord"):
        call_command("migrate_offices")
    assert "note" in columns("o_nord")  # the first two migrations were committed, the third was taken back
    assert dumped("o_sued") == dumped(TEMPLATE) != before
    failed = FleetStatus.objects.get(office="nord")
    assert failed.state == "failed" and 'column "number"' in failed.error
    forget_places()
    assert Client().get("/", headers={"host": "nord.hilfenetz.localhost"}).status_code == 503
    assert Client().get("/", headers={"host": "sued.hilfenetz.localhost"}).status_code != 503
    owner("ALTER TABLE o_nord.submissions_submission DROP number")
    call_command("migrate_offices")
    assert dumped("o_nord") == dumped(TEMPLATE)
    forget_places()
    assert Client().get("/", headers={"host": "nord.hilfenetz.localhost"}).status_code != 503
    forget_places()


def test_a_run_that_was_killed_goes_on(release: None) -> None:
    """After the template and one office: nothing is run twice."""
    with as_owner():
        migrate_template(print)
    owner("UPDATE registry_office SET schema_version = 'next' WHERE key = 'sued'")
    assert [line for line in run() if "/" in line] == ["  1/1 nord"]
    owner("UPDATE registry_office SET schema_version = '' WHERE key = 'sued'")
    assert [line for line in run() if "/" in line] == ["  1/1 sued"]
    assert dumped("o_nord") == dumped("o_sued") == dumped(TEMPLATE)


def test_an_office_of_unknown_history_is_migrated_by_django(release: None) -> None:
    """A step that was never recorded, as after a restored backup."""
    with as_owner():
        migrate_template(print)
    owner("DELETE FROM tenancy_step")
    run()
    assert dumped("o_nord") == dumped(TEMPLATE)


def test_two_runs_at_once_are_refused(release: None) -> None:
    with psycopg.connect(database.owner_url(NAME), autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [RUN])
        with as_owner(), pytest.raises(RunningAlready):
            migrate_fleet(print)


def test_an_open_request_does_not_hold_up_the_fleet(release: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kernel.tenancy.fleet.LOCK_TIMEOUT", "200ms")
    with psycopg.connect(database.owner_url(NAME)) as request:
        request.execute("SELECT * FROM o_nord.submissions_submission")
        with as_owner():
            assert [o.key for o in migrate_fleet(print)] == ["nord"]
    assert "lock timeout" in FleetStatus.objects.get(office="nord").error
    run()
    assert dumped("o_nord") == dumped("o_sued")


def test_the_status_is_shown(release: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("migrate_offices", "--status")
    assert re.findall(r"(nord|sued) +(\w+)", capsys.readouterr().out) == [("nord", "zurück"), ("sued", "zurück")]
    run()
    call_command("migrate_offices", "--status")
    assert re.findall(r"(nord|sued) +(\w+)", capsys.readouterr().out) == [("nord", "aktuell"), ("sued", "aktuell")]
