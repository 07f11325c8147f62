"""A provider's own people over all offices, and its workspace."""

import json
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone

from kernel import clock
from kernel.access.actor import Role
from kernel.access.errors import Denied, RuleViolation
from kernel.tenancy.place import transaction_in
from tenants.people.actors import enter_organisation
from tenants.people.models import Instruction, Invitation, Membership, Person, hash_of
from tenants.people.tasks import withdraw_invitations
from tenants.people.usecases.invitations import invite_colleague
from tenants.people.usecases.staff import end_colleague, name_for_office
from tenants.worklist.items import Kind
from tenants.worklist.models import WorkItem
from tests.database import set_up
from tests.factories import people as make

pytestmark = pytest.mark.django_db
DAY, TODAY = timedelta(days=1), clock.today()


def employ(who, organisation="alpha", role=Role.PROVIDER_WORKER, **given) -> Membership:
    with set_up():
        return Membership.objects.create(
            person=who, organisation_id=organisation, role=role, **{"begins": TODAY - 100 * DAY} | given
        )


def administrator(place, role=Role.PROVIDER_ADMIN):
    who = make.person("Leitung")
    employ(who, place.key, role)
    with transaction_in(place):
        return enter_organisation(who.pk, place, TODAY)


def browser_of(actor) -> Client:
    browser = Client(headers={"host": "hilfenetz.localhost"})
    who = make._named(type("P", (), {"pk": actor.person}))
    browser.force_login(make.account(who))
    return browser


def let_in(place, organisation="alpha") -> None:
    """The office has invited someone of the organisation before."""
    make.membership(make.person("Die Erste"), place, Role.PROVIDER_WORKER, organisation)


def test_r19_naming_opens_nothing_before_the_offices_instruction(alpha, nord):
    let_in(nord)
    admin, who = administrator(alpha), make.person()
    employ(who)
    with transaction_in(alpha):
        name_for_office(actor=admin, person=who.pk, office="nord", role=Role.PROVIDER_WORKER, begins=TODAY)
    answer = make.client(nord, who=who).get("/")
    assert answer.status_code == 403 and "Unterweisung" in answer.content.decode()


def test_only_offices_that_let_the_provider_in_can_be_named(alpha, nord, sued):
    let_in(nord)
    let_in(sued, "beta")
    admin, who = administrator(alpha), make.person()
    employ(who)
    with transaction_in(alpha), pytest.raises(RuleViolation, match="arbeitet Ihr Träger nicht mit"):
        name_for_office(actor=admin, person=who.pk, office="sued", role=Role.PROVIDER_WORKER, begins=TODAY)


def test_only_own_current_people_can_be_named(alpha, nord):
    let_in(nord)
    admin = administrator(alpha)
    for who, given in ((make.person("Fremd"), {"organisation": "beta"}), (make.person("Weg"), {"ends": TODAY - DAY})):
        employ(who, **given)
        with transaction_in(alpha), pytest.raises(RuleViolation, match="arbeitet heute nicht"):
            name_for_office(actor=admin, person=who.pk, office="nord", role=Role.PROVIDER_WORKER, begins=TODAY)
    who = make.person()
    employ(who)
    with transaction_in(alpha), pytest.raises(RuleViolation, match="bei einem Träger nicht"):
        name_for_office(actor=admin, person=who.pk, office="nord", role=Role.OFFICE_ADMIN, begins=TODAY)


def test_ending_a_colleague_closes_every_office_at_once(alpha, nord, sued):
    who = make.person()
    own = employ(who)
    for place in (nord, sued):
        make.membership(who, place, Role.PROVIDER_WORKER, "alpha")
    make.membership(who, nord, Role.PROVIDER_WORKER, "beta")
    admin = administrator(alpha)
    with transaction_in(alpha):
        end_colleague(actor=admin, membership=own)
        assert not Membership.objects.on(TODAY).filter(person=who).exists()
    with set_up():
        assert Membership.objects.on(TODAY).get(person=who).organisation_id == "beta"


def test_roles_that_would_begin_after_the_last_day_never_begin(alpha, nord):
    who = make.person()
    own = employ(who)
    later = make.membership(who, nord, Role.PROVIDER_WORKER, "alpha", begins=TODAY + 30 * DAY, instructed_until=None)
    with transaction_in(alpha):
        pass
    admin = administrator(alpha)
    with transaction_in(alpha):
        end_colleague(actor=admin, membership=own, last_day=TODAY + 10 * DAY)
        later.refresh_from_db()
        assert later.ends < later.begins
        own.refresh_from_db()
        assert own.ends == TODAY + 10 * DAY


def test_the_providers_last_administrator_stays(alpha):
    admin = administrator(alpha)
    with transaction_in(alpha):
        own = Membership.objects.get(person=admin.person)
        with pytest.raises(RuleViolation, match="letzte Person"):
            end_colleague(actor=admin, membership=own)


def test_managers_see_and_administrators_act(alpha):
    manager, who = administrator(alpha, Role.PROVIDER_MANAGER), make.person()
    own = employ(who)
    with transaction_in(alpha):
        for use_case, given in (
            (end_colleague, {"membership": own}),
            (
                invite_colleague,
                {"email": "a@alpha.example", "name": "A", "role": Role.PROVIDER_WORKER, "begins": TODAY},
            ),
        ):
            with pytest.raises(Denied):
                use_case(actor=manager, **given)
    browser = browser_of(manager)
    assert browser.get("/traeger/alpha/personen/").status_code == 200
    assert browser.get("/traeger/alpha/personen/einladen/").status_code == 403
    assert browser.get("/traeger/beta/personen/").status_code == 403


@pytest.mark.parametrize(
    "statement",
    [
        lambda who: Membership.objects.create(
            person=who, office_id="nord", role="office_admin", begins=TODAY, display_name="x", sort_key="x"
        ),
        lambda who: Membership.objects.create(
            person=who, office_id="nord", organisation_id="beta", role="provider_worker", begins=TODAY
        ),
        lambda who: Instruction.objects.create(
            person=who, office_id="nord", organisation_id="alpha", begins=TODAY, ends=TODAY, recorded_by=who.pk
        ),
        lambda who: Membership.objects.filter(person=who).update(role="provider_admin"),
        lambda who: Membership.objects.filter(person=who).delete(),
        lambda who: WorkItem.objects.update(due_on=TODAY),
        lambda who: Invitation.objects.create(
            office_id="nord",
            organisation_id="alpha",
            role="provider_worker",
            begins=TODAY,
            token_hash=hash_of("x"),
            email="a@b.example",
            name="x",
            invited_by=who.pk,
            expires_at="2030-01-01T00:00Z",
        ),
    ],
)
def test_the_database_keeps_a_provider_to_its_own(alpha, statement):
    who = make.person()
    employ(who)
    with pytest.raises(ProgrammingError), transaction.atomic(), transaction_in(alpha):
        statement(who)


def due(office, subject, kind=Kind.INSTALMENT_EXPECTED, organisation="alpha", days=3) -> None:
    with set_up():
        WorkItem.objects.create(
            office_id=office,
            organisation_id=organisation,
            kind=kind,
            subject=str(subject),
            code=f"RV-{office}",
            due_on=TODAY + days * DAY,
        )


def test_today_shows_all_counties_and_no_other_providers(alpha, nord):
    admin, who = administrator(alpha), make.person("Mira Muster")
    employ(who)
    make.membership(make._named(Person(pk=admin.person)), nord, Role.PROVIDER_ADMIN, "alpha")
    due("nord", make.uuid7(), Kind.CONTRACT_ENDING)
    due("sued", who.pk, Kind.INSTRUCTION_ENDING, days=-2)
    due("nord", make.uuid7(), organisation="beta")
    page = browser_of(admin).get("/traeger/alpha/").content.decode()
    assert "RV-nord" in page and "Mira Muster" in page and "Überfällig" in page and page.count("Abschlag erwartet") == 0
    assert "http://nord.hilfenetz.localhost/vertraege/" in page


def test_the_workspace_costs_the_same_queries_for_one_and_many(alpha, django_assert_max_num_queries):
    browser = browser_of(administrator(alpha))
    counts = {}
    for many in (1, 8):
        for n in range(many):
            due("nord" if n % 2 else "sued", make.uuid7())
            employ(make.person(f"P{n}"))
        for page in ("", "kalender/", "personen/"):
            browser.get(f"/traeger/alpha/{page}")
            with django_assert_max_num_queries(25) as seen:
                assert browser.get(f"/traeger/alpha/{page}").status_code == 200
            counts.setdefault(page, set()).add(len(seen))
    assert all(len(found) == 1 for found in counts.values())


def test_a_colleague_is_invited_named_and_ended_on_the_pages(alpha, nord, sent):
    let_in(nord)
    browser, who = browser_of(administrator(alpha)), make.person("Mira Muster")
    employ(who)

    def send(path, **given):
        form = browser.get(path)
        assert form.status_code == 200
        return browser.post(path, {"submission": form.context["form"]["submission"].value(), **given})

    base = "/traeger/alpha/"
    mails = sent(
        lambda: send(
            f"{base}personen/einladen/", name="Neu", email="neu@alpha.example", role="provider_worker", begins="heute"
        )
    )
    assert mails[0].to == ["neu@alpha.example"]
    assert "Neu" in browser.get(f"{base}einladungen/").content.decode()
    assert (
        send(f"{base}personen/{who.pk}/amt/", office="nord", role="provider_worker", begins="heute").status_code == 302
    )
    assert "Unterweisung fehlt" in browser.get(f"{base}personen/{who.pk}/").content.decode()
    assert send(f"{base}personen/{who.pk}/beenden/").status_code == 302
    assert "Arbeitet nicht mehr" in browser.get(f"{base}personen/{who.pk}/").content.decode()


def test_who_leaves_does_not_come_back_by_an_invitation_from_before(alpha, nord):
    admin, who = administrator(alpha), make.person()
    account, place = make.account(who), {"organisation_id": "alpha", "begins": TODAY, "invited_by": admin.person}
    row = employ(who)
    with set_up():
        kept = {"name": "Neu", "expires_at": timezone.now() + DAY, "role": Role.PROVIDER_MANAGER}
        for token, email, more in (
            ("fort", account.email, {}),
            ("auch fort", account.email, {"office_id": "nord"}),
            ("bleibt", "andere@alpha.example", {}),
            ("bleibt auch", account.email, {"organisation_id": "beta"}),
        ):
            Invitation.objects.create(token_hash=hash_of(token), email=email, **place | kept | more)
    with transaction_in(alpha):
        end_colleague(actor=admin, membership=row)
    with set_up(), connection.cursor() as cursor:  # in the queue with the end of the role, or not at all
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'withdraw_invitations'")
        ((job,),) = cursor.fetchall()
    withdraw_invitations(**json.loads(job))
    with set_up():
        open_still = set(Invitation.objects.open().values_list("token_hash", flat=True))
        assert open_still == {hash_of("bleibt"), hash_of("bleibt auch")}
