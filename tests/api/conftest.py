"""A client of the API in an office: JSON in, JSON out."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kernel.access.actor import Role
from kernel.tenancy.place import Place
from tests.factories import people


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Its examples are worked out while collecting: only when they are asked for."""
    return True if collection_path.name == "test_fuzz_at_length.py" and "not full" in config.option.markexpr else None


@dataclass
class Api:
    """A signed-in caller of an office's API."""

    browser: Client

    def get(self, path: str, **headers: str) -> Any:
        return self.browser.get(f"/api/v1/{path}", headers=named(headers))

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        return self.browser.generic(
            method,
            f"/api/v1/{path}",
            "" if body is None else self.browser._encode_json(body, "application/json"),
            content_type="application/json",
            headers=named(headers),
        )

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("PATCH", path, body, **headers)


def named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.fixture
def api(db: None) -> Callable[..., Api]:
    """Makes a caller with a role: `api(nord, Role.PLANNER)`."""

    def make(place: Place, role: Role | None = None, organisation: str | None = None, **given: Any) -> Api:
        return Api(people.client(place, role, organisation, **given))

    return make


def fields_of(answer: Any) -> dict[str, str]:
    """The problem's faults by field."""
    return {f.get("pointer", f.get("parameter")): f["detail"] for f in answer.json()["errors"]}
