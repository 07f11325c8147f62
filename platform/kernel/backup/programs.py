"""PostgreSQL's own programs, and running them so that a failure is never missed."""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import CommandError

from kernel.postgres import ServerError, find_binaries

BLOCK = 1 << 20


def owner_login(database: str | None = None) -> dict[str, Any]:
    """How the owner connects, in psycopg's words; to the service's database unless another is named."""
    owner = settings.DATABASES["default"]["OWNER"]
    if not owner["USER"]:
        raise CommandError(
            "DATABASE_OWNER_URL fehlt: Sichern und Wiederherstellen braucht die Anmeldung der Eigentümerrolle."
        )
    login = {
        "host": owner["HOST"],
        "port": owner["PORT"],
        "user": owner["USER"],
        "password": owner["PASSWORD"],
        "dbname": database or owner["NAME"],
    }
    return {name: value for name, value in login.items() if value}


def connect(database: str | None = None) -> psycopg.Connection:
    """A connection as the owner, each statement its own transaction."""
    return psycopg.connect(**owner_login(database), autocommit=True)


def client_environment(database: str | None = None) -> dict[str, str]:
    """The login for pg_dump and pg_restore: in the environment, because every process may read arguments."""
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    return os.environ | {names[name]: str(value) for name, value in owner_login(database).items()}


def program(name: str, server_major: int) -> str:
    """The path of pg_dump or pg_restore of the server's major version, or else of the next one above it."""
    found = {version: path for path in _candidates(name) if (version := _major(path)) >= server_major}
    if not found:
        raise CommandError(
            f"{name} von PostgreSQL {server_major} oder neuer fehlt: Installieren Sie postgresql-client-{server_major} "
            "oder nennen Sie mit HILFENETZ_PG_BIN den Ordner."
        )
    return str(found[min(found)])


def _candidates(name: str) -> list[Path]:
    try:
        folders = [find_binaries().folder]
    except ServerError:  # no server's programs here; the client's are enough
        folders = []
    folders += Path("/usr/lib/postgresql").glob("*/bin")
    if on_path := shutil.which(name):
        folders.append(Path(on_path).parent)
    return [folder / name for folder in folders if (folder / name).is_file()]


def _major(path: Path) -> int:
    answer = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\) (\d+)", answer)
    return int(found[1]) if found else 0


def run(command: list[str], environment: dict[str, str] | None = None) -> str:
    """What the command prints. Raises CommandError with what it complains about."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise CommandError(f"{Path(command[0]).name} ist fehlgeschlagen: {done.stderr.strip()[-2000:]}")
    return done.stdout


def pour(
    commands: list[list[str]], target: Path, environment: dict[str, str] | None = None, source: Any = subprocess.DEVNULL
) -> str:
    """Run the commands as a pipe into a new file, safely on disk; returns its SHA-256. Any failing command fails it."""
    digest = hashlib.sha256()
    with ExitStack() as stack:
        complaints = stack.enter_context(tempfile.TemporaryFile("w+"))
        output = stack.enter_context(target.open("xb"))
        processes: list[subprocess.Popen[bytes]] = []
        for command in commands:
            process = subprocess.Popen(
                command, stdin=source, stdout=subprocess.PIPE, stderr=complaints, env=environment
            )
            stack.callback(_end, process)
            if processes:
                source.close()  # so that the one before notices when this one ends
            processes.append(process)
            source = process.stdout
        while block := source.read(BLOCK):
            digest.update(block)
            output.write(block)
        output.flush()
        os.fsync(output.fileno())
        failed = [Path(command[0]).name for process, command in zip(processes, commands, strict=True) if process.wait()]
        if failed:
            complaints.seek(0)
            raise CommandError(f"{', '.join(failed)} ist fehlgeschlagen: {complaints.read().strip()[-2000:]}")
    return digest.hexdigest()


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.stdout:
        process.stdout.close()
    process.kill()
    process.wait()


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
