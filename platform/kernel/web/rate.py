"""How often somebody may ask: what can be guessed must be slow to guess."""

import time
from hashlib import sha256

from django.core.cache import cache
from django.http import HttpRequest

LIMIT, SECONDS = 60, 60


def count(who: str, seconds: int) -> tuple[int, float]:
    """Count once more for somebody: how often in this window, and how many seconds of it are left.

    Counted in the cache that all processes share; two at the same instant may count as one.
    """
    now = time.time()
    window = int(now // seconds)
    name = f"rate:{sha256(who.encode()).hexdigest()}:{window}"
    used: int = cache.get(name, 0) + 1
    cache.set(name, used, 2 * seconds)
    return used, (window + 1) * seconds - now


def too_many(request: HttpRequest) -> bool:
    """Count this request to an address without sign-in for its network address; true from the 61st in a minute on."""
    return count(f"open:{request.META.get('REMOTE_ADDR', '')}", SECONDS)[0] > LIMIT
