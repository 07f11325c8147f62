"""The real service for browser tests: web server and job worker as the demo starts them, on a copy of the test database."""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from project.serve.children import Child
from project.serve.demo import web_command, worker_command
from project.serve.surroundings import BASE_HOST, ROOT
from tests.cluster import open_folder
from tests.runtime.supervisor import free_port

START_SECONDS = 60


class Service:
    """Addresses, accounts and the folder of a running service."""

    def __init__(self, port: int, var: Path) -> None:
        self.port, self.var = port, var
        self.url = f"http://{BASE_HOST}:{port}"
        self.accounts: list[dict[str, Any]] = []

    def office(self, key: str) -> str:
        return f"http://{key.replace('_', '-')}.{BASE_HOST}:{self.port}"

    def account(self, role: str, office: str, organisation: str | None = None) -> str:
        """The first account with the role there: its address."""
        found = (
            a["email"]
            for a in self.accounts
            if a["role"] == role and a["organisation"] == organisation and office in a["offices"]
        )
        return str(next(found))

    def mails_to(self, address: str) -> list[str]:
        files = sorted((self.var / "mail").glob("*.log"), key=lambda f: f.stat().st_mtime_ns)
        return [text for f in files if f"To: {address}" in (text := f.read_text())]


@contextmanager
def running(web_url: str, owner_url: str) -> Iterator[Service]:
    """Fill a copy of the test database and serve it; all ends with the context."""
    with ExitStack() as stack:
        folder = stack.enter_context(open_folder())
        service = Service(free_port(), folder)
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "project.settings",
            "HILFENETZ_MODE": "demo",
            "HILFENETZ_BASE_URL": service.url,
            "HILFENETZ_SECRET_KEY": "only-for-browser-tests",
            "HILFENETZ_VAR": str(folder),
            "DATABASE_URL": web_url,
            "DATABASE_OWNER_URL": "",
            "PYTHONUNBUFFERED": "1",
        }

        def start(name: str, command: list[str], **more: str) -> Child:
            child = Child(name, command, log=folder / f"{name}.log", environment=environment | more, folder=ROOT)
            stack.callback(child.stop)
            return child

        seed = start("seed", [sys.executable, "-m", "tests.browser.seed"], DATABASE_OWNER_URL=owner_url)
        if seed.finish():
            raise seed.failure("Die Daten der Browsertests fehlen.")
        service.accounts = json.loads((folder / "demo.json").read_text())["accounts"]
        children = [start("web", web_command(service.port)), start("worker", worker_command())]
        wait_until_up(service, children)
        yield service
        for child in children:
            if child.exit_code is not None:
                raise child.failure(f"{child.name} hat sich während der Tests beendet.")


def wait_until_up(service: Service, children: list[Child]) -> None:
    give_up = time.monotonic() + START_SECONDS
    while not answers(service):
        for child in children:
            if child.exit_code is not None or time.monotonic() > give_up:
                raise child.failure("Der Dienst startet nicht.")
        time.sleep(0.05)


def answers(service: Service) -> bool:
    asked = Request(f"http://127.0.0.1:{service.port}/health", headers={"Host": f"{BASE_HOST}:{service.port}"})
    try:
        with urlopen(asked, timeout=5) as answer:
            return answer.status == 200
    except (URLError, ConnectionError, TimeoutError):
        return False
