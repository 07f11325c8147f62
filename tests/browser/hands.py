"""What a person does with a page: fill in, press, follow, read what went wrong."""

import re

from playwright.sync_api import Locator, Page, expect


def field(page: Page, label: str) -> Locator:
    """The field of the page's form with this label."""
    return page.locator("main form").get_by_label(re.compile(rf"^\s*{re.escape(label)}(\s*\(freiwillig\))?\s*$"))


def fill(page: Page, **given: str | bool) -> None:
    """By the fields' names as a person reads them, with _ for a space; a choice by its words."""
    for name, value in given.items():
        control = field(page, name.replace("_", " "))
        if isinstance(value, bool):
            control.set_checked(value)
        elif control.evaluate("e => e.localName") == "select":
            control.select_option(label=value, timeout=3000)
        else:
            control.fill(value)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name).first.click()


def says(page: Page, text: str) -> None:
    expect(page.locator("main")).to_contain_text(text)


def wrong(page: Page, sentence: str, *, at: str = "") -> None:
    """The form came back with the sentence in its summary, and at the field."""
    expect(page.locator(".hn-errors")).to_contain_text(sentence)
    expect(page.locator(".hn-errors")).to_be_focused()
    if at:
        expect(field(page, at)).to_have_attribute("aria-invalid", "true")
