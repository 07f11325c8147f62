"""Codes that people read from a screen or a sheet and type: letters and digits that nobody takes for another."""

import secrets
import time

from django.utils.crypto import salted_hmac

from tenants.training.models import CourseSession

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH = 6
CERTIFICATE = 12  # of these letters: 60 bits
WINDOW = 600  # seconds; the code before it still holds, for who types slowly


def clean(code: str) -> str:
    """What was typed, without the spaces and lines between."""
    return "".join(sign for sign in code.upper() if sign.isalnum())


def certificate_code() -> str:
    """The check code of a certificate, which nobody guesses."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CERTIFICATE))


def grouped(code: str) -> str:
    """ABCD-EFGH-JKLM: as it stands on a certificate."""
    return "-".join(code[n : n + 4] for n in range(0, len(code), 4))


def attendance_code(session: CourseSession, secret: str, *, windows_ago: int = 0) -> str:
    """The code of a day at this moment; made from the course's secret and the service's own."""
    window = int(time.time() // WINDOW) - windows_ago
    digest = salted_hmac("attendance", f"{secret}:{session.pk}:{window}", algorithm="sha256").digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:LENGTH])


def attendance_codes(session: CourseSession, secret: str) -> set[str]:
    """The codes that are taken now."""
    return {attendance_code(session, secret, windows_ago=ago) for ago in (0, 1)}
