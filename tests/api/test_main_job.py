"""The thin main job by API: from a district to a paid instalment and booked hours, with what the rules refuse."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from contracts.models import HoursEntry
from kernel import clock
from kernel.access.actor import Role
from kernel.tenancy.place import Place, bound
from tests.api.conftest import Api, fields_of
from tests.factories import contracts, people

pytestmark = pytest.mark.django_db


def done(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def test_from_district_to_hours(api: Callable[..., Api], nord: Place) -> None:
    planner, finance, lead = api(nord, Role.PLANNER), api(nord, Role.FINANCE), api(nord, Role.ASD_LEAD)
    worker, manager = api(nord, Role.PROVIDER_WORKER, "alpha"), api(nord, Role.PROVIDER_MANAGER, "alpha")
    today = clock.today()
    begins = today.replace(month=1, day=1)

    district = done(planner.post("districts", {"name": "West", "begins": str(begins)}), 201)
    done(planner.post("centres", {"district": district["id"], "name": "Treff", "precision": "planned"}), 201)
    engaged = done(planner.post("engagements", {"organisation": "alpha", "begins": str(begins)}), 201)
    assert engaged["organisation"]["name"] == "Alpha Jugendhilfe"

    contract = _contract_in_force(planner, begins)
    role = {
        "district": district["id"],
        "organisation": "alpha",
        "kind": "lead",
        "field_of_help": "education",
        "begins": str(begins),
        "contract": contract["id"],
    }
    done(planner.post("roles", role), 201)

    line = {
        "contract": contract["id"],
        "organisation": "alpha",
        "year": begins.year,
        "amount": "100000.01",
        "minutes": 60000,
    }
    line = done(finance.post("budget-lines", line), 201)
    path = f"budget-lines/{line['id']}"
    short = finance.send(
        "PUT", f"{path}/instalments", {"instalments": [{"due_on": str(today), "amount": "1.00"}]}, if_match="*"
    )
    assert short.status_code == 422 and "99.999,01" in short.json()["detail"]
    assert manager.get(path).status_code == 404
    done(finance.post(f"{path}/plan-instalments", if_match=f'"{line["version"]}"'))
    done(finance.post(f"{path}/release", if_match="*"))
    assert done(manager.get(path))["state"] == "released"
    instalments = done(finance.get(f"instalments?line={line['id']}&paid=false"))["results"]
    assert [i["amount"] for i in instalments] == ["25000.00"] * 3 + ["25000.01"]
    paid = finance.post(f"instalments/{instalments[0]['id']}/pay", {"paid_on": str(today)}, if_match="*")
    assert done(paid)["paid_on"] == str(today)
    assert done(finance.get(path))["paid"] == "25000.00"
    assert done(finance.get("instalments?paid=true"))["count"] == 1

    reference = {"organisation": "alpha", "district": district["id"], "begins": str(begins)}
    reference = done(lead.post("case-references", reference), 201)
    work = {"district": district["id"], "worked_on": str(today), "minutes": 45, "contact": "direct"}
    entry = done(worker.post("hours", work | {"work_kind": "case", "references": [reference["id"]]}), 201)
    assert entry["references"] == [{"id": reference["id"], "number": reference["number"]}] and "worker" not in entry
    changed = worker.patch(f"hours/{entry['id']}", {"minutes": 60}, if_match="*")
    assert done(changed)["references"] == entry["references"] and changed.json()["minutes"] == 60
    assert done(manager.get(f"hours?reference={reference['number']}"))["count"] == 1
    assert done(finance.get(path))["delivered"] == 60
    timeline = done(worker.get(f"districts/{district['id']}/timeline"))
    assert [c["name"] for c in timeline["centres"]] == ["Treff"] and [r["kind"] for r in timeline["roles"]] == ["lead"]
    me = done(worker.get("me"))
    assert me["office"] == {"key": "nord", "name": "Nordkreis"} and me["roles"][0]["organisation"] == "alpha"


def _contract_in_force(planner: Api, begins: Any) -> Any:
    contract = done(
        planner.post("contracts", {"number": "V-1", "subject": "Sozialräumliche Arbeit", "begins": str(begins)}), 201
    )
    path = f"contracts/{contract['id']}"
    done(planner.post(f"{path}/add-party", {"organisation": "alpha"}, if_match=f'"{contract["version"]}"'))
    contract = done(planner.post(f"{path}/negotiate", if_match="*"))
    office, alpha = sorted(contract["parties"], key=lambda p: p["organisation"] is not None)
    signed = {"party": office["id"], "function": "Landrätin", "signed_on": str(begins)}
    early = planner.post(f"{path}/sign", signed, if_match="*")
    assert early.status_code == 422 and "nach dem Beschluss" in early.json()["detail"]
    decided = {"decision_body": "Jugendhilfeausschuss", "decision_reference": "12/3", "decided_on": str(begins)}
    unselected = planner.post(f"{path}/decide", decided, if_match="*")
    assert unselected.status_code == 422 and "Auswahlverfahren" in unselected.json()["detail"]
    direct = {"procedure": "direct", "grounds": "Einziger Träger mit Räumen im Quartier"}
    done(planner.send("PUT", f"{path}/selection", direct, if_match="*"))
    agreed = dict.fromkeys(("child_protection", "staff_suitability", "data_protection", "retention"), True)
    done(planner.send("PUT", f"{path}/checklist", agreed, if_match="*"))
    done(planner.post(f"{path}/decide", decided, if_match="*"))
    done(planner.post(f"{path}/sign", signed, if_match="*"))
    contract = done(planner.post(f"{path}/sign", signed | {"party": alpha["id"], "function": "Vorstand"}, if_match="*"))
    assert contract["state"] == "signed" and planner.patch(path, {"subject": "X"}, if_match="*").status_code == 422
    return done(planner.post(f"{path}/put-in-force", if_match="*"))


def test_overlapping_leads(api: Callable[..., Api], nord: Place) -> None:
    with bound(nord):
        where = contracts.district()
        contracts.role(where, kind="lead")
        contracts.engagement("beta")
    body = {
        "district": str(where.pk),
        "organisation": "beta",
        "kind": "lead",
        "field_of_help": "education",
        "begins": "2026-01-01",
    }
    answer = api(nord, Role.PLANNER).post("roles", body)
    assert answer.status_code == 422 and "federführend" in fields_of(answer)["#/begins"]


def test_hours_outside_the_rules(api: Callable[..., Api], nord: Place) -> None:
    today = clock.today()
    with bound(nord):
        where, elsewhere = contracts.district("West"), contracts.district("Ost")
        contracts.role(where, begins=today - timedelta(days=5))
        foreign = contracts.reference("beta", where)
    worker = api(nord, Role.PROVIDER_WORKER, "alpha")
    good = {
        "district": str(where.pk),
        "worked_on": str(today),
        "minutes": 30,
        "work_kind": "no_case",
        "contact": "direct",
    }
    wrong = {
        "worked_on": [{"worked_on": str(today + timedelta(days=1))}, {"worked_on": str(today - timedelta(days=6))}],
        "district": [{"district": str(elsewhere.pk)}, {"district": str(foreign.pk)}],
        "minutes": [{"minutes": 0}, {"minutes": 1441}],
        "references": [{"work_kind": "case"}],
        "references/0": [{"work_kind": "case", "references": [str(foreign.pk)]}, {"references": ["x"]}],
    }
    for name, bodies in wrong.items():
        for body in bodies:
            assert f"#/{name}" in fields_of(worker.post("hours", good | body)), body
    with bound(nord):
        assert not HoursEntry.objects.exists()
    assert worker.post("hours", good).status_code == 201


def test_ids_of_another_office_do_not_exist(api: Callable[..., Api], nord: Place, sued: Place) -> None:
    with bound(sued):
        foreign = contracts.district()
        contract = contracts.contract()
    planner = api(nord, Role.PLANNER)
    assert planner.get(f"districts/{foreign.pk}").status_code == 404
    body = {
        "district": str(foreign.pk),
        "organisation": "alpha",
        "kind": "outside",
        "field_of_help": "education",
        "begins": "2026-01-01",
    }
    assert set(fields_of(planner.post("roles", body | {"contract": str(contract.pk)}))) == {"#/district", "#/contract"}
    assert done(planner.get(f"roles?district={foreign.pk}"))["count"] == 0


def test_two_offices_with_one_sign_in(nord: Place, sued: Place) -> None:
    someone = people.person()
    for place in (nord, sued):
        people.membership(someone, place, Role.PROVIDER_WORKER, "alpha")
        with bound(place):
            contracts.role(contracts.district(f"Raum {place.key}"))
    for place in (nord, sued):
        caller = Api(people.client(place, who=someone))
        (district,) = done(caller.get("districts"))["results"]
        assert district["name"] == f"Raum {place.key}"
        work = {
            "district": district["id"],
            "worked_on": str(clock.today()),
            "minutes": 30,
            "work_kind": "no_case",
            "contact": "direct",
        }
        done(caller.post("hours", work, idempotency_key="heute"), 201)
        assert done(caller.get("hours"))["count"] == 1
