"""From a host name to the place behind it, remembered for a few seconds in the process."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings

from kernel.tenancy.place import PORTAL, Place, transaction_in
from tenants.registry.models import Domain, Office, Organisation

_cache: dict[str, tuple[float, Place | None]] = {}


def base_host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def place_for_host(host: str) -> Place | None:
    """The place with this host name (without port), or None. Asked outside any place's transaction."""
    if host == base_host():
        return PORTAL
    if not host.endswith("." + base_host()) and not settings.OTHER_DOMAINS:
        return None
    return _remembered(host, _office_at)


def place_for_organisation(slug: str) -> Place | None:
    """The provider organisation whose workspace lies under /traeger/<slug>/. Asked outside any place's transaction."""
    return _remembered(f"/{slug}", _organisation_at)


def _office_at(host: str) -> Place | None:
    domain = Domain.objects.select_related("tenant").filter(domain=host).first()
    return domain.tenant.place if domain else None


def _organisation_at(path: str) -> Place | None:
    with transaction_in(PORTAL, read_only=True):
        found = Organisation.objects.filter(key=path[1:].replace("-", "_")[:41]).first()
    return found.place if found else None


def _remembered(name: str, look_up: Callable[[str], Place | None]) -> Place | None:
    now = time.monotonic()
    if (hit := _cache.get(name)) and hit[0] > now:
        return hit[1]
    place = look_up(name)
    if len(_cache) > 2000:  # hostile names must not fill the memory
        _cache.clear()
    _cache[name] = now + settings.PLACE_LIFETIME, place
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
