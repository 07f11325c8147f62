"""What holds for every template: it renders, carries nothing inline, and speaks German."""

import gettext
import re
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

from frontend import errors
from kernel.web.templatetags import ui
from tests.frontend.page import Page

FRONTEND = Path(__file__).parents[2] / "frontend"
TEMPLATES = sorted((FRONTEND / "templates").rglob("*.html"))
ERRORS = ["400", "403", "403_csrf", "404", "409", "412", "413", "422", "429", "500", "503"]
PLACE = {"label": "Stadt Nord", "url": "#", "current": True, "kind": "Jugendamt"}
ITEM = {"label": "Heute", "url": "/", "icon": "today", "active": True}
SHELL: dict[str, Any] = {
    "place_name": "Stadt Nord", "place_kind": "Jugendamt", "monogram": "NO", "accent": "accent-2",
    "navigation": [ITEM], "mobile_navigation": [ITEM], "places": [PLACE], "person_name": "Leitung Nord",
    "role_label": "Leitung", "demo": True, "search_url": "/suche/", "account_url": "/konto/", "logout_url": "/ab/",
}  # fmt: skip


def ids(path: Path) -> str:
    return path.relative_to(FRONTEND / "templates").as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_nothing_inline_and_nothing_inherited(path: Path) -> None:
    source = path.read_text()
    get_template(ids(path))
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*(src=|application/json))", source)
    assert not re.search(r"\son[a-z]+=|hx-on|hx-[a-z-]+=[\"']js:|:inherited|https?://", source)


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_every_icon_exists(path: Path) -> None:
    sprite = (FRONTEND / "static/icons.svg").read_text()
    for name in re.findall(r"{% icon \"([a-z_]+)\"", path.read_text()):
        assert f'id="{name}"' in sprite, name


@pytest.mark.parametrize("code", ERRORS)
@pytest.mark.parametrize("signed_in", [True, False])
def test_error_pages_say_what_happened_and_what_to_do(code: str, signed_in: bool) -> None:
    shell = SHELL if signed_in else SHELL | {"navigation": [], "mobile_navigation": [], "person_name": ""}
    page = Page(render_to_string(f"{code}.html", {"shell": shell, "message": ""}, request=None))
    (title,) = page.all("h1")
    assert title.text.strip()
    assert page.all("title")[0].text.startswith(title.text.strip())
    (body,) = [e for e in page.all("div") if "data-failed" in e]
    assert "Fehlernummer" in body.text
    assert page.all("a", href="/")


@pytest.mark.parametrize("code", ["500", "503"])
def test_the_pages_for_our_own_failure_need_nothing(code: str) -> None:
    assert "Hilfenetz" in Page(render_to_string(f"{code}.html")).all("header")[0].text


def test_the_handler_of_our_own_failure_asks_the_frame_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("frontend.shell.shell", lambda request: 1 / 0)
    response = errors.broken(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "schiefgegangen" in response.content.decode()


def test_the_frame_names_the_place_and_the_person() -> None:
    request = RequestFactory().get("/")
    page = Page(render_to_string("layouts/app.html", {"shell": SHELL, "messages": []}, request=request))
    assert page.all("html")[0] == {"lang": "de", "class": "accent-2"}
    assert "Stadt Nord" in page.all("header")[0].text
    assert page.by_id("search")["name"] == "q"
    assert [e["href"] for e in page.all("a", **{"class": "hn-skip"})] == ["#main"]
    assert {e["aria-label"] for e in page.all("nav")} == {"Hauptnavigation", "Schnellzugriff", "Alle Bereiche"}
    assert page.all("form", action="/ab/")[0]["method"] == "post"


def test_a_title_with_markup_stays_text_in_the_window() -> None:
    source = '{% extends "layouts/plain.html" %}{% block title %}{{ name }} <b>fett</b>{% endblock %}'
    html = Template(source).render(Context({"name": "<script>x</script>", "shell": SHELL}))
    assert "<title>&lt;script&gt;x&lt;/script&gt; fett – Stadt Nord</title>" in html


def test_parts_escape_what_they_show() -> None:
    assert "<i>" not in ui.badge("<i>", "success")
    assert "<i>" not in ui.breadcrumb("<i>", "/x/", "<i>")
    assert 'href="/?a=1&amp;b=%22"' in ui.swap("/?a=1&b=%22")
    assert "<i>" not in ui.corridor(1, 1, 1, 1, "<i>")


def test_vendored_files_name_no_place_to_download_from() -> None:
    for path in (FRONTEND / "static").rglob("*"):
        if path.suffix in {".js", ".css", ".json", ".md", ".svg"}:
            text = path.read_text()
            assert "sourceMappingURL" not in text
            assert not re.search(r"registry|_resolved|cdn\.|unpkg|jsdelivr", text), path


def test_the_account_pages_say_sie() -> None:
    with (FRONTEND / "locale/de/LC_MESSAGES/django.mo").open("rb") as file:
        ours = gettext.GNUTranslations(file)
    source = (FRONTEND / "locale/de/LC_MESSAGES/django.po").read_text()
    assert ours.gettext("You have signed out.") == "Sie sind abgemeldet."
    assert source.count("\nmsgid ") - 1 == len(ours._catalog) - 1  # type: ignore[attr-defined]
    assert not re.search(r"\b(du|dich|dir|dein\w*|bist|hast)\b", source.split("msgstr", 2)[2].lower())


@pytest.mark.parametrize(
    "name", ["account/login.html", "account/logout.html", "mfa/index.html", "usersessions/usersession_list.html"]
)
def test_pages_of_allauth_use_our_layouts(name: str) -> None:
    assert get_template(name)
    origins = {get_template(f"allauth/layouts/{layout}.html").origin.name for layout in ("entrance", "manage", "base")}
    assert all(str(FRONTEND) in origin for origin in origins)
