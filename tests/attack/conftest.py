"""Committed rows in both offices for attacks to reach for, and the owner, for whom each attack succeeds."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests import database

SECRET = "secret of {}"


@pytest.fixture
def owner(django_db_setup: None) -> Iterator[psycopg.Connection[Any]]:
    """The owner's own connection: what the database refuses to the web process, it does for the owner."""
    with psycopg.connect(database.owner_url(), autocommit=True) as connection:
        yield connection


@pytest.fixture(autouse=True)
def secrets(owner: psycopg.Connection[Any]) -> Iterator[None]:
    """In each office an audit entry; in the shared schema a person with account, membership and so on per office."""
    for office in ("nord", "sued"):
        owner.execute(
            f"INSERT INTO o_{office}.audit_entry (id, at, place, via, verb, model, record, fields, reason)"
            " VALUES (gen_random_uuid(), now(), %s, 'test', %s, 'm', '1', '[]', '')",
            [office, SECRET.format(office)],
        )
    yield
    for office in ("nord", "sued"):
        owner.execute(f"DELETE FROM o_{office}.audit_entry")
