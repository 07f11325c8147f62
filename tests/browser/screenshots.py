"""The README's pictures, from a running demo: `make screenshots`."""

import json
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Page, sync_playwright

from project.environment import var_folder
from project.serve.children import say
from tests.browser.chromium import FLAGS, program

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "has_touch": True}
MOST_BYTES = 150_000


def main() -> int:
    file = var_folder() / "demo.json"
    if not file.exists():
        say("Starten Sie zuerst die Demo: make demo.")
        return 1
    demo = json.loads(file.read_text())
    FOLDER.mkdir(exist_ok=True)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program(), args=FLAGS)
            take(browser, demo)
            browser.close()
    except Error as error:
        say(f"Das Bild lässt sich nicht machen. Läuft die Demo? {error.message}")
        return 1
    return 0


def take(browser: Browser, demo: dict[str, Any]) -> None:
    offices = {office["key"]: office["url"] for office in demo["offices"]}
    arnsberg = offices["arnsberg"]
    planner = enter(browser, demo, "planung@arnsberg.example", **DESK)
    planner.goto(arnsberg)
    keep(planner, "heute")
    planner.goto(f"{arnsberg}/rollen/")
    planner.set_viewport_size({"width": 1280, "height": 900})  # with its legend
    keep(planner, "rollen")
    planner.set_viewport_size(DESK["viewport"])
    planner.goto(f"{arnsberg}/vertraege/?state=decided")
    planner.locator("tbody a").first.click()
    keep(planner, "vertrag")

    manager = enter(browser, demo, "leitung@musterwerk.example", **DESK)
    manager.goto(f"{demo['base_url']}/traeger/musterwerk/")
    keep(manager, "traeger")

    worker = enter(browser, demo, "fachkraft1@musterwerk.example", **PHONE)
    worker.goto(f"{offices['vogelsberg']}/stunden/neu/")
    worker.get_by_label("Dauer").fill("1:30")
    worker.get_by_label("Planungsregion").select_option(index=1)
    keep(worker, "stunden")


def enter(browser: Browser, demo: dict[str, Any], email: str, **options: Any) -> Page:
    page = browser.new_context(locale="de-DE", reduced_motion="reduce", **options).new_page()
    password = next(account["password"] for account in demo["accounts"] if account["email"] == email)
    page.goto(f"{demo['base_url']}/konto/login/")
    page.get_by_label("E-Mail").fill(email)
    page.get_by_label("Passwort", exact=True).fill(password)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url(lambda url: "/konto/login" not in url)
    return page


def keep(page: Page, name: str) -> None:
    page.evaluate("document.fonts.ready")
    path = FOLDER / f"{name}.png"
    size = len(page.screenshot(path=path))
    say(f"{path.name}: {size // 1000} kB")
    assert size <= MOST_BYTES, path


if __name__ == "__main__":
    sys.exit(main())
