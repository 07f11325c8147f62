"""API tokens: issued at the base host, good for one office."""

import base64
from datetime import timedelta

import pytest
from allauth.idp.oidc.models import Client as OidcClient
from allauth.idp.oidc.models import Token
from django.test import Client, RequestFactory
from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied

from kernel.access.actor import Role
from kernel.access.errors import Denied, RuleViolation
from kernel.audit.models import Entry
from kernel.tenancy.place import transaction_in
from tenants.people.models import ApiClient, Membership, Person
from tenants.people.tokens import find_client
from tenants.people.usecases.clients import create_client, revoke_client
from tests.database import set_up
from tests.factories import people as make

pytestmark = pytest.mark.django_db
TOKEN = "/identity/o/api/token"


@pytest.fixture
def api_client(nord, django_capture_on_commit_callbacks):
    """A client of Nordkreis, made by its administrator."""
    with django_capture_on_commit_callbacks(execute=True), make.acting(nord, Role.OFFICE_ADMIN) as admin:
        return create_client(actor=admin, name="Fachverfahren", role=Role.PLANNER)


def ask(client, **given):
    browser = Client(headers={"host": "hilfenetz.localhost"})
    data = {"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": client.secret} | given
    return browser.post(TOKEN, data)


def token_of(client, **given) -> str:
    answer = ask(client, **given)
    assert answer.status_code == 200, answer.content
    return answer.json()["access_token"]


def found(token, place, path="/api/v1/contracts"):
    request = RequestFactory().get(path)
    request.place = place
    return find_client(token, request)


def test_a_token_acts_as_the_clients_technical_person(nord, api_client):
    client = found(token_of(api_client), nord)
    assert client.person_id == api_client.person_id
    with transaction_in(nord):
        assert Person.objects.get(pk=client.person_id).technical
        assert Membership.objects.get(person=client.person_id).role == Role.PLANNER
        assert {e.model for e in Entry.objects.filter(verb="create_client")} == {
            "people.apiclient",
            "people.membership",
        }


def test_a_token_of_one_office_gets_nothing_in_another(sued, api_client):
    assert isinstance(found(token_of(api_client), sued), PermissionDenied)


def test_the_api_answers_a_token_in_its_office_only(nord, api_client):
    header = {"Authorization": f"Bearer {token_of(api_client)}"}
    browser = Client()
    at = {"nord": 200, "sued": 403}
    for office, status in at.items():
        answer = browser.get("/api/v1/districts", headers={"host": f"{office}.hilfenetz.localhost", **header})
        assert answer.status_code == status, answer.content
    wrong = browser.get(
        "/api/v1/districts", headers={"host": "nord.hilfenetz.localhost", "Authorization": "Bearer falsch"}
    )
    assert wrong.status_code == 401 and wrong["Content-Type"] == "application/problem+json"


def test_a_bad_token_is_not_rescued_by_a_session(nord):
    browser = make.client(nord, Role.PLANNER)
    assert browser.get("/api/v1/districts").status_code == 200
    assert browser.get("/api/v1/districts", headers={"Authorization": "Bearer falsch"}).status_code == 401


def test_a_token_opens_no_page(nord, api_client):
    answer = Client().get(
        "/", headers={"host": "nord.hilfenetz.localhost", "Authorization": f"Bearer {token_of(api_client)}"}
    )
    assert answer.status_code == 302 and "/konto/login/" in answer["Location"]


@pytest.mark.parametrize("value", ["", "x", "x" * 5000, "ä", "' or 1=1 --"])
def test_hostile_tokens_are_refused(nord, api_client, value):
    assert isinstance(found(value, nord), AuthenticationFailed)


def test_an_expired_token_is_refused(nord, api_client):
    token = token_of(api_client)
    with set_up():
        Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert isinstance(found(token, nord), AuthenticationFailed)


def test_revoking_ends_token_membership_and_client(nord, api_client):
    token = token_of(api_client)
    with make.acting(nord, Role.OFFICE_ADMIN) as admin:
        revoke_client(actor=admin, client=api_client)
        with pytest.raises(RuleViolation, match="schon gesperrt"):
            revoke_client(actor=admin, client=api_client)
        assert not Membership.objects.on(admin.today).filter(person=api_client.person_id).exists()
    assert isinstance(found(token, nord), AuthenticationFailed)
    assert ask(api_client).status_code == 401


def test_the_audience_is_always_the_office(nord, api_client):
    base = "http://nord.hilfenetz.localhost"
    assert ask(api_client, resource="http://sued.hilfenetz.localhost/").status_code == 400
    for hostile in ("kein-url", "http://nord.hilfenetz.localhost/../x", f"{base}/#x"):
        assert ask(api_client, resource=hostile).json()["error"] == "invalid_target"
    narrow = token_of(api_client, resource=f"{base}/api/v1/hours")
    assert isinstance(found(narrow, nord), PermissionDenied)
    assert isinstance(found(narrow, nord, "/api/v1/hours"), ApiClient)
    token_of(api_client)
    with set_up():
        Token.objects.update(data=None)
    assert isinstance(found(token_of(api_client), nord), ApiClient)


def test_a_token_without_audience_is_refused(nord, api_client):
    token = token_of(api_client)
    with set_up():
        Token.objects.update(data=None)
    assert isinstance(found(token, nord), PermissionDenied)


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"client_secret": "falsch"}, 401),
        ({"client_id": "gibt-es-nicht"}, 401),
        ({"client_id": ""}, 401),
        ({"grant_type": "password"}, 400),
        ({"grant_type": "authorization_code"}, 400),
        ({"scope": "openid"}, 400),
    ],
)
def test_what_the_token_endpoint_refuses(api_client, given, status):
    assert ask(api_client, **given).status_code == status


def test_a_foreign_oidc_client_without_binding_gets_no_token(db):
    with set_up():
        OidcClient.objects.create(id="fremd", name="x", grant_types="client_credentials", secret="x")
    answer = Client(headers={"host": "hilfenetz.localhost"}).post(
        TOKEN,
        {"grant_type": "client_credentials"},
        headers={
            "Authorization": "Basic " + base64.b64encode(b"fremd:x").decode(),
        },
    )
    assert answer.status_code == 401


def test_only_administrators_create_clients_and_none_administers(nord):
    with make.acting(nord, Role.PLANNER) as planner, pytest.raises(Denied):
        create_client(actor=planner, name="x", role=Role.PLANNER)
    with make.acting(nord, Role.OFFICE_ADMIN) as admin, pytest.raises(RuleViolation):
        create_client(actor=admin, name="x", role=Role.OFFICE_ADMIN)


def test_the_secret_is_shown_once(nord):
    browser = make.client(nord, Role.OFFICE_ADMIN)
    form = browser.get("/verwaltung/zugaenge/neu/")
    given = {"submission": form.context["form"]["submission"].value(), "name": "Fachverfahren", "role": "planner"}
    page = browser.post("/verwaltung/zugaenge/neu/", given)
    secret = page.context["client"].secret
    assert secret in page.content.decode() and page["Cache-Control"] == "no-store"
    again = browser.post("/verwaltung/zugaenge/neu/", given)
    assert again.status_code == 409
    pk = page.context["client"].pk
    for path in ("/verwaltung/zugaenge/", f"/verwaltung/zugaenge/{pk}/"):
        text = browser.get(path).content.decode()
        assert pk in text and secret not in text
