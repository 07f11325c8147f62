"""The pages: the bell and its number, notices of one's own, webhooks of an office and of a provider."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kernel import clock
from kernel.access.actor import Role
from kernel.keys import uuid7
from kernel.tenancy.place import bound
from tenants.notices.models import Delivery, Endpoint, Notice
from tenants.notices.webhooks.sending import send_next
from tenants.people.models import Membership
from tests.database import set_up
from tests.factories import people
from tests.notices.conftest import endpoint, hand_over, in_workspace

pytestmark = pytest.mark.django_db
HERE = "/traeger/alpha/benachrichtigungen/"


def signed_in(who, host: str = "hilfenetz.localhost") -> Client:
    browser = Client(headers={"host": host})
    browser.force_login(who.account)
    return browser


def told(proof_asked, organisation: str = "alpha"):
    who = in_workspace(organisation, Role.PROVIDER_MANAGER)
    proof_asked(organisation)
    hand_over()
    return who


def unread(browser: Client) -> int:
    return browser.get(HERE + "zahl/").json()["unread"]


def form_of(page: str, action: str) -> dict[str, str]:
    form = re.search(rf'<form[^>]*action="[^"]*{action}".*?</form>', page, re.S)[0]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def test_the_bell_counts_what_is_unread_until_it_is_read(proof_asked):
    browser = signed_in(told(proof_asked))
    page = browser.get(HERE).content.decode()
    assert "Verwendungsnachweis fällig · V-7/2026" in page and 'class="hn-bell"' in page and unread(browser) == 1
    with set_up():
        pk = Notice.objects.get().pk
    assert browser.post(f"{HERE}{pk}/gelesen/", form_of(page, f"{pk}/gelesen/")).status_code == 302
    assert unread(browser) == 0


def test_all_at_once(proof_asked):
    who = told(proof_asked)
    proof_asked()
    hand_over()
    browser = signed_in(who)
    assert unread(browser) == 2
    page = browser.get(HERE).content.decode()
    browser.post(f"{HERE}gelesen/", form_of(page, "benachrichtigungen/gelesen/"))
    assert unread(browser) == 0


def test_nobody_sees_or_reads_anothers_notice(proof_asked):
    told(proof_asked)
    late = signed_in(in_workspace("alpha", Role.PROVIDER_MANAGER))
    with set_up():
        pk = Notice.objects.get().pk
    assert unread(late) == 0 and late.post(f"{HERE}{pk}/gelesen/").status_code == 404


def test_who_loses_the_role_no_longer_sees_it(proof_asked):
    who = told(proof_asked)
    browser = signed_in(who)
    with set_up():
        Membership.objects.filter(person=who).update(role=Role.PROVIDER_WORKER)
    assert unread(browser) == 0 and "V-7/2026" not in browser.get(HERE).content.decode()
    with set_up():
        Membership.objects.filter(person=who).update(ends=clock.today() - timedelta(days=1))
    assert browser.get(HERE).status_code == 403


def test_a_page_of_many_costs_as_many_queries_as_one_of_few(proof_asked):
    browser = signed_in(told(proof_asked))
    browser.get(HERE)
    with CaptureQueriesContext(connection) as few:
        browser.get(HERE)
    for _ in range(4):
        proof_asked()
    hand_over()
    with CaptureQueriesContext(connection) as many:
        browser.get(HERE)
    assert len(few) == len(many)


def test_a_providers_administration_keeps_its_webhooks(alpha, receiver, proof_asked):
    browser = signed_in(in_workspace("alpha", Role.PROVIDER_ADMIN))
    root = "/traeger/alpha/webhooks/"
    given = {"submission": uuid7(), "name": "Lohnabrechnung", "url": receiver.url, "kinds": ["proof_due", "task_due"]}
    made = browser.post(f"{root}neu/", given).content.decode()
    assert "whsec_" in made and "whsec_" not in browser.get(root).content.decode()
    with bound(alpha):
        row = Endpoint.objects.get()
    assert (row.organisation_id, row.office_id) == ("alpha", None)
    proof_asked()
    hand_over()
    assert send_next()
    listed = browser.get(f"{root}{row.pk}/").content.decode()
    assert "Verwendungsnachweis fällig" in listed and "angenommen" in listed
    with bound(alpha):
        pk = Delivery.objects.get().pk
    one = browser.get(f"{root}meldungen/{pk}/").content.decode()
    assert browser.post(f"{root}meldungen/{pk}/senden/", form_of(one, "senden/")).status_code == 302
    assert send_next() and len(receiver.got) == 2
    browser.post(f"{root}{row.pk}/pruefen/", form_of(listed, "pruefen/"))
    assert send_next() and len(receiver.got) == 3
    stale = {"submission": uuid7(), "version": row.version - 1}
    changed = {"name": "Neu", "url": receiver.url, "kinds": ["task_due"]}
    assert browser.post(f"{root}{row.pk}/aendern/", stale | changed).status_code == 409
    renewing = f"{root}{row.pk}/geheimnis/"
    assert browser.get(renewing).status_code == 200
    assert browser.post(renewing, stale).status_code == 409
    renewed = browser.post(renewing, {"submission": uuid7(), "version": row.version})
    assert "whsec_" in renewed.content.decode() and renewed["Cache-Control"] == "no-store"
    assert "gilt bis" in browser.get(f"{root}{row.pk}/").content.decode()
    with bound(alpha):
        row.refresh_from_db()
    again = {"submission": uuid7(), "version": row.version}
    assert browser.post(f"{root}{row.pk}/aendern/", again | changed).status_code == 302
    last = browser.get(f"{root}{row.pk}/").content.decode()
    assert browser.post(f"{root}{row.pk}/loeschen/", form_of(last, "loeschen/")).status_code == 302
    with bound(alpha):
        assert not Endpoint.objects.exists() and not Delivery.objects.exists()


def test_an_offices_administration_finds_a_private_address_refused_at_the_field(nord):
    browser = people.client(nord, Role.OFFICE_ADMIN)
    given = {"submission": uuid7(), "name": "Innen", "url": "https://192.168.0.1/", "kinds": ["proof_due"]}
    answer = browser.post("/verwaltung/webhooks/neu/", given)
    assert answer.status_code == 422 and "internen Netz" in answer.content.decode()


def test_managers_and_other_staff_have_no_webhooks(nord):
    assert signed_in(in_workspace("alpha", Role.PROVIDER_MANAGER)).get("/traeger/alpha/webhooks/").status_code == 403
    assert people.client(nord, Role.PLANNER).get("/verwaltung/webhooks/").status_code == 403


def test_a_providers_administrator_reaches_no_webhook_of_an_office(nord):
    row = endpoint("https://system.example/", office="nord")
    browser = people.client(nord, Role.PROVIDER_ADMIN, "alpha")
    assert browser.get(f"/verwaltung/webhooks/{row.pk}/").status_code == 404
    given = {"submission": uuid7(), "name": "A", "url": "https://93.184.215.14/", "kinds": ["proof_due"]}
    answer = browser.post("/verwaltung/webhooks/neu/", given)
    assert answer.status_code == 422 and "im Arbeitsplatz" in answer.content.decode()
