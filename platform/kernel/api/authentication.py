"""Session cookies for scripts of our own pages; other systems send a token (`tenants.people.tokens`)."""

from typing import Any

from rest_framework import authentication, exceptions
from rest_framework.request import Request

from kernel.api.problems import ApiError


class SessionAuthentication(authentication.SessionAuthentication):
    """The session of the pages, with the CSRF check; never beside an Authorization header."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        if "Authorization" in request.headers:
            return None
        user = request._request.user
        if not user.is_authenticated:
            return None
        self.enforce_csrf(request)
        return user, None

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied as error:
            raise ApiError(403, "Das CSRF-Token fehlt oder passt nicht. Senden Sie es als X-CSRFToken.") from error

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="hilfenetz"'
