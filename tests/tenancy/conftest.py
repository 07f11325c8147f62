"""A database of its own for tests that migrate."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections

from tests import database

NAME = "hn_fleet"


@pytest.fixture
def fleet(web: Any) -> Iterator[None]:
    """A copy of the test database in which real transactions may do anything."""
    settings = connections.settings["default"]
    original = settings["NAME"]
    database.clone(NAME)
    settings["NAME"] = NAME
    database.log_in(database.WEB)
    yield
    connections.close_all()
    settings["NAME"] = original
    database.log_in(database.WEB)
