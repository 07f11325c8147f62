"""Every page that each role can reach: no finding of axe, nothing too wide, one heading - at a desk and on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from kernel.access.actor import OFFICE_ROLES, PROVIDER_ROLES, Role
from kernel.access.policy import policy_of
from tests.browser.crawl import pages_found
from tests.browser.screen import axe, faults
from tests.browser.service import Service
from tests.walk import routes

pytestmark = pytest.mark.browser
WIDTHS = (1440, 360)
KINDS_OF_ELEMENTS = """() => [...new Set([...document.querySelectorAll('body *')].map((e) =>
  `${e.parentElement.localName}.${e.parentElement.classList} > ${e.localName}.${e.classList} ${e.getAttributeNames()}`))]"""
looked_at: dict[tuple[str, int], set[str]] = {}


def look(page: Page, name: str, address: str) -> list[str]:
    """What is wrong with a page; axe looks at it if it shows anything it has not yet seen on this kind of page."""
    found = []
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    page.goto(address)
    elements = set(page.evaluate(KINDS_OF_ELEMENTS))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{name} at {width} px: {fault}" for fault in faults(page)]
        seen = looked_at.setdefault((name, width), set())
        if elements - seen:
            found += [f"{name} at {width} px: {finding}" for finding in axe(page)]
            seen |= elements
    return found


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


@pytest.mark.parametrize("role", sorted(OFFICE_ROLES | PROVIDER_ROLES))
def test_every_page_of_an_office(enter: Callable[..., Page], service: Service, role: Role) -> None:
    page = enter(role, organisation="musterwerk" if role.of_provider else None)
    found = pages_found(page, "/", "/suche/")
    missing = expected(role) - set(found)
    assert not missing, f"no link leads to {sorted(missing)}"
    wrong = [fault for name, path in found.items() for fault in look(page, name, service.office("arnsberg") + path)]
    assert not wrong, "\n".join(wrong)
