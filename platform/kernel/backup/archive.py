"""A backup is a folder: the database in pg_dump's own format, the files, and a manifest that says what must be in it.

It appears under its name (the time in UTC) only when it is complete.
"""

import fcntl
import json
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from kernel.backup import content
from kernel.backup.programs import client_environment, connect, pour, program, sha256

MANIFEST, DATABASE, FILES = "manifest.json", "database.dump", "files.tar"
NAME = "%Y%m%d-%H%M%S"
_IS_NAME = re.compile(r"\d{8}-\d{6}\Z")

type Say = Callable[[str], None]


@dataclass(frozen=True)
class Archive:
    """A complete backup."""

    folder: Path

    @property
    def made_at(self) -> datetime:
        return datetime.strptime(self.folder.name, NAME).replace(tzinfo=UTC)

    @property
    def manifest(self) -> dict[str, Any]:
        file = self.folder / MANIFEST
        if not file.is_file():
            raise CommandError(f"{self.folder} ist keine vollständige Sicherung: {MANIFEST} fehlt.")
        return json.loads(file.read_text())  # type: ignore[no-any-return]

    def verify(self) -> None:
        """Raises CommandError when a file is missing or is not what was written."""
        for name, expected in self.manifest["files"].items():
            path = self.folder / name
            if not path.is_file() or sha256(path) != expected:
                raise CommandError(
                    f"{path} fehlt oder ist beschädigt: Die Prüfsumme stimmt nicht. Nehmen Sie eine andere Sicherung."
                )


def archives() -> list[Archive]:
    """All complete backups, oldest first."""
    folder = settings.BACKUP_DIR
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [Archive(path) for path in found if _IS_NAME.match(path.name) and (path / MANIFEST).is_file()]


def make(say: Say) -> Archive:
    """Make a backup of the database as it is at one moment, and of the files; then delete what is too old."""
    settings.BACKUP_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _only_one():
        for leftover in settings.BACKUP_DIR.glob(".*.part"):
            shutil.rmtree(leftover)
        name = datetime.now(UTC).strftime(NAME)
        part = settings.BACKUP_DIR / f".{name}.part"
        part.mkdir(mode=0o700)
        try:
            _fill(part, say)
        except BaseException:
            shutil.rmtree(part)
            raise
        archive = Archive(part.rename(settings.BACKUP_DIR / name))
        _delete_old(say)
    return archive


def _fill(part: Path, say: Say) -> None:
    encrypt = [shlex.split(settings.BACKUP_ENCRYPT)] if settings.BACKUP_ENCRYPT else []
    ending = ".enc" if encrypt else ""
    with connect() as connection:
        connection.execute("SET idle_in_transaction_session_timeout = 0")
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot(), current_database()").fetchone()
        assert row is not None  # noqa: S101 - a SELECT without FROM has one row
        manifest = {
            "made_at": part.name.strip(".").removesuffix(".part"),
            "database": row[1],
            "server_version": connection.info.server_version,
            "code": settings.SCHEMA_VERSION,
            "encrypted": bool(encrypt),
            "offices": content.offices(connection),
            "roles": content.roles(connection),
            "rows": content.row_counts(connection),
            "files": {},
        }
        dump = [
            program("pg_dump", connection.info.server_version // 10000),
            "--format=custom",
            f"--snapshot={row[0]}",
            "--no-password",
            "--lock-wait-timeout=60s",
        ]
        manifest["files"][DATABASE + ending] = pour([dump, *encrypt], part / (DATABASE + ending), client_environment())
    say(f"Datenbank gesichert: {len(manifest['offices'])} Ämter, {sum(manifest['rows'].values())} Zeilen.")
    if settings.MEDIA_ROOT.is_dir():
        tar = ["tar", "--create", "--directory", str(settings.MEDIA_ROOT), "--file=-", "."]
        manifest["files"][FILES + ending] = pour([tar, *encrypt], part / (FILES + ending))
        say("Dateien gesichert.")
    (part / MANIFEST).write_text(json.dumps(manifest, indent=1))


@contextmanager
def _only_one() -> Iterator[None]:
    with (settings.BACKUP_DIR / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CommandError("Eine Sicherung läuft schon.") from None
        yield


def _delete_old(say: Say) -> None:
    """The newest stays, however old it is."""
    oldest = datetime.now(UTC) - timedelta(days=settings.BACKUP_DAYS)
    for archive in archives()[:-1]:
        if archive.made_at < oldest:
            shutil.rmtree(archive.folder)
            say(f"Alte Sicherung {archive.folder.name} gelöscht.")
