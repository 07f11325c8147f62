"""The frame around every page: whose data are on the screen, where one can go, who one is. No queries."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from frontend.navigation import entries
from kernel.tenancy.place import PORTAL, Place
from tenants.people.places import remembered
from tenants.registry.places import base_url

URLCONF = "project.urls_public"


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of the layouts; made from the request alone, so that error pages have it too."""
    place: Place = getattr(request, "place", PORTAL)
    actor = getattr(request, "actor", None)
    frame: dict[str, Any] = {
        "demo": settings.DEMO,
        "place_name": place.name if actor or place.is_office else PORTAL.name,
        "place_kind": place.settings.get("kind", "") if place.is_office else "",
        "monogram": place.settings.get("monogram") or place.name[:1],
        "accent": f"accent-{place.settings.get('accent', 1)}",
        "places": [],
        "navigation": [],
        "mobile_navigation": [],
        "person_name": "",
        "role_label": "",
        "search_url": "",
        "account_url": "",
        "bell": {},
        "logout_url": "",
        "home_url": base_url("/"),
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not hasattr(request, "session"):
        return {"shell": frame}
    person = remembered(request)
    frame |= {
        "places": [p | {"current": (p["place"], p["key"]) == (place.kind, place.key)} for p in person["places"]],
        "person_name": person["name"],
        "account_url": base_url(reverse("account", urlconf=URLCONF)),
        "logout_url": base_url(reverse("account_logout", urlconf=URLCONF)),
    }
    if actor:
        navigation = entries(place, actor, request.path)
        frame |= {
            "navigation": navigation,
            "mobile_navigation": navigation[:4],
            "role_label": ", ".join(sorted(role.label for role in actor.roles)),
            "bell": _bell(place) if place is not PORTAL else {},
            "search_url": reverse("search") if place.is_office else "",
        }
    return {"shell": frame}


def _bell(place: Place) -> dict[str, str]:
    """Where the person's notices are and where their number is asked for."""
    here = [place.key.replace("_", "-")] if place.kind == "organisation" else []
    return {"url": reverse("bell", args=here), "count_url": reverse("bell-count", args=here)}
