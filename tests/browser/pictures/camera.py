"""Signs in to the running demo and takes its pictures."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page

from project.serve.children import say

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "screenshots"
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "has_touch": True}
MOST_BYTES = 150_000
ABOVE = 96  # pixels above what a picture begins with: the frame's head and some room
SEEN = """part => {
  const box = document.querySelector(part).getBoundingClientRect();
  const y = Math.max(box.top, document.querySelector("header").getBoundingClientRect().bottom);
  return {x: box.left, y, width: box.width, height: Math.min(box.bottom, innerHeight) - y};
}"""


class Camera:
    def __init__(self, browser: Browser, demo: dict[str, Any]) -> None:
        self.browser, self.demo = browser, demo
        self.offices: dict[str, str] = {office["key"]: office["url"] for office in demo["offices"]}

    def enter(self, email: str, options: dict[str, Any] = DESK) -> Page:
        """A page of someone who has signed in."""
        page = self.browser.new_context(locale="de-DE", reduced_motion="reduce", **options).new_page()
        password = next(account["password"] for account in self.demo["accounts"] if account["email"] == email)
        page.goto(f"{self.demo['base_url']}/konto/login/")
        page.get_by_label("E-Mail").fill(email)
        page.get_by_label("Passwort", exact=True).fill(password)
        page.get_by_role("button", name="Anmelden", exact=True).click()
        page.wait_for_url(lambda url: "/konto/login" not in url)
        return page

    def keep(self, page: Page, name: str, *, height: int = 800, top: Locator | None = None, part: str = "") -> None:
        """Store what is seen in a window of this height, from the top of the page or of `top`; of `part` if one is named."""
        width = (page.viewport_size or {})["width"]
        page.set_viewport_size({"width": width, "height": height})
        if top is not None:
            top.evaluate(f"part => window.scrollTo(0, part.getBoundingClientRect().top + window.scrollY - {ABOVE})")
        page.evaluate("document.fonts.ready")
        path = FOLDER / f"{name}.png"
        clip = page.evaluate(SEEN, part) if part else None
        size = len(page.screenshot(path=path, clip=clip))
        say(f"{path.name}: {size // 1000} kB")
        assert size <= MOST_BYTES, path
