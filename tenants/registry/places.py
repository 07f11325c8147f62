"""From a host name to the place behind it, remembered for a few seconds in the process."""

import time
from urllib.parse import urlsplit

from django.conf import settings

from kernel.tenancy.place import PORTAL, Place
from tenants.registry.models import Domain, Office

LIFETIME = 5.0  # seconds until a suspended office is noticed by every process
_cache: dict[str, tuple[float, Place | None]] = {}


def base_host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def place_for_host(host: str) -> Place | None:
    """The place with this host name (without port), or None. Asked outside any place's transaction."""
    if host == base_host():
        return PORTAL
    if not host.endswith("." + base_host()) and not settings.OTHER_DOMAINS:
        return None
    now = time.monotonic()
    if (hit := _cache.get(host)) and hit[0] > now:
        return hit[1]
    domain = Domain.objects.select_related("tenant").filter(domain=host).first()
    place = domain.tenant.place if domain else None
    if len(_cache) > 2000:  # hostile host names must not fill the memory
        _cache.clear()
    _cache[host] = now + LIFETIME, place
    return place


def office_url(office: Office | str, path: str = "/") -> str:
    """The absolute address of a page in an office, with the base address's scheme and port."""
    slug = (office if isinstance(office, str) else office.key).replace("_", "-")
    parts = urlsplit(settings.BASE_URL)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{slug}.{parts.hostname}{port}{path}"


def base_url(path: str = "/") -> str:
    return settings.BASE_URL.rstrip("/") + path


def forget_places() -> None:
    _cache.clear()
