"""The server of production on a copy of the test database, with a room in it, and readers of its streams."""

import http.client
import json
import os
import queue
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client

from kernel.access.actor import Actor
from kernel.tenancy.place import PORTAL
from project.serve.children import Child
from project.serve.demo import web_command
from project.serve.surroundings import ROOT
from tenants.people.models import Account, Person
from tests import database
from tests.factories import people
from tests.runtime.supervisor import free_port

PATIENCE = 15.0


class Server:
    """One that can be ended and started again on the same port."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.port, self.folder = free_port(), folder
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.live.settings",
            "HILFENETZ_MODE": "test",
            "HILFENETZ_BASE_URL": f"http://hilfenetz.localhost:{self.port}",
            "HILFENETZ_SECRET_KEY": settings.SECRET_KEY,
            "HILFENETZ_VAR": str(folder),
            "HILFENETZ_KEYS": str(settings.KEY_FOLDER),
            "DATABASE_URL": database_url,
            "DATABASE_OWNER_URL": "",
        }
        self.child: Child | None = None

    def start(self) -> None:
        log = self.folder / "web.log"
        self.child = Child("web", web_command(self.port), log=log, environment=self.environment, folder=ROOT)
        give_up = time.monotonic() + 60
        while not self._answers():
            if self.child.exit_code is not None or time.monotonic() > give_up:
                raise self.child.failure("Der Webserver startet nicht.")
            time.sleep(0.1)

    def stop(self) -> float:
        """How long it took to end."""
        began = time.monotonic()
        if self.child:
            self.child.stop()
        return time.monotonic() - began

    def _answers(self) -> bool:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", self.port)):
                return False
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", "/health", headers={"Host": f"hilfenetz.localhost:{self.port}"})
        return connection.getresponse().status == 200


def cookie_of(actor: Actor) -> str:
    """The session of someone who has just signed in."""
    client = Client()
    with database.scene(PORTAL):
        account = Account.objects.filter(person=actor.person).first() or people.account(Person(pk=actor.person))
        client.force_login(account)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@dataclass
class Event:
    name: str
    data: str
    cursor: str

    @property
    def content(self) -> Any:
        return json.loads(self.data)


class Stream:
    """What a browser's EventSource hears."""

    def __init__(self, port: int, path: str, cookie: str, office: str = "nord", cursor: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {"Host": f"{office}.hilfenetz.localhost:{port}", "Cookie": f"hilfenetz={cookie}"}
        self.connection.request("GET", path, headers=headers | ({"Last-Event-ID": cursor} if cursor else {}))
        self.answer = self.connection.getresponse()
        self.status = self.answer.status
        self.heard: queue.Queue[Event | None] = queue.Queue()
        if self.status == 200:
            threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        fields: dict[str, str] = {}
        try:
            for line in self.answer:
                text = line.decode().rstrip("\n")
                if text:
                    name, _, value = text.partition(":")
                    fields[name] = value.removeprefix(" ")
                else:
                    self.heard.put(Event(fields.get("event", "message"), fields.get("data", ""), fields.get("id", "")))
                    fields = {}
        except (OSError, http.client.HTTPException, ValueError, AttributeError):
            pass
        self.heard.put(None)

    def next(self, name: str, patience: float = PATIENCE) -> Event:
        """The next event of this name; the stream must not end before."""
        end = time.monotonic() + patience
        while True:
            event = self.heard.get(timeout=max(0.01, end - time.monotonic()))
            assert event is not None, "the stream has ended"
            if event.name == name:
                return event

    def nothing(self, seconds: float) -> bool:
        """Whether no message comes for a while."""
        try:
            self.next("message", seconds)
        except queue.Empty:
            return True
        return False

    def ends(self, patience: float = PATIENCE) -> bool:
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if self.heard.get(timeout=patience) is None:
                return True
        return False

    def close(self) -> None:
        if self.connection.sock:
            self.connection.sock.shutdown(socket.SHUT_RDWR)
        self.connection.close()


@contextmanager
def started(folder: Path, database_url: str) -> Iterator[Server]:
    server = Server(folder, database_url)
    try:
        server.start()
        yield server
    finally:
        server.stop()
