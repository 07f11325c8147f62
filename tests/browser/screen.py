"""What a test sees of a page: its complaints, its width, its headings, and what axe says."""

import re
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
REFUSED = re.compile(r"Failed to load resource: the server responded with a status of (4\d\d|503)")
BY_PERSON = ("document", "fetch", "xhr")  # refusals the test itself looks at; a style or script must always be there

RUN_AXE = """async () => {
  const found = await axe.run(document, { resultTypes: ['violations'] });
  return found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160) + ' ' +
    (n.any.concat(n.all, n.none)[0]?.message || '')).join(' | ')}`);
}"""
MEASURE = """() => {
  const root = document.documentElement, wide = root.getBoundingClientRect().width;  // without the scrollbar's place
  const clipped = (e) => { for (let up = e.parentElement; up; up = up.parentElement)
    if (getComputedStyle(up).overflowX !== 'visible') return true; return false; };
  const out = (e) => e.getBoundingClientRect().right > wide + 1 && !clipped(e);
  return {
    over: Math.round(root.scrollWidth - wide),
    by: [...document.querySelectorAll('body *')].filter(out).slice(0, 3).map((e) => e.outerHTML.slice(0, 120)),
    h1: document.querySelectorAll('h1').length,
    empty: document.querySelector('h1')?.textContent.trim() === '',
  };
}"""


class Watch:
    """Collects what a browser complains about: errors in the console, of scripts and of the security policy, failed loads."""

    def __init__(self, context: BrowserContext) -> None:
        self.complaints: list[str] = []
        self._refused: set[str] = set()
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        expected = REFUSED.match(message.text)  # the response itself is looked at below
        if message.type in ("error", "warning") and not expected:
            self.complaints.append(f"console: {message.text} ({message.location.get('url')})")

    def _response(self, response: Response) -> None:
        kind = response.request.resource_type
        if response.status >= 500 and response.status != 503 or response.status >= 400 and kind not in BY_PERSON:
            self.complaints.append(f"{response.status}: {response.url}")


def axe(page: Page) -> list[str]:
    """What axe finds on the page by all its rules."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN_AXE)
    return found


def faults(page: Page) -> list[str]:
    """What is wrong with the page's width and headings."""
    seen: dict[str, Any] = page.evaluate(MEASURE)
    found = [f"{seen['over']} px too wide: {seen['by']}"] if seen["over"] > 0 else []
    if seen["h1"] != 1 or seen["empty"]:
        found.append(f"{seen['h1']} h1")
    return found
