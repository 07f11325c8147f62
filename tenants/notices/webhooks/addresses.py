"""Where a webhook may go: to public addresses, by https. Else an endpoint would ask our own network for us (SSRF)."""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address

NAT64 = ipaddress.ip_network("64:ff9b::/96")
LOCAL_NAT64 = ipaddress.ip_network("64:ff9b:1::/48")


class NotAllowed(ValueError):
    """The address is none to which messages go; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart."""

    secure: bool
    host: str
    port: int
    path: str  # with the query

    @property
    def header(self) -> str:
        """What stands in Host."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == (443 if self.secure else 80) else f"{name}:{self.port}"


def parse(url: str) -> Target:
    """Raise unless the address is one by https, without a name and password in it."""
    if any(c <= " " or c >= "\x7f" or c == "\\" for c in url):
        raise NotAllowed("Die Adresse darf nur Buchstaben, Ziffern und Satzzeichen ohne Umlaute enthalten.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotAllowed("Das ist keine Adresse. So sieht eine aus: https://system.example/webhook.") from None
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.WEBHOOK_LOOPBACK):
        raise NotAllowed("Die Adresse muss mit https:// beginnen.")
    if not parts.hostname:
        raise NotAllowed("In der Adresse fehlt der Name des Systems.")
    if "@" in parts.netloc or parts.fragment:
        raise NotAllowed("Die Adresse darf keine Zugangsdaten und kein # enthalten.")
    secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(secure, parts.hostname, port or (443 if secure else 80), path)


def resolve(target: Target) -> str:
    """The address to connect to. One that is not public among those of the name refuses them all."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotAllowed("Zu diesem Namen gibt es im Internet keine Adresse.") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(_allowed(address, target) for address in addresses):
        raise NotAllowed("Diese Adresse liegt in einem internen Netz. Möglich sind nur öffentliche Adressen.")
    return addresses[0]


def _allowed(text: str, target: Target) -> bool:
    if "%" in text:  # with the name of a network interface: link-local
        return False
    address = ipaddress.ip_address(text)
    if settings.WEBHOOK_LOOPBACK and all(inner.is_loopback for inner in _inside(address)):
        return True
    return target.secure and all(map(_public, _inside(address)))


def _public(address: Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved


def _inside(address: Address) -> list[Address]:
    """The addresses that are reached by it: the one within a mapped or translated one; else itself."""
    if not isinstance(address, ipaddress.IPv6Address):
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    if address.teredo:
        return [address, *address.teredo]
    if address.sixtofour:
        return [address, address.sixtofour]
    if address in NAT64:
        return [ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)]
    if address in LOCAL_NAT64 or address < ipaddress.IPv6Address("::1:0:0"):  # ::a.b.c.d, long out of use
        return [ipaddress.IPv6Address("::1")]
    return [address]
