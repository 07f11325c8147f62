"""Every view says who may open it. A view without a stamp is refused (`project.middleware.Gate`)."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from kernel.access.errors import Denied
from kernel.access.policy import policy_of

type View = Callable[..., HttpResponse]
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Access:
    """What a view's stamp says."""

    kind: str  # "page" (a permission in an office), "member" (anyone in the place), "account" (signed in), "public"
    methods: frozenset[str]
    permission: StrEnum | None = None
    reason: str = ""
    writes_on_get: bool = False
    upload: int = 0  # bytes of a file that it takes beyond the limit of all requests


def _stamped(view: View, access: Access, enter: bool) -> View:
    @functools.wraps(view)
    def stamped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in access.methods:
            return HttpResponseNotAllowed(sorted(access.methods))
        if enter:
            request.actor = request.enter()  # type: ignore[attr-defined]
            if access.permission and not policy_of(access.permission).allows(request.actor, access.permission):  # type: ignore[attr-defined]
                raise Denied("Dafür fehlt Ihnen das Recht.")
        return view(request, *args, **kwargs)

    stamped.access = access  # type: ignore[attr-defined]
    return stamped


def _methods(methods: tuple[str, ...]) -> frozenset[str]:
    return frozenset(methods or ("GET",)) | ({"HEAD"} if not methods or "GET" in methods else set())


def page(permission: StrEnum, *methods: str, upload: int = 0) -> Callable[[View], View]:
    """A page in an office for whoever holds the permission on any row; the rows come from the policy.

    `upload` is the size in bytes of the largest file that may be sent to it.
    """
    return lambda view: _stamped(view, Access("page", _methods(methods), permission, upload=upload), enter=True)


def member_page(*methods: str, reason: str) -> Callable[[View], View]:
    """A page for everyone with a valid membership in the place; `reason` says why no permission is needed."""
    return lambda view: _stamped(view, Access("member", _methods(methods), reason=reason), enter=True)


def account_page(*methods: str, reason: str) -> Callable[[View], View]:
    """A page of the service's own address for everyone who is signed in."""
    return lambda view: _stamped(view, Access("account", _methods(methods), reason=reason), enter=False)


def public_page(*methods: str, reason: str, writes_on_get: bool = False) -> Callable[[View], View]:
    """A page for everybody; `reason` says why."""
    return lambda view: _stamped(
        view, Access("public", _methods(methods), reason=reason, writes_on_get=writes_on_get), enter=False
    )


def access_of(view: Any) -> Access | None:
    """The stamp of a view function or of a class behind it (an API viewset)."""
    return getattr(view, "access", None) or getattr(getattr(view, "cls", None), "access", None)
