"""The ground of all measurements: a server of its own, and databases with offices in them."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kernel.postgres import EmbeddedServer

ROOT = Path(__file__).resolve().parents[2]
WEB = "hn_web:only-for-measuring"


@contextmanager
def server() -> Iterator[EmbeddedServer]:
    """A server in a folder that is removed afterwards, and the settings that lead to it."""
    with tempfile.TemporaryDirectory(prefix="hilfenetz-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # as root the server runs under another account
        database = EmbeddedServer(folder / "postgres", fsync=False)
        with database:
            os.environ.update(
                HILFENETZ_MODE="test", HILFENETZ_SECRET_KEY="only-for-measuring-" + "x" * 40, HILFENETZ_VAR=str(folder / "var"),
                HILFENETZ_BASE_URL="http://hilfenetz.localhost", DATABASE_OWNER_URL=database.url("bench"),
                DATABASE_URL=f"postgresql://{WEB}@127.0.0.1:{database.port}/bench", HILFENETZ_API_RATE="1000000/minute",
            )
            yield database


def use(name: str) -> None:
    """Make a database with roles, shared tables and the offices' template, and use it from now on."""
    from django.db import connection, connections

    from kernel.tenancy.bootstrap import bootstrap
    from kernel.tenancy.fleet import migrate_template
    from kernel.tenancy.place import as_owner

    connection.close()
    connections.settings["default"]["NAME"] = name
    connection.close_pool()
    del connections["default"]
    bootstrap(quiet)
    with as_owner():
        migrate_template(quiet)


def quiet(line: str) -> None:
    pass
