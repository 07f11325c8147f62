"""Every page that each role can reach, in an office or a workspace: no finding of axe, nothing too wide, one heading.

At a desk and on a phone. All of it for `make test-full`; test_use.py and the other files here look at the pages that they use.
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

pytestmark = [pytest.mark.browser, pytest.mark.full]
DESK, PHONE = 1440, 360
# Asked for by the scripts of the room and of the bell
BY_SCRIPT = {
    "/benachrichtigungen/zahl/",
    "/traeger/*/benachrichtigungen/zahl/",
    "/beratungen/*/raum/ressourcen/",
    "/beratungen/*/raum/stand/",
    "/live/beratungen/*/",
}
# Linked only while a record waits for just this, or from a page that the role may not open
WHILE_SOMETHING_WAITS = {
    "/beratungen/*/ablehnen/",
    "/beratungen/*/raum/bausteine/*/",
    "/beratungen/*/raum/beitrag/*/",
    "/beratungen/*/raum/text/*/",
    "/beratungen/*/rueckmeldung/",
    "/beratungen/eintraege/*/",
    "/budgets/*/stunden/",
    "/faelle/*/abgeben/gespraech/",
    "/faelle/*/abgeben/uebernommen/",
    "/faelle/*/beratungen/",
    "/faelle/anliegen/*/antwort/",
    "/faelle/uebernahmen/*/",
    "/faelle/unterlagen/*/",
    "/faelle/unterlagen/*/entfernen/",
    "/fortbildung/anmeldungen/*/bescheinigen/",
    "/hilfeplaene/*/schreiben/",
    "/hilfeplaene/*/vereinbaren/",
    "/kinderschutz/*/entlassen/",
    "/kontakt/nachtragen/",
    "/mitteilungen/*/",
    "/nachsteuerungen/*/",
    "/nachweise/*/abschliessen/",
    "/nachweise/*/entscheiden/",
    "/nachweise/fragen/*/",
    "/sitzungen/*/aendern/",
    "/sitzungen/*/anwesenheit/",
    "/stunden/dateien/*/",
    "/stunden/monate/*/zurueckgeben/",
    "/stunden/stoppuhr/*/",
    "/vertraege/*/stunden/",
    "/verwaltung/aufbewahrung/angehalten/*/",
    "/verwaltung/aufbewahrung/archiv/*/",
    "/verwaltung/aufbewahrung/archiv/*/anhalten/",
    "/verwaltung/briefe/vorlage/*/",
    "/zahlungslaeufe/*/ausgefuehrt/",
}
# An office's administration has these pages at the same address; a provider's has its own
IN_THE_WORKSPACE = {
    "/verwaltung/webhooks/",
    "/verwaltung/webhooks/*/",
    "/verwaltung/webhooks/*/aendern/",
    "/verwaltung/webhooks/*/geheimnis/",
    "/verwaltung/webhooks/meldungen/*/",
    "/verwaltung/webhooks/neu/",
}
looked_at: dict[str, set[str]] = {}


def look(page: Page, found: dict[str, Found], start: str) -> list[str]:
    """What is wrong with the pages, each drawn at every width if it holds anything not yet seen on its kind of page."""
    wrong = []
    for name, one in found.items():
        seen = looked_at.setdefault(name, set())
        if one.elements <= seen:
            continue
        seen |= one.elements
        page.goto(start + one.path)
        for width in (DESK, PHONE):
            page.set_viewport_size({"width": width, "height": 800})
            wrong += [f"{name} at {width} px: {fault}" for fault in (*faults(page), *axe(page))]
    return wrong


def expected(urls: str, role: Role) -> dict[str, re.Pattern[str]]:
    """The pages that a role may open there, each with what its addresses look like."""
    return {
        re.sub(r"<[^>]*>", "*", f"/{route.pattern}"): re.compile(re.sub(r"<[^>]*>", "[^/]+", f"/{route.pattern}"))
        for route in routes(urls)
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


def check(page: Page, wanted: dict[str, re.Pattern[str]], besides: set[str], start: str, *starts: str) -> None:
    found = pages_found(page, *starts)
    missing = {name for name, address in wanted.items() if not any(map(address.fullmatch, found))} - besides
    assert not missing, f"no link leads to {sorted(missing)}"
    wrong = look(page, found, start)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", sorted(OFFICE_ROLES | PROVIDER_ROLES))
def test_every_page_of_an_office(enter: Callable[..., Page], service: Service, role: Role) -> None:
    page = enter(role, organisation="musterwerk" if role.of_provider else None)
    wanted = expected("project.urls_office", role)
    drafts = ["/budgets/?state=draft"] if "/budgets/" in wanted else []  # first: of a kind only some are asked
    besides = BY_SCRIPT | WHILE_SOMETHING_WAITS | (IN_THE_WORKSPACE if role.of_provider else set())
    held = ["/fortbildung/anmeldungen/?sort=first_day"] if "/fortbildung/anmeldungen/" in wanted else []
    check(page, wanted, besides, service.office("arnsberg"), *drafts, *held, "/", "/suche/")


@pytest.mark.parametrize("role", sorted(PROVIDER_ROLES))
def test_every_page_of_a_workspace(enter: Callable[..., Page], service: Service, role: Role) -> None:
    page = enter(role, organisation="musterwerk")
    page.goto(f"{service.url}/traeger/musterwerk/")
    own = expected("project.urls_public", Role.SELF)
    wanted = {name: address for name, address in own.items() if not name.startswith("/traeger/")}
    wanted |= {n: a for n, a in expected("project.urls_public", role).items() if n.startswith("/traeger/")}
    check(page, wanted, BY_SCRIPT, service.url, "/traeger/musterwerk/", "/fortbildung/kurse/")
