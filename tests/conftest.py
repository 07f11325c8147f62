"""Fixtures of all tests: the database, the two offices and the two providers."""

from collections.abc import Iterator
from typing import Any

import pytest

from kernel.tenancy.place import Place
from tests import database


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that all processes end at the same time."""
    items.sort(key=lambda item: not item.get_closest_marker("browser"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        database.create()
    yield
    with django_db_blocker.unblock():
        database.drop()


@pytest.fixture(scope="session")
def places(django_db_setup: None, django_db_blocker: Any) -> dict[str, Place]:
    """The places that every test finds, by key."""
    from tenants.registry.models import Office, Organisation

    with django_db_blocker.unblock():
        return {row.key: row.place for model in (Office, Organisation) for row in model.objects.all()}


@pytest.fixture
def nord(places: dict[str, Place]) -> Place:
    return places["nord"]


@pytest.fixture
def sued(places: dict[str, Place]) -> Place:
    return places["sued"]


@pytest.fixture
def alpha(places: dict[str, Place]) -> Place:
    return places["alpha"]


@pytest.fixture
def beta(places: dict[str, Place]) -> Place:
    return places["beta"]


@pytest.fixture
def web(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """The connection, logged in as the web process, in real transactions: the test removes what it commits."""
    from django.db import connection

    with django_db_blocker.unblock():
        database.log_in(database.WEB)
        yield connection
        database.log_in(database.TEST)
