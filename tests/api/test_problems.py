"""Whatever goes wrong is a problem with a German sentence, and nothing is saved."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from contracts.models import District
from kernel.access.actor import Role
from kernel.tenancy.place import Place, bound
from tests.api.conftest import Api, fields_of
from tests.factories import contracts, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner(api: Callable[..., Api], nord: Place) -> Api:
    return api(nord, Role.PLANNER)


def problem(answer: object, status: int) -> dict:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status and body["type"].startswith("urn:hilfenetz:problem:") and body["detail"]
    return body


def test_without_sign_in(api: Callable[..., Api], nord: Place) -> None:
    answer = api(nord).get("districts")
    problem(answer, 401)
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_without_membership(api: Callable[..., Api], nord: Place, sued: Place) -> None:
    someone = people.person()
    people.membership(someone, nord, Role.PLANNER)
    assert (
        problem(Api(people.client(sued, who=someone)).get("districts"), 403)["detail"]
        == "Sie haben hier keinen Zugang."
    )


def test_with_an_expired_instruction(nord: Place) -> None:
    someone = people.person()
    people.membership(someone, nord, Role.PROVIDER_WORKER, "alpha", instructed_until=None)
    assert "Unterweisung" in problem(Api(people.client(nord, who=someone)).get("hours"), 403)["detail"]


def test_without_the_permission(api: Callable[..., Api], nord: Place) -> None:
    worker = api(nord, Role.CASE_WORKER)
    assert "Recht" in problem(worker.post("districts", {"name": "West", "begins": "2026-01-01"}), 403)["detail"]


@pytest.mark.parametrize(
    "path", ["nichts", "districts/", "districts/1", "districts/0198c5b5-0000-7000-8000-000000000000"]
)
def test_unknown_addresses(planner: Api, path: str) -> None:
    problem(planner.get(path), 404)


def test_the_methods_of_an_address(planner: Api) -> None:
    answer = planner.send("DELETE", "districts")
    problem(answer, 405)
    assert answer["Allow"] == "GET, POST, HEAD, OPTIONS"
    assert planner.send("OPTIONS", "districts").status_code == 204
    head = planner.browser.head("/api/v1/districts")
    assert head.status_code == 200 and not head.content and head["ETag"]


def test_formats(planner: Api) -> None:
    problem(planner.get("districts", accept="text/csv"), 406)
    for content_type in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"):
        problem(planner.browser.generic("POST", "/api/v1/districts", "name=West", content_type=content_type), 415)


BROKEN = {
    "cut off": b'{"name": "West"',
    "not JSON": b"name=West",
    "latin-1": '{"name": "Süd"}'.encode("latin-1"),
    "NaN": b'{"name": NaN}',
    "deep list": b"[" * 100_000,
    "deep object": b'{"a":' * 100_000,
    "closed deep list": b"[" * 900 + b"]" * 900,
    "long number": b'{"begins": 1' + b"0" * 5000 + b"}",
    "byte order mark": b"\xef\xbb\xbf{}",
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
def test_broken_json(planner: Api, body: bytes) -> None:
    problem(planner.browser.generic("POST", "/api/v1/districts", body, content_type="application/json"), 400)


def test_without_a_body(planner: Api) -> None:
    problem(planner.post("districts"), 400)


WRONG = {
    "a list": [],
    "a text": "x",
    "a number": 1,
    "nothing": None,
    "nothing in it": {},
    "NUL": {"name": "A\x00", "begins": "2026-01-01"},
    "surrogate": {"name": "\ud800", "begins": "2026-01-01"},
    "spaces": {"name": "  ", "begins": "2026-01-01"},
    "too long": {"name": "x" * 121, "begins": "2026-01-01"},
    "object as text": {"name": {}, "begins": "2026-01-01"},
    "number as date": {"name": "A", "begins": 20260101},
    "no such date": {"name": "A", "begins": "2026-02-30"},
    "year 10000": {"name": "A", "begins": "10000-01-01"},
    "end before begin": {"name": "A", "begins": "2026-01-02", "ends": "2026-01-01"},
    "unknown field": {"name": "A", "begins": "2026-01-01", "id": "x"},
    "number as boolean": {"name": "A", "begins": "2026-01-01", "pilot": 7},
}


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG.keys())
def test_wrong_values_name_their_field(planner: Api, nord: Place, body: object) -> None:
    sent = json.dumps(body).encode()
    answer = planner.browser.generic("POST", "/api/v1/districts", sent, content_type="application/json")
    assert problem(answer, 422)["errors"][0]["detail"]
    with bound(nord):
        assert not District.objects.exists()


@pytest.mark.parametrize("key", ["\x00", "Alpha", "gamma", "", " ", "a\ud800", "x" * 42, 7, {}])
def test_keys_that_cannot_be(planner: Api, key: object) -> None:
    sent = json.dumps({"organisation": key, "begins": "2026-01-01"}).encode()
    answer = planner.browser.generic("POST", "/api/v1/engagements", sent, content_type="application/json")
    assert "#/organisation" in fields_of(answer)


def test_numbers_out_of_range(api: Callable[..., Api], nord: Place) -> None:
    with bound(nord):
        contract = contracts.contract("alpha")
    finance = api(nord, Role.FINANCE)
    for amount in ("1e400", 1e308, "Infinity", "NaN", "0.001", 10**30, -1, 0, [], "1" * 5000):
        body = {"contract": str(contract.pk), "organisation": "alpha", "year": 2026, "amount": amount}
        assert "#/amount" in fields_of(finance.post("budget-lines", body)), amount
    for year in (-1, 0, 2101, 2**31, 2**63, 10**4000, 1e300, True):
        body = {"contract": str(contract.pk), "organisation": "alpha", "year": year, "amount": "1"}
        assert "#/year" in fields_of(finance.post("budget-lines", body)), year


def test_a_large_body_is_refused_unread(planner: Api) -> None:
    class Untouched:
        def read(self, *_: object) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    def send(**headers: object) -> object:
        return planner.browser.post(
            "/api/v1/districts", **{"wsgi.input": Untouched(), "CONTENT_TYPE": "application/json"}, **headers
        )

    problem(send(CONTENT_LENGTH=str(100 * 1024 * 1024)), 413)
    problem(send(CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked"), 411)
    problem(send(CONTENT_LENGTH="-1"), 400)


def test_parameters_are_checked(planner: Api) -> None:
    for query in (
        "limit=0",
        "limit=101",
        "limit=x",
        "limit=",
        "offset=-1",
        "offset=99999999999999999999",
        "stat=draft",
        "on=gestern",
        "pilot=vielleicht",
    ):
        assert query.partition("=")[0] in fields_of(planner.get(f"districts?{query}")), query
    problem(planner.get("hours?x=1"), 403)
    problem(planner.get("districts?on=%00"), 400)
    problem(planner.get("roles?organisation=%00%ff"), 400)


@pytest.mark.parametrize("charset", ["utf-7", "latin-1", "nonsense"])
def test_other_charsets(planner: Api, charset: str) -> None:
    content_type = f"application/json; charset={charset}"
    problem(planner.browser.generic("POST", "/api/v1/districts?limit=1", b"{}", content_type=content_type), 415)


def test_session_needs_the_csrf_token(nord: Place, planner: Api) -> None:
    strict = Client(enforce_csrf_checks=True, headers=planner.browser.defaults and {"host": "nord.hilfenetz.localhost"})
    strict.cookies = planner.browser.cookies
    answer = strict.post("/api/v1/districts", {"name": "West", "begins": "2026-01-01"}, content_type="application/json")
    assert "CSRF" in problem(answer, 403)["detail"]
    assert strict.get("/api/v1/districts").status_code == 200


def test_a_suspended_office(nord: Place, planner: Api) -> None:
    from tenants.registry.models import Office
    from tenants.registry.places import forget_places
    from tests.database import set_up

    with set_up():
        Office.objects.filter(pk="nord").update(status="suspended")
    forget_places()
    try:
        assert "angehalten" in problem(planner.get("districts"), 503)["detail"]
    finally:
        forget_places()
