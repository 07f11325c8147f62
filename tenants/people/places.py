"""The places a person belongs to, for the menu that switches between them.

An office's database role sees no other office's memberships. So they are read at the service's own role before the
request is bound to its place, and kept in the session for a few minutes. They open nothing: each page asks again.
"""

import time
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from kernel import clock
from kernel.access.actor import Role
from kernel.tenancy.place import PORTAL, transaction_in
from tenants.people.models import Membership, Person, instructed
from tenants.registry.places import base_url, office_url

LIFETIME = 300.0  # seconds
KEY = "places"
EMPTY: dict[str, Any] = {"name": "", "places": []}


def workspace_path(organisation: str) -> str:
    return f"/traeger/{organisation.replace('_', '-')}/"


def places_of(person: UUID, today: date) -> list[dict[str, Any]]:
    """Every office and organisation where the person has a membership today; asked at the base host. One query."""
    rows = (
        Membership.objects.on(today)
        .filter(person=person)
        .exclude(office=None, organisation=None)
        .annotate(is_instructed=instructed(today))
        .select_related("office", "organisation")
    )
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        role = Role(row.role)
        kind, at = ("office", row.office) if row.office_id else ("organisation", row.organisation)
        place = found.setdefault(
            (kind, at.key),
            {
                "place": kind,
                "key": at.key,
                "label": at.name,
                "roles": [],
                "waiting": False,
                "accent": at.accent if row.office_id else 1,
                "monogram": at.monogram if row.office_id else str(at)[:1],
                "url": office_url(at) if row.office_id else base_url(workspace_path(at.key)),
            },
        )
        place["roles"].append(
            f"{role.label}, {row.organisation}" if row.office_id and row.organisation_id else role.label
        )
        place["waiting"] |= bool(row.office_id and role.of_provider and not row.is_instructed)
    places = sorted(found.values(), key=lambda p: (p["place"], p["label"]))
    return [p | {"kind": " · ".join(p["roles"])} for p in places]


def remember(request: HttpRequest, today: date) -> None:
    """Read the person's name and places into the session; in a transaction of the base host."""
    person = request.user.person_id  # type: ignore[union-attr]
    name = Person.objects.values_list("name", flat=True).get(pk=person)
    request.session[KEY] = {"at": time.time(), "name": name, "places": places_of(person, today)}


def remembered(request: HttpRequest) -> dict[str, Any]:
    return request.session.get(KEY, EMPTY)  # type: ignore[no-any-return]


def forget(request: HttpRequest) -> None:
    """After something changed: the next request reads them anew."""
    request.session.pop(KEY, None)


class RememberPlaces:
    """Middleware, the last before the gate: sees to it that the session knows the person's places."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        on_a_page = not request.path.startswith("/api/") and request.user.is_authenticated
        if on_a_page and remembered(request).get("at", 0) < time.time() - LIFETIME:
            with transaction_in(PORTAL, read_only=True):
                remember(request, clock.today())
        return self.get_response(request)
