"""What an office may ask of a sign-in."""

from importlib import import_module
from uuid import UUID

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from kernel.tenancy.place import Place


def second_factor_missing(request: HttpRequest) -> bool:
    """Whether the office of the request requires a second factor and this session was opened without one.

    allauth records each proof: a code of the app, a recovery code, a security key after the password, and a passkey
    by itself, for which it demands that the device has checked the person (two factors in one).
    """
    if not request.place.settings.get("require_mfa") or hasattr(request, "api_token"):  # type: ignore[attr-defined]
        return False
    return not any(r.get("method") == "mfa" for r in get_authentication_records(request, request.user))


def still_signed_in(session_key: str, person: UUID, place: Place) -> bool:
    """Whether a session that a stream was opened with would still open the page. Asked outside any place."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    request.user = get_user(request)  # type: ignore[assignment]
    request.place = place  # type: ignore[attr-defined]
    known = request.user.is_authenticated and request.user.person_id == person
    return bool(known and not second_factor_missing(request))
