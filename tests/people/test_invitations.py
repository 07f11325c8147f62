"""From an invitation to an account: once, in time, for the address it went to."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kernel import clock
from kernel.access.actor import Role
from kernel.access.errors import Denied, RuleViolation
from kernel.audit.models import Entry
from kernel.tenancy.place import PORTAL, transaction_in
from tenants.people.models import Account, Invitation, Membership, Person
from tenants.people.usecases.acceptance import accept_with_new_account
from tenants.people.usecases.invitations import invite_colleague, invite_person, resend_invitation, withdraw_invitation
from tests.database import set_up
from tests.factories import people as make

pytestmark = pytest.mark.django_db
PASSWORD = {"password": "Sechs-Enten-am-See", "again": "Sechs-Enten-am-See"}


def portal(account: Account | None = None) -> Client:
    browser = Client(headers={"host": "hilfenetz.localhost"})
    if account:
        browser.force_login(account)
    return browser


def link_in(mail) -> str:
    return re.search(r"http://hilfenetz\.localhost(/konto/einladung/\S+/)", mail.body)[1]


@pytest.fixture
def invited(nord, sent):
    """Invite someone as the office's administrator; returns the link."""

    def invite(email="neu@nord.example", role=Role.PLANNER, **given) -> str:
        with make.acting(nord, Role.OFFICE_ADMIN) as admin:
            mails = sent(
                lambda: invite_person(
                    actor=admin, email=email, name="Nina Neu", role=role, begins=clock.today(), **given
                )
            )
        assert [m.to for m in mails] == [[email.lower()]]
        return link_in(mails[0])

    return invite


def test_the_link_makes_account_and_membership(nord, invited):
    link = invited()
    with set_up():
        stored = Invitation.objects.get()
        assert link.split("/")[-2] not in str(stored.__dict__)
    page = portal().get(link)
    assert page.status_code == 200 and "Nordkreis" in page.content.decode()
    browser = portal()
    answer = browser.post(link, {"name": "Nina Neu", **PASSWORD})
    assert answer.status_code == 302
    assert browser.get("/", headers={"host": "nord.hilfenetz.localhost"}).status_code == 200
    with set_up():
        assert Entry.objects.filter(verb="accept_invitation", place="").count() == 2
        assert Membership.objects.get(display_name="Nina Neu").role == Role.PLANNER


def test_it_is_accepted_only_once(invited):
    link = invited()
    assert portal().post(link, {"name": "Nina Neu", **PASSWORD}).status_code == 302
    again = portal().post(link, {"name": "Nina Neu", **PASSWORD})
    assert again.status_code == 410 and "schon angenommen" in again.content.decode()
    with transaction_in(PORTAL), pytest.raises(RuleViolation, match="schon angenommen"):
        accept_with_new_account(token=link.split("/")[-2], name="Nina", password="x")
    with set_up():
        assert Person.objects.filter(name="Nina Neu").count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "abgelaufen"),
        ({"withdrawn_at": timezone.now()}, "zurückgezogen"),
    ],
)
def test_expired_and_withdrawn_links_say_so(invited, change, sentence):
    link = invited()
    with set_up():
        Invitation.objects.update(**change)
    for answer in (portal().get(link), portal().post(link, {"name": "Nina", **PASSWORD})):
        assert answer.status_code == 410 and sentence in answer.content.decode()
    with set_up():
        assert not Account.objects.filter(email="neu@nord.example").exists()


def test_an_unknown_link_is_not_found(db):
    assert portal().get("/konto/einladung/erraten/").status_code == 404


@pytest.mark.parametrize(
    "given",
    [
        {"password": "kurz", "again": "kurz"},
        {"password": "passwort1234", "again": "passwort12345"},
        {"password": "neu@nord.example", "again": "neu@nord.example"},
        {"password": "", "again": ""},
    ],
)
def test_a_weak_or_mistyped_password_is_refused_and_the_link_stays_good(invited, given):
    link = invited()
    answer = portal().post(link, {"name": "Nina Neu", **given})
    assert answer.status_code == 422 and "Nina Neu" in answer.content.decode()
    assert portal().post(link, {"name": "Nina Neu", **PASSWORD}).status_code == 302


def test_who_has_an_account_signs_in_to_accept(nord, invited):
    account = make.account(make.person(), "erika@nord.example")
    link = invited("Erika@nord.example")
    assert "Melden Sie sich an" in portal().get(link).content.decode()
    refused = portal().post(link, {"name": "Fremd", **PASSWORD})
    assert refused.status_code == 200
    assert portal(account).post(link).status_code == 302
    with set_up():
        assert Membership.objects.get(person=account.person).office_id == "nord"


def test_a_foreign_invitation_is_refused(invited):
    other = make.account(make.person(), "andere@nord.example")
    answer = portal(other).post(invited())
    assert answer.status_code == 403 and "andere E-Mail-Adresse" in answer.content.decode()
    with set_up():
        assert not Membership.objects.filter(person=other.person).exists()


def test_resending_ends_the_old_link(nord, invited, sent):
    old = invited()
    with make.acting(nord, Role.OFFICE_ADMIN) as admin:
        mails = sent(lambda: resend_invitation(actor=admin, invitation=Invitation.objects.get()))
    assert portal().get(old).status_code == 404
    assert portal().get(link_in(mails[0])).status_code == 200


def test_a_withdrawn_invitation_is_not_sent_again(nord, invited):
    invited()
    with make.acting(nord, Role.OFFICE_ADMIN) as admin:
        row = withdraw_invitation(actor=admin, invitation=Invitation.objects.get())
        with pytest.raises(RuleViolation, match="zurückgezogen"):
            resend_invitation(actor=admin, invitation=row)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"ends": clock.today() - timedelta(days=1)}, "ends"),
        ({"role": Role.PROVIDER_WORKER}, "organisation"),
        ({"organisation": "alpha"}, "organisation"),
        ({"role": Role.OPERATOR}, "role"),
    ],
)
def test_what_does_not_fit_is_refused_at_the_field(nord, given, field):
    with make.acting(nord, Role.OFFICE_ADMIN) as admin:
        with pytest.raises(RuleViolation) as refused:
            invite_person(
                actor=admin,
                **{"email": "a@nord.example", "name": "A", "role": Role.PLANNER, "begins": clock.today()} | given,
            )
        assert refused.value.field == field
        assert not Invitation.objects.exists()


def test_the_same_invitation_is_not_sent_twice(nord, invited):
    invited()
    with (
        make.acting(nord, Role.OFFICE_ADMIN) as admin,
        pytest.raises(RuleViolation, match="schon eine Einladung offen"),
    ):
        invite_person(actor=admin, email="neu@nord.example", name="N", role=Role.PLANNER, begins=clock.today())


def test_only_administrators_invite(nord):
    with make.acting(nord, Role.PLANNER) as planner, pytest.raises(Denied):
        invite_person(actor=planner, email="a@nord.example", name="A", role=Role.PLANNER, begins=clock.today())


def test_a_providers_administrator_cannot_invite_into_an_office(nord):
    with make.acting(nord, Role.PROVIDER_ADMIN, "alpha") as admin:
        for use_case in (invite_person, invite_colleague):
            with pytest.raises(Exception, match=".") as refused:
                use_case(actor=admin, email="a@nord.example", name="A", role=Role.PROVIDER_WORKER, begins=clock.today())
            assert not isinstance(refused.value, AssertionError)


def test_the_page_keeps_what_was_typed(nord):
    browser = make.client(nord, Role.OFFICE_ADMIN)
    answer = browser.post(
        "/verwaltung/personen/einladen/", {"name": "Nina Neu", "email": "keine-adresse", "begins": "heute"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422 and 'value="Nina Neu"' in text and "keine-adresse" in text


def test_a_role_that_one_has_is_not_given_a_second_time(nord, invited):
    account = make.account(make.person(), "neu@nord.example")
    make.membership(account.person, nord, Role.PLANNER)
    answer = portal(account).post(invited())
    assert answer.status_code == 422 and "besteht in dieser Zeit schon" in answer.content.decode()


def test_a_membership_that_is_over_leaves_no_account_behind(invited):
    link = invited()
    with set_up():
        Invitation.objects.update(begins=clock.today() - timedelta(days=9), ends=clock.today() - timedelta(days=1))
    assert portal().post(link, {"name": "Nina Neu", **PASSWORD}).status_code == 422
    with set_up():
        assert not Account.objects.filter(email="neu@nord.example").exists()
