"""The case file by API: the same rules as on the pages, and each read is written down."""

from collections.abc import Callable

import pytest

from kernel import clock
from kernel.access.actor import Role
from kernel.audit.models import Entry
from kernel.keys import uuid7
from kernel.tenancy.place import Place, bound
from tests.api.conftest import Api, fields_of
from tests.factories import contracts, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(api: Callable[..., Api], nord: Place) -> Api:
    return api(nord, Role.CASE_WORKER, who=people.person("Frieda Fachkraft"))


@pytest.fixture
def case(worker: Api, nord: Place) -> dict[str, str]:
    with bound(nord):
        where = contracts.district()
    family = [{"role": "mother", "given_name": "Ada"}, {"role": "child", "family_name": "Beispiel"}]
    body = {"number": "F-1", "district": str(where.pk), "begins": "2026-01-05", "concern": "Schule", "persons": family}
    answer = worker.post("cases", body)
    assert answer.status_code == 201, answer.content
    return answer.json()  # type: ignore[no-any-return]


def test_a_family_is_registered_with_its_case_and_completed(worker: Api, case: dict[str, str], nord: Place) -> None:
    assert case["concern"] == "Schule"
    found = worker.get(f"case-persons?case={case['id']}").json()["results"]
    assert [(p["letter"], p["given_name"], p["family_name"]) for p in found] == [
        ("K1", "", "Beispiel"),
        ("M", "Ada", ""),
    ]
    path = f"case-persons/{found[1]['id']}"
    changed = worker.patch(path, {"birth_date": "1990-04-03", "custodial": True}, if_match='"1"')
    assert (changed.json()["given_name"], changed.json()["birth_date"]) == ("Ada", "1990-04-03")
    refused = worker.patch(path, {"birth_date": "2190-01-01"}, if_match="*")
    assert "Zukunft" in fields_of(refused)["#/birth_date"]
    assert (
        "Vornamen oder einen Nachnamen"
        in fields_of(worker.post("case-persons", {"case": case["id"], "role": "child"}))["#/given_name"]
    )
    assert worker.post("case-persons", {"case": case["id"], "role": "child", "given_name": "x" * 81}).status_code == 422
    assert worker.send("DELETE", path, if_match="*").status_code == 204
    with bound(nord):
        assert Entry.objects.filter(verb="read", model="cases.caseperson").exists()


def test_r18_a_confided_note_is_read_by_whom_it_was_confided_to(
    api: Callable[..., Api], worker: Api, case: dict[str, str], nord: Place
) -> None:
    today = str(clock.today())
    body = {"case": case["id"], "happened_on": today, "text": "Im Vertrauen", "entrusted": True}
    note = worker.post("case-notes", body).json()
    colleague = people.person("Kolja Kollege")
    theirs, lead = api(nord, Role.CASE_WORKER, who=colleague), api(nord, Role.ASD_LEAD)
    assert lead.get(f"case-notes/{note['id']}").status_code == 404
    handed = worker.post(
        f"cases/{case['id']}/hand-over", {"worker": str(colleague.pk), "transferred_on": today}, if_match="*"
    )
    assert handed.status_code == 204  # no longer the caller's to see
    assert theirs.get(f"cases/{case['id']}").status_code == 200 and theirs.get("case-notes").json()["count"] == 0
    given = {"recipient": str(colleague.pk), "ground": "consent", "why": "Am Telefon"}
    assert worker.post(f"case-notes/{note['id']}/pass", given, if_match="*").status_code == 200
    assert theirs.get(f"case-notes/{note['id']}").json()["text"] == "Im Vertrauen"


def test_phases_stand_ins_and_rules(api: Callable[..., Api], worker: Api, case: dict[str, str], nord: Place) -> None:
    today = str(clock.today())
    path = f"cases/{case['id']}"
    begun = worker.post(f"{path}/begin-phase", {"kind": "planning", "begins": today}, if_match="*")
    assert begun.json()["phases"] == [{"kind": "planning", "begins": today, "ends": None}]
    assert "#/kind" in fields_of(worker.post(f"{path}/begin-phase", {"kind": "risk", "begins": today}, if_match="*"))
    assert "#/stand_in" in fields_of(
        worker.post("stand-ins", {"stand_in": str(uuid7()), "begins": today, "ends": today})
    )
    lead = api(nord, Role.ASD_LEAD)
    assert lead.post("case-rules", {"emergency_hours": 12}).json()["emergency_hours"] == 12
    assert "#/emergency_hours" in fields_of(lead.post("case-rules", {"emergency_hours": 100}))
    assert worker.post("case-rules", {"emergency_hours": 12}).status_code == 403


def test_an_emergency_and_its_review(api: Callable[..., Api], worker: Api, case: dict[str, str], nord: Place) -> None:
    other, lead = api(nord, Role.CASE_WORKER, who=people.person("Nora Notdienst")), api(nord, Role.ASD_LEAD)
    assert "#/why" in fields_of(other.post("emergency-accesses", {"number": "F-1", "why": "kurz"}))
    opened = other.post("emergency-accesses", {"number": "F-1", "why": "Kind steht vor der Tür"})
    assert opened.status_code == 201 and other.get(f"cases/{case['id']}").status_code == 200
    path = f"emergency-accesses/{opened.json()['id']}"
    assert other.post(f"{path}/review", {"justified": True}, if_match="*").status_code == 403
    assert lead.get("emergency-accesses?waiting=true").json()["count"] == 1
    assert lead.post(f"{path}/review", {"justified": True}, if_match="*").json()["justified"] is True


def test_86c_a_move_by_api(worker: Api, case: dict[str, str]) -> None:
    today = str(clock.today())
    path = f"cases/{case['id']}"
    announced = worker.post(
        f"{path}/announce-transfer", {"office_name": "Weststadt", "announced_on": today}, if_match="*"
    )
    assert announced.json()["office_transfers"][0]["state"] == "announced"
    done = worker.post(f"{path}/accept-transfer", {"accepted_on": today}, if_match="*").json()
    assert (done["ends"], done["end_reason"]) == (today, "moved")
