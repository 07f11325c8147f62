"""Helps, plans and what follows a consultation by API: the pages' rules, the pages' rows."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import CaseFile, Help, ProviderTask
from kernel import clock
from kernel.access.actor import Role
from kernel.keys import uuid7
from kernel.tenancy.place import Place, bound
from tenants.people.models import Person
from tests.api.conftest import Api, fields_of
from tests.factories import cases, people
from tests.factories import helps as make

pytestmark = pytest.mark.django_db
TODAY = clock.today()


@pytest.fixture
def person(db: None) -> Person:
    return people.person("Fachkraft")


@pytest.fixture
def worker(api: Callable[..., Api], nord: Place, person: Person) -> Api:
    return api(nord, Role.CASE_WORKER, who=person)


@pytest.fixture
def case(nord: Place, person: Person) -> CaseFile:
    with bound(nord):
        return cases.case(worker=person.pk)


def given(case: Any, **fields: Any) -> dict[str, Any]:
    body = {
        "case": str(case.pk), "paragraph": "31", "setting": "ambulant", "ground": "decision", "ground_on": str(TODAY),
        "begins": str(TODAY), "organisation": "alpha", "advised_on": str(TODAY), "minutes_a_week": 240,
        "planned_end": str(TODAY + timedelta(days=100)),
    }  # fmt: skip
    return body | fields


def test_a_help_from_the_grant_to_the_end(worker: Api, case: Any) -> None:
    assert worker.post("helps", given(case, ground="vote")).status_code == 422
    refused = worker.post("helps", given(case, advised_on=None))
    assert refused.status_code == 422 and "#/advised_on" in fields_of(refused)
    made = worker.post("helps", given(case))
    assert made.status_code == 201, made.content
    path = f"helps/{made.json()['id']}"
    changed = worker.patch(path, {"reasons": ["13"]}, if_match="*")
    assert changed.json()["reasons"] == ["13"]
    end = {"ends": str(TODAY), "end_reason": "planned"}
    assert worker.post(f"{path}/end", end | {"ends": str(TODAY + timedelta(days=1))}, if_match="*").status_code == 422
    assert worker.post(f"{path}/end", end, if_match="*").json()["state"] == "ended"
    assert worker.post(f"{path}/letter", {"form": "docx"}, if_match="*").status_code == 200


def test_who_sees_which_part(api: Callable[..., Api], nord: Place, worker: Api, case: Any) -> None:
    key = worker.post("helps", given(case, what="Zu Hause")).json()["id"]
    finance, helper = api(nord, Role.FINANCE), api(nord, Role.PROVIDER_WORKER, "alpha")
    assert finance.get(f"helps/{key}").status_code == helper.get(f"helps/{key}").status_code == 403
    amounts = finance.get("help-amounts").json()["results"]
    assert [row["case"]["number"] for row in amounts] == [case.number] and "what" not in amounts[0]
    mine = helper.get(f"commissions/{key}").json()
    assert mine["what"] == "Zu Hause" and "case" not in mine
    assert api(nord, Role.PROVIDER_WORKER, "beta").get(f"commissions/{key}").status_code == 404


def test_a_plan_is_written_agreed_and_reviewed(worker: Api, case: Any) -> None:
    made = worker.post("help-plans", {"case": str(case.pk)})
    path = f"help-plans/{made.json()['id']}"
    agreement = {"agreed_on": str(TODAY), "review_on": str(TODAY + timedelta(days=90))}
    assert "Richtungsziel" in worker.post(f"{path}/agree", agreement, if_match="*").json()["detail"]
    goals = [
        {"key": str(uuid7()), "kind": "direction", "text": "Ruhe"},
        {"key": str(uuid7()), "kind": "action", "text": "Essen um sechs", "sign": "Alle sitzen", "due_on": str(TODAY)},
    ]
    texts = {"need": "Ruhe", "services": "Hilfe", "professionals": "ASD, Schule", "advised_on": str(TODAY)}
    written = worker.send("PUT", f"{path}/content", texts | {"goals": goals}, if_match="*")
    assert [g["id"] for g in written.json()["goals"]] == [g["key"] for g in goals]
    assert worker.post(f"{path}/agree", agreement, if_match="*").json()["state"] == "agreed"
    assert worker.send("PUT", f"{path}/content", texts, if_match="*").status_code == 422
    review = {"held_on": str(TODAY), "result": "Gut", "progress": [{"key": goals[1]["key"], "reached": "reached"}]}
    held = worker.post(f"{path}/review", review, if_match="*")
    assert held.json()["goals"][1]["reached"] == "reached"


def test_the_office_decides_and_the_provider_does(api: Callable[..., Api], nord: Place, worker: Api, case: Any) -> None:
    with bound(nord):
        block = make.block(make.consulted(case))
    helper = api(nord, Role.PROVIDER_WORKER, "alpha")
    path = f"outcomes/{block.item_id}"
    part = {"block": str(block.pk), "paragraph": "31", "organisation": "alpha", "minutes_a_week": 240, "weeks": 10}
    body = {
        "outcome": "as_advised",
        "decided_on": str(TODAY),
        "review_on": str(TODAY + timedelta(days=60)),
        "granted": [part],
    }
    assert helper.post(f"{path}/decide", body, if_match="*").status_code == 403
    assert "#/advised_on" in fields_of(worker.post(f"{path}/decide", body, if_match="*"))
    decided = worker.post(f"{path}/decide", body | {"advised_on": str(TODAY)}, if_match="*")
    assert decided.json()["state"] == "decided"
    with bound(nord):
        assert Help.objects.count() == 1
        task = ProviderTask.objects.get()
    assert helper.post(f"provider-tasks/{task.pk}/done", if_match="*").status_code == 200
    fed = {"outcome": "worked", "text": "K1 geht hin", "given_on": str(TODAY)}
    assert helper.post(f"{path}/feedback", fed, if_match="*").json()["state"] == "feedback"
    assert worker.post(f"{path}/close", if_match="*").json()["state"] == "closed"


def test_minutes_need_two_of_the_office(api: Callable[..., Api], nord: Place, worker: Api, case: Any) -> None:
    with bound(nord):
        item = make.consulted(case)
    assert worker.post(f"outcomes/{item.pk}/prepare-minutes", if_match="*").status_code == 200
    assert "zweite Person" in worker.post(f"outcomes/{item.pk}/approve-minutes", if_match="*").json()["detail"]
    assert api(nord, Role.ASD_LEAD).post(f"outcomes/{item.pk}/approve-minutes", if_match="*").status_code == 200
    assert "nicht mehr geändert" in worker.post(f"outcomes/{item.pk}/prepare-minutes", if_match="*").json()["detail"]


def test_lists_cost_the_same_with_three_rows(worker: Api, nord: Place, case: Any) -> None:
    def furnish() -> None:
        with bound(nord):
            make.agreed(case, number=case.plans.count() + 1, state="replaced").helps.add(make.help(case))
            make.task(make.consulted(case, state="decided"))

    def count(path: str) -> int:
        worker.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert worker.get(path).status_code == 200
        return len(queries)

    furnish()
    paths = ["helps", "help-plans", "outcomes", "provider-tasks"]
    first = {path: count(path) for path in paths}
    furnish()
    furnish()
    assert {path: count(path) for path in paths} == first
