"""pytest plugin: a PostgreSQL server of the session's own, up before Django reads its settings.

Loaded with `-p`, because pytest-django imports the settings before any conftest. Roles belong to a whole server, so
each of xdist's processes has one of its own. DATABASE_OWNER_URL names another server, for one process.
"""

import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from kernel.postgres import EmbeddedServer, ServerError

session = pytest.StashKey[ExitStack]()
DISTRIBUTES = "postgresql://none@127.0.0.1:9/none"  # xdist's first process reads the settings and runs no test


@contextmanager
def open_folder() -> Iterator[Path]:
    """Unlike pytest's own, a folder that the server's account may enter when we are root."""
    path = Path(tempfile.mkdtemp(prefix="hilfenetz-test-"))
    path.chmod(0o711)
    try:
        yield path
    finally:
        shutil.rmtree(path)


@pytest.fixture
def folder() -> Iterator[Path]:
    with open_folder() as path:
        yield path


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    early_config.stash[session] = ExitStack()
    try:
        with ExitStack() as stack:
            folder = stack.enter_context(open_folder())
            works = "PYTEST_XDIST_WORKER" in os.environ
            if works or "HILFENETZ_VAR" not in os.environ:
                os.environ["HILFENETZ_VAR"] = str(folder / "var")
            if not works and early_config.known_args_namespace.numprocesses:
                os.environ.setdefault("DATABASE_OWNER_URL", DISTRIBUTES)
            elif os.environ.get("DATABASE_OWNER_URL", DISTRIBUTES) == DISTRIBUTES:
                server = stack.enter_context(EmbeddedServer(folder / "postgres", fsync=False))
                stack.callback(server.destroy)
                os.environ["DATABASE_OWNER_URL"] = server.ensure_database("hilfenetz")
            result = yield
            early_config.stash[session] = stack.pop_all()
            return result
    except ServerError as error:
        raise pytest.UsageError(str(error)) from error


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[session].close()
