import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.infra.service import Service


@pytest.fixture(scope="module")
def new_service() -> Iterator[type]:
    """Makes services, each with a PostgreSQL of its own, and ends them.

    Not in pytest's folder: every pytest that starts closes it to other accounts, and as root the server has its own.
    """
    made: list[Service] = []

    def make() -> Service:
        folder = Path(tempfile.mkdtemp(prefix="hilfenetz-service-"))
        folder.chmod(0o711)
        made.append(Service(folder))
        made[-1].start()
        return made[-1]

    yield make
    for service in made:
        service.server.destroy()
        shutil.rmtree(service.folder)
