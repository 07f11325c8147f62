"""A whole service as production has it, for tests: a PostgreSQL of its own, set up by infra/postgres/init.sh, and manage.py."""

import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg

from kernel.postgres import EmbeddedServer

ROOT = Path(__file__).resolve().parents[2]
BASE_URL = "https://hilfenetz.example"


class Service:
    """The owner is no superuser here, and the web login is not the owner: as in production."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = EmbeddedServer(folder / "postgres", fsync=False)
        self.web_password, self.owner_password = secrets.token_urlsafe(16), secrets.token_urlsafe(16)

    def start(self) -> None:
        self.server.start()
        self._name_superuser_postgres()
        password_file = self.folder / "owner_password"
        password_file.write_text(self.owner_password)
        done = subprocess.run(
            ["sh", ROOT / "infra/postgres/init.sh"],
            env=self._superuser_environment | {"OWNER_PASSWORD_FILE": str(password_file)},
            capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0 and not done.stderr, done.stderr

    def _name_superuser_postgres(self) -> None:
        """The embedded server calls its superuser hn_owner, the name that production has for the owner."""
        with psycopg.connect(self.server.url(), autocommit=True) as first:
            first.execute("CREATE ROLE helper SUPERUSER LOGIN PASSWORD 'only-for-tests'")
        with psycopg.connect(self._url("helper", "only-for-tests", "postgres"), autocommit=True) as helper:
            helper.execute("ALTER ROLE hn_owner RENAME TO postgres")
        with psycopg.connect(self.superuser_url("postgres"), autocommit=True) as again:
            again.execute("DROP ROLE helper")

    def _url(self, role: str, password: str, database: str) -> str:
        return f"postgresql://{role}:{password}@127.0.0.1:{self.server.port}/{database}"

    def superuser_url(self, database: str = "hilfenetz") -> str:
        return self.server.url(database).replace("//hn_owner:", "//postgres:")

    def owner_url(self, database: str = "hilfenetz") -> str:
        return self._url("hn_owner", self.owner_password, database)

    def web_url(self, database: str = "hilfenetz") -> str:
        return self._url("hn_web", self.web_password, database)

    @property
    def _superuser_environment(self) -> dict[str, str]:
        password = self.superuser_url().split(":")[2].partition("@")[0]
        binaries = str(self.server.binaries.folder)
        return {
            "PATH": f"{binaries}:{os.environ['PATH']}",
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.server.port),
            "POSTGRES_USER": "postgres",
            "PGPASSWORD": password,
        }

    @property
    def environment(self) -> dict[str, str]:
        """What the web process of production sees."""
        return {
            "PATH": os.environ["PATH"],
            "HILFENETZ_MODE": "production",
            "HILFENETZ_BASE_URL": BASE_URL,
            "HILFENETZ_SECRET_KEY": "0123456789" * 5,
            "HILFENETZ_VAR": str(self.folder / "var"),
            "DATABASE_URL": self.web_url(),
            "DJANGO_SETTINGS_MODULE": "project.settings",
            "PYTHONUNBUFFERED": "1",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
        }

    def manage(self, *arguments: str, fails: bool = False, **extra: str) -> str:
        """Run a command of manage.py as the owner; returns what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment | {"DATABASE_OWNER_URL": self.owner_url()} | extra,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        assert bool(done.returncode) == fails, done.stdout
        return done.stdout

    def do(self, statements: str) -> None:
        """As the superuser, as an accident or an attacker would."""
        with psycopg.connect(self.superuser_url(), autocommit=True) as connection:
            connection.execute(statements)

    def ask(self, query: Any, url: str | None = None) -> list[Any]:
        with psycopg.connect(url or self.superuser_url(), autocommit=True) as connection:
            return connection.execute(query).fetchall()
