"""The worker's record and coverage in the API."""

from typing import Any

ROUTES: dict[str, Any] = {}
