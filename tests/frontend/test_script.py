"""app.js in a real browser, under the content security policy of the service: keyboard, focus, drafts."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import django_tables2
import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from tests.frontend.test_tables import ROWS, ContractTable
from tests.frontend.test_templates import SHELL

pytestmark = pytest.mark.browser
STATIC = Path(__file__).parents[2] / "frontend/static"
HOST = "http://nord.example"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'"
)
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


class NoteForm(forms.Form):
    title = forms.CharField(label="Titel")
    urgent = forms.BooleanField(label="Eilt", required=False)
    secret = forms.CharField(label="Kennwort", required=False, widget=forms.PasswordInput)


class Service:
    """Answers the browser with our templates, without a server; `person` is who is signed in."""

    def __init__(self) -> None:
        self.person = "Leitung Nord"
        self.pages: dict[str, Callable[[str, str], tuple[int, str]]] = {
            "/": lambda *_: (200, self.page("patterns/today.html", "/", groups=[], figures=[])),
            "/neu/": self.note,
            "/liste/": lambda _, url: (200, self.list(url)),
        }

    def page(self, template: str, url: str, **context: object) -> str:
        shell = SHELL | {"person_name": self.person}
        request = RequestFactory().get(url)
        return render_to_string(template, {"shell": shell, "messages": [], "page_title": "Seite", **context}, request)

    def note(self, method: str, url: str) -> tuple[int, str]:
        form = NoteForm({"title": ""}) if method == "POST" else NoteForm()
        context = {"form": form, "draft": "note", "submit": "Speichern", "cancel_url": "/"}
        return (422 if method == "POST" else 200), self.page("patterns/form.html", url, **context)

    def list(self, url: str) -> str:
        request = RequestFactory().get(url)
        table = ContractTable(ROWS)
        django_tables2.RequestConfig(request, paginate={"per_page": 25}).configure(table)
        return self.page("patterns/list.html", url, table=table, filter=None, export_urls=[])

    def answer(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        file = STATIC / address.path.removeprefix("/static/")
        if address.path.startswith("/static/"):
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
            return
        status, html = self.pages[address.path](route.request.method, f"{address.path}?{address.query}")
        route.fulfill(
            status=status, body=html, headers={"Content-Security-Policy": POLICY, "Content-Type": "text/html"}
        )


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def page(browser: Browser, service: Service) -> Iterator[Page]:
    context = browser.new_context()
    context.route("**/*", service.answer)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda m: complaints.append(m.text) if m.type == "error" and "422" not in m.text else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


def test_keys_reach_search_help_and_close_menus(page: Page) -> None:
    page.goto(f"{HOST}/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("?")
    assert page.input_value("#search") == "?"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.locator("#help:popover-open").count() == 1
    page.keyboard.press("Escape")
    page.click("details.hn-menu summary >> nth=0")
    page.keyboard.press("Escape")
    assert page.locator("details.hn-menu[open]").count() == 0


def test_a_sorted_list_is_swapped_keeps_the_focus_and_is_announced(page: Page) -> None:
    page.goto(f"{HOST}/liste/")
    page.evaluate("window.stays = true")
    page.click("#table-list-sort-amount")
    page.wait_for_selector("th[aria-sort]")
    assert page.url == f"{HOST}/liste/?sort=amount"
    expect(page.locator("#live")).to_have_text("60 Einträge, Seite 1 von 3")
    assert page.evaluate("[window.stays, document.activeElement.id]") == [True, "table-list-sort-amount"]


def type_a_note(page: Page) -> None:
    page.goto(f"{HOST}/neu/")
    page.fill("[name=title]", "Elterncafé")
    page.check("[name=urgent]")
    page.fill("[name=secret]", "geheim")


def send(page: Page) -> None:
    with page.expect_navigation():
        page.click(".hn-submit button")


def test_a_draft_outlives_the_page_and_the_end_of_the_session(page: Page, service: Service) -> None:
    type_a_note(page)
    assert "geheim" not in page.evaluate("JSON.stringify(sessionStorage)")
    service.person = ""
    service.pages["/neu/"] = lambda *_: (200, service.page("layouts/plain.html", "/neu/"))
    send(page)  # the session is over: the answer is the sign-in page
    service.person = "Leitung Nord"
    service.pages["/neu/"] = service.note
    page.goto(f"{HOST}/neu/")
    assert (page.input_value("[name=title]"), page.is_checked("[name=urgent]")) == ("Elterncafé", True)
    assert page.input_value("[name=secret]") == ""
    page.click("[data-draft-discard]")
    page.goto(f"{HOST}/neu/")
    assert page.input_value("[name=title]") == ""


def test_a_draft_is_gone_once_saved_but_not_when_refused(page: Page, service: Service) -> None:
    type_a_note(page)
    send(page)
    expect(page.locator(".hn-errors")).to_be_focused()
    page.goto(f"{HOST}/neu/")
    assert page.input_value("[name=title]") == "Elterncafé"
    service.pages["/neu/"] = lambda *_: (200, service.page("patterns/today.html", "/", groups=[], figures=[]))
    send(page)
    service.pages["/neu/"] = service.note
    page.goto(f"{HOST}/neu/")
    assert page.input_value("[name=title]") == ""


def test_nobody_sees_the_draft_of_another(page: Page, service: Service) -> None:
    type_a_note(page)
    service.person = "Fachkraft Nord"
    page.goto(f"{HOST}/neu/")
    assert page.input_value("[name=title]") == ""
    assert page.evaluate("sessionStorage.length") == 0
