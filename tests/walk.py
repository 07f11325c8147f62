"""Walking every route: what each role, a stranger from another office and nobody at all get there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from kernel.keys import uuid7
from kernel.web.stamps import Access, access_of

NOBODY_KNOWS = uuid7()


@dataclass(frozen=True)
class Route:
    """One address with its view's stamp; `parameters` are the names in it."""

    pattern: str
    name: str
    access: Access | None
    view: Any
    parameters: tuple[str, ...]

    def path(self, **values: object) -> str:
        """The address with the values given, else with a key that nobody has."""

        def value(found: re.Match[str]) -> str:
            return str(values.get(found[2], NOBODY_KNOWS if found[1] == "uuid" else "fehlt"))

        return "/" + re.sub(r"<(?:(\w+):)?(\w+)>", value, self.pattern)

    def __str__(self) -> str:
        return self.pattern


def routes(urlconf: str) -> list[Route]:
    """Every route of a URL configuration, without those of libraries (allauth guards its own)."""
    return list(_walk(get_resolver(urlconf).url_patterns, ""))


def ask(browser: Client, method: str, path: str) -> HttpResponse:
    return browser.generic(method, path, b"", content_type="application/x-www-form-urlencoded")


def tables_asked(browser: Client, method: str, route: Route, **values: object) -> set[str]:
    """Where a page looks for the key in its address: the tables that it asks for a key which nobody has."""
    key = uuid7()
    with CaptureQueriesContext(connection) as asked:
        ask(browser, method, route.path(pk=key, **values))
    equals = re.compile(rf'"(\w+)"\."\w+" = \(?\'(?:{key}|{key.hex})\'')
    return {table for query in asked for table in equals.findall(query["sql"])}


def _walk(patterns: list[Any], prefix: str) -> Iterator[Route]:
    for pattern in patterns:
        part = str(pattern.pattern).removeprefix("^").removesuffix("$").removesuffix("\\Z")
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, prefix + part)
        elif isinstance(pattern, URLPattern):
            view = pattern.callback
            if not view.__module__.startswith("allauth."):
                full = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", prefix + part)
                yield Route(
                    full, pattern.name or "", access_of(view), view, tuple(re.findall(r"<(?:\w+:)?(\w+)>", full))
                )
