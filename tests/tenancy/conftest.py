"""A database of its own for tests that migrate."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests import database

NAME = "hn_fleet"


@pytest.fixture
def fleet(web: Any) -> Iterator[None]:
    """A copy of the test database in which real transactions may do anything."""
    with database.copy(NAME, database.WEB):
        yield
