"""Helpers for the pages of the case file; the fixtures are in conftest.py."""

from typing import Any

from django.test import Client
from django.urls import reverse

from kernel.keys import uuid7

URLS = "project.urls_office"


def url(name: str, *args: Any) -> str:
    return reverse(name, urlconf=URLS, args=args)


def sent(**fields: Any) -> dict[str, Any]:
    return {"submission": str(uuid7())} | fields


def page(browser: Client, name: str, *args: Any, status: int = 200, **params: str) -> str:
    answer = browser.get(url(name, *args), params)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()
