"""schemathesis sends what the description allows, and what it does not, to the WSGI application with an office's token.

A right and a wrong request for each operation; test_fuzz_at_length.py sends many.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from schemathesis import GenerationMode

from tests.api.fuzz import QUIET, ready, rows, schema, send, token  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
REQUESTS = 1


def operations() -> Iterator[tuple[str, str]]:
    for path, methods in schema.raw_schema["paths"].items():
        for method in methods:
            yield method, path


def modes(operation: dict[str, Any]) -> list[GenerationMode]:
    """Right requests, and wrong ones where more than a header can be wrong."""
    takes = "requestBody" in operation or any("in" in p for p in operation["parameters"])
    return [GenerationMode.POSITIVE, GenerationMode.NEGATIVE] if takes else [GenerationMode.POSITIVE]


@pytest.mark.parametrize(("method", "path"), list(operations()))
def test_nothing_breaks_the_api(method: str, path: str, ready: dict[str, str]) -> None:  # noqa: F811
    for mode in modes(schema.raw_schema["paths"][path][method]):

        @given(case=schema[path][method].as_strategy(generation_mode=mode))
        @settings(max_examples=REQUESTS, **QUIET)
        def check(case: Any) -> None:
            send(case, ready)

        check()
