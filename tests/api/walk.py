"""A walk over every route of the API, as everyone: what must be refused is refused, and lists hold the policy's rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from kernel.access.actor import Actor
from kernel.access.policy import policy_of
from kernel.tenancy.place import Place, bound
from kernel.web.stamps import SAFE, access_of

PUBLIC = {"api/v1/schema", "api/v1/docs"}
DONE_OR_NOT_LEGAL = {200, 201, 204, 409, 422}


@dataclass(frozen=True)
class Route:
    """An address with what each method does there."""

    path: str
    view: Any
    actions: dict[str, str] = field(hash=False)

    @property
    def viewset(self) -> Any:
        return getattr(self.view, "cls", None)


@dataclass(frozen=True)
class Caller:
    """Someone with a browser at the office; `actor` is None for whom the office does not know."""

    name: str
    browser: Client
    actor: Actor | None
    refusal: int = 0


def routes(patterns: Iterable[Any] | None = None, prefix: str = "") -> Iterator[Route]:
    for pattern in get_resolver("project.urls_office").url_patterns if patterns is None else patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern) and path.startswith("api/"):
            yield Route(path, pattern.callback, getattr(pattern.callback, "actions", None) or {"get": "get"})


def violations(
    callers: list[Caller],
    place: Place,
    rows: dict[type[Model], Model],
    among: Iterable[Route],
    *,
    everyone: bool = True,
) -> list[str]:
    """What the walk finds wrong, as sentences; without `everyone` it asks one caller of those who must get the same."""
    wrong = []
    for number, route in enumerate(among):
        policy = getattr(route.viewset, "policy", None)
        if policy and policy.model not in rows:
            wrong.append(f"{route.path}: the walk has no row of {policy.model.__name__}")
            continue
        row = rows[policy.model] if policy else None
        for method in sorted(route.actions.keys() - {"head"}) + ["options"]:
            alike: dict[Expected, list[Caller]] = {}
            for caller in callers:
                if method != "options" or not caller.actor:
                    alike.setdefault(_expected(caller, place, route, method, row), []).append(caller)
            for expected, group in alike.items():
                for caller in group if everyone else [group[number % len(group)]]:
                    if found := _try(caller, route, method, row, expected):
                        wrong.append(f"{caller.name}: {method.upper()} {route.path}: {found}")
    return wrong


@dataclass(frozen=True)
class Expected:
    """What a caller must get: one of the statuses, and of a list just these rows."""

    statuses: frozenset[int]
    rows: frozenset[str] | None = None
    caller: str = ""


def _expected(caller: Caller, place: Place, route: Route, method: str, row: Model | None) -> Expected:
    wanted = frozenset(_wanted(caller, place, route, method, row))
    if caller.actor is None:
        return Expected(wanted, caller=caller.name)
    if 200 not in wanted or method != "get" or route.actions[method] != "list":
        return Expected(wanted)
    with bound(place):
        own = route.viewset.policy.rows(caller.actor).values_list("pk", flat=True)
        return Expected(wanted, frozenset(map(str, own)))


def _try(caller: Caller, route: Route, method: str, row: Model | None, expected: Expected) -> str:
    with transaction.atomic():
        answer = caller.browser.generic(
            method.upper(),
            "/" + route.path.replace("<uuid:pk>", str(row.pk) if row else ""),
            "{}" if method != "options" else "",
            content_type="application/json",
            headers={"if-match": "*"},
        )
        transaction.set_rollback(True)
    if answer.status_code not in expected.statuses:
        return f"{answer.status_code} instead of {sorted(expected.statuses)}"
    shown = {r["id"] for r in answer.json()["results"]} if expected.rows is not None else set()
    if expected.rows is not None and shown != expected.rows:
        return f"shows {len(shown - expected.rows)} rows too many and {len(expected.rows - shown)} too few"
    return ""


def _wanted(caller: Caller, place: Place, route: Route, method: str, row: Model | None) -> set[int]:
    access = access_of(route.view)
    if access and access.kind == "public" and route.path in PUBLIC:
        return {405} if method == "options" else {200}
    if caller.actor is None:
        return {caller.refusal}
    done = {200} if method.upper() in SAFE else DONE_OR_NOT_LEGAL
    if row is None:
        return done
    permission = route.viewset.permissions[route.actions[method]]
    policy = policy_of(permission)
    with bound(place):
        if not policy.allows(caller.actor, permission):
            return {403}
        if "<uuid:pk>" not in route.path:
            return done
        if not route.viewset.policy.rows(caller.actor).filter(pk=row.pk).exists():
            return {404}
        if policy is route.viewset.policy and not policy.holds(caller.actor, permission, row):
            return {403}
    return done
