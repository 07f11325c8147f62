"""Every page that each role can reach: no finding of axe, nothing too wide, one heading - at a desk and on a phone.

`make test` looks with the eyes of those who work here every day; the other roles, and the colours on a phone (most of
axe's work), are for `make test-full`.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from kernel.access.actor import OFFICE_ROLES, PROVIDER_ROLES, Role
from kernel.access.policy import policy_of
from tests.browser.crawl import Found, pages_found
from tests.browser.screen import axe, faults
from tests.browser.service import Service
from tests.walk import routes

pytestmark = pytest.mark.browser
DESK, PHONE = 1440, 360
EVERY_DAY = {Role.CASE_WORKER, Role.FINANCE, Role.PROVIDER_MANAGER}
ROLES = sorted(OFFICE_ROLES | PROVIDER_ROLES)
COLOURS = "color-contrast"
# Linked only while a record waits for just this, or from a page that the role may not open
WHILE_SOMETHING_WAITS = {
    "/budgets/*/stunden/",
    "/kontakt/nachtragen/",
    "/nachsteuerungen/*/",
    "/nachweise/*/abschliessen/",
    "/nachweise/*/entscheiden/",
    "/nachweise/fragen/*/",
    "/stunden/dateien/*/",
    "/stunden/monate/*/zurueckgeben/",
    "/stunden/stoppuhr/*/",
    "/vertraege/*/stunden/",
    "/zahlungslaeufe/*/ausgefuehrt/",
}
looked_at: dict[str, set[str]] = {}


def look(page: Page, found: dict[str, Found], start: str, *, colours_on_a_phone: bool = False) -> list[str]:
    """What is wrong with the pages, each drawn at every width if it holds anything not yet seen on its kind of page."""
    wrong = []
    for name, one in found.items():
        seen = looked_at.setdefault(f"{name} {colours_on_a_phone}", set())
        if one.elements <= seen:
            continue
        seen |= one.elements
        page.goto(start + one.path)
        for width in (PHONE,) if colours_on_a_phone else (DESK, PHONE):
            page.set_viewport_size({"width": width, "height": 800})
            if colours_on_a_phone:
                faulty = axe(page, COLOURS)
            else:
                faulty = [*faults(page), *axe(page, without=(COLOURS,) if width == PHONE else ())]
            wrong += [f"{name} at {width} px: {fault}" for fault in faulty]
    return wrong


def expected(role: Role) -> set[str]:
    """The pages of an office that a role may open."""
    return {
        re.sub(r"<[^>]*>", "*", f"/{route.pattern}")
        for route in routes("project.urls_office")
        if route.access
        and "GET" in route.access.methods
        and (
            route.access.kind == "member"
            or (
                route.access.kind == "page"
                and policy_of(route.access.permission).allows_role(role, route.access.permission)
            )
        )
    }


@pytest.mark.parametrize("role", [r if r in EVERY_DAY else pytest.param(r, marks=pytest.mark.full) for r in ROLES])
def test_every_page_of_an_office(enter: Callable[..., Page], service: Service, role: Role) -> None:
    page = enter(role, organisation="musterwerk" if role.of_provider else None)
    found = pages_found(page, "/", "/suche/")
    missing = expected(role) - set(found) - WHILE_SOMETHING_WAITS
    assert not missing, f"no link leads to {sorted(missing)}"
    wrong = look(page, found, service.office("arnsberg"))
    assert not wrong, "\n".join(wrong)


@pytest.mark.full
@pytest.mark.parametrize("role", ROLES)
def test_the_colours_of_every_page_on_a_phone(enter: Callable[..., Page], service: Service, role: Role) -> None:
    page = enter(role, organisation="musterwerk" if role.of_provider else None)
    wrong = look(page, pages_found(page, "/", "/suche/"), service.office("arnsberg"), colours_on_a_phone=True)
    assert not wrong, "\n".join(wrong)
