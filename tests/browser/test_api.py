"""The API on the real server: its documentation under the strict policy, and bodies that are refused unread."""

import socket
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.service import Service

pytestmark = pytest.mark.browser
OFFICE = "arnsberg"


def test_the_documentation_is_read_without_a_sign_in(service: Service, window: Callable[..., BrowserContext]) -> None:
    page = window().new_page()
    answer = page.goto(f"{service.office(OFFICE)}/api/v1/docs")
    assert answer and "style-src 'self'" in answer.headers["content-security-policy"]
    page.get_by_role("link", name="Verträge", exact=True).click()
    page.get_by_text("Verträge auflisten").click()
    expect(page.get_by_text("Fassungen von Rahmenverträgen").first).to_be_visible()


@pytest.mark.full
def test_a_signed_in_person_tries_reading(service: Service, enter: Callable[..., Any]) -> None:
    page = enter("planner", OFFICE)
    page.goto(f"{service.office(OFFICE)}/api/v1/docs#/Zugang/meRetrieve")
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.get_by_text('"role": "planner"').first).to_be_visible()


@pytest.mark.parametrize(
    ("length", "status"),
    [("Content-Length: 104857600", 413), ("Transfer-Encoding: chunked", 411), ("Content-Length: -1", 400)],
)
def test_a_large_body_is_refused_before_it_is_sent(service: Service, length: str, status: int) -> None:
    host = service.office(OFFICE).removeprefix("http://")
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as connection:
        head = f"POST /api/v1/hours HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n{length}\r\n\r\n"
        connection.sendall(head.encode() + b"10000\r\n[")
        assert connection.recv(64).split()[1] == str(status).encode()
