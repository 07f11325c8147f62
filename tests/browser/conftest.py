"""Fixtures of the browser tests: the service, the browser, and people who are signed in."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect, sync_playwright

from project.demo_data.people import PASSWORD
from tests import database
from tests.browser.chromium import FLAGS, program
from tests.browser.screen import Watch
from tests.browser.service import Service, running

DATABASE = "hn_browser"
PATIENCE = 45_000  # ms; a machine that does much else draws slowly
expect.set_options(timeout=PATIENCE)
type Open = Callable[..., Page]


@pytest.fixture(scope="package")
def service(django_db_setup: None, django_db_blocker: Any) -> Iterator[Service]:
    with django_db_blocker.unblock():
        web_url, owner_url = database.clone(DATABASE), database.owner_url(DATABASE)
    with running(web_url, owner_url) as started:
        yield started


@pytest.fixture(scope="package")
def browser(service: Service) -> Iterator[Browser]:
    """Ends with this folder's tests: while Playwright's loop runs, Django refuses its own database calls."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program(), args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="package")
def states() -> dict[str, StorageState]:
    """Who has signed in already: the cookies."""
    return {}


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Opens browser windows of their own; any complaint of theirs fails the test."""
    opened: list[tuple[BrowserContext, Watch]] = []

    def make(width: int = 1440, **options: Any) -> BrowserContext:
        viewport = {"width": width, "height": 900 if width > 400 else 740}
        context = browser.new_context(**{"viewport": viewport, "locale": "de-DE"} | options)
        context.set_default_timeout(PATIENCE)
        opened.append((context, Watch(context)))
        return context

    yield make
    complaints = []
    for context, watch in opened:
        context.close()
        complaints += watch.complaints
    assert complaints == []


@pytest.fixture
def enter(service: Service, window: Callable[..., BrowserContext], states: dict[str, StorageState]) -> Open:
    """A page of someone who is signed in, at their office."""

    def open_page(role: str, office: str = "arnsberg", organisation: str | None = None, **options: Any) -> Page:
        email = service.account(role, office, organisation)
        if email not in states:
            page = window().new_page()
            sign_in(page, service, email)
            states[email] = page.context.storage_state()
        page = window(storage_state=states[email], **options).new_page()
        page.goto(service.office(office))
        return page

    return open_page


def sign_in(page: Page, service: Service, email: str, password: str = PASSWORD) -> None:
    """By the form of the sign-in page."""
    page.goto(f"{service.url}/konto/login/")
    page.get_by_label("E-Mail").fill(email)
    page.get_by_label("Passwort", exact=True).fill(password)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url(lambda url: "/konto/login" not in url)
