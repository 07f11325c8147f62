"""What people do wrong, and what happens around them: a sentence, nothing saved, nothing typed is lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Response, expect

from project.demo_data.people import PASSWORD
from tests.browser.conftest import sign_in
from tests.browser.hands import field, fill, follow, press, says, wrong
from tests.browser.screen import axe, faults
from tests.browser.service import Service

pytestmark = pytest.mark.browser
type Open = Callable[..., Page]
type Window = Callable[..., BrowserContext]


def answer_to(page: Page, button: str) -> Response:
    """Press, and return the answer to the form."""
    with page.expect_response(lambda r: r.request.method == "POST") as caught:
        press(page, button)
    return caught.value


def draft(page: Page, number: str) -> str:
    """A new contract; returns its address."""
    page.goto(f"{page.url.split('/', 3)[0]}//{page.url.split('/')[2]}/vertraege/neu/")
    fill(page, Nummer=number, Gegenstand="Probe")
    press(page, "Entwurf anlegen")
    says(page, "Entwurf angelegt.")
    return page.url


def test_the_end_before_the_begin(enter: Open) -> None:
    page = enter("planner")
    page.goto(f"{page.url}vertraege/neu/")
    fill(page, Nummer="X-1", Gegenstand="Verkehrt herum", Beginnt_am="1.3.27", Endet_am="1.2.27")
    assert answer_to(page, "Entwurf anlegen").status == 422
    wrong(page, "Endet am: Das Ende liegt vor dem Beginn. Wählen Sie ein späteres Ende.", at="Endet am")
    expect(field(page, "Gegenstand")).to_have_value("Verkehrt herum")
    page.locator(".hn-errors a").click()
    expect(field(page, "Endet am")).to_be_focused()
    assert axe(page) == [] and faults(page) == []


@pytest.mark.parametrize(
    ("given", "sentence", "at"),
    [
        ({"Tag": "morgen"}, "Der Tag liegt in der Zukunft.", "Tag"),
        ({"Dauer": "25:00"}, "", "Dauer"),
        *(
            pytest.param(*more, marks=pytest.mark.full)
            for more in (
                ({"Tag": "1.5.2010"}, "keine Rolle in", "Tag"),
                ({"Tag": "32.1."}, "", "Tag"),
                ({"Dauer": "viel"}, "", "Dauer"),
            )
        ),
    ],
)
def test_hours_that_cannot_be(enter: Open, given: dict[str, str], sentence: str, at: str) -> None:
    page = enter("provider_worker", organisation="musterwerk", width=360)
    page.goto(f"{page.url}stunden/neu/")
    fill(page, **{"Tag": "heute", "Dauer": "1:30", "Wirkungsraum": "Alt-Arnsberg", "fallunspezifisch": True} | given)
    assert answer_to(page, "Stunden buchen").status == 422
    wrong(page, sentence, at=at)
    for label, value in given.items():
        expect(field(page, label)).to_have_value(value)


def test_sent_twice_is_saved_once(enter: Open) -> None:
    page = enter("planner")
    page.goto(f"{page.url}vertraege/neu/")
    fill(page, Nummer="Z-1", Gegenstand="Zweimal gesendet")
    page.get_by_role("button", name="Entwurf anlegen").dblclick()
    says(page, "Zweimal gesendet")
    page.go_back()
    if page.locator("main form").count() and answer_to(page, "Entwurf anlegen").status != 302:
        expect(page.locator(".hn-errors")).to_be_visible()
    page.goto(f"{page.url.split('/vertraege')[0]}/vertraege/?q=Z-1")
    expect(page.get_by_role("row", name="Z-1")).to_have_count(1)


def test_two_tabs_change_the_same_contract(enter: Open) -> None:
    first = enter("planner")
    second = first.context.new_page()
    address = draft(first, "T-1")
    for tab in (first, second):
        tab.goto(f"{address}aendern/")
    fill(first, Gegenstand="Aus dem ersten Fenster")
    press(first, "Speichern")
    says(first, "Gespeichert.")
    fill(second, Gegenstand="Aus dem zweiten Fenster")
    assert answer_to(second, "Speichern").status == 409
    wrong(second, "Jemand anderes hat diesen Eintrag inzwischen geändert.")
    expect(field(second, "Gegenstand")).to_have_value("Aus dem zweiten Fenster")
    first.reload()
    says(first, "Aus dem ersten Fenster")

    second.goto(f"{address}aendern/")  # as the sentence says: loaded anew, what was typed is still there
    expect(field(second, "Gegenstand")).to_have_value("Aus dem zweiten Fenster")
    press(second, "Speichern")
    says(second, "Gespeichert.")


def test_a_record_of_another_office_is_not_here(enter: Open, service: Service) -> None:
    there = enter("planner", "vogelsberg")
    there.goto(f"{there.url}vertraege/")
    path = there.locator("tbody a").first.get_attribute("href")
    page = enter("planner")
    answer = page.goto(service.office("arnsberg") + str(path))
    assert answer is not None and answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("Diese Seite gibt es hier nicht")
    assert axe(page) == [] and faults(page) == []


@pytest.mark.parametrize("lost", ["hilfenetz", re.compile(".*")])
def test_the_session_ends_while_typing(window: Window, service: Service, lost: str | re.Pattern[str]) -> None:
    """The session's cookie, or all of them, as when the browser tidies up."""
    page = window().new_page()
    sign_in(page, service, service.account("planner", "arnsberg"))
    page.goto(f"{service.office('arnsberg')}/vertraege/neu/")
    fill(page, Nummer="S-1", Gegenstand="Mühsam getippt", Hilfefeld="Eingliederungshilfe", Beginnt_am="1.3.27")
    page.context.clear_cookies(name=lost)
    press(page, "Entwurf anlegen")
    if page.get_by_role("heading", level=1).text_content() == "Ihre Sitzung ist abgelaufen":
        page.goto(f"{service.office('arnsberg')}/vertraege/neu/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")
    page.get_by_label("E-Mail").fill(service.account("planner", "arnsberg"))
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    press(page, "Anmelden")
    page.wait_for_url("**/vertraege/neu/")
    for label, value in {
        "Nummer": "S-1",
        "Gegenstand": "Mühsam getippt",
        "Hilfefeld": "integration",
        "Beginnt am": "1.3.27",
    }.items():
        expect(field(page, label)).to_have_value(value)


def test_a_suspended_office_says_so(window: Window, service: Service) -> None:
    page = window(width=360).new_page()
    answer = page.goto(service.office("nord"))
    assert answer is not None and answer.status == 503
    expect(page.get_by_role("heading", level=1)).to_have_text("Dieses Amt ist zurzeit angehalten")
    assert axe(page) == [] and faults(page) == []


def test_an_instruction_that_has_ended(window: Window, service: Service) -> None:
    page = window(width=360).new_page()
    sign_in(page, service, "fachkraft3@musterwerk.example")
    page.locator(".hn-place", has_text="Stadt Arnsberg").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihre Unterweisung fehlt noch")
    assert axe(page) == [] and faults(page) == []
    follow(page, "Zu Ihren Stellen")
    follow(page, "Vogelsbergkreis")
    says(page, "Stunden eintragen")


HUGE = """([kind, token]) => {
  const form = document.createElement('form');
  form.method = 'post';
  form.append(Object.assign(document.createElement('input'), { name: 'csrfmiddlewaretoken', value: token }));
  if (kind === 'file') {
    form.enctype = 'multipart/form-data';
    const chosen = new DataTransfer(), file = document.createElement('input');
    chosen.items.add(new File([new Uint8Array(100e6)], 'gross.bin'));
    Object.assign(file, { type: 'file', name: 'file', files: chosen.files });
    form.append(file);
  } else {
    form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'remark', value: 'x'.repeat(100e6) }));
  }
  document.body.append(form);
  form.submit();
}"""


@pytest.mark.parametrize("kind", [pytest.param("text", marks=pytest.mark.full), "file"])
def test_a_hundred_megabytes_are_refused_with_a_sentence(enter: Open, kind: str) -> None:
    page = enter("planner")
    page.goto(f"{page.url}vertraege/neu/")
    token = page.locator("main form [name=csrfmiddlewaretoken]").get_attribute("value")
    with page.expect_response(lambda r: r.request.method == "POST") as caught:
        page.evaluate(HUGE, [kind, token])
    assert caught.value.status == 413
    expect(page.get_by_role("heading", level=1)).to_have_text("Das ist zu groß")


def test_without_scripts_the_main_forms_work(window: Window, service: Service) -> None:
    page = window(java_script_enabled=False).new_page()
    sign_in(page, service, service.account("planner", "arnsberg"))
    page.goto(f"{service.office('arnsberg')}/vertraege/neu/")
    page.get_by_role("textbox", name="Nummer").fill("O-1")
    page.get_by_role("textbox", name="Gegenstand").fill("Ohne Skripte")
    press(page, "Entwurf anlegen")
    says(page, "Entwurf angelegt.")
    page.goto(f"{service.office('arnsberg')}/vertraege/")
    page.locator("main").get_by_label("Suchen").fill("O-1")
    press(page, "Anwenden")
    expect(page.locator("tbody tr")).to_have_count(1)


def test_without_scripts_hours_are_booked_on_a_phone(window: Window, service: Service) -> None:
    page = window(width=360, java_script_enabled=False).new_page()
    sign_in(page, service, service.account("provider_worker", "arnsberg", "musterwerk"))
    page.goto(f"{service.office('arnsberg')}/stunden/neu/")
    page.get_by_label("Dauer").fill("45 min")
    page.get_by_label("Wirkungsraum").select_option(label="Alt-Arnsberg")
    page.get_by_label("fallunspezifisch").check()
    press(page, "Stunden buchen")
    says(page, "Stunden gebucht.")
