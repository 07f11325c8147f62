"""How pages behave for those who use a keyboard, zoom in, work in the dark, or come to the service's own address."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from kernel.access.actor import PROVIDER_ROLES, Role
from tests.browser.conftest import sign_in
from tests.browser.crawl import Found, pages_found
from tests.browser.hands import says
from tests.browser.screen import axe, faults
from tests.browser.service import Service
from tests.browser.test_every_page import look

pytestmark = pytest.mark.browser
type Open = Callable[..., Page]
type Window = Callable[..., BrowserContext]
AT_LENGTH = pytest.mark.full
SAMPLE = (
    "/",
    "/vertraege/",
    "/rollen/",
    "/abschlaege/",
    "/kennzahlen/",
    "/raeume/neu/",
    "/sitzungen/",
    "/ressourcen/",
    "/suche/?q=Neheim",
)
FOCUS = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
  const ring = parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== 'none'
    || at.parentElement.matches(':focus-within') && parseFloat(getComputedStyle(at.parentElement).outlineWidth) >= 2;
  const shown = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const middle = (from, to, end) => (Math.max(from, 0) + Math.min(to, end)) / 2;
  const on_top = at.contains(document.elementFromPoint(middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight)));
  return { what: at.outerHTML.slice(0, 100), body: at === document.body, ring, shown, on_top };
}"""


def test_keys_alone(enter: Open) -> None:
    page = enter("planner")
    page.goto(f"{page.url}vertraege/")
    page.keyboard.press("Tab")
    expect(page.locator(".hn-skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("Neheim")
    page.keyboard.press("Enter")
    says(page, "Treffer für „Neheim“")


@pytest.mark.parametrize("width", [1440, 360])
def test_the_focus_is_always_in_sight(enter: Open, width: int) -> None:
    page = enter("planner", width=width, reduced_motion="reduce")
    page.goto(f"{page.url}vertraege/")
    hidden = []
    for _ in range(60):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at["body"]:
            break
        if not (at["ring"] and at["shown"] and at["on_top"]):
            hidden.append(at)
    assert hidden == []


def test_at_200_percent_nothing_is_cut_off(enter: Open) -> None:
    page = enter("planner", viewport={"width": 720, "height": 450}, device_scale_factor=2)
    start = page.url.rstrip("/")
    wrong = {path: found for path in SAMPLE if page.goto(start + path) and (found := faults(page))}
    assert wrong == {}


@pytest.mark.parametrize(
    ("scheme", "width"),
    [
        ("dark", 360),
        *(pytest.param(*each, marks=AT_LENGTH) for each in (("light", 360), ("light", 1440), ("dark", 1440))),
    ],
)
def test_by_light_and_in_the_dark(enter: Open, scheme: str, width: int) -> None:
    page = enter("planner", width=width, color_scheme=scheme)
    start = page.url.rstrip("/")
    wrong = {path: found for path in SAMPLE if page.goto(start + path) and (found := [*faults(page), *axe(page)])}
    assert wrong == {}


@AT_LENGTH
def test_the_account_and_what_strangers_see(enter: Open, window: Window, service: Service) -> None:
    stranger = window().new_page()
    stranger.goto(service.url)
    public = pages_found(stranger, "/", "/konto/login/", "/konto/password/reset/")
    public["/demo/mails/"] = Found("/demo/mails/", frozenset("*"))  # its links are used up by other tests
    page = enter("planner")
    page.goto(f"{service.url}/konto/")
    own = {n: p for n, p in pages_found(page, "/konto/").items() if n.startswith("/konto/")}
    assert {"/konto/", "/konto/email/", "/konto/2fa/", "/konto/sitzungen/", "/konto/password/change/"} <= set(own)
    wrong = look(stranger, {f"stranger {name}": one for name, one in public.items()}, service.url)
    wrong += look(page, own, service.url)
    assert not wrong, "\n".join(wrong)


@AT_LENGTH
@pytest.mark.parametrize("role", sorted(PROVIDER_ROLES - {Role.PROVIDER_WORKER}))
def test_every_page_of_a_providers_workspace(window: Window, service: Service, role: Role) -> None:
    page = window().new_page()
    sign_in(page, service, service.account(role, "arnsberg", "musterwerk"))
    page.goto(f"{service.url}/traeger/musterwerk/")
    found = {n: p for n, p in pages_found(page, "/traeger/musterwerk/").items() if n.startswith("/traeger/")}
    assert len(found) >= (8 if role == Role.PROVIDER_ADMIN else 3), found
    wrong = look(page, found, service.url)
    assert not wrong, "\n".join(wrong)
