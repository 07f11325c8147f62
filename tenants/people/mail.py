"""Mails leave by a job. In the job table they lie sealed, because links in them open accounts."""

import json
from smtplib import SMTPRecipientsRefused
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from icalendar import Calendar, vCalAddress, vText

from kernel.clock import today
from kernel.sealed.service import cipher
from kernel.tenancy.place import PORTAL, transaction_in
from tenants.people.models import Account, Bounce, Membership

PERMANENT = 500  # SMTP codes from here on say that trying again is of no use


def seal(message: dict[str, Any]) -> str:
    return cipher("mail").encrypt(json.dumps(message).encode()).decode()


def unseal(sealed: str) -> dict[str, Any]:
    return json.loads(cipher("mail").decrypt(sealed.encode()))  # type: ignore[no-any-return]


def send_later(to: str, subject: str, body: str, *, calendar: str = "") -> None:
    """Queue a mail with the current transaction: it is sent if, and only if, that is committed.

    `calendar` is an iCalendar text (RFC 6047), attached so that calendar programs offer to take it over; who gets the
    mail is added to it as attendee.
    """
    from tenants.people.tasks import send_mail

    sealed = seal({"to": to, "subject": subject, "body": body, "calendar": calendar})
    send_mail.defer(sealed=sealed, place=connection.role or "")


def send_to_person(person: UUID, subject: str, body: str, *, calendar: str = "") -> None:
    """Queue a mail to somebody of this place by the person's key; an office never learns the address."""
    from tenants.people.tasks import send_mail_to_person

    sealed = seal({"subject": subject, "body": body, "calendar": calendar})
    send_mail_to_person.defer(sealed=sealed, person=str(person), place=connection.role or "")


def send_template(to: str, template: str, context: dict[str, Any]) -> None:
    """Queue a mail from `people/mail/<template>.txt`: its first line is the subject."""
    subject, _, body = render_to_string(f"people/mail/{template}.txt", context).strip().partition("\n")
    send_later(to, subject.strip(), body.strip() + "\n")


def deliver(sealed: str, to: str = "") -> None:
    """Send a sealed mail, to the address in it or to `to`."""
    message = unseal(sealed)
    receiver = to or message["to"]
    mail = EmailMultiAlternatives(message["subject"], message["body"], settings.DEFAULT_FROM_EMAIL, [receiver])
    if message.get("calendar"):
        invitation = Calendar.from_ical(message["calendar"])
        for event in invitation.walk("VEVENT"):
            attendee = vCalAddress(f"mailto:{receiver}")
            attendee.params |= {"ROLE": vText("REQ-PARTICIPANT"), "PARTSTAT": vText("NEEDS-ACTION")}
            event.add("attendee", attendee, encode=False)
        kind = f"text/calendar; method={invitation['method']}; charset=utf-8"
        mail.attach_alternative(invitation.to_ical().decode(), kind)
    try:
        mail.send()
    except SMTPRecipientsRefused as refused:
        if any(code < PERMANENT for code, _ in refused.recipients.values()):
            raise
        mark_bounced(receiver)


def mark_bounced(address: str) -> bool:
    """The address takes no mail any more: nothing but what its owner asks for is sent to it. Whether it is an account's."""
    with transaction_in(PORTAL):
        account = Account.objects.filter(email__iexact=address).first()
        if account is None:
            return False
        Bounce.objects.update_or_create(account=account, defaults={"address": account.email, "at": timezone.now()})
        return True


def mails_arrive(account: Account) -> None:
    """Mails go to the account's address again; at the base host."""
    Bounce.objects.filter(account=account).delete()


def address_for(person: UUID) -> str:
    """Where mails to the person go; nothing without an account, or if that address takes none. At the base host."""
    accounts = Account.objects.filter(person=person, is_active=True).exclude(bounce__address=F("email"))
    return accounts.values_list("email", flat=True).first() or ""


def address_of(person: UUID, role: str) -> str:
    """The address of somebody with a membership today in the place of a database role; nothing if there is none.

    Asked by the worker at the service's own role: no office reads addresses.
    """
    with transaction_in(PORTAL, read_only=True):
        here = Membership.objects.on(today()).filter(person=person)
        if not here.filter(office__schema_name=role).exists():
            return ""
        return address_for(person)
