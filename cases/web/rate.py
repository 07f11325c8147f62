"""How often an address without sign-in may be asked: what can be guessed must be slow to guess."""

import time
from hashlib import sha256

from django.core.cache import cache
from django.http import HttpRequest

LIMIT, SECONDS = 60, 60


def too_many(request: HttpRequest) -> bool:
    """Count this request for its network address; true from the 61st in a minute on."""
    window = int(time.time() // SECONDS)
    who = sha256(f"open:{request.META.get('REMOTE_ADDR', '')}".encode()).hexdigest()
    name = f"rate:{who}:{window}"
    used: int = cache.get(name, 0) + 1
    cache.set(name, used, 2 * SECONDS)
    return used > LIMIT
