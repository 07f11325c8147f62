"""From the host name to the place, and from the signed-in person to the actor: the two middlewares around everything."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve

from kernel.access.actor import Actor
from kernel.access.errors import Denied, RuleViolation
from kernel.api.problems import problem
from kernel.audit import reads
from kernel.clock import today
from kernel.tenancy.place import PORTAL, bound
from kernel.web.stamps import SAFE, Access, access_of
from tenants.people.actors import NoAccess, enter_place
from tenants.people.sign_in import second_factor_missing
from tenants.registry.places import base_host, base_url, place_for_host, place_for_organisation

type GetResponse = Callable[[HttpRequest], HttpResponse]

# Libraries' views: signed in or public as they decide themselves, only at the service's own address.
LIBRARY_VIEWS = ("allauth.",)
PUBLIC_LIBRARY_VIEWS = Access("public", frozenset(), reason="Anmeldung", writes_on_get=True)

WORKSPACE = re.compile(r"(?:/api/v1)?/traeger/([^/]*)")


def is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def refuse_large_body(request: HttpRequest) -> None:
    """By its announced length, before a byte is read: Django itself would take a file of any size."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or (size := int(length)) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return
    if size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE + file_size_of(request):
        raise RequestDataTooBig


def file_size_of(request: HttpRequest) -> int:
    """The size of the largest file that the page of this address takes."""
    try:
        view = resolve(request.path_info, getattr(request, "urlconf", None)).func
    except Resolver404:
        return 0
    access = access_of(view)
    return access.upload if access else 0


class FindPlace:
    """The place of the request by its host name; unknown hosts get 404, plain localhost leads to the base address."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = request.get_host().rsplit(":", 1)[0].lower()
        if request.path == "/health":  # asked by the proxy under any address
            host = base_host()
        place = place_for_host(host)
        if place is None:
            if host in ("localhost", "127.0.0.1"):
                return HttpResponseRedirect(base_url(request.get_full_path()))
            return render(request, "404.html", status=404)
        if place is PORTAL and (workspace := WORKSPACE.match(request.path)):
            place = place_for_organisation(workspace[1])
            if place is None:
                request.place = PORTAL  # type: ignore[attr-defined]
                return problem(404) if is_api(request) else render(request, "404.html", status=404)
        request.place = place  # type: ignore[attr-defined]
        request.urlconf = "project.urls_office" if place.is_office else "project.urls_public"  # type: ignore[attr-defined]
        refuse_large_body(request)
        if place.is_office and place.status != "active":
            if is_api(request):
                return problem(503, "Dieses Amt ist zurzeit angehalten.")
            return render(request, "suspended.html", {"place": place}, status=503)
        if place.is_office and place.settings["schema_version"] not in ("", settings.SCHEMA_VERSION):
            if is_api(request):
                return problem(503, "Dieses Amt wird gerade gewartet.", headers={"Retry-After": "60"})
            return render(request, "maintenance.html", {"place": place}, status=503)
        return self.get_response(request)


class Gate:
    """The last middleware: session and account are read before it as the login role, the view runs in the place."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user.is_authenticated  # noqa: B018 - loads session and account now
        request.enter = lambda: self.enter(request)  # type: ignore[attr-defined]
        place = request.place  # type: ignore[attr-defined]
        with reads.collecting() as collected:
            with bound(place, read_only=request.method in SAFE):
                response = self.get_response(request)
            if collected and request.user.is_authenticated:
                reads.write(
                    collected,
                    place=place,
                    person=request.user.person_id,
                    via="api" if is_api(request) else "page",
                    address=request.META.get("REMOTE_ADDR") or None,
                )
        return response

    @staticmethod
    def enter(request: HttpRequest) -> Actor:
        """The actor in the request's place; asked once, as the first query of its transaction."""
        if not hasattr(request, "actor"):
            if not request.user.is_authenticated:
                raise NoAccess("membership")
            if second_factor_missing(request):
                raise NoAccess("second_factor")
            via = "api" if is_api(request) else "page"
            request.actor = enter_place(request.user.person_id, request.place, today(), via)
        return request.actor

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        access = access_of(view)
        if access is None and view.__module__.startswith(LIBRARY_VIEWS):
            access = PUBLIC_LIBRARY_VIEWS
        if access is None:
            raise PermissionError(f"{view.__module__}.{view.__qualname__} says nowhere who may open it")
        if access.writes_on_get:
            place = request.place  # type: ignore[attr-defined]
            connection.bind(place.role, place.schema)
        if access.kind in ("public", "api"):
            return None
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if second_factor_missing(request):
            here = quote(request.build_absolute_uri(), safe="")
            return HttpResponseRedirect(base_url(f"{settings.SECOND_FACTOR_PATH}?next={here}"))
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if is_api(request):
            return None
        if isinstance(error, NoAccess):
            return render(request, "no_access.html", {"why": error.why}, status=403)
        if isinstance(error, Denied):
            return render(request, "403.html", {"message": str(error)}, status=403)
        if isinstance(error, RuleViolation):
            return render(
                request,
                f"{'409' if error.status == 409 else '422'}.html",
                {"message": error.message},
                status=error.status,
            )
        return None


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and afterwards back to the page one was on; an htmx request makes the whole page go there."""
    sent_from = request.META.get("HTTP_REFERER") if request.method not in SAFE else None
    here = request.META.get("HTTP_HX_CURRENT_URL") or sent_from or request.build_absolute_uri()
    target = base_url(f"{settings.LOGIN_URL}?next={quote(here, safe='')}")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)
