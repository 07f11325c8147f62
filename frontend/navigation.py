"""What stands in the main navigation: gathered from the apps, shown as far as a person may go."""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.urls import reverse

from kernel.access.actor import Actor
from kernel.access.policy import policy_of
from kernel.audit.policy import AuditPerm
from kernel.retention.access import DisposalPerm
from kernel.tenancy.place import Place
from kernel.web.navigation import NavItem

__all__ = ["NavItem", "entries"]

_own: list[NavItem] = [
    NavItem("Heute", "today", "today", None, 10),
    NavItem("Heute", "today", "workspace", None, 10, place="organisation"),
    NavItem("Protokoll", "audit", "audit", AuditPerm.VIEW, 85),
    NavItem("Aufbewahrung", "history", "retention", DisposalPerm.VIEW, 86),
]


@cache
def _listed() -> tuple[NavItem, ...]:
    found: list[NavItem] = []
    for app in apps.get_app_configs():
        if find_spec(f"{app.name}.web") and find_spec(f"{app.name}.web.navigation"):
            found += import_module(f"{app.name}.web.navigation").ITEMS
    return tuple(found)


def _allowed(item: NavItem, actor: Actor) -> bool:
    def holds(permission: StrEnum) -> bool:
        return policy_of(permission).allows(actor, permission)

    if item.unless and holds(item.unless):
        return False
    return not item.permissions or any(map(holds, item.permissions))


def _url(item: NavItem, place: Place) -> str:
    return reverse(item.url_name, args=[place.key.replace("_", "-")] if place.kind == "organisation" else ())


def entries(place: Place, actor: Actor, path: str) -> list[dict[str, Any]]:
    """The entries that the actor may open here, in order; the one that `path` lies under is active.

    Of several with the same label the first that is open to the actor stands there.
    """
    items: Iterable[NavItem] = (i for i in (*_own, *_listed()) if i.place == place.kind and _allowed(i, actor))
    first: dict[str, NavItem] = {}
    for item in sorted(items, key=lambda i: i.order):
        first.setdefault(item.label, item)
    shown: list[dict[str, Any]] = [
        {"label": i.label, "icon": i.icon, "url": _url(i, place), "also": i.also} for i in first.values()
    ]
    home = shown[0]["url"] if shown else ""
    under = [
        (len(start), entry)
        for entry in shown
        for start in (entry["url"], *entry.pop("also"))
        if path == start or (start != home and path.startswith(start))
    ]
    _, active = max(under, key=lambda found: found[0], default=(0, None))
    for entry in shown:
        entry["active"] = entry is active
    return shown
