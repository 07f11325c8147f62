"""Hours by API: many at once with their faults, months, timer, files, conversion (R12)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from contracts.models import HoursEntry, HoursTimer, Posting
from kernel import clock
from kernel.access.actor import Role
from kernel.keys import uuid7
from kernel.tenancy.place import Place, bound
from tests.api.conftest import Api, fields_of
from tests.factories import contracts, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def someone() -> Any:
    return people.person("Fachkraft")


@pytest.fixture
def worker(api: Callable[..., Api], nord: Place, someone: Any) -> Api:
    return api(nord, Role.PROVIDER_WORKER, "alpha", who=someone)


@pytest.fixture
def role(nord: Place) -> Any:
    with bound(nord):
        return contracts.role()


def entry(role: Any, **fields: Any) -> dict[str, Any]:
    given = {"district": str(role.district_id), "worked_on": str(clock.today()), "minutes": 30}
    return given | {"work_kind": "no_case", "contact": "direct"} | fields


def test_many_entries_are_booked_all_or_none(worker: Api, nord: Place, role: Any) -> None:
    with bound(nord):
        case = contracts.reference()
    good = [entry(role), entry(role, work_kind="case", references=[case.number])]
    tomorrow = str(clock.today() + timedelta(days=1))
    wrong = [
        entry(role, worked_on=tomorrow),
        entry(role, district=str(uuid7())),
        entry(role, references=["1", case.number]),
        entry(role, minutes=1411),
    ]
    answer = worker.post("hours/many", {"entries": [*good, *wrong]})
    assert answer.status_code == 422 and "nichts gebucht" in answer.json()["detail"]
    assert set(fields_of(answer)) == {
        "#/entries/2/worked_on",
        "#/entries/3/district",
        "#/entries/4/references",
        "#/entries/5/minutes",
    }
    with bound(nord):
        assert not HoursEntry.objects.exists()
    assert worker.post("hours/many", {"entries": good}).status_code == 204
    with bound(nord):
        assert HoursEntry.objects.count() == 2
    assert "#/entries/0/minutes" in fields_of(worker.post("hours/many", {"entries": [entry(role, minutes="30")]}))
    assert worker.post("hours/many", {"entries": [entry(role)] * 1001}).status_code == 422


def test_many_entries_cost_the_same_queries(
    worker: Api, nord: Place, role: Any, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for number in (1, 100):
        with django_assert_max_num_queries(40) as queries:
            assert worker.post("hours/many", {"entries": [entry(role, minutes=1)] * number}).status_code == 204
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_several_cases_and_a_copied_week(worker: Api, nord: Place, role: Any, someone: Any) -> None:
    with bound(nord):
        cases = [contracts.reference() for _ in range(3)]
    body = {k: v for k, v in entry(role).items() if k not in ("minutes", "work_kind")}
    shared = body | {"cases": [{"reference": str(c.pk)} for c in cases], "together": 100}
    assert worker.post("hours/several", shared).status_code == 204
    with bound(nord):
        assert sorted(HoursEntry.objects.values_list("minutes", flat=True)) == [33, 33, 34]
        contracts.hours(role, someone.pk, worked_on=clock.today() - timedelta(days=21))
    week = {"week": str(clock.today() - timedelta(days=14))}
    assert worker.post("hours/copy-week", week).status_code == 204
    again = worker.post("hours/copy-week", week)
    assert again.status_code == 422 and "steht in dieser Woche schon" in again.json()["detail"]


def test_a_role_is_chosen(worker: Api, nord: Place, role: Any) -> None:
    with bound(nord):
        paid = contracts.role(role.district, field_of_help="school", contract=contracts.contract())
    assert worker.post("hours", entry(role)).json()["role"] == str(paid.pk)
    made = worker.post("hours", entry(role) | {"role": str(role.pk)}).json()
    assert made["role"] == str(role.pk)
    changed = worker.patch(f"hours/{made['id']}", {"minutes": 5}, if_match="*").json()
    assert (changed["minutes"], changed["role"]) == (5, str(role.pk))


def test_a_month_from_handing_in_to_opening_again(
    api: Callable[..., Api], worker: Api, nord: Place, role: Any, someone: Any
) -> None:
    lead = api(nord, Role.PROVIDER_MANAGER, "alpha")
    worker.post("hours", entry(role, minutes=61))
    month = worker.post("hours-months/submit", {"month": str(clock.today())}).json()
    assert (month["state"], month["minutes"], month["entries"]) == ("submitted", 61, 1)
    assert "#/worked_on" in fields_of(worker.post("hours", entry(role)))
    assert worker.post("hours-months/approve", {"months": [month["id"]]}).status_code == 403
    assert lead.get("hours-months?state=submitted").json()["results"][0]["worker_name"] == "Fachkraft"
    assert lead.post("hours-months/approve", {"months": [month["id"]]}).status_code == 204
    back = lead.post(f"hours-months/{month['id']}/reopen", {"return_reason": "Ein Tag fehlt"}, if_match="*")
    assert (back.json()["state"], back.json()["return_reason"]) == ("open", "Ein Tag fehlt")
    assert worker.get("hours?month_state=open").json()["count"] == 1
    assert worker.get("hours?month_state=approved").json()["count"] == 0
    later = str(clock.today().replace(day=1) + timedelta(days=40))
    assert "#/month" in fields_of(worker.post("hours-months/submit", {"month": later}))


def test_a_timer_from_start_to_entry(worker: Api, nord: Place, role: Any) -> None:
    timer = worker.post("hours-timers", {"district": str(role.district_id), "work_kind": "case"}).json()
    again = worker.post("hours-timers", {"district": str(role.district_id), "work_kind": "case"})
    assert again.status_code == 422 and "läuft schon" in again.json()["detail"]
    assert worker.get("hours-timers").json()["count"] == 1
    assert worker.post(f"hours-timers/{timer['id']}/stop", entry(role), if_match="*").status_code == 204
    with bound(nord):
        assert HoursEntry.objects.count() == 1 and not HoursTimer.objects.exists()


def test_files_are_read_and_thrown_away(api: Callable[..., Api], worker: Api, nord: Place, someone: Any) -> None:
    with bound(nord):
        row = contracts.hours_import(
            someone.pk, findings=[{"row": 3, "column": "Dauer", "reason": "Falsch."}], faults=1
        )
    shown = worker.get(f"hours-imports/{row.pk}").json()
    assert shown["findings"][0]["row"] == 3 and "content" not in shown
    assert worker.post(f"hours-imports/{row.pk}/book", if_match="*").status_code == 422
    assert worker.post(f"hours-imports/{row.pk}/discard", if_match="*").json()["state"] == "discarded"
    assert api(nord, Role.FINANCE).get("hours-imports").status_code == 403


def test_left_over_hours_are_converted(api: Callable[..., Api], nord: Place) -> None:
    with bound(nord):
        under = contracts.contract()
        line = contracts.line(under, work_kind="case", state="released", minutes=600)
        target = contracts.line(under, work_kind="no_case", state="released", minutes=60)
    planner = api(nord, Role.PLANNER)
    body = {"target": str(target.pk), "minutes": 601, "posted_on": str(clock.today()), "reason": "Weniger Fälle"}
    path = f"budget-lines/{line.pk}/convert"
    assert "#/minutes" in fields_of(planner.post(path, body, if_match="*"))
    assert planner.post(path, body | {"minutes": 600}, if_match="*").status_code == 200
    with bound(nord):
        assert sorted(Posting.objects.values_list("minutes", flat=True)) == [-600, 600]
