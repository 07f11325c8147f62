"""Fixtures of all tests: the database, the two offices and the two providers."""

from collections.abc import Iterator
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

from kernel.tenancy.place import Place
from tests import database

AT_LENGTH = "tests/api/test_fuzz_at_length.py"
# Tests that start whole services and wait for them with a clock: never two at once
SERVICES = ("tests/attack/", "tests/demo/", "tests/infra/", "tests/runtime/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that all processes end at the same time."""
    items.sort(key=lambda item: not item.get_closest_marker("browser"))
    for item in items:
        if item.nodeid.startswith(AT_LENGTH) and item.parent:
            item._id = item.parent.id.child(item.name)  # type: ignore[attr-defined]  # schemathesis: all the same
    if len({item.nodeid for item in items}) < len(items):
        raise pytest.UsageError("Of tests with the same name xdist runs only one.")


class InParts(LoadFileScheduling):
    """In test-full each process takes a file, but of the long fuzzing an operation, and one all that start services."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(AT_LENGTH):
            return nodeid
        return "services" if nodeid.startswith(SERVICES) else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling | None:
    return InParts(config, log) if config.option.markexpr == "full" else None


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
