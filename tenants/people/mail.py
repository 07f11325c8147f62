"""Mails leave by a job. In the job table they lie sealed, because links in them open accounts."""

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.template.loader import render_to_string


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"mail:{settings.SECRET_KEY}".encode()).digest()))


def seal(message: dict[str, Any]) -> str:
    return _fernet().encrypt(json.dumps(message).encode()).decode()


def unseal(sealed: str) -> dict[str, Any]:
    return json.loads(_fernet().decrypt(sealed.encode()))  # type: ignore[no-any-return]


def send_later(to: str, subject: str, body: str) -> None:
    """Queue a mail with the current transaction: it is sent if, and only if, that is committed."""
    from tenants.people.tasks import send_mail

    sealed = seal({"to": to, "subject": subject, "body": body})
    send_mail.defer(sealed=sealed, place=connection.role or "")


def send_template(to: str, template: str, context: dict[str, Any]) -> None:
    """Queue a mail from `people/mail/<template>.txt`: its first line is the subject."""
    subject, _, body = render_to_string(f"people/mail/{template}.txt", context).strip().partition("\n")
    send_later(to, subject.strip(), body.strip() + "\n")


def deliver(sealed: str) -> None:
    message = unseal(sealed)
    EmailMultiAlternatives(message["subject"], message["body"], settings.DEFAULT_FROM_EMAIL, [message["to"]]).send()
