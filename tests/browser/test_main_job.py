"""The main job, from the draft of a contract to hours on a phone, by those who do it."""

import email
import re
import time
from collections.abc import Callable, Iterator
from email.policy import default

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import sign_in
from tests.browser.hands import field, fill, follow, press, says, wrong
from tests.browser.service import Service

pytestmark = pytest.mark.browser
type Open = Callable[..., Page]
NUMBER, SUBJECT = "AR-2026-77", "Familienrat vor Ort"
WORKER, PASSWORD = "neu@musterwerk.example", "viele-kleine-Schritte-77"


def link_in_mail(service: Service, seconds: float = 20) -> str:
    """The newest invitation's link, as soon as the job worker has sent it."""
    give_up = time.monotonic() + seconds
    while not (mails := service.mails_to(WORKER)):
        assert time.monotonic() < give_up, "no mail came"
        time.sleep(0.1)
    body = email.message_from_string(mails[-1], policy=default).get_body(("plain",))
    assert body is not None
    found = re.search(r"http://\S+/konto/einladung/\S+", body.get_content())
    assert found, body
    return found[0]


def test_the_planner_brings_a_contract_into_force(enter: Open) -> None:
    page = enter("planner")
    page.get_by_role("link", name="Verträge & Budgets").first.click()
    follow(page, "Vertrag entwerfen")
    fill(page, Nummer=NUMBER, Gegenstand=SUBJECT, Beginnt_am="1.1.26", Endet_am="31.12.2027")
    press(page, "Entwurf anlegen")
    for provider in ("Kompass e.V.", "Musterwerk"):
        follow(page, "Träger aufnehmen")
        fill(page, Träger=provider)
        press(page, "Aufnehmen")
        expect(page.get_by_role("rowheader", name=provider)).to_be_visible()
    press(page, "Verhandlung beginnen")
    says(page, "Als Nächstes folgt der Beschluss.")

    page.get_by_role("link", name="Heute").first.click()
    expect(page.locator(".hn-row", has_text=f"{SUBJECT}: in Verhandlung")).to_contain_text("Beschluss eintragen")
    follow(page, f"{SUBJECT}: in Verhandlung")
    follow(page, "Prüfliste nach SGB VIII")
    for box in page.locator("main form").get_by_role("checkbox").all():
        box.check()
    press(page, "Speichern")
    says(page, "4 von 4 vereinbart")

    follow(page, "Auswahl der Träger")
    fill(page, Verfahren="ohne Auswahlverfahren", Begründung="Nur diese beiden haben Räume im Quartier. Erfunden.")
    press(page, "Speichern")
    says(page, "ohne Auswahlverfahren")

    page.locator(".hn-head__action").get_by_role("link", name="Beschluss eintragen").click()
    fill(page, Beschlossen_von="Jugendhilfeausschuss", Nummer_des_Beschlusses="17/2026", Beschlossen_am="5.11.")
    press(page, "Beschluss eintragen")
    says(page, "Es fehlen noch 3 Unterschriften.")
    for missing in (2, 1, 0):
        follow(page, "Unterschrift eintragen")
        fill(page, Funktion="Leitung", Unterzeichnet_am="gestern")
        press(page, "Unterschrift eintragen")
        says(page, ("in Kraft treten.", "fehlt noch eine Unterschrift", "fehlen noch 2")[missing])
    follow(page, "In Kraft setzen")
    press(page, "Vertrag in Kraft setzen")
    says(page, "in Kraft Seit 1. Januar 2026, endet am 31. Dezember 2027.")


def test_the_planner_fills_the_gap_that_heute_shows(enter: Open) -> None:
    page = enter("planner")
    gap = "Für Neheim fehlt ab 1. Januar 2027 ein Träger."
    page.locator(".hn-row", has_text=gap).get_by_role("link", name="Rolle vergeben").click()
    fill(page, Träger="Kompass e.V.", Rolle="Wirkungsraumträger", Hilfefeld="Eingliederungshilfe")
    fill(page, Gilt_ab="1.12.2026")
    press(page, "Rolle vergeben")
    wrong(page, "schon ein Träger federführend", at="Gilt ab")
    expect(field(page, "Hilfefeld")).to_have_value("integration")
    fill(page, Gilt_ab="1.1.2027")
    press(page, "Rolle vergeben")
    says(page, "Rolle vergeben.")
    page.get_by_role("link", name="Heute").first.click()
    expect(page.get_by_text(gap)).to_have_count(0)


def test_finance_plans_releases_and_pays(enter: Open) -> None:
    page = enter("finance")
    page.keyboard.press("/")
    page.keyboard.type(NUMBER)
    page.keyboard.press("Enter")
    follow(page, SUBJECT)
    follow(page, "Budgetposten anlegen")
    fill(page, Träger="Musterwerk", Jahr="2026", Betrag="10.000,01", Stunden_im_Jahr="200")
    press(page, "Anlegen")
    press(page, "Abschläge nach Vertrag planen")
    instalments = page.get_by_role("table", name="Abschläge")
    expect(instalments.locator("tbody tr")).to_have_count(4)
    says(page, "2.500,01 €")
    follow(page, "Von Hand festlegen")
    page.get_by_label("Betrag").nth(0).fill("2.600,00")
    press(page, "Abschläge speichern")
    wrong(page, "Die Abschläge ergeben nicht den Betrag des Postens: 100,00 € sind zu viel.")
    expect(page.get_by_label("Betrag").nth(0)).to_have_value("2.600,00")
    page.get_by_label("Betrag").nth(1).fill("2400")
    press(page, "Abschläge speichern")
    says(page, "Abschläge gespeichert.")
    press(page, "Freigeben")
    says(page, "Der Träger sieht Posten und Abschläge jetzt.")
    follow(page, "Zahlung eintragen")
    press(page, "Zahlung eintragen")
    says(page, "Zahlung eingetragen.")
    expect(instalments.get_by_role("row", name="2.600,00 €")).to_contain_text("gezahlt")


def invite(page: Page) -> None:
    page.get_by_role("link", name="Verwaltung").first.click()
    follow(page, "Person einladen")
    fill(page, Name="Robin Neu", Rolle="Fachkraft beim Träger", Träger="Musterwerk")
    field(page, "E-Mail-Adresse").fill(WORKER)
    press(page, "Einladung senden")
    says(page, "Einladung verschickt.")


def instruct(page: Page, office_url: str) -> None:
    page.goto(office_url)
    page.locator(".hn-row", has_text="Robin Neu").get_by_role("link", name="Unterweisen").click()
    press(page, "Unterweisung festhalten")
    says(page, "Der Zugang ist offen.")


@pytest.fixture
def phone(window: Callable[..., BrowserContext]) -> Iterator[Page]:
    yield window(width=360, has_touch=True).new_page()


def book(page: Page, where: str, label: str) -> None:
    expect(page.locator(".hn-row", has_text="Stunden eintragen")).to_contain_text("noch nichts gebucht")
    page.locator(".hn-row", has_text="Stunden eintragen").locator(".hn-row__end").get_by_role("link").click()
    follow(page, "Stunden eintragen")
    fill(page, Tag="heute", Dauer="1,5", fallunspezifisch=True, **{label: where})
    press(page, "Stunden buchen")
    says(page, "Stunden gebucht.")
    expect(page.locator("main")).to_contain_text("1:30 Std.")


def test_a_worker_comes_by_invitation_and_books_in_two_counties(enter: Open, phone: Page, service: Service) -> None:
    admin = enter("office_admin")
    invite(admin)
    phone.goto(link_in_mail(service))
    fill(phone, Passwort=PASSWORD, Passwort_wiederholen=PASSWORD)
    press(phone, "Konto anlegen und annehmen")
    expect(phone.locator(".hn-place", has_text="Stadt Arnsberg")).to_contain_text("Unterweisung fehlt")
    follow(phone, "Stadt Arnsberg")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Ihre Unterweisung fehlt noch")
    instruct(admin, service.office("arnsberg"))
    phone.reload()
    book(phone, "Alt-Arnsberg", "Wirkungsraum")

    (service.var / "mail").rename(service.var / "read-mail")
    other_admin = enter("office_admin", "vogelsberg")
    invite(other_admin)
    phone.goto(link_in_mail(service))
    press(phone, "Einladung annehmen")
    instruct(other_admin, service.office("vogelsberg"))
    phone.goto(service.office("arnsberg"))
    phone.locator("summary", has_text="Wechseln").click()
    phone.get_by_role("link", name="Vogelsbergkreis").click()
    expect(phone.locator(".hn-brand")).to_contain_text("Vogelsbergkreis")
    book(phone, "Süd", "Planungsregion")


def test_a_guest_reads_by_the_address_alone(
    enter: Open, window: Callable[..., BrowserContext], service: Service
) -> None:
    """R19: first the instruction, then the sheet; the address lets nobody but its bearer in, and is sent nowhere else."""
    worker = enter("case_worker")
    worker.goto(service.office("arnsberg") + "/beratungen/?state=scheduled")
    worker.locator("tbody tr", has_text="Fachkraft 1").get_by_role("link").first.click()
    follow(worker, "Gast einladen")
    fill(worker, Name="Dr. Runa Beispiel", Funktion="Kinderärztin")
    press(worker, "Einladen")
    found = re.search(r"http://\S+/gast/\?zugang=[\w-]+", worker.locator("main").inner_text())
    assert found
    guest = window(360).new_page()
    guest.goto(found[0])
    guest.get_by_label("Ich habe das verstanden und halte mich daran.").check()
    press(guest, "Bestätigen und lesen")
    says(guest, "Wille")


def test_the_provider_sees_money_and_hours_and_its_calendar(
    window: Callable[..., BrowserContext], service: Service
) -> None:
    page = window().new_page()
    sign_in(page, service, service.account("provider_manager", "arnsberg", "musterwerk"))
    page.goto(service.office("arnsberg"))
    page.get_by_role("link", name="Verträge & Budgets").first.click()
    page.get_by_role("link", name="Abschläge", exact=True).click()
    page.goto(f"{page.url}?paid=paid&since=1.1.2026")
    expect(page.get_by_role("row", name=NUMBER).first).to_be_visible()
    page.goto(f"{service.office('arnsberg')}/stunden/eintraege/")
    expect(page.get_by_role("row", name="Robin Neu")).to_contain_text("1:30")
    page.goto(f"{service.url}/traeger/musterwerk/")
    expect(page.locator(".hn-today--late").first).to_contain_text(NUMBER)
