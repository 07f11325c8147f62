"""What an office may ask of a sign-in."""

from django.http import HttpRequest


def second_factor_missing(request: HttpRequest) -> bool:
    """Whether the office of the request requires a second factor and this session was opened without one."""
    if not request.place.settings.get("require_mfa"):  # type: ignore[attr-defined]
        return False
    methods = request.session.get("account_authentication_methods", [])
    return not any(m.get("method") == "mfa" for m in methods)
