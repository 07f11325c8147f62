"""Two browsers in one room: they see each other's ideas, and nothing typed is lost when the connection breaks."""

import os
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from kernel.access.actor import Actor
from tests.browser.chromium import FLAGS, program
from tests.browser.screen import axe, faults
from tests.factories.rooms import Round
from tests.live.service import Server, cookie_of

pytestmark = pytest.mark.browser
SOON = 3000  # ms: a second on a quiet machine
type Enter = Callable[..., Page]


@pytest.fixture
def enter(server: Server, scene: Round) -> Iterator[Enter]:
    """The room in a window of a person. Signed in before Playwright's loop runs: it forbids Django's own queries."""
    signed = {a.person: cookie_of(a) for a in (scene.presenter, scene.helper, scene.moderator)}
    with sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(executable_path=program(), args=FLAGS)
        windows: list[BrowserContext] = []

        def open_room(actor: Actor, width: int = 1440, step: int = 6) -> Page:
            windows.append(browser.new_context(viewport={"width": width, "height": 900}, locale="de-DE"))
            cookie = {"name": "hilfenetz", "value": signed[actor.person], "path": "/"}
            windows[-1].add_cookies([cookie | {"domain": "nord.hilfenetz.localhost"}])  # type: ignore[list-item]
            page = windows[-1].new_page()
            page.goto(f"http://nord.hilfenetz.localhost:{server.port}/beratungen/{scene.item.pk}/raum/?schritt={step}")
            return page

        yield open_room
        for window in windows:
            window.close()
        browser.close()


def connected(page: Page, word: str = "verbunden") -> None:
    expect(page.locator("#room-link")).to_have_text(word, timeout=15_000)


def idea(page: Page, text: str) -> None:
    page.get_by_label("Ihre Idee").fill(text)
    page.keyboard.press("Enter")


def test_two_browsers_see_each_others_ideas_at_once(enter: Enter, scene: Round) -> None:
    one, two = enter(scene.helper), enter(scene.moderator)
    connected(one)
    connected(two)
    idea(one, "Der Großvater bringt K1")
    expect(two.get_by_role("list", name="Ideen")).to_contain_text("Der Großvater bringt K1", timeout=SOON)
    idea(two, "Frühstück im Jugendtreff")
    ideas = one.get_by_role("list", name="Ideen")
    expect(ideas).to_contain_text("Frühstück im Jugendtreff", timeout=SOON)
    expect(ideas.get_by_role("listitem")).to_have_count(2)
    expect(one.get_by_label("Ihre Idee")).to_be_focused()


def test_the_moderator_takes_everybody_along_and_each_may_look_elsewhere(enter: Enter, scene: Round) -> None:
    leads, follows = enter(scene.moderator, step=1), enter(scene.helper, step=1)
    connected(leads)
    connected(follows)
    leads.get_by_role("link", name=re.compile("Hilfe nach Maß")).click()
    leads.get_by_role("button", name="Alle zu Schritt 8 führen").click()
    expect(follows.get_by_role("heading", name="Hilfe nach Maß")).to_be_visible(timeout=SOON)
    expect(follows.get_by_role("heading", name=re.compile("Wille"))).to_be_visible()
    follows.get_by_role("link", name=re.compile("Situation")).click()
    expect(follows.get_by_role("heading", name="Situation")).to_be_visible()
    follows.get_by_role("link", name=re.compile("Zum gemeinsamen Schritt")).click()
    expect(follows.get_by_role("heading", name="Hilfe nach Maß")).to_be_visible()


def test_nothing_typed_is_lost_when_the_connection_breaks(enter: Enter, scene: Round) -> None:
    cut, other = enter(scene.helper), enter(scene.moderator)
    connected(cut)
    connected(other)
    cut.context.set_offline(True)
    idea(cut, "Unterwegs geschrieben")
    idea(cut, "Noch eine")
    expect(cut.get_by_role("list", name="Ideen")).to_contain_text("noch nicht gesendet", timeout=8000)
    idea(other, "Von den anderen")
    cut.context.set_offline(False)
    for text in ("Unterwegs geschrieben", "Noch eine"):
        expect(other.get_by_role("list", name="Ideen")).to_contain_text(text, timeout=15_000)
    expect(cut.get_by_role("list", name="Ideen")).to_contain_text("Von den anderen", timeout=15_000)
    expect(cut.get_by_text("noch nicht gesendet")).to_have_count(0)
    expect(cut.get_by_role("list", name="Ideen").get_by_role("listitem")).to_have_count(3)


@pytest.mark.full
def test_it_survives_the_servers_death_and_a_reload(enter: Enter, scene: Round, server: Server) -> None:
    page = enter(scene.helper)
    connected(page)
    server.stop()
    idea(page, "Während der Server weg war")
    expect(page.get_by_text("noch nicht gesendet")).to_be_visible(timeout=8000)
    server.start()
    connected(page)
    expect(page.locator("[data-key]").filter(has_text="Während der Server weg war")).to_be_visible(timeout=15_000)


@pytest.mark.full
def test_a_proxy_that_holds_streams_back_leads_to_asking(enter: Enter, scene: Round) -> None:
    page, other = enter(scene.helper), enter(scene.moderator)
    page.context.route("**/live/**", lambda route: route.abort())
    page.reload()
    connected(page, "wird alle 5 Sekunden geholt")
    idea(other, "Kommt trotzdem an")
    expect(page.get_by_role("list", name="Ideen")).to_contain_text("Kommt trotzdem an", timeout=8000)


def test_a_concern_clears_every_screen(enter: Enter, scene: Round) -> None:
    """R20."""
    one, two = enter(scene.helper), enter(scene.presenter)
    connected(one)
    connected(two)
    one.get_by_role("button", name="Anhaltspunkte für eine Gefährdung melden").click()
    expect(two.get_by_role("heading", level=1)).to_have_text("Diese Beratung ist nicht mehr im Raum", timeout=SOON)
    expect(one.locator("main")).to_contain_text("Gemeldet", timeout=8000)


@pytest.mark.parametrize("width", [1440, 360])
def test_every_step_fits_and_can_be_used_by_everyone(enter: Enter, scene: Round, width: int) -> None:
    page = enter(scene.presenter, width)
    connected(page)
    idea(page, "Ein sehr langes Wort: Familienunterstützungsmaßnahmenkatalog und noch mehr")
    for step in range(1, 10):
        page.locator(f'[data-look="{step}"]').click()
        assert faults(page) == [], step
        if folder := os.environ.get("HILFENETZ_PICTURES"):
            page.screenshot(path=f"{folder}/room-{width}-{step}.png", full_page=True)
        if step in (1, 3, 6, 8):
            assert axe(page) == [], step
