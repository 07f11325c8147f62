"""A contract's life by API: selected, negotiated, amended, ended."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from kernel import clock
from kernel.access.actor import Role
from kernel.tenancy.place import Place, bound
from tests.api.conftest import Api, fields_of
from tests.factories import contracts

pytestmark = pytest.mark.django_db


def done(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def do(api: Api, contract: Any, path: str, body: Any = None, method: str = "POST") -> Any:
    return api.send(method, f"contracts/{contract['id']}/{path}", body or {}, if_match="*")


def test_selected_and_negotiated(api: Callable[..., Api], nord: Place) -> None:
    planner, manager = api(nord, Role.PLANNER), api(nord, Role.PROVIDER_MANAGER, "alpha")
    with bound(nord):
        contracts.engagement("alpha")
    today = clock.today()
    body = {
        "number": "V-1",
        "subject": "Wohngruppe",
        "regime": "78a",
        "begins": str(today),
        "schedule": "own",
        "schedule_dates": [{"month": 2, "day": 29}],
    }
    row = done(planner.post("contracts", body), 201)
    assert row["schedule_dates"] == [{"month": 2, "day": 29}]
    refused = planner.patch(
        f"contracts/{row['id']}", {"surplus_rule": "share", "surplus_percent": "50.00"}, if_match="*"
    )
    assert "#/surplus_rule" in fields_of(refused)
    selection = {"procedure": "interest", "announced_on": str(today - timedelta(days=9))}
    done(do(planner, row, "selection", selection, "PUT"))
    applied = done(do(planner, row, "add-application", {"organisation": "alpha", "received_on": str(today)}))
    applicant = applied["selection"]["applicants"][0]["id"]
    done(do(planner, row, "decide-selection", {"selected": [applicant], "decided_on": str(today), "grounds": "Nähe"}))
    assert len(done(do(planner, row, "admit-selected"))["parties"]) == 2
    done(do(planner, row, "negotiate"))
    done(do(planner, row, "request-negotiation", {"negotiation_requested_on": str(today - timedelta(days=42))}))
    back = {"kind": "fee", "summary": "180 €", "begins": str(today - timedelta(days=1))}
    assert "#/begins" in fields_of(do(planner, row, "add-agreement", back))
    done(do(planner, row, "apply-for-arbitration", {"arbitration_applied_on": str(today)}))
    agreed = done(do(planner, row, "add-agreement", back | {"begins": str(today)}))
    key = agreed["agreements"][0]["id"]
    done(do(planner, row, "change-agreement", back | {"begins": str(today), "agreement": key, "summary": "181 €"}))
    done(do(planner, row, "add-round", {"held_on": str(today), "topic": "Entgelt"}))
    seen = done(manager.get(f"contracts/{row['id']}"))
    assert seen["selection"] is None and seen["agreements"][0]["summary"] == "181 €"
    assert done(do(planner, row, "remove-agreement", {"agreement": key}))["agreements"] == []


def test_amended_and_ended(api: Callable[..., Api], nord: Place) -> None:
    planner, manager = api(nord, Role.PLANNER), api(nord, Role.PROVIDER_MANAGER, "alpha")
    with bound(nord):
        contract = contracts.contract("alpha", number="V-1")
        contracts.document(contract)
    row, today = {"id": str(contract.pk)}, clock.today()
    amended = done(do(planner, row, "amend", {"begins": str(today), "change_note": "Mehr"}))
    assert (amended["number"], amended["root"], amended["relation"]) == ("V-1/2", row["id"], "amendment")
    assert do(planner, row, "amend", {"begins": str(today), "change_note": "Mehr"}).status_code == 422
    ends = today + timedelta(days=30)
    notice = {"notice_on": str(today), "terminates_on": str(ends), "termination_reason": "Umzug", "notice_by": "alpha"}
    ended = done(do(planner, row, "give-notice", notice))
    assert (ended["notice_by"]["key"], ended["terminates_on"]) == ("alpha", str(ends))
    assert done(planner.get(f"contracts?in_force_on={ends}"))["count"] == 1
    assert done(planner.get(f"contracts?in_force_on={ends + timedelta(days=1)}"))["count"] == 0
    assert done(planner.get(f"contracts?file={row['id']}"))["count"] == 2
    assert done(manager.get(f"contracts?file={row['id']}"))["count"] == 1
    assert done(do(planner, row, "withdraw-notice"))["terminates_on"] is None
    papers = done(manager.get(f"documents?contract={row['id']}"))["results"]
    assert papers[0]["versions"][0]["url"].endswith(f"/dokumente/{papers[0]['versions'][0]['id']}/")
    assert done(api(nord, Role.PROVIDER_MANAGER, "beta").get("documents"))["count"] == 0
