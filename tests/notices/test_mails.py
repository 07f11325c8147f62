"""Notices by mail: as often as each person wants, only to who may still see them, never to an address that bounced."""

import io
import smtplib
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from kernel import clock
from kernel.access.actor import Role
from kernel.tenancy.place import PORTAL, transaction_in
from tenants.notices import mails
from tenants.notices.frequency import mail_time
from tenants.notices.models import Frequency, Notice
from tenants.notices.usecases.reading import choose_frequencies
from tenants.people.mail import address_for, deliver
from tenants.people.models import Bounce, Membership
from tests.database import set_up
from tests.notices.conftest import hand_over, in_workspace
from tests.people.conftest import mail_jobs, sent  # noqa: F401

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
BASE = {"host": "hilfenetz.localhost"}


@pytest.fixture
def lead() -> Any:
    who = in_workspace("alpha", Role.PROVIDER_MANAGER, "leitung@alpha.example")
    choose(who, "proof_due", Frequency.AT_ONCE)
    return who


def choose(who: Any, kind: str, frequency: str) -> None:
    with transaction_in(PORTAL):
        choose_frequencies(person=who, chosen={kind: frequency})


def mailed(sent: Any) -> list[Any]:  # noqa: F811
    def run() -> None:
        while mails.send_next():
            pass

    return [m for m in sent(run) if m.to == ["leitung@alpha.example"]]


def test_the_mail_says_kind_code_office_and_day_with_a_link(lead, proof_asked, sent):  # noqa: F811
    proof_asked()
    hand_over()
    (mail,) = mailed(sent)
    assert mail.subject == "Verwendungsnachweis fällig"
    day = f"{clock.today():%d.%m.%Y}"
    for word in ("V-7/2026", "Nordkreis", day, "http://hilfenetz.localhost/traeger/alpha/benachrichtigungen/"):
        assert word in mail.body
    assert mailed(sent) == []


def test_who_lost_the_membership_between_event_and_mail_gets_none(lead, proof_asked, sent):  # noqa: F811
    proof_asked()
    hand_over()
    with set_up():
        Membership.objects.filter(person=lead).update(ends=clock.today() - timedelta(days=1))
    assert mailed(sent) == []
    with set_up():
        assert Notice.objects.get(person=lead).mail_at is None


def test_who_no_longer_leads_gets_no_mail_about_money(lead, proof_asked, sent):  # noqa: F811
    proof_asked()
    hand_over()
    with set_up():
        Membership.objects.filter(person=lead).update(role=Role.PROVIDER_WORKER)
    assert mailed(sent) == []


def test_what_was_read_is_not_mailed(lead, proof_asked, sent):  # noqa: F811
    proof_asked()
    hand_over()
    with set_up():
        Notice.objects.update(read_at=timezone.now())
    assert mailed(sent) == []


def test_several_make_one_mail(lead, proof_asked, sent):  # noqa: F811
    proof_asked()
    proof_asked()
    hand_over()
    (mail,) = mailed(sent)
    assert mail.subject == "2 Benachrichtigungen" and mail.body.count("V-7/2026") == 2


@pytest.mark.parametrize(
    ("frequency", "expected"),
    [
        (Frequency.AT_ONCE, datetime(2026, 11, 25, 9, 0, tzinfo=BERLIN)),
        (Frequency.DAILY, datetime(2026, 11, 26, 6, 30, tzinfo=BERLIN)),
        (Frequency.WEEKLY, datetime(2026, 11, 30, 6, 30, tzinfo=BERLIN)),
        (Frequency.NEVER, None),
    ],
)
def test_mails_leave_at_fixed_times(frequency, expected):
    """25 November 2026 is a Wednesday."""
    assert mail_time(frequency, datetime(2026, 11, 25, 9, 0, tzinfo=BERLIN)) == expected


def test_another_choice_holds_for_what_waits(lead, proof_asked, sent):  # noqa: F811
    choose(lead, "proof_due", Frequency.DAILY)
    proof_asked()
    hand_over()
    with set_up():
        assert Notice.objects.get(person=lead).mail_at > timezone.now()
    choose(lead, "proof_due", Frequency.NEVER)
    with set_up():
        assert Notice.objects.get(person=lead).mail_at is None
    assert mailed(sent) == []


def test_everyone_chooses_per_kind_what_their_roles_may_get(lead):
    browser = Client(headers=BASE)
    browser.force_login(lead.account)
    page = browser.get("/konto/benachrichtigungen/")
    assert "proof_due" in page.context["form"].fields and "webhook_paused" not in page.context["form"].fields
    chosen = dict.fromkeys(page.context["form"].fields, "weekly")
    assert browser.post("/konto/benachrichtigungen/", chosen).status_code == 302
    assert browser.get("/konto/benachrichtigungen/").context["form"].initial["proof_due"] == "weekly"
    assert browser.post("/konto/benachrichtigungen/", chosen | {"proof_due": "stündlich"}).status_code == 422


def refuse(code: int) -> Any:
    refused = smtplib.SMTPRecipientsRefused({"leitung@alpha.example": (code, b"no")})
    return patch.object(EmailBackend, "send_messages", side_effect=refused)


def test_a_hard_refusal_marks_the_address_and_stops_mails(lead, proof_asked, sent):  # noqa: F811
    proof_asked()
    hand_over()
    while mails.send_next():
        pass
    with refuse(550):
        deliver(mail_jobs()[-1][1])
    with set_up():
        assert Bounce.objects.get(account__person=lead).address == "leitung@alpha.example"
    proof_asked()
    hand_over()
    assert mailed(sent) == []


def test_a_refusal_for_now_is_tried_again_and_marks_nothing(lead, proof_asked):
    proof_asked()
    hand_over()
    while mails.send_next():
        pass
    with refuse(451), pytest.raises(smtplib.SMTPRecipientsRefused):
        deliver(mail_jobs()[-1][1])
    with set_up():
        assert not Bounce.objects.exists()


DSN = """\
From: MAILER-DAEMON@mail.example
Content-Type: multipart/report; report-type=delivery-status; boundary="b"
MIME-Version: 1.0

--b
Content-Type: text/plain

Nicht zugestellt.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 unknown

--b--
"""


def record(monkeypatch: pytest.MonkeyPatch, text: str) -> str:
    out = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    call_command("record_bounce", stdout=out)
    return out.getvalue()


def test_a_bounce_that_came_back_later_is_recorded_by_the_command(lead, monkeypatch):
    """RFC 3464."""
    hard = DSN.format(address="Leitung@Alpha.example", action="failed", status="5.1.1")
    assert "1 davon" in record(monkeypatch, hard)
    with transaction_in(PORTAL):
        assert address_for(lead.pk) == ""


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("failed", "4.4.7"), ("delivered", "2.0.0")])
def test_what_is_no_hard_refusal_marks_nothing(lead, monkeypatch, action, status):
    record(monkeypatch, DSN.format(address="leitung@alpha.example", action=action, status=status))
    with transaction_in(PORTAL):
        assert address_for(lead.pk) == "leitung@alpha.example"


def test_any_other_mail_is_no_report(monkeypatch):
    with pytest.raises(CommandError, match="keine Rückmeldung"):
        record(monkeypatch, "From: a@b.example\n\nHallo")


def test_the_account_says_what_to_do_and_confirming_clears_it(lead, monkeypatch):
    record(monkeypatch, DSN.format(address="leitung@alpha.example", action="failed", status="5.1.1"))
    browser = Client(headers=BASE)
    browser.force_login(lead.account)
    assert "Mails an leitung@alpha.example kommen nicht an" in browser.get("/konto/").content.decode()
    browser.post("/konto/mails/")
    assert "kommen nicht an" not in browser.get("/konto/").content.decode()
    with transaction_in(PORTAL):
        assert address_for(lead.pk) == "leitung@alpha.example"


def test_another_address_clears_it(lead, monkeypatch):
    record(monkeypatch, DSN.format(address="leitung@alpha.example", action="failed", status="5.1.1"))
    with set_up():
        lead.account.email = "neu@alpha.example"
        lead.account.save()
    with transaction_in(PORTAL):
        assert address_for(lead.pk) == "neu@alpha.example"
