"""pytest plugin: a PostgreSQL server of the session's own, up before Django reads its settings.

Loaded with `-p`, because pytest-django imports the settings before any conftest.
DATABASE_OWNER_URL names another server.
"""

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from kernel.postgres import EmbeddedServer, ServerError

server_key = pytest.StashKey[EmbeddedServer]()
folder_key = pytest.StashKey[Path]()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    folder = Path(tempfile.mkdtemp(prefix="hilfenetz-test-"))
    folder.chmod(0o711)  # as root the server runs under another account
    early_config.stash[folder_key] = folder
    os.environ.setdefault("HILFENETZ_VAR", str(folder / "var"))
    try:
        if not os.environ.get("DATABASE_OWNER_URL"):
            server = early_config.stash[server_key] = EmbeddedServer(folder / "postgres", fsync=False)
            server.start()
            os.environ["DATABASE_OWNER_URL"] = server.ensure_database("hilfenetz")
        return (yield)
    except ServerError as error:
        _remove(early_config)
        raise pytest.UsageError(str(error)) from error
    except BaseException:
        _remove(early_config)
        raise


def pytest_unconfigure(config: pytest.Config) -> None:
    _remove(config)


def _remove(config: pytest.Config) -> None:
    """Stop the server and leave nothing behind; a second call finds nothing to do."""
    if server_key in config.stash:
        config.stash[server_key].destroy()
        del config.stash[server_key]
    if folder_key in config.stash:
        shutil.rmtree(config.stash[folder_key])
        del config.stash[folder_key]
