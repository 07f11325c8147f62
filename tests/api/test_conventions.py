"""Tags and conditions, idempotency, pages, limits: the conventions that hold for every address."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import psycopg
import pytest
from django.core.cache import cache
from rest_framework.settings import api_settings

from contracts.models import District, Engagement
from kernel.access.actor import Role
from kernel.audit.models import Entry
from kernel.submissions.models import Submission
from kernel.tenancy.place import Place, bound
from tests.api.conftest import Api
from tests.database import owner_url
from tests.factories import contracts, people, training

pytestmark = pytest.mark.django_db
WEST = {"name": "West", "begins": "2026-01-01"}


@pytest.fixture
def planner(api: Callable[..., Api], nord: Place) -> Api:
    return api(nord, Role.PLANNER)


@pytest.fixture
def district(nord: Place) -> Iterator[District]:
    with bound(nord):
        row = contracts.district("Mitte")
    return row


def test_a_new_record_says_where_it_is(planner: Api) -> None:
    answer = planner.post("districts", WEST)
    assert answer.status_code == 201
    again = planner.browser.get(answer["Location"])
    assert again.status_code == 200 and again.json() == answer.json()
    assert answer.json() | WEST == answer.json()


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_a_day_is_within_the_time_that_the_forms_know(planner: Api, nord: Place, day: str) -> None:
    """Beyond the last day of the calendar nothing can be computed: that was an error of the program."""
    refused = planner.post("districts", WEST | {"begins": day})
    assert refused.status_code == 422 and "1.1.1900" in refused.content.decode()
    with bound(nord):
        contract = contracts.contract("alpha")
    for path, body in [
        (f"contracts/{contract.pk}/amend", {"begins": day, "change_note": "Neu"}),
        (f"contracts/{contract.pk}/draft-successor", {"number": "N-1", "begins": day}),
    ]:
        tag = planner.get(f"contracts/{contract.pk}")["ETag"]
        refused = planner.post(path, body, if_match=tag)
        assert refused.status_code == 422 and "1.1.1900" in refused.content.decode()
    assert planner.post("districts", WEST | {"begins": "2199-12-31"}).status_code == 201


def test_what_has_not_changed_is_not_sent(planner: Api, district: District) -> None:
    for path in (f"districts/{district.pk}", "districts", f"districts/{district.pk}/timeline", "schema"):
        first = planner.get(path)
        again = planner.get(path, if_none_match=f'"x", {first["ETag"]}')
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"]), path
        assert planner.get(path, if_none_match="W/" + first["ETag"]).status_code == 304
    seen = planner.get("districts")["ETag"]
    planner.patch(f"districts/{district.pk}", {"name": "Zentrum"}, if_match="*")
    assert planner.get("districts", if_none_match=seen).status_code == 200


def test_a_change_needs_the_state_it_was_made_from(planner: Api, district: District) -> None:
    path = f"districts/{district.pk}"
    assert planner.patch(path, {"name": "Ost"}).status_code == 428
    tag = planner.get(path)["ETag"]
    changed = planner.patch(path, {"name": "Ost"}, if_match=tag)
    assert changed.status_code == 200 and changed.json()["name"] == "Ost" and changed["ETag"] != tag
    lost = planner.patch(path, {"name": "Nord"}, if_match=tag)
    assert lost.status_code == 412 and "inzwischen geändert" in lost.json()["detail"]
    assert planner.patch(path, {"name": "Nord"}, if_match="Unsinn").status_code == 412
    assert planner.patch(path, {"pilot": True}, if_match=f"W/{changed['ETag']}").json()["name"] == "Ost"
    assert planner.patch(path, {"pilot": False}, if_match=f'"{planner.get(path).json()["version"]}"').status_code == 200


def test_a_change_leaves_what_is_not_sent(planner: Api, district: District) -> None:
    answer = planner.patch(f"districts/{district.pk}", {"remark": "neu"}, if_match="*")
    assert answer.json() | {"remark": "neu", "name": "Mitte", "begins": "2020-01-01"} == answer.json()


def test_a_change_sends_whole_parts(api: Callable[..., Api], nord: Place) -> None:
    """Only fields of the record itself may be left out."""
    path = f"curricula/{training.record_curriculum().pk}"
    answer = api(nord, Role.TRAINING).patch(path, {"modules": [{"minutes": 60}]}, if_match="*")
    assert answer.status_code == 422 and answer.json()["errors"][0]["pointer"] == "#/modules/0/title"


def test_sent_twice_is_done_once(planner: Api, nord: Place) -> None:
    first = planner.post("districts", WEST, idempotency_key="eins")
    again = planner.post("districts", WEST, idempotency_key="eins")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json() and again["Location"] == first["Location"] and again["ETag"] == first["ETag"]
    assert "Idempotency-Replayed" not in first and again["Idempotency-Replayed"] == "true"
    with bound(nord):
        assert District.objects.count() == Entry.objects.filter(verb="create_district").count() == 1


def test_a_key_belongs_to_one_request(planner: Api, nord: Place) -> None:
    planner.post("districts", WEST, idempotency_key="eins")
    other = planner.post("districts", WEST | {"name": "Ost"}, idempotency_key="eins")
    assert other.status_code == 422 and "Schlüssel" in other.json()["detail"]
    assert planner.post("centres", WEST, idempotency_key="eins").status_code == 422
    assert planner.post("districts", WEST, idempotency_key="").status_code == 400
    assert planner.post("districts", WEST, idempotency_key="ä b").status_code == 400
    assert planner.post("districts", WEST, idempotency_key="x" * 201).status_code == 400


def test_a_key_is_the_persons_own(api: Callable[..., Api], planner: Api, nord: Place) -> None:
    planner.post("districts", WEST, idempotency_key="eins")
    colleague = api(nord, Role.OFFICE_ADMIN)
    answer = colleague.post("districts", {"name": "Ost", "begins": "2026-01-01"}, idempotency_key="eins")
    assert answer.status_code == 201 and answer.json()["name"] == "Ost"


def test_a_request_that_is_still_carried_out_is_not_begun_again(api: Callable[..., Api], nord: Place) -> None:
    someone = people.person()
    planner = api(nord, Role.PLANNER, who=someone)
    with psycopg.connect(owner_url()) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [uuid5(NAMESPACE_URL, f"nord/{someone.pk}/eins").int % 2**63])
        assert planner.post("districts", WEST, idempotency_key="eins").status_code == 409
    assert planner.post("districts", WEST, idempotency_key="eins").status_code == 201


def test_what_failed_may_be_sent_again_with_its_key(planner: Api, nord: Place) -> None:
    assert planner.post("districts", WEST | {"ends": "2025-01-01"}, idempotency_key="eins").status_code == 422
    assert planner.post("districts", WEST, idempotency_key="eins").status_code == 201


def test_a_removed_record_answers_again_with_its_key(api: Callable[..., Api], nord: Place) -> None:
    someone = people.person()
    worker = api(nord, Role.PROVIDER_WORKER, "alpha", who=someone)
    with bound(nord):
        entry = contracts.hours(worker=someone.pk)
    sent = [worker.send("DELETE", f"hours/{entry.pk}", if_match="*", idempotency_key="weg") for _ in range(2)]
    assert [(a.status_code, a.content) for a in sent] == [(204, b"")] * 2


def test_reading_writes_nothing(planner: Api, nord: Place, district: District) -> None:
    for path in ("districts", f"districts/{district.pk}", "contracts", "hours", "roles"):
        planner.get(path, idempotency_key="lesen")
    with bound(nord):
        assert not Submission.objects.exists() and not Entry.objects.exists()


def test_pages(planner: Api, nord: Place) -> None:
    with bound(nord):
        for number in range(30):
            contracts.district(f"Raum {number:02}")
    names = lambda page: [row["name"] for row in page["results"]]  # noqa: E731
    first = planner.get("districts").json()
    assert first["count"] == 30 and len(first["results"]) == 25 and first["previous"] is None
    assert names(planner.browser.get(first["next"]).json()) == [f"Raum {n}" for n in range(25, 30)]
    assert names(planner.get("districts?limit=2&offset=3").json()) == ["Raum 03", "Raum 04"]
    assert len(planner.get("districts?limit=100").json()["results"]) == 30
    assert planner.get("districts?offset=1000").json()["results"] == []


def test_the_rate_is_limited_and_says_so(planner: Api, nord: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setitem(api_settings.DEFAULT_THROTTLE_RATES, "person", "3/hour")
    answers = [planner.get("districts") for _ in range(4)]
    assert [a.status_code for a in answers] == [200, 200, 200, 429]
    assert [a["RateLimit-Remaining"] for a in answers] == ["2", "1", "0", "0"]
    assert {a["RateLimit-Limit"] for a in answers} == {"3"}
    refused = answers[-1]
    assert 0 < int(refused["Retry-After"]) <= 3600 and refused["Retry-After"] == refused["RateLimit-Reset"]
    assert refused["Content-Type"] == "application/problem+json" and refused.json()["status"] == 429
    strangers = [Api(people.client(nord)).get("districts", authorization="Bearer falsch") for _ in range(4)]
    assert [a.status_code for a in strangers] == [401, 401, 401, 429]


def test_each_change_is_in_the_audit(planner: Api, nord: Place) -> None:
    key = planner.post("districts", WEST).json()["id"]
    with bound(nord):
        entry = Entry.objects.get(record=key)
    assert (entry.verb, entry.via, entry.place) == ("create_district", "api", "nord")


def test_queries_do_not_grow_with_the_rows(
    api: Callable[..., Api], nord: Place, django_assert_max_num_queries: Any
) -> None:
    someone = people.person()
    callers = {
        "finance": api(nord, Role.FINANCE),
        "worker": api(nord, Role.PROVIDER_WORKER, "alpha", who=someone),
        "lead": api(nord, Role.ASD_LEAD),
    }
    paths = [
        ("finance", p)
        for p in ("districts", "centres", "engagements", "roles", "contracts", "budget-lines", "instalments")
    ] + [("worker", "hours"), ("lead", "case-references")]
    found: list[dict[str, int]] = []
    for numbers in ((0,), (1, 2)):
        with bound(nord):
            for number in numbers:
                _a_row_of_each(someone.pk, number)
        found.append({})
        for who, path in paths:
            with django_assert_max_num_queries(20) as queries:
                answer = callers[who].get(path)
            assert answer.json()["count"] >= numbers[-1] + 1, path
            found[-1][path] = len(queries)
    assert found[0] == found[1]


def _a_row_of_each(worker: Any, number: int) -> None:
    where = contracts.district(f"Raum {number}")
    contracts.centre(where)
    Engagement.objects.create(
        organisation_id="beta", begins=date(2000 + number, 1, 1), ends=date(2000 + number, 12, 31)
    )
    contracts.hours(contracts.role(where), worker, work_kind="case").references.add(contracts.reference(where=where))
    contracts.instalment(contracts.line(contracts.contract("alpha"), state="released", amount=1))
