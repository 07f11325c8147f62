"""A passkey and a code app in the browser, for an office that asks for a second factor."""

import re
import time
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import BrowserContext, Page, expect

from project.demo_data.people import PASSWORD
from tests.browser.conftest import sign_in
from tests.browser.hands import field, follow, press, says
from tests.browser.screen import axe, faults
from tests.browser.service import Service

pytestmark = pytest.mark.browser
type Window = Callable[..., BrowserContext]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def refused_for_now(page: Page, service: Service) -> None:
    """The office's page explains what is missing."""
    page.goto(service.office("sued"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Dieses Jugendamt verlangt einen zweiten Faktor")
    assert axe(page) == [] and faults(page) == []


def prove_password(page: Page) -> None:
    field(page, "Passwort").fill(PASSWORD)
    press(page, "Bestätigen")


def sign_out(page: Page) -> None:
    page.locator(".hn-menu summary").last.click()
    press(page, "Abmelden")
    expect(page.get_by_role("link", name="Anmelden", exact=True)).to_be_visible()


def is_in(page: Page, service: Service) -> None:
    page.goto(service.office("sued"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Heute")
    expect(page.locator(".hn-brand")).to_contain_text("Südstadt")


def test_a_passkey_opens_the_office(window: Window, service: Service) -> None:
    page = window().new_page()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    sign_in(page, service, "planung@sued.example")
    refused_for_now(page, service)
    follow(page, "Passkey einrichten")
    prove_password(page)
    assert axe(page) == [] and faults(page) == []
    field(page, "Name").fill("Dienstlaptop")
    expect(page.get_by_role("checkbox")).to_be_checked()
    press(page, "Hinzufügen")
    says(page, "Wiederherstellungs")
    assert axe(page) == [] and faults(page) == []
    sign_out(page)

    page.goto(f"{service.url}/konto/login/")
    press(page, "Mit Passkey anmelden")
    page.wait_for_url(lambda url: "/konto/login" not in url)
    is_in(page, service)


def test_a_code_app_opens_the_office(window: Window, service: Service) -> None:
    page = window(width=360).new_page()
    sign_in(page, service, "finanzen@sued.example")
    refused_for_now(page, service)
    follow(page, "Code-App einrichten")
    prove_password(page)
    secret = page.locator("#authenticator_secret").input_value()
    assert axe(page) == [] and faults(page) == []
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    page.locator("[name=code]").fill(code)
    press(page, "Aktivieren")
    recovery = re.findall(r"\d{8}", page.locator("main textarea").input_value())
    assert len(recovery) == 10
    sign_out(page)

    sign_in(page, service, "finanzen@sued.example")
    assert axe(page) == [] and faults(page) == []
    page.locator("[name=code]").fill("000000")
    press(page, "Anmelden")
    expect(page.locator("[name=code]")).to_have_attribute("aria-invalid", "true")
    page.locator("[name=code]").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    press(page, "Anmelden")
    is_in(page, service)

    sign_out(page)
    sign_in(page, service, "finanzen@sued.example")
    page.locator("[name=code]").fill(recovery[0])  # the app is lost
    press(page, "Anmelden")
    is_in(page, service)
