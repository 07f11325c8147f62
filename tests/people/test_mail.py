"""Mails leave by a job and lie sealed in its table."""

import re

import pytest
from allauth.account.models import EmailAddress
from cryptography.fernet import InvalidToken
from django.test import Client

from tenants.people import mail
from tenants.people.tasks import send_mail
from tests.database import set_up
from tests.factories import people as make

pytestmark = pytest.mark.django_db
PORTAL = {"host": "hilfenetz.localhost"}


def test_the_job_holds_no_word_of_the_mail(monkeypatch, django_capture_on_commit_callbacks):
    jobs = []
    monkeypatch.setattr(type(send_mail), "defer", lambda task, sealed: jobs.append(sealed))
    with django_capture_on_commit_callbacks(execute=True):
        mail.send_later("a@nord.example", "Betreff", "http://geheim/")
    assert "geheim" not in jobs[0] and mail.unseal(jobs[0])["body"] == "http://geheim/"
    with pytest.raises(InvalidToken):
        mail.unseal(jobs[0][:-4] + "AAAA")


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


def test_the_job_reaches_the_table_from_every_place(nord, alpha):
    """Deferred after the commit, as the login role: no place needs a right on the jobs for it."""
    from django.db import connection

    send_mail.defer(sealed=mail.seal({"to": "a@nord.example", "subject": "s", "body": "b"}))
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs")
        assert cursor.fetchall() == [("send_mail",)]


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
