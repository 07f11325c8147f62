"""schemathesis sends what the description allows, and what it does not, to the WSGI application with an office's token."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from tests.api.fuzz import QUIET, ready, rows, schema, send, token  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
OPERATIONS = [
    (method, path)
    for path, methods in schema.raw_schema["paths"].items()
    for method in methods
    if path.startswith("/api/")
]


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_nothing_breaks_the_api(method: str, path: str, mode: GenerationMode, ready: dict[str, str]) -> None:  # noqa: F811
    @given(case=schema[path][method].as_strategy(generation_mode=mode))
    @settings(max_examples=8, **QUIET)
    def check(case: Any) -> None:
        send(case, ready)

    try:
        check()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE and not schema[path][method].body and method == "get"
