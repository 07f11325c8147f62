"""The server on a copy of the test database: what the tests do is committed there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernel.tenancy.place import PORTAL, Place
from tests import database
from tests.cluster import open_folder
from tests.factories.rooms import Round, a_round
from tests.live.service import Server, started

NAME = "hn_live"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with open_folder() as found:
        yield found


@pytest.fixture(scope="module")
def server(folder: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[Server]:
    with (
        django_db_blocker.unblock(),
        database.copy(NAME, database.TEST),
        started(folder, database.url(database.WEB, NAME)) as running,
    ):
        yield running


@pytest.fixture
def scene(server: Server, places: dict[str, Place]) -> Round:
    with database.scene(PORTAL):
        return a_round(places["nord"])
