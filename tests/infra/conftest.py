from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.infra.service import Service


@pytest.fixture(scope="module")
def new_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[type]:
    """Makes services, each with a PostgreSQL of its own, and ends them."""
    made: list[Service] = []

    def make() -> Service:
        folder: Path = tmp_path_factory.mktemp("service")
        for parent in (folder, *folder.parents[:2]):
            parent.chmod(0o711)  # as root the server runs under another account
        made.append(Service(folder))
        made[-1].start()
        return made[-1]

    yield make
    for service in made:
        service.server.destroy()
