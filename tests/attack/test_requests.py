"""Requests through the real middleware, to views with a program error in them; by WSGI and by ASGI."""

import asyncio
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings as configured
from django.db import InternalError, connections
from django.test import AsyncClient, Client

from kernel.tenancy.place import Place, transaction_in
from kernel.audit.models import Entry
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


@pytest.mark.parametrize("name", ["nord.hilfenetz.localhost.evil.example", "o-nord.hilfenetz.localhost", "nord'--.hilfenetz.localhost"])
def test_a_host_that_is_no_office_is_nobodys(web: Any, name: str) -> None:
    assert Client().get("/read", headers={"host": name}).status_code in (400, 404)


def test_asgi_requests_at_once_keep_to_their_offices(web: Any) -> None:
    async def at_once() -> list[Any]:
        client = AsyncClient()
        answers = await asyncio.gather(*[client.get("/read", headers=host(key)) for key in ("nord", "sued") * 10])
        await sync_to_async(connections.close_all)()
        return [a.json()["verbs"] for a in answers]

    assert asyncio.run(at_once()) == [["secret of nord"], ["secret of sued"]] * 10


def test_an_async_view_without_a_scope_of_its_own_is_nobody(web: Any, settings: Any) -> None:
    settings.DATABASES["default"]["ATOMIC_REQUESTS"] = False  # Django refuses async views otherwise
    connections.settings["default"]["ATOMIC_REQUESTS"] = False

    async def ask() -> dict[str, Any]:
        answer = await AsyncClient().get("/async", headers=host("nord"))
        await sync_to_async(connections.close_all)()
        return answer.json()  # type: ignore[no-any-return]

    try:
        assert asyncio.run(ask()) == {"user": WEB.name, "path": "public"}
    finally:
        connections.settings["default"]["ATOMIC_REQUESTS"] = True
