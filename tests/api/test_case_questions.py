"""What a page can do the API can: search by name, who read a case, tables of cases and resources, the room (R17, R22, R24)."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from cases.models import CaseFile, Item, Resource
from kernel.access.actor import Role
from kernel.audit.models import Entry
from kernel.keys import uuid7
from kernel.submissions.models import Submission
from kernel.tenancy.place import Place, bound
from tests.api.conftest import Api, fields_of
from tests.factories import cases, conferences, helps, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(nord: Place) -> Any:
    return people.person("Frieda Fachkraft")


@pytest.fixture
def worker(api: Callable[..., Api], nord: Place, me: Any) -> Api:
    return api(nord, Role.CASE_WORKER, who=me)


@pytest.fixture
def case(nord: Place, me: Any) -> CaseFile:
    with bound(nord):
        row = cases.case(worker=me.pk, number="51-7")
        cases.person(row, given_name="Mia", family_name="Müller-Straße")
    return row


def test_r17_a_family_is_found_by_name_in_the_body_and_the_search_is_noted(
    api: Callable[..., Api], worker: Api, case: CaseFile, nord: Place
) -> None:
    found = worker.post("cases/search", {"name": "müller mia"}).json()
    assert [(c["number"], c["family"]) for c in found["results"]] == [("51-7", "Müller-Straße")] and not found["more"]
    assert "#/name" in fields_of(worker.post("cases/search", {"name": "…"}))
    assert worker.post("cases/search", {}).status_code == 422
    assert worker.get("cases?name=Mia").status_code == 400, "no name stands in an address"
    assert worker.get("cases/search").status_code == 405
    assert api(nord, Role.CASE_WORKER).post("cases/search", {"name": "Mia"}).json()["results"] == []
    assert api(nord, Role.PROVIDER_WORKER, "alpha").post("cases/search", {"name": "Mia"}).status_code == 403
    with bound(nord):
        assert Entry.objects.filter(verb="read", model="cases.caseperson").exists()


def test_a_remembered_answer_holds_no_clear_name(worker: Api, case: CaseFile, nord: Place) -> None:
    key = str(uuid7())
    first = worker.post("cases/search", {"name": "Mia"}, idempotency_key=key)
    again = worker.post("cases/search", {"name": "Mia"}, idempotency_key=key)
    assert again["Idempotency-Replayed"] == "true" and again.json() == first.json()
    with bound(nord), connection.cursor() as cursor:
        cursor.execute("SELECT answer::text FROM submissions_submission WHERE answer IS NOT NULL")
        (kept,) = cursor.fetchall()
        assert "Straße" not in kept[0] and "51-7" not in kept[0] and Submission.objects.exists()


def test_who_read_a_case_and_what_a_person_is_told(
    api: Callable[..., Api], worker: Api, case: CaseFile, nord: Place
) -> None:
    with bound(nord):
        mia = case.persons.get()
        cases.protection(case)
    assert worker.get(f"cases/{case.pk}").status_code == 200
    read = worker.get(f"cases/{case.pk}/readers?limit=5").json()
    assert read["count"] == 1 and read["results"][0]["what"] == "Akte"
    told = worker.get(f"case-persons/{mia.pk}/inspection").json()
    assert {"label": "Vorname", "value": "Mia"} in told["stored"] and "8a" not in json.dumps(told)
    other = api(nord, Role.CASE_WORKER)
    assert other.get(f"cases/{case.pk}/readers").status_code == 404
    assert other.get(f"case-persons/{mia.pk}/inspection").status_code == 404


def test_existing_cases_come_from_a_table_after_a_dry_run(api: Callable[..., Api], case: CaseFile, nord: Place) -> None:
    lead = api(nord, Role.ASD_LEAD)
    head = "Aktenzeichen;Raum;Fachkraft;Beginn;Rolle;Vorname\n"
    rows = f"A-1;{case.district.name};Frieda Fachkraft;1.2.2024;Kind;Ada\nA-2;Atlantis;Niemand;1.2.2024;;\n"
    with bound(nord):
        people.membership(people.person("Frieda Fachkraft"), nord, Role.CASE_WORKER)
    made = lead.post("case-imports", {"content": head + rows})
    assert made.status_code == 201, made.content
    body = made.json()
    assert (body["added"], body["refused"], body["state"]) == (1, 1, "checked")
    assert [(f["row"], f["column"]) for f in body["faults"]] == [(3, "Raum"), (3, "Fachkraft")]
    with bound(nord):
        assert not CaseFile.objects.filter(number="A-1").exists(), "nothing is taken over by checking"
    done = lead.post(f"case-imports/{body['id']}/run", if_match=made["etag"])
    assert done.json()["state"] == "done"
    with bound(nord):
        assert CaseFile.objects.get(number="A-1").persons.get().given_name == "Ada"
    assert "#/content" in fields_of(lead.post("case-imports", {"content": "x" * 1_500_001}))
    assert lead.post("case-imports", {"content": "Unsinn"}).status_code == 422


def test_r24_a_table_of_resources_is_checked_and_taken_over(worker: Api, case: CaseFile, nord: Place) -> None:
    table = "Name;Art;Räume\nChor;Verein;{0}\nSteg;{1};{0}\n"
    wrong, right = (table.format(case.district.name, kind) for kind in ("Unsinn", "Ort"))
    lines = worker.post("resources/check-import", {"content": wrong}).json()
    assert [(line["row"], bool(line["fault"])) for line in lines] == [(2, False), (3, True)]
    assert worker.post("resources/import", {"content": wrong}).status_code == 422
    assert worker.post("resources/import", {"content": right}).status_code == 204
    with bound(nord):
        assert {r.name for r in Resource.objects.all()} == {"Chor", "Steg"}


def test_a_calendar_address_is_shown_once_and_revoked(api: Callable[..., Api], worker: Api, nord: Place) -> None:
    made = worker.post("calendar-feeds")
    assert "?zugang=" in made.json()["address"]
    address = f"calendar-feeds/{made.json()['id']}"
    assert worker.get(address).json()["address"] == ""
    assert api(nord, Role.CASE_WORKER).get(address).status_code == 404
    assert worker.post(f"{address}/revoke", if_match="*").json()["revoked_at"]
    token = made.json()["address"].partition("?")[2]
    assert worker.browser.get(f"/kalender.ics?{token}").status_code == 404


def test_r17_names_are_mended_by_api(api: Callable[..., Api], worker: Api, case: CaseFile, nord: Place) -> None:
    with bound(nord):
        item = conferences.item(case, "registered")
        conferences.text(item, "situation", "Mia schläft schlecht.")
    path = f"items/{item.pk}"
    (found,) = worker.get(f"{path}/findings").json()
    assert (found["text"], found["letter"]) == ("Mia", "C1")
    assert api(nord, Role.PROVIDER_WORKER, "alpha").get(f"{path}/findings").status_code == 403
    assert worker.post(f"{path}/replace", {"finding": found["key"], "letter": "C1"}, if_match="*").status_code == 200
    assert worker.get(f"{path}/findings").json() == []
    assert worker.get(f"{path}/minutes").json() == {"state": "none", "approved_at": None, "sha256": "", "content": {}}
    with bound(nord):
        Item.objects.filter(pk=item.pk).update(state="consulted", session=conferences.session(case.district))
    assert worker.get(f"{path}/minutes").json()["state"] == "preview"


def test_texts_of_letters_by_api(api: Callable[..., Api], nord: Place) -> None:
    admin = api(nord, Role.OFFICE_ADMIN)
    body = {"sender": "Jugendamt Nordkreis", "appeal": "Widerspruch binnen eines Monats."}
    assert admin.post("letter-rules", body).json()["appeal"] == body["appeal"]
    assert admin.get("letter-rules").json()["count"] == 1
    assert api(nord, Role.CASE_WORKER).get("letter-rules").status_code == 403


def test_the_items_of_a_case(api: Callable[..., Api], worker: Api, case: CaseFile, nord: Place) -> None:
    with bound(nord):
        item = helps.consulted(case)
    assert [i["code"] for i in worker.get(f"cases/{case.pk}/items").json()] == [item.code]
    assert api(nord, Role.PROVIDER_WORKER, "alpha").get(f"cases/{case.pk}/items").status_code == 403
