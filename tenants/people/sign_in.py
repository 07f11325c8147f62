"""What an office may ask of a sign-in."""

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest


def second_factor_missing(request: HttpRequest) -> bool:
    """Whether the office of the request requires a second factor and this session was opened without one.

    allauth records each proof: a code of the app, a recovery code, a security key after the password, and a passkey
    by itself, for which it demands that the device has checked the person (two factors in one).
    """
    if not request.place.settings.get("require_mfa") or hasattr(request, "api_token"):  # type: ignore[attr-defined]
        return False
    return not any(r.get("method") == "mfa" for r in get_authentication_records(request, request.user))
