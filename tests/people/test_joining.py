"""A provider joins once for all offices (R1): it registers, an office accepts it, the owner's process opens it."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone

from contracts.usecases.engagement import engage_organisation
from kernel import clock
from kernel.access.actor import Role
from kernel.access.errors import Denied, RuleViolation
from kernel.audit.models import Entry
from kernel.tenancy.place import PORTAL, as_owner, bound, transaction_in
from tenants.people.actors import enter_organisation
from tenants.people.models import Invitation, Membership, hash_of
from tenants.people.queries import offices_open_to
from tenants.people.usecases import joining
from tenants.people.usecases.invitations import invite_person
from tenants.people.usecases.joining import LIFETIME, accept_request, confirm_request, refuse_request
from tenants.people.usecases.staff import name_for_office
from tenants.registry.models import JoinRequest, Organisation
from tenants.registry.queries import join_requests_for
from tenants.worklist.models import Event
from tests import database
from tests.database import set_up
from tests.factories import people as make
from tests.people.conftest import mail_jobs

DAY, TODAY = timedelta(days=1), clock.today()
GIVEN = {"name": "Lindenhof e.V.", "town": "Nordstadt", "contact": "Karla Kern", "email": "K.Kern@Lindenhof.example"}
SHOWN = "Sehen Sie in Ihr Postfach"


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()
    yield
    cache.clear()


def portal() -> Client:
    return Client(headers={"host": "hilfenetz.localhost"})


def post(**changed: str):
    return portal().post("/traeger-anmelden/", GIVEN | changed, follow=True)


@pytest.mark.django_db
def test_r1_a_provider_registers_confirms_and_is_seen_by_offices(nord, sent):
    mails = sent(post)
    assert [m.to for m in mails] == [["k.kern@lindenhof.example"]]
    link = re.search(r"http://hilfenetz\.localhost(/\S+/)", mails[0].body)[1]
    with make.acting(nord, Role.OFFICE_ADMIN) as admin:
        assert not join_requests_for(admin).exists()  # nobody sees an address that may be somebody else's
    page = portal().get(link)
    assert page.status_code == 200 and "Anmeldung bestätigen" in page.content.decode()
    with set_up():
        stored = JoinRequest.objects.get()
        assert stored.confirmed_at is None  # opening a link, as mail filters do, confirms nothing
        assert link.split("/")[-2] not in str(stored.__dict__)
    assert "ist angemeldet" in portal().post(link).content.decode()
    assert "ist angemeldet" in portal().get(link).content.decode()  # once more harms nothing
    with make.acting(nord, Role.OFFICE_ADMIN) as admin:
        assert [r.name for r in join_requests_for(admin)] == ["Lindenhof e.V."]
    with set_up():
        assert Entry.objects.get(verb="confirm_request").record == str(stored.pk)


@pytest.mark.django_db
def test_nothing_says_whether_an_address_is_known():
    known = make.account(make.person(), "bekannt@lindenhof.example")
    answers = [post(email=email).content for email in (known.email, "fremd@lindenhof.example")]
    answers.append(post(email="fremd@lindenhof.example").content)  # also a second time
    assert len(set(answers)) == 1 and SHOWN in answers[0].decode()


@pytest.mark.django_db
def test_r1_a_known_provider_does_not_register_twice():
    for name in ("Alpha Jugendhilfe", "  alpha   JUGENDHILFE "):
        answer = post(name=name)
        assert answer.status_code == 422 and "ist hier schon bekannt" in answer.content.decode()
    answer = post(name="Alfa Jugendhilfe e. V.")  # spelt differently: shown, and to be denied
    assert answer.status_code == 422 and "Alpha Jugendhilfe" in answer.content.decode()
    assert SHOWN in post(name="Alfa Jugendhilfe e. V.", other="on").content.decode()
    with set_up():
        assert [r.name for r in JoinRequest.objects.all()] == ["Alfa Jugendhilfe e. V."]


@pytest.mark.django_db
def test_r1_two_registrations_of_one_provider_do_not_both_wait():
    make.join_request()
    with set_up():
        JoinRequest.objects.create(**GIVEN, token_hash=hash_of("zweite"))
    answer = portal().post("/traeger-anmelden/zweite/")
    assert answer.status_code == 422 and "wartet auf ein Jugendamt" in answer.content.decode()
    with set_up(), pytest.raises(IntegrityError, match="join_request_once"), transaction.atomic():
        JoinRequest.objects.filter(token_hash=hash_of("zweite")).update(confirmed_at=timezone.now())


@pytest.mark.django_db
def test_a_link_holds_two_days():
    row = make.join_request(token_hash=hash_of("alt"), confirmed_at=None)
    with set_up():
        JoinRequest.objects.filter(pk=row.pk).update(created_at=timezone.now() - LIFETIME)
    for token in ("alt", "nie"):
        assert portal().get(f"/traeger-anmelden/{token}/").status_code == 404
    with transaction_in(PORTAL), pytest.raises(RuleViolation, match="gibt es nicht mehr"):
        confirm_request(token="alt")


@pytest.mark.django_db
def test_nobody_floods_the_service_or_a_mailbox():
    for _ in range(4):
        assert SHOWN in post().content.decode()
    assert len(mail_jobs()) == 3
    codes = [post(name="").status_code for _ in range(2 * 20 + 1)]  # two windows at the most
    assert 429 in codes


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "ab"), ("name", "x" * 161), ("name", "Nul\x00l"), ("town", ""), ("email", "kein"), ("contact", " ")],
)
def test_bad_inputs_are_said_and_keep_nothing(field, value):
    assert post(**{field: value}).status_code == 422
    with set_up():
        assert not JoinRequest.objects.exists()


@pytest.mark.django_db
def test_an_office_accepts_once_and_no_other_sees_it_then(nord, sued):
    row = make.join_request()
    with make.acting(nord, Role.OFFICE_ADMIN) as admin:
        accept_request(actor=admin, join_request=row)
        assert join_requests_for(admin).get().decided_by == admin.person
        with pytest.raises(Denied):
            accept_request(actor=admin, join_request=row)
    with make.acting(sued, Role.OFFICE_ADMIN) as other:
        assert not join_requests_for(other).exists()
        with pytest.raises(Denied):
            refuse_request(actor=other, join_request=row, refusal="double")
    with bound(sued):  # and not for its scope alone: the database hides it
        assert not JoinRequest.objects.exists()


@pytest.mark.full
@pytest.mark.parametrize("other", ["nord", "sued"])
def test_of_two_who_decide_at_once_one_does(places, django_db_setup, django_db_blocker, other):
    """Also of two in one office, where the database shows the row to both."""
    with django_db_blocker.unblock(), database.copy("test_join_race", database.TEST):
        with database.scene(PORTAL):
            admins = {key: make.actor(places[key], Role.OFFICE_ADMIN) for key in ("nord", "sued")}
        for round_ in range(8):
            with database.scene(PORTAL):
                row, barrier = make.join_request(f"Träger {round_}"), Barrier(2)

            def decide(key: str, accept: bool, row=row, barrier=barrier) -> bool:
                try:
                    barrier.wait()
                    with transaction_in(places[key]):
                        if accept:
                            accept_request(actor=admins[key], join_request=row)
                        else:
                            refuse_request(actor=admins[key], join_request=row, refusal="double")
                except Denied:
                    return False
                finally:
                    connection.close()
                return True

            with ThreadPoolExecutor(2) as pool:
                done = list(pool.map(decide, ("nord", other), (True, False)))
            assert sorted(done) == [False, True]
            with transaction_in(PORTAL):
                assert (JoinRequest.objects.get(pk=row.pk).refusal == "") is done[0]


@pytest.mark.django_db
def test_an_office_refuses_with_a_reason_and_the_provider_may_register_again(nord, sent):
    row = make.join_request()
    with make.acting(nord, Role.OFFICE_ADMIN) as admin:
        mails = sent(lambda: refuse_request(actor=admin, join_request=row, refusal="no_provider"))
        assert not join_requests_for(admin).exists()
    assert "Kein Träger der Jugendhilfe" in mails[0].body and mails[0].to == [row.email]
    assert SHOWN in post().content.decode()


@pytest.mark.django_db
def test_only_the_administration_decides(nord, alpha):
    row = make.join_request()
    for role in set(Role) - {Role.OFFICE_ADMIN, Role.OPERATOR, Role.SELF}:
        with make.acting(nord, role, "alpha" if role.of_provider else None) as actor, pytest.raises(Denied):
            accept_request(actor=actor, join_request=row)
    with bound(alpha), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        JoinRequest.objects.exists()
    with bound(nord), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        JoinRequest.objects.filter(pk=row.pk).update(email="anders@nord.example")


@pytest.mark.django_db
def test_the_office_finds_by_name_or_place_and_decides_on_the_page(nord):
    row = make.join_request()
    make.join_request("Ganz anders gGmbH", town="Weitweg")
    browser = make.client(nord, Role.OFFICE_ADMIN)
    for asked in ("lindn", "Nordstadt", "Lindenhoff"):
        page = browser.get("/traeger/finden/", {"q": asked}).content.decode()
        assert "Lindenhof e.V." in page and "Ganz anders" not in page, asked
    assert "Alpha Jugendhilfe" in browser.get("/traeger/finden/", {"q": "alpha"}).content.decode()
    address = f"/traeger/anmeldungen/{row.pk}/"
    assert f'href="{address}"' in browser.get("/").content.decode()
    assert "Karla Kern" in browser.get(address).content.decode()
    assert make.client(nord, Role.PLANNER).get(address).status_code == 403
    page = browser.get(address).content.decode()
    hidden = dict(re.findall(r'name="(submission|version)" value="([^"]+)"', page))
    assert browser.post(f"{address}annehmen/", hidden).status_code == 302
    assert "wird angelegt" in browser.get("/traeger/finden/", {"q": "Lindenhof"}).content.decode()
    assert browser.post(f"{address}annehmen/", hidden).status_code == 403


def test_keys_say_the_name_and_are_free(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction_in(PORTAL):
        assert joining.free_key("Löwenzahn & Söhne gGmbH") == "lowenzahn_sohne_ggmbh"
        assert joining.free_key("Alpha") == "alpha_2" and joining.free_key("Nord") == "nord_2"
        assert joining.free_key("7 Türme") == "traeger_7_turme" and joining.free_key("Дом") == "traeger"
        assert len(joining.free_key("Verein " * 20)) <= 34


def test_the_owner_opens_what_was_accepted_and_goes_on_after_a_break(django_db_setup, django_db_blocker, places):
    with django_db_blocker.unblock(), database.copy("test_joining", database.TEST):
        try:
            with database.scene(PORTAL):
                admin = make.actor(places["nord"], Role.OFFICE_ADMIN)
                row, other = make.join_request(), make.join_request("Wartet noch e.V.")
            with transaction_in(places["nord"]):
                accept_request(actor=admin, join_request=row)
            for _ in range(2):  # a second run finds nothing to do
                call_command("open_organisations")
            with transaction_in(PORTAL):
                made = Organisation.objects.get(name=row.name)
                assert (made.key, made.town) == ("lindenhof_e_v", row.town)
                opened = JoinRequest.objects.get(pk=row.pk)
                assert opened.organisation_id == made.pk and opened.invited_at
                assert JoinRequest.objects.get(pk=other.pk).organisation_id is None
                JoinRequest.objects.update(invited_at=None)  # as if it had died before it noted that
            call_command("open_organisations")
            with transaction_in(made.place):
                invitation = Invitation.objects.get()
                assert (invitation.email, invitation.role) == (row.email, Role.PROVIDER_ADMIN)
        finally:
            with as_owner(), connection.cursor() as cursor:
                cursor.execute("DROP ROLE IF EXISTS p_lindenhof_e_v")


def engage(place, organisation="alpha", **dates):
    with make.acting(place, Role.PLANNER) as planner:
        return engage_organisation(
            actor=planner,
            organisation=Organisation.objects.get(pk=organisation),
            **{"begins": TODAY - 10 * DAY} | dates,
        )


@pytest.mark.django_db
def test_r1_who_is_engaged_names_its_people_and_is_told(alpha, nord):
    who = make.person("Leitung")
    with set_up():
        Membership.objects.create(person=who, organisation_id="alpha", role=Role.PROVIDER_ADMIN, begins=TODAY)
    engage(nord)
    with set_up():
        assert Event.objects.get(kind="engaged").organisation_id == "alpha"
    with transaction_in(alpha):
        admin = enter_organisation(who.pk, alpha, TODAY)
        assert offices_open_to(admin) == {"nord": "Nordkreis"}
        named = name_for_office(
            actor=admin, person=who.pk, office="nord", role=Role.PROVIDER_ADMIN, begins=TODAY, ends=None
        )
    assert named.office_id == "nord"  # and still closed until the office instructs (R19)
    assert make.client(nord, who=who).get("/").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("begins", "ends", "allowed"),
    [(0, 30, True), (0, None, True), (-11, 30, False), (31, None, False), (0, 31, False)],
)
def test_r1_nobody_begins_or_ends_outside_the_engagement(alpha, nord, begins, ends, allowed):
    who = make.person("Fachkraft")
    with set_up():
        for role in (Role.PROVIDER_ADMIN, Role.PROVIDER_WORKER):
            Membership.objects.create(person=who, organisation_id="alpha", role=role, begins=TODAY)
    engage(nord, ends=TODAY + 30 * DAY)
    dates = {"begins": TODAY + begins * DAY, "ends": ends and TODAY + ends * DAY}
    same = {"role": Role.PROVIDER_WORKER} | dates
    with transaction_in(alpha):
        admin = enter_organisation(who.pk, alpha, TODAY)
        with nullcontext() if allowed else pytest.raises(RuleViolation, match="Wählen Sie Daten in dieser Zeit"):
            name_for_office(actor=admin, person=who.pk, office="nord", **same)
    with (
        make.acting(nord, Role.OFFICE_ADMIN) as office,
        nullcontext() if allowed else pytest.raises(RuleViolation, match="Wählen Sie Daten in dieser Zeit"),
    ):
        invite_person(actor=office, email="neu@alpha.example", name="Neu", organisation="alpha", **same)
