"""pytest plugin: a PostgreSQL server of the session's own, up before Django reads its settings.

Loaded with `-p`, because pytest-django imports the settings before any conftest.
DATABASE_OWNER_URL names another server.
"""

import os
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from kernel.postgres import EmbeddedServer, ServerError

running = pytest.StashKey[EmbeddedServer]()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    if os.environ.get("DATABASE_OWNER_URL"):
        return (yield)
    folder = Path(tempfile.mkdtemp(prefix="hilfenetz-test-"))
    folder.chmod(0o711)  # as root the server runs under another account
    server = EmbeddedServer(folder / "postgres", fsync=False)
    try:
        server.start()
        os.environ["DATABASE_OWNER_URL"] = server.ensure_database("hilfenetz")
        early_config.stash[running] = server
        return (yield)
    except ServerError as error:
        raise pytest.UsageError(str(error)) from error
    except BaseException:
        _remove(server)
        raise


def pytest_unconfigure(config: pytest.Config) -> None:
    server = config.stash.get(running, None)
    if server:
        _remove(server)


def _remove(server: EmbeddedServer) -> None:
    server.destroy()
    server.data_dir.parent.rmdir()
