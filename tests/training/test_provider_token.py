"""A provider's system registers and withdraws its own people with a token of one office, for that office's courses alone (R26)."""

import pytest
from django.test import Client

from kernel import clock
from kernel.access.actor import Role
from kernel.tenancy.place import transaction_in
from tenants.people.models import Instruction
from tenants.people.usecases.clients import create_client, revoke_client
from tenants.training.models import CourseOffice
from tests.api.conftest import Api
from tests.contracts.test_districts import refused
from tests.database import set_up
from tests.factories import people
from tests.factories import training as make

pytestmark = pytest.mark.django_db
TOKEN = "/identity/o/api/token"
GIVEN = {"name": "Alpha Personal", "role": Role.PROVIDER_MANAGER, "organisation": "alpha", "instructed": True}


class Bearer(Client):
    """A system with its token, at one office."""

    def __init__(self, office: str, token: str) -> None:
        super().__init__(headers={"host": f"{office}.hilfenetz.localhost", "authorization": f"Bearer {token}"})


@pytest.fixture
def made(nord, alpha, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), people.acting(nord, Role.OFFICE_ADMIN) as admin:
        return create_client(actor=admin, **GIVEN)


@pytest.fixture
def token(made) -> str:
    given = {"grant_type": "client_credentials", "client_id": made.client_id, "client_secret": made.secret}
    answer = Client(headers={"host": "hilfenetz.localhost"}).post(TOKEN, given)
    assert answer.status_code == 200, answer.content
    return answer.json()["access_token"]


def worker(place, organisation: str = "alpha", name: str = "Ada"):
    who = people.person(name)
    people.membership(who, place, Role.PROVIDER_WORKER, organisation)
    return who


def test_r26_a_providers_system_registers_its_people_and_withdraws_them(
    nord, token, django_capture_on_commit_callbacks
):
    own, other = worker(nord), worker(nord, "beta", "Fremd")
    with set_up():
        course, draft = make.course(capacity=1), make.course(state="draft")
        foreign = make.registration(course, other, organisation_id="beta")
    api = Api(Bearer("nord", token))
    assert [row["id"] for row in api.get("offered-courses").json()["results"]] == [str(course.pk)]
    assert "cost" not in api.get(f"offered-courses/{course.pk}").json()
    body = {"course": str(course.pk), "person": str(own.pk)}
    for wrong in ({"person": str(other.pk)}, {"course": str(draft.pk)}):
        assert api.post("staff-registrations", body | wrong).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        row = api.post("staff-registrations", body)
    assert row.status_code == 201, row.content
    assert [r["person"] for r in api.get("staff-registrations").json()["results"]] == [str(own.pk)]
    assert api.post("staff-registrations", body).status_code == 422, "twice"
    assert api.get(f"staff-registrations/{foreign.pk}").status_code == 404
    path = f"staff-registrations/{row.json()['id']}"
    assert api.post(f"{path}/cancel", {}, if_match="*").json()["state"] == "cancelled"


def test_r26_no_token_spans_offices(nord, sued, token):
    """Neither another office's address nor its courses, even where the provider works there and they hold one together."""
    own = worker(sued)
    assert Api(Bearer("sued", token)).get("offered-courses").status_code in (401, 403)
    people.membership(own, nord, Role.PROVIDER_WORKER, "alpha")
    with set_up():
        there = make.course("sued", title="Dort")
        CourseOffice.objects.create(course=there, office_id="nord")
        make.registration(there, own, organisation_id="alpha")
    api = Api(Bearer("nord", token))
    assert api.get("offered-courses").json()["count"] == 0 == api.get("staff-registrations").json()["count"]
    body = {"course": str(there.pk), "person": str(own.pk)}
    assert api.post("staff-registrations", body).status_code == 422
    assert api.get("conduct-assurances").status_code == 403, "R25: the office's to read"


def test_r19_a_providers_system_needs_the_provider_and_its_instruction(nord, alpha, made, token):
    with people.acting(nord, Role.OFFICE_ADMIN) as admin:
        for wrong, field, words in (
            ({"organisation": None}, "organisation", "Rolle der Trägerleitung"),
            ({"role": Role.PLANNER}, "organisation", "Rolle der Trägerleitung"),
            ({"instructed": False}, "instructed", "Weisen Sie den Träger zuerst"),
            ({"role": Role.PROVIDER_ADMIN}, "role", "kann ein anderes System nicht haben"),
        ):
            with refused(field, words):
                create_client(actor=admin, **GIVEN | wrong)
    with transaction_in(nord):
        assert Instruction.objects.get(person=made.person_id).begins == clock.today()
    with set_up():
        Instruction.objects.update(begins=clock.today().replace(year=2020), ends=clock.today().replace(year=2021))
    assert Api(Bearer("nord", token)).get("offered-courses").status_code == 403
    with people.acting(nord, Role.OFFICE_ADMIN) as admin:
        revoke_client(actor=admin, client=made)
    assert Api(Bearer("nord", token)).get("offered-courses").status_code == 401


def test_r25_an_office_reads_assurances_by_api_without_names(nord, sued):
    row = make.record_assurance("alpha")
    make.record_assurance("alpha", "sued")
    api = Api(people.client(nord, Role.PLANNER))
    (found,) = api.get("conduct-assurances?organisation=alpha").json()["results"]
    assert found == {
        "id": str(row.pk),
        "organisation": {"key": "alpha", "name": "Alpha Jugendhilfe"},
        "people": 2,
        "given_on": str(clock.today()),
    }
    assert Api(people.client(nord, Role.CASE_WORKER)).get("conduct-assurances").status_code == 403
