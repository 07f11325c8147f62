"""The frame, the start page and the account page."""

import pytest
from django.test import Client

from kernel import clock
from kernel.access.actor import Role
from tenants.people.models import Membership, Person
from tenants.people.places import KEY
from tests.database import set_up
from tests.factories import people as make

pytestmark = pytest.mark.django_db
PORTAL = {"host": "hilfenetz.localhost"}


def signed_in(who: Person) -> Client:
    browser = Client(headers=PORTAL)
    browser.force_login(make.account(who))
    return browser


def test_strangers_find_the_sign_in():
    page = Client(headers=PORTAL).get("/")
    assert page.status_code == 200 and "/konto/login/" in page.content.decode()


def test_one_place_is_entered_at_once(nord):
    who = make.person()
    make.membership(who, nord, Role.PLANNER)
    browser = signed_in(who)
    assert browser.get("/")["Location"] == "http://nord.hilfenetz.localhost/"
    assert browser.get("/?alle").status_code == 200


def test_several_places_are_cards_and_a_menu_in_every_office(nord, sued, alpha):
    who = make.person()
    make.membership(who, nord, Role.PROVIDER_WORKER, "alpha")
    make.membership(who, sued, Role.PROVIDER_WORKER, "alpha", instructed_until=None)
    with set_up():
        Membership.objects.create(person=who, organisation_id="alpha", role=Role.PROVIDER_WORKER, begins=clock.today())
    browser = signed_in(who)
    cards = browser.get("/").content.decode()
    assert all(name in cards for name in ("Nordkreis", "Südstadt", "Alpha Jugendhilfe", "Unterweisung fehlt"))
    office = browser.get("/", headers={"host": "nord.hilfenetz.localhost"}).content.decode()
    assert all(
        address in office
        for address in ("http://sued.hilfenetz.localhost/", "http://hilfenetz.localhost/traeger/alpha/")
    )


def test_who_belongs_nowhere_is_told_what_to_do():
    page = signed_in(make.person()).get("/")
    assert page.status_code == 200 and "Einladung" in page.content.decode()


def test_the_menu_costs_no_query_until_it_is_old(nord, django_assert_max_num_queries):
    browser = make.client(nord, Role.PLANNER)
    browser.get("/verwaltung/")
    with django_assert_max_num_queries(60) as first:
        browser.get("/vertraege/")
    session = browser.session
    session[KEY] = session[KEY] | {"at": 0}
    session.save()
    with django_assert_max_num_queries(60) as old:
        browser.get("/vertraege/")
    assert len(old) > len(first)
    assert not [q for q in first if "people_membership" in q["sql"] and "registry_office" in q["sql"]]


@pytest.mark.parametrize(
    ("role", "organisation", "administers"),
    [
        (Role.OFFICE_ADMIN, None, True),
        (Role.PLANNER, None, False),
        (Role.PROVIDER_ADMIN, "alpha", False),
    ],
)
def test_the_navigation_shows_what_the_role_may_open(nord, role, organisation, administers):
    page = make.client(nord, role, organisation).get("/").content.decode()
    assert ("/verwaltung/personen/" in page) is administers
    assert "Heute" in page


def test_the_account_page_shows_ones_own_roles_and_changes_the_name(nord):
    who = make.person("Erika Alt")
    make.membership(who, nord, Role.PROVIDER_WORKER, "alpha", instructed_until=None)
    browser = signed_in(who)
    page = browser.get("/konto/").content.decode()
    assert "Nordkreis" in page and "Unterweisung fehlt" in page and "Erika Alt" in page
    assert browser.post("/konto/", {"name": ""}).status_code == 422
    assert browser.post("/konto/", {"name": "Erika Neu"}).status_code == 302
    with set_up():
        assert Membership.objects.get(person=who).display_name == "Erika Neu"


@pytest.mark.parametrize(
    "path", ["/konto/password/change/", "/konto/2fa/", "/konto/sitzungen/", "/konto/email/", "/konto/zweiter-faktor/"]
)
def test_the_pages_of_the_account_open(path):
    answer = signed_in(make.person()).get(path, follow=True)
    assert answer.status_code == 200 and "[undefined" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/konto/login/", "/konto/password/reset/"])
def test_the_pages_before_the_sign_in_open(path):
    answer = Client(headers=PORTAL).get(path)
    assert answer.status_code == 200 and "[undefined" not in answer.content.decode()
