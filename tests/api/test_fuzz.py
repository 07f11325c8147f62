"""schemathesis sends what the description allows, and what it does not, to the WSGI application with an office's token."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from schemathesis import GenerationMode

from tests.api.fuzz import QUIET, ready, rows, schema, send, token  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def operations() -> Iterator[tuple[str, str, GenerationMode]]:
    """Every operation with right requests, and with wrong ones where more than a header can be wrong."""
    for path, methods in schema.raw_schema["paths"].items():
        for method, operation in methods.items():
            yield method, path, GenerationMode.POSITIVE
            if "requestBody" in operation or any("in" in p for p in operation["parameters"]):
                yield method, path, GenerationMode.NEGATIVE


@pytest.mark.parametrize(("method", "path", "mode"), list(operations()))
def test_nothing_breaks_the_api(method: str, path: str, mode: GenerationMode, ready: dict[str, str]) -> None:  # noqa: F811
    @given(case=schema[path][method].as_strategy(generation_mode=mode))
    @settings(max_examples=8, **QUIET)
    def check(case: Any) -> None:
        send(case, ready)

    check()
