"""The record, recognitions, requirements and coverage by API (R26)."""

import base64

import pytest

from kernel import clock
from kernel.access.actor import Role
from tests.api.conftest import Api
from tests.factories import people, training

pytestmark = pytest.mark.django_db
TODAY = str(clock.today())


def test_a_manager_asks_with_evidence_and_the_organiser_decides(nord):
    who = people.person("Kim Beispiel")
    people.membership(who, nord, Role.PROVIDER_WORKER, "alpha")
    manager = Api(people.client(nord, Role.PROVIDER_MANAGER, "alpha"))
    stranger = Api(people.client(nord, Role.PROVIDER_MANAGER, "beta"))
    organiser = Api(people.client(nord, Role.TRAINING))
    body = {
        "person": str(who.pk), "curriculum": str(training.record_curriculum().pk), "institution": "Akademie", "title": "Kurs",
        "completed_on": TODAY, "minutes": 600, "filename": "z.pdf", "content": base64.b64encode(training.PDF).decode(),
    }  # fmt: skip
    for wrong, status in (({"content": "?"}, 422), ({"content": ""}, 422), ({"content": "TVqQ"}, 422)):
        assert manager.post("training-recognitions", body | wrong).status_code == status, wrong
    assert stranger.post("training-recognitions", body).status_code == 422
    asked = manager.post("training-recognitions", body)
    assert asked.status_code == 201, asked.content
    path = f"training-recognitions/{asked.json()['id']}"
    assert base64.b64decode(organiser.get(path).json()["evidence"]) == training.PDF
    assert stranger.get(path).status_code == 404 and stranger.get("training-records").json()["count"] == 0
    assert organiser.post(f"{path}/refuse", {}, if_match="*").status_code == 422
    assert organiser.post(f"{path}/recognise", {}, if_match="*").json()["state"] == "recognised"
    assert organiser.post(f"{path}/recognise", {}, if_match="*").status_code == 422
    (row,) = organiser.get("training-records").json()["results"]
    assert (row["title"], row["state"], row["organisation"]["key"]) == ("Kurs", "valid", "alpha")
    assert manager.get("training-records").json()["count"] == 1


def test_requirements_and_coverage(nord):
    people.membership(people.person(), nord, Role.PROVIDER_WORKER, "alpha")
    organiser = Api(people.client(nord, Role.TRAINING))
    planner = Api(people.client(nord, Role.PLANNER))
    body = {
        "curriculum": str(training.record_curriculum().pk),
        "roles": ["provider_worker"],
        "within_months": 12,
        "begins": TODAY,
    }
    assert planner.post("training-requirements", body).status_code == 403
    row = organiser.post("training-requirements", body)
    assert row.status_code == 201
    (whole,) = planner.get("training-coverage/office").json()
    assert (whole["needed"], whole["valid"], whole["lacking"], whole["overdue"]) == (1, 0, 1, 0)
    assert [r["name"] for r in planner.get("training-coverage/provider").json()] == ["Alpha Jugendhilfe"]
    for by in ("district", "team"):
        assert planner.get(f"training-coverage/{by}").json() == []
    assert planner.get("training-coverage/plan").json()[0]["needed"] == 1
    end = organiser.post(f"training-requirements/{row.json()['id']}/end", {"ends": TODAY}, if_match="*")
    assert end.json()["ends"] == TODAY
