"""How many requests a person, or an address without a person, may send (RateLimit headers)."""

from dataclasses import dataclass
from typing import Any

from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle

from kernel.web.rate import count

SECONDS = {"second": 1, "minute": 60, "hour": 3600}


@dataclass(frozen=True, slots=True)
class Budget:
    """What is left of a limit in the current window."""

    limit: int
    used: int
    reset: int

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.limit - self.used)),
            "RateLimit-Reset": str(self.reset),
        }


class RateLimit(BaseThrottle):
    """One limit per person over all of a person's sessions and tokens; who is not signed in counts by address."""

    def allow_request(self, request: Request, view: Any) -> bool:
        number, _, unit = str(api_settings.DEFAULT_THROTTLE_RATES["person"]).partition("/")
        limit = int(number)
        used, left = count(_who(request), SECONDS[unit])
        self.budget = request._request.rate_budget = Budget(limit, used, max(1, round(left)))  # type: ignore[attr-defined]
        return used <= limit

    def wait(self) -> float:
        return self.budget.reset


def _who(request: Request) -> str:
    user: Any = request.user  # None after a failed sign-in
    return f"person:{user.person_id}" if user else f"address:{request.META.get('REMOTE_ADDR')}"
