"""§ 8a, the resource map, inspection and retention by API: the same rules as on the pages."""

import pytest

from cases.models import Item, Protection
from kernel.access.actor import Role
from kernel.keys import uuid7
from kernel.retention.models import Disposal
from kernel.tenancy.place import transaction_in
from tests.factories import cases as make
from tests.factories import conferences as sheets
from tests.factories import contracts
from tests.factories.people import membership, person
from tests.retention.test_terms import night, over

pytestmark = pytest.mark.django_db


def test_r20_a_process_from_begin_to_end(api, nord):
    who = person("Ada Schnittstelle")
    worker, second = api(nord, Role.CASE_WORKER, who=who), person("Bo Zweit")
    membership(second, nord, Role.CASE_WORKER)
    with transaction_in(nord):
        where = contracts.district()
    made = worker.post("protections", {"district": str(where.pk), "source": "outside", "concern": "Anruf"})
    assert made.status_code == 201, made.content
    url, tag = f"protections/{made.json()['id']}", made["etag"]

    def do(path, body, status=200, method="post"):
        nonlocal tag
        answer = worker.send(method.upper(), f"{url}/{path}", body, if_match=tag)
        assert answer.status_code == status, answer.content
        tag = answer.get("etag", tag)
        return answer.json()

    part = {"topic": "care", "seen": "Leerer Kühlschrank", "weight": "concern", "version": 0}
    assert do("parts", {"parts": [part]}, method="put")["parts"][0]["seen"] == "Leerer Kühlschrank"
    assert "zu zweit" in do("outcome", {"outcome": "latent"}, 422)["detail"]
    do("members", {"person": str(second.pk)})
    assert "Familie" in do("outcome", {"outcome": "latent"}, 422)["detail"]
    do("family", {"involved": True})
    assert do("outcome", {"outcome": "latent"})["begins"]
    assert api(nord, Role.CASE_WORKER).get(url).status_code == 404
    assert api(nord, Role.AUDITOR).get("protections").status_code == 403


def test_r20_raised_by_api_the_item_is_gone_for_everybody(api, nord):
    who = person("Tea Team")
    worker = api(nord, Role.PROVIDER_WORKER, "alpha", who=who)
    with transaction_in(nord):
        item = sheets.item(make.case())
        sheets.team_member(item.district, who.pk, "alpha")
    answer = worker.post("protections/raise", {"item": str(item.pk), "concern": "Angst vor zu Hause"})
    assert answer.status_code == 204 and not answer.content
    with transaction_in(nord):
        assert Item.objects.get().state == "moved" and Protection.objects.get().item_id == item.pk
    assert worker.post("protections/raise", {"item": str(item.pk)}).status_code == 422


def test_par_8a_4_the_provider_sees_its_own_notice_only(api, nord):
    worker, other = api(nord, Role.PROVIDER_WORKER, "alpha"), api(nord, Role.PROVIDER_WORKER, "beta")
    with transaction_in(nord):
        where = contracts.role().district
    body = {"district": str(where.pk), "about": "Kim", "concern": "Ohne Essen", "family_told": True}
    made = worker.post("provider-notices", body)
    assert made.status_code == 201 and "protection" not in made.json()
    assert other.get(f"provider-notices/{made.json()['id']}").status_code == 404
    lead = api(nord, Role.ASD_LEAD)
    url = f"provider-notices/{made.json()['id']}"
    assert lead.post(f"{url}/confirm", {}, if_match=made["etag"]).json()["received_at"]


def test_r24_the_map_by_api(api, nord):
    worker = api(nord, Role.CASE_WORKER)
    with transaction_in(nord):
        where = contracts.district()
    body = {"districts": [str(where.pk)], "kind": "club", "name": "Chor", "tags": ["Singen"]}
    made = worker.post("resources", body)
    assert made.status_code == 201, made.content
    assert worker.get("resources?q=Chöre").json()["count"] == 1
    url = f"resources/{made.json()['id']}"
    wrong = worker.patch(url, {"latitude": "51.40000"}, if_match=made["etag"])
    assert wrong.status_code == 422 and "oder keine" in wrong.json()["detail"]
    assert worker.post("resources", body | {"website": "javascript:alert(1)"}).status_code == 422
    assert worker.post(f"{url}/confirm", {}, if_match=made["etag"]).status_code == 200


def test_art_15_requests_and_the_archive_by_api(api, nord):
    who = person("Ida Anliegen")
    worker, lead = api(nord, Role.CASE_WORKER, who=who), api(nord, Role.ASD_LEAD)
    with transaction_in(nord):
        asked = make.person(make.case(worker=who.pk))
        over()
        night()
        night(30)
        row = Disposal.objects.get()
    body = {"person": str(asked.pk), "kind": "objection", "received_on": "2026-01-02", "text": "Stimmt nicht"}
    assert worker.post("person-requests", body, idempotency_key=str(uuid7())).status_code == 201
    answer = lead.post(f"disposals/{row.pk}/answer", {"taken": True}, if_match=f'"{row.version}"')
    assert answer.status_code == 200 and answer.json()["state"] == "taken"
    assert worker.get("disposals").status_code == 403
