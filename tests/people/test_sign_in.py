"""Signing in at the service's own address, for all offices at once."""

import time
from types import SimpleNamespace

import pytest
from django.test import Client, RequestFactory

from kernel.access.actor import Role
from tenants.people.adapter import AccountAdapter
from tenants.people.sign_in import second_factor_missing
from tests.database import set_up
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


def test_failed_sign_ins_are_limited_over_all_processes(settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/5m/key"}
    make.account(make.person(), "limit@nord.example")
    for _ in range(3):
        portal().post("/konto/login/", {"login": "limit@nord.example", "password": "falsch"})
    answer = portal().post("/konto/login/", {"login": "limit@nord.example", "password": PASSWORD})
    assert answer.status_code == 200 and "zu viele" in answer.content.decode().lower()
    assert "FileBasedCache" in settings.CACHES["default"]["BACKEND"]


def test_changing_the_second_factor_asks_for_the_password_again():
    browser = portal()
    browser.force_login(make.account(make.person()))
    answer = browser.get("/konto/2fa/webauthn/add/")
    assert answer["Location"].startswith("/konto/reauthenticate/?next=")
    assert (
        browser.post("/konto/reauthenticate/", {"password": PASSWORD, "next": "/konto/2fa/"})["Location"]
        == "/konto/2fa/"
    )
    assert browser.get("/konto/2fa/webauthn/add/").status_code == 200


def test_sessions_are_listed_and_ended_from_afar():
    account, here, there = make.account(make.person(), "erika@nord.example"), portal(), portal()
    for browser in (here, there):
        browser.post("/konto/login/", {"login": "erika@nord.example", "password": PASSWORD})
    assert "erika" in there.get("/konto/").content.decode()
    assert here.post("/konto/sitzungen/").status_code == 302
    assert there.get("/konto/")["Location"].startswith("http://hilfenetz.localhost/konto/login/")
    assert here.get("/konto/").status_code == 200
    assert account.is_active


def test_a_code_app_opens_an_office_that_requires_one(nord, require_mfa):
    from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

    require_mfa(nord)
    who = make.person()
    make.membership(who, nord, Role.PLANNER)
    account, secret = make.account(who, "erika@nord.example"), generate_totp_secret()
    with set_up():
        TOTP.activate(account, secret)
    browser = portal()
    answer = browser.post("/konto/login/", {"login": "erika@nord.example", "password": PASSWORD})
    assert "/2fa/authenticate/" in answer["Location"]
    assert browser.get("/", headers={"host": "nord.hilfenetz.localhost"})["Location"].startswith(
        "http://hilfenetz.localhost/konto/login/"
    )
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    assert browser.post("/konto/2fa/authenticate/", {"code": code}).status_code == 302
    assert browser.get("/", headers={"host": "nord.hilfenetz.localhost"}).status_code == 200
