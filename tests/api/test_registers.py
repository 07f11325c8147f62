"""Cases and the audit by API: each look at them is written down."""

from collections.abc import Callable

import pytest

from kernel import clock
from kernel.access.actor import Role
from kernel.audit.models import Entry
from kernel.tenancy.place import Place, bound
from tests.api.conftest import Api, fields_of
from tests.factories import contracts, people

pytestmark = pytest.mark.django_db


def test_a_case_from_opening_to_closing(api: Callable[..., Api], nord: Place) -> None:
    today = str(clock.today())
    with bound(nord):
        where = contracts.district()
        contracts.engagement()
    worker, colleague = api(nord, Role.CASE_WORKER), api(nord, Role.CASE_WORKER)
    case = worker.post("cases", {"number": "F-1", "district": str(where.pk), "begins": today}).json()
    path = f"cases/{case['id']}"
    assigned = worker.post(f"{path}/assign", {"organisation": "alpha", "begins": today}, if_match="*")
    assert [a["organisation"]["key"] for a in assigned.json()["assignments"]] == ["alpha"]
    assert "#/number" in fields_of(worker.post("cases", {"number": "F-1", "district": str(where.pk), "begins": today}))
    assert colleague.get(path).status_code == 404 and colleague.get("cases").json()["count"] == 0
    assert worker.post(f"{path}/close", {"ends": today}, if_match="*").json()["ends"] == today
    assert worker.get("cases?closed=true").json()["count"] == 1
    assert worker.get("cases?closed=false").json()["count"] == 0


def test_each_look_is_written_down(api: Callable[..., Api], nord: Place) -> None:
    someone = people.person()
    worker = api(nord, Role.CASE_WORKER, who=someone)
    with bound(nord):
        where = contracts.district()
    begun = {"number": "F-1", "district": str(where.pk), "begins": "2026-01-01"}
    case = worker.post("cases", begun).json()
    worker.get(f"cases/{case['id']}")
    worker.get("cases")
    auditor = api(nord, Role.AUDITOR)
    looks = auditor.get(f"audit-entries?read=true&person={someone.pk}").json()["results"]
    assert [(e["model"], e["record"]) for e in looks] == [("cases.casefile", ""), ("cases.casefile", case["id"])]
    (change,) = auditor.get("audit-entries?read=false").json()["results"]
    assert change["verb"] == "open_case" and change["via"] == "api" and "number" in change["fields"]
    with bound(nord):
        assert Entry.objects.filter(model="audit.entry", verb="read").count() == 2
    assert worker.get("audit-entries").status_code == 403
