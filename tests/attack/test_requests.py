"""Requests through the real middleware, to views with a program error in them; by WSGI and by ASGI."""

import asyncio
import json
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.conf import settings as configured
from django.core.asgi import get_asgi_application
from django.db import InternalError, connections
from django.test import Client

from kernel.audit.models import Entry
from kernel.tenancy.place import Place, transaction_in
from tests.database import WEB


@pytest.fixture(autouse=True)
def mounted(settings: Any) -> None:
    settings.MIDDLEWARE = [*configured.MIDDLEWARE, "tests.attack.probe.Mount"]


def host(key: str) -> dict[str, str]:
    return {"host": f"{key}.hilfenetz.localhost"}


def test_a_get_cannot_write(web: Any, nord: Place) -> None:
    """The same view writes on POST."""
    with pytest.raises(InternalError, match="read-only transaction"):
        Client().get("/write", headers=host("nord"))
    assert Client().post("/write", headers=host("nord")).json()["user"] == "o_nord"
    with transaction_in(nord):
        assert Entry.objects.filter(verb="written").count() == 1


@pytest.mark.parametrize(("key", "role"), [("nord", "o_nord"), ("sued", "o_sued")])
def test_a_request_reads_its_own_office(web: Any, key: str, role: str) -> None:
    seen = Client().get("/read", headers=host(key)).json()
    assert seen == {"user": role, "path": f"{role}, public", "verbs": [f"secret of {key}"]}


@pytest.mark.parametrize(
    "name", ["nord.hilfenetz.localhost.evil.example", "o-nord.hilfenetz.localhost", "nord'--.hilfenetz.localhost"]
)
def test_a_host_that_is_no_office_is_nobodys(web: Any, name: str) -> None:
    assert Client().get("/read", headers={"host": name}).status_code in (400, 404)


async def ask(application: Any, path: str, key: str) -> Any:
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [(b"host", host(key)["host"].encode())],
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
        "scheme": "http",
    }
    browser = ApplicationCommunicator(application, scope)
    await browser.send_input({"type": "http.request", "body": b""})
    start, body = await browser.receive_output(10), await browser.receive_output(10)
    assert start["status"] == 200
    await browser.wait(10)
    return json.loads(body["body"])


def test_asgi_requests_at_once_keep_to_their_offices(web: Any) -> None:
    async def at_once() -> list[Any]:
        application = get_asgi_application()
        return await asyncio.gather(*[ask(application, "/read", key) for key in ("nord", "sued") * 10])

    answers = asyncio.run(at_once())
    assert [a["verbs"] for a in answers] == [["secret of nord"], ["secret of sued"]] * 10


def test_an_async_view_without_a_scope_of_its_own_is_nobody(web: Any) -> None:
    options = connections.settings["default"]
    options["ATOMIC_REQUESTS"] = False  # Django refuses async views otherwise
    try:
        seen = asyncio.run(ask(get_asgi_application(), "/async", "nord"))
    finally:
        options["ATOMIC_REQUESTS"] = True
    assert seen == {"user": WEB.name, "path": "public"}
