"""Teams, sessions, items and consents over the API: the same rules as on the pages (R17, R19, R22, R23)."""

import datetime as dt
import json

import pytest
from django.test import Client

from cases.models import Item, TeamSession
from kernel import clock
from kernel.access.actor import Role
from kernel.keys import uuid7
from kernel.tenancy.place import transaction_in
from tenants.people.models import Membership, Person
from tests.factories import cases, conferences, contracts, people

pytestmark = pytest.mark.django_db
API = "/api/v1"
JSON = "application/json"


def post(browser: Client, path: str, body: dict | None = None, version: int | None = None, method: str = "POST"):
    headers = {"Idempotency-Key": str(uuid7())} | ({"If-Match": f'"{version}"'} if version is not None else {})
    return browser.generic(method, f"{API}/{path}", _json(body or {}), content_type=JSON, headers=headers)


def _json(body: dict) -> str:
    return json.dumps(body, default=str)


def test_a_concern_comes_to_the_team_over_the_api(nord):  # R17, R22, R23
    worker = people.actor(nord, Role.CASE_WORKER)
    helper = people.actor(nord, Role.PROVIDER_WORKER, "alpha")
    with transaction_in(nord):
        where = contracts.district()
        conferences.team_member(where, worker.person)
        helping = conferences.team_member(where, helper.person, "alpha")
        case = cases.case(where, worker=worker.person)
        mother = cases.person(case, "mother", given_name="Jana", custodial=True)
    planner = people.client(nord, Role.PLANNER)
    browser = people.client(nord, who=Person(pk=worker.person))
    reader = people.client(nord, who=Person(pk=helper.person))
    day = clock.today() + dt.timedelta(days=5)

    session = post(
        planner,
        "team-sessions",
        {"district": where.pk, "held_on": day, "starts_at": "09:00", "ends_at": "11:00", "moderator": helper.person},
    )
    assert session.status_code == 201, session.content
    past = {
        "district": where.pk,
        "held_on": clock.today() - dt.timedelta(days=1),
        "starts_at": "09:00",
        "ends_at": "10:00",
    }
    assert post(planner, "team-sessions", past).status_code == 422

    item = post(browser, "items", {"case": case.pk}).json()
    key = item["id"]
    assert reader.get(f"{API}/items/{key}").status_code == 404
    assert (
        post(browser, "sheet-texts", {"item": key, "step": "will", "text": "Ich will bleiben.", "seen": 0}).status_code
        == 201
    )
    assert post(browser, "sheet-texts", {"item": key, "step": "will", "text": "Anders", "seen": 0}).status_code == 412
    assert (
        post(browser, "sheet-entries", {"item": key, "kind": "action", "text": "Drei Tage hingehen."}).status_code
        == 201
    )
    checked = post(browser, f"items/{key}/check", {}, item["version"])
    assert checked.status_code == 200, checked.content
    planned = post(browser, f"items/{key}/schedule", {"session": session.json()["id"]}, checked.json()["version"])
    assert planned.json()["state"] == "scheduled"

    shown = reader.get(f"{API}/items/{key}")
    sheet = shown.json()["sheet"]
    assert [p["letter"] for p in sheet["persons"]] == [mother.letter] and sheet["persons"][0]["name"] == ""
    assert "Jana" not in shown.content.decode() and case.number not in shown.content.decode()

    consent = {
        "case": case.pk,
        "person": mother.pk,
        "kind": "consent",
        "purpose": "Beratung",
        "informed_on": clock.today(),
        "givers": [mother.pk],
        "recipients": [helping.pk],
        "begins": clock.today(),
        "ends": day,
    }
    given = post(browser, "consents", consent)
    assert given.status_code == 201, given.content
    version = planned.json()["version"]
    assert post(browser, f"items/{key}/mode", {"mode": "identified"}, version).status_code == 200
    assert reader.get(f"{API}/items/{key}").json()["sheet"]["persons"][0]["name"] == "Jana Beispiel"
    revoked = post(browser, f"consents/{given.json()['id']}/revoke", {}, given.json()["version"])
    assert revoked.status_code == 200
    assert reader.get(f"{API}/items/{key}").json()["sheet"]["persons"][0]["name"] == ""


def test_teams_attendance_and_order_over_the_api(nord):  # R19, R23
    lead = people.client(nord, Role.ASD_LEAD)
    helper = people.actor(nord, Role.PROVIDER_WORKER, "alpha")
    with transaction_in(nord):
        where = contracts.district()
        membership = Membership.objects.get(person=helper.person, office="nord")
    body = {"district": where.pk, "membership": membership.pk, "begins": clock.today()}
    member = post(lead, "team-members", body)
    assert member.status_code == 201, member.content
    assert post(lead, "team-members", body).status_code == 422
    with transaction_in(nord):
        held = conferences.session(where)
        case = cases.case(where)
        first, second = (conferences.item(case, session=held, position=n) for n in (1, 2))
        foreign = conferences.team_member(contracts.district("Süd"), uuid7())
    noted = post(lead, f"team-sessions/{held.pk}/attendance", {"members": [member.json()["id"]]}, held.version, "PUT")
    assert noted.status_code == 200, noted.content
    wrong = {"members": [str(foreign.pk)]}
    assert post(lead, f"team-sessions/{held.pk}/attendance", wrong, noted.json()["version"], "PUT").status_code == 422
    moved = post(lead, f"team-sessions/{held.pk}/order", {"item": second.pk, "up": True}, noted.json()["version"])
    assert moved.status_code == 200, moved.content
    with transaction_in(nord):
        assert list(held.items.order_by("position").values_list("pk", flat=True)) == [second.pk, first.pk]
        assert TeamSession.objects.get(pk=held.pk).attendances.count() == 1
        assert Item.objects.get(pk=first.pk).position == 2
