"""Curricula, courses and registrations in the API."""

from typing import Any

ROUTES: dict[str, Any] = {}
