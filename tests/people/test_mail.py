"""Mails leave by a job and lie sealed in its table."""

import re

import pytest
from allauth.account.models import EmailAddress
from cryptography.fernet import InvalidToken
from django.test import Client

from kernel.tenancy.place import PORTAL as PORTAL_PLACE
from kernel.tenancy.place import bound
from tenants.people import mail
from tests.database import set_up
from tests.factories import people as make
from tests.people.conftest import mail_jobs

pytestmark = pytest.mark.django_db
PORTAL = {"host": "hilfenetz.localhost"}


def test_the_job_holds_no_word_of_the_mail():
    mail.send_later("a@nord.example", "Betreff", "http://geheim/")
    (_, sealed) = mail_jobs()[-1]
    assert "geheim" not in sealed and mail.unseal(sealed)["body"] == "http://geheim/"
    with pytest.raises(InvalidToken):
        mail.unseal(sealed[:-4] + "AAAA")


def test_a_mail_that_was_rolled_back_is_not_sent(sent):
    def fail() -> None:
        from django.db import transaction

        with pytest.raises(ValueError), transaction.atomic():
            mail.send_later("a@nord.example", "Betreff", "Text")
            raise ValueError

    assert sent(fail) == []


def test_a_forgotten_password_is_reset_by_mail(sent):
    make.account(make.person(), "erika@nord.example")
    browser = Client(headers=PORTAL)
    mails = sent(lambda: browser.post("/konto/password/reset/", {"email": "erika@nord.example"}))
    assert mails[0].to == ["erika@nord.example"]
    link = re.search(r"http://hilfenetz\.localhost(/konto/password/reset/key/\S+)", mails[0].body)[1]
    page = browser.get(link, follow=True)
    new = {"password1": "Neun-Enten-am-See", "password2": "Neun-Enten-am-See"}
    assert browser.post(page.request["PATH_INFO"], new).status_code == 302
    login = browser.post("/konto/login/", {"login": "erika@nord.example", "password": "Neun-Enten-am-See"})
    assert login.status_code == 302


def test_an_unknown_address_gets_a_mail_too_so_that_nobody_learns_who_has_an_account(sent):
    browser = Client(headers=PORTAL)
    mails = sent(lambda: browser.post("/konto/password/reset/", {"email": "niemand@nord.example"}))
    assert [m.to for m in mails] == [["niemand@nord.example"]]


def test_the_job_reaches_the_table_from_every_place_with_its_transaction(nord, alpha):
    for place in (nord, alpha, PORTAL_PLACE):
        with bound(place):
            mail.send_later("a@nord.example", "Betreff", "Text")
    assert [place for place, _ in mail_jobs()] == [nord.role, alpha.role, PORTAL_PLACE.role]


def test_a_new_address_holds_once_its_owner_confirms_it(sent):
    account = make.account(make.person(), "alt@nord.example")
    with set_up():
        EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    browser = Client(headers=PORTAL)
    browser.post("/konto/login/", {"login": account.email, "password": "ein-langes-passwort"})
    mails = sent(lambda: browser.post("/konto/email/", {"email": "neu@nord.example", "action_add": ""}))
    assert [m.to for m in mails] == [["neu@nord.example"]]
    account.refresh_from_db()
    assert account.email == "alt@nord.example"
    link = re.search(r"http://hilfenetz\.localhost(/konto/confirm-email/\S+)", mails[0].body)[1]
    assert browser.get(link).status_code == 200
    assert browser.post(link).status_code == 302
    account.refresh_from_db()
    assert account.email == "neu@nord.example"
