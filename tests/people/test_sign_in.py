"""Signing in at the service's own address, for all offices at once."""

import time
from types import SimpleNamespace

import pytest
from django.test import Client, RequestFactory

from kernel.access.actor import Role
from tenants.people.adapter import AccountAdapter
from tenants.people.sign_in import second_factor_missing
from tests.factories import people as make

pytestmark = pytest.mark.django_db
PASSWORD = "ein-langes-passwort"


def portal() -> Client:
    return Client(headers={"host": "hilfenetz.localhost"})


@pytest.mark.parametrize(
    "target",
    [
        "/konto/",
        "http://hilfenetz.localhost/",
        "http://nord.hilfenetz.localhost/vertraege/?sort=name",
    ],
)
def test_next_may_lead_to_our_own_addresses(target):
    assert AccountAdapter().is_safe_url(target)


@pytest.mark.parametrize(
    "target",
    [
        "",
        None,
        "https://evil.example/",
        "//evil.example/",
        "http://evilhilfenetz.localhost/",
        "http://hilfenetz.localhost.evil.example/",
        "http://nord.hilfenetz.localhost@evil.example/",
        "http://nord.hilfenetz.localhost:99999999/",
        "javascript:alert(1)",
        "http://[::1",
        "\\\\evil.example",
        "/\\evil.example",
        "http:///evil.example",
        "https://nord.hilfenetz.localhost/",
        "http://nord.hilfenetz.localhost:8080/",
        "data:text/html,x",
        "/\nevil",
        "konto",
    ],
)
def test_next_leads_nowhere_else(target):
    assert not AccountAdapter().is_safe_url(target)


def test_one_sign_in_reaches_the_offices(nord, sued):
    who = make.person()
    for place in (nord, sued):
        make.membership(who, place, Role.PLANNER)
    make.account(who, "erika@nord.example")
    browser = portal()
    answer = browser.post(
        "/konto/login/",
        {
            "login": "Erika@nord.example",
            "password": PASSWORD,
            "next": "http://sued.hilfenetz.localhost/",
        },
    )
    assert (answer.status_code, answer["Location"]) == (302, "http://sued.hilfenetz.localhost/")
    assert answer.cookies["hilfenetz"]["domain"] == "hilfenetz.localhost"
    for host in ("nord", "sued"):
        assert browser.get("/", headers={"host": f"{host}.hilfenetz.localhost"}).status_code == 200


def test_a_wrong_password_says_the_same_as_an_unknown_address():
    make.account(make.person(), "erika@nord.example")
    answers = [
        portal().post("/konto/login/", {"login": who, "password": "falsch"})
        for who in ("erika@nord.example", "niemand@nord.example")
    ]
    assert [a.context["form"].errors for a in answers][0] == [a.context["form"].errors for a in answers][1]


def test_without_a_session_an_office_leads_to_the_sign_in_and_back(nord):
    answer = make.client(nord).get("/vertraege/")
    assert answer["Location"].startswith(
        "http://hilfenetz.localhost/konto/login/?next=http%3A%2F%2Fnord.hilfenetz.localhost%2Fvertraege%2F"
    )
    swapped = make.client(nord).get("/vertraege/", headers={"HX-Request": "true"})
    assert swapped.status_code == 401 and "HX-Redirect" in swapped.headers


def test_nobody_signs_up_without_an_invitation():
    answer = portal().post("/konto/signup/", {"email": "x@nord.example", "password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 200 and "signup_closed" in answer.templates[0].name


def _request(place, records, user):
    request = RequestFactory().get("/")
    request.place, request.user = place, user
    request.session = {
        "account_authentication_methods": records,
        "account_authentication_methods_user": str(user.pk) if user else "",
    }
    return request


@pytest.mark.parametrize(
    "record",
    [
        {"method": "mfa", "type": "totp"},
        {"method": "mfa", "type": "recovery_codes"},
        {"method": "mfa", "type": "webauthn"},
        {"method": "mfa", "type": "webauthn", "passwordless": True},
    ],
)
def test_each_second_factor_counts_for_an_office_that_requires_one(record):
    place, user = SimpleNamespace(settings={"require_mfa": True}), make.account(make.person())
    assert second_factor_missing(_request(place, [{"method": "password", "at": time.time()}], user))
    assert not second_factor_missing(_request(place, [{"method": "password"}, record], user))


def test_another_persons_proof_does_not_count():
    place, user = SimpleNamespace(settings={"require_mfa": True}), make.account(make.person())
    request = _request(place, [{"method": "mfa", "type": "totp"}], user)
    request.user = make.account(make.person("Andere"))
    assert second_factor_missing(request)


def test_an_office_that_requires_a_second_factor_explains_it(nord, require_mfa):
    require_mfa(nord)
    browser = make.client(nord, Role.PLANNER)
    answer = browser.get("/")
    assert answer["Location"].startswith("http://hilfenetz.localhost/konto/zweiter-faktor/?next=")
    page = browser.get("/konto/zweiter-faktor/?next=http://evil.example/", headers={"host": "hilfenetz.localhost"})
    assert "Passkey einrichten" in page.content.decode() and "evil" not in page.content.decode()
