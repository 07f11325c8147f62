"""A receiver that listens for webhooks on this machine, and events as an office's transaction tells them."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.utils import timezone

from kernel import clock
from kernel.access.actor import Role
from kernel.keys import uuid7
from kernel.tenancy.place import Place, bound
from tenants.notices import outbox
from tenants.notices.models import Delivery, Endpoint
from tenants.notices.webhooks.messages import new_secret
from tenants.people.models import Person
from tenants.worklist.items import Kind, open_item
from tests.database import set_up
from tests.factories import people


@dataclass
class Receiver:
    """What came, and what is answered: a status, headers, and how long it takes."""

    url: str = ""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOK_LOOPBACK = True
    found = Receiver()
    stop = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.got.append((dict(self.headers), body))
            stop.wait(found.wait)
            if stop.is_set():
                return
            self.send_response(found.status)
            for name, value in found.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    found.url = f"http://127.0.0.1:{server.server_port}/haken?fach=1"
    yield found
    stop.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def proof_asked(nord: Place) -> Callable[..., str]:
    """The office asks a provider for a proof of use; it is due today unless said otherwise."""

    def ask(organisation: str = "alpha", days: int = 0) -> str:
        subject = str(uuid7())
        with bound(nord):
            open_item(
                office="nord",
                organisation=organisation,
                kind=Kind.PROOF_DUE,
                subject=subject,
                due_on=clock.today() + timedelta(days=days),
                code="V-7/2026",
            )
        return subject

    return ask


def in_workspace(organisation: str, role: Role, email: str = "", *, county: str = "nord") -> Person:
    """Someone with a role in the organisation itself and in a county, with an account."""
    someone = people.person(f"{role.label} von {organisation}")
    with set_up():
        someone.memberships.create(
            person=someone, organisation_id=organisation, role=role, begins=clock.today() - timedelta(days=10)
        )
    if county:
        people.membership(someone, Place("office", county, f"o_{county}", f"o_{county}"), role, organisation)
    people.account(someone, email)
    return someone


def endpoint(url: str, *, office: str | None = None, organisation: str | None = None) -> Endpoint:
    with set_up():
        row = Endpoint(
            office_id=office, organisation_id=organisation, name="Fachverfahren", url=url, kinds=["proof_due"]
        )
        row.clear = new_secret(row)  # type: ignore[attr-defined]
        row.save()
    return row


def delivery_to(row: Endpoint) -> Delivery:
    with set_up():
        return Delivery.objects.select_related("endpoint", "event").get(endpoint=row)


def due_now(delivery: Delivery) -> None:
    with set_up():
        Delivery.objects.filter(pk=delivery.pk).update(next_at=timezone.now())


def hand_over() -> None:
    while outbox.hand_over():
        pass
