"""load_demo on a server of its own: nothing to do when nothing changed, the same when it starts anew."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from kernel.postgres import EmbeddedServer

ROOT = Path(__file__).resolve().parents[2]
SHARED = (
    "registry_office",
    "registry_organisation",
    "people_person",
    "people_membership",
    "people_instruction",
    "worklist_workitem",
)
NOT_COMPARED = ("id", "created_at", "changed_at")
pytestmark = pytest.mark.full


class Demo:
    """The demo's commands, with a server and a data folder of their own."""

    def __init__(self, folder: Path, owner_url: str) -> None:
        self.owner_url, self.var = owner_url, folder / "var"
        web = urlsplit(owner_url)
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith(("HILFENETZ", "DATABASE", "DEMO"))} | {
            "HILFENETZ_MODE": "demo", "HILFENETZ_SECRET_KEY": "only-for-tests", "HILFENETZ_VAR": str(self.var),
            "HILFENETZ_BASE_URL": "http://hilfenetz.localhost:8000", "DATABASE_OWNER_URL": owner_url,
            "DATABASE_URL": web._replace(netloc=f"hn_web:only-for-tests@{web.netloc.rpartition('@')[2]}").geturl(),
            "DJANGO_SETTINGS_MODULE": "project.settings",
        }  # fmt: skip

    def run(self, *command: str, **changed: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.environment | changed,
            capture_output=True,
            text=True,
        )

    def do(self, *command: str, **changed: str) -> str:
        done = self.run(*command, **changed)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def query(self, statement: sql.Composable) -> list[tuple[object, ...]]:
        with psycopg.connect(self.owner_url, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def schemas(self) -> list[str]:
        found = self.query(sql.SQL("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'o\\_%' ORDER BY 1"))
        return [str(name) for (name,) in found]

    def digests(self) -> dict[str, object]:
        """Of every table's rows, but for keys, when they were made, and what is sealed: that is never twice the same."""
        found: dict[str, object] = {}
        for schema, table in [("public", t) for t in SHARED] + self.tables():
            rows = sql.SQL(
                "SELECT md5(string_agg(kept, '' ORDER BY kept)) FROM {} t, LATERAL (SELECT (to_jsonb(t) - {}::text[])::text AS kept)"
            ).format(sql.Identifier(schema, table), [*NOT_COMPARED, *self.sealed(schema, table)])
            ((found[f"{schema}.{table}"],),) = self.query(rows)
        return found

    def tables(self) -> list[tuple[str, str]]:
        asked = sql.SQL("SELECT schemaname, tablename FROM pg_tables WHERE schemaname LIKE 'o\\_%' ORDER BY 1, 2")
        return [(str(s), str(t)) for s, t in self.query(asked) if t != "django_migrations"]

    def sealed(self, schema: str, table: str) -> list[str]:
        asked = sql.SQL(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = {} AND table_name = {} AND data_type = 'bytea'"
        )
        return [str(name) for (name,) in self.query(asked.format(schema, table))]


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    from tests.cluster import open_folder

    with open_folder() as folder, EmbeddedServer(folder / "postgres", fsync=False) as server:
        made = Demo(folder, server.ensure_database("hilfenetz"))
        made.do("bootstrap_database")
        made.do("migrate_offices")
        yield made


def test_twice_is_once_and_anew_is_the_same(demo: Demo):
    first = demo.do("load_demo")
    assert "22.11.2026" in first and "Geladen in" in first
    before = demo.digests()

    assert "Die Daten sind da." in demo.do("load_demo")
    assert demo.digests() == before

    for schema in demo.schemas():
        demo.query(sql.SQL("COMMENT ON SCHEMA {} IS NULL").format(sql.Identifier(schema)))
    assert "Geladen in" in demo.do("load_demo")
    assert demo.digests() == before


def test_the_file_for_scripts(demo: Demo):
    demo.do("load_demo")
    facts = json.loads((demo.var / "demo.json").read_text())
    assert facts["today"] == "2026-11-22" and facts["base_url"] == "http://hilfenetz.localhost:8000"
    assert "http://trier-saarburg.hilfenetz.localhost:8000" in [o["url"] for o in facts["offices"]]
    assert {"herten", "saarbruecken"} <= {c["office"] for c in facts["api_clients"]}
    assert all(a["email"].endswith(".example") and a["password"] for a in facts["accounts"])
    roles = {a["role"] for a in facts["accounts"] if a["office"] == "herten" and not a["organisation"]}
    assert roles == {
        "office_admin",
        "case_worker",
        "asd_lead",
        "finance",
        "planner",
        "auditor",
        "coordinator",
        "training",
    }


def test_another_day_makes_other_data_and_too_early_a_day_is_refused(demo: Demo):
    before = demo.digests()
    assert "22.12.2026" in demo.do("load_demo", DEMO_TODAY="2026-12-22")
    assert demo.digests() != before
    refused = demo.run("load_demo", DEMO_TODAY="2025-01-01")
    assert refused.returncode != 0 and "01.01.2026" in refused.stderr
