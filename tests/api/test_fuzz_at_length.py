"""schemathesis at length: every boundary of every field, and many random requests (make test-full)."""

from typing import Any

import pytest
from hypothesis import settings

from tests.api.fuzz import QUIET, ready, rows, schema, send, token  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.full]


@schema.parametrize()
@settings(max_examples=100, **QUIET)
def test_nothing_breaks_the_api_at_length(case: Any, ready: dict[str, str]) -> None:  # noqa: F811
    send(case, ready)
