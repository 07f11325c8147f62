"""Where a webhook may go: nowhere inside (SSRF). Names are resolved here by a table instead of by the network."""

import socket
from typing import Any

import pytest

from tenants.notices.webhooks import addresses, connection
from tenants.notices.webhooks.addresses import NotAllowed, parse, resolve

INSIDE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1",
    "2002:7f00:1::", "2002:a00:1::1",
]  # fmt: skip
PUBLIC = ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}

    def look_up(host: str, port: int, **more: Any) -> list[Any]:
        if host not in table:
            raise socket.gaierror
        return [(socket.AF_INET6 if ":" in a else socket.AF_INET, 1, 6, "", (a, port)) for a in table[host]]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", look_up)
    return table


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_refused(address, names):
    names["system.example"] = [address]
    with pytest.raises(NotAllowed, match="internen Netz"):
        resolve(parse("https://system.example/"))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_taken(address, names):
    names["system.example"] = [address]
    assert resolve(parse("https://system.example/")) == address


def test_one_address_inside_refuses_all_of_the_name(names):
    names["system.example"] = [PUBLIC[0], "10.0.0.1"]
    with pytest.raises(NotAllowed):
        resolve(parse("https://system.example/"))


def test_a_name_without_an_address_is_refused(names):
    with pytest.raises(NotAllowed, match="keine Adresse"):
        resolve(parse("https://gibt-es-nicht.example/"))


@pytest.mark.parametrize(
    "url",
    [
        "http://system.example/", "ftp://system.example/", "https://", "https:///haken", "system.example",
        "https://a:b@system.example/", "https://system.example/#teil", "https://system.example:99999/",
        "https://system.example/a b", "https://system.example/\r\nX-A: b", "https://[::1/", "https://müller.example/",
        "https://system.example\\@10.0.0.1/", "gopher://system.example/", "",
    ],
)  # fmt: skip
def test_what_is_no_plain_address_by_https_is_refused(url):
    with pytest.raises(NotAllowed):
        parse(url)


def test_loopback_needs_the_switch_and_opens_nothing_else(names, settings):
    names |= {"hier.example": ["127.0.0.1"], "drinnen.example": ["10.0.0.1"], "draussen.example": [PUBLIC[0]]}
    with pytest.raises(NotAllowed):
        parse("http://hier.example/")
    settings.WEBHOOK_LOOPBACK = True
    assert resolve(parse("http://hier.example/")) == "127.0.0.1"
    for url in ("https://drinnen.example/", "http://drinnen.example/", "http://draussen.example/"):
        with pytest.raises(NotAllowed):
            resolve(parse(url))


def test_the_connection_goes_to_the_address_that_was_checked(names, monkeypatch):
    """Asked for once: a name that answers otherwise a moment later (DNS rebinding) changes nothing."""
    names["system.example"] = [PUBLIC[0]]
    tried = []

    def connect(address: tuple[str, int], **more: Any) -> Any:
        tried.append(address)
        names["system.example"] = ["127.0.0.1"]
        raise ConnectionRefusedError

    monkeypatch.setattr(connection.socket, "create_connection", connect)
    with pytest.raises(ConnectionRefusedError):
        connection.post(parse("https://system.example/"), b"", {})
    assert tried == [(PUBLIC[0], 443)]
    with pytest.raises(NotAllowed):  # and the next attempt checks again
        connection.post(parse("https://system.example/"), b"", {})
    assert len(tried) == 1


def test_production_refuses_the_switch(monkeypatch):
    from django.core.exceptions import ImproperlyConfigured

    from project.environment import refuse_unsafe

    monkeypatch.setenv("HILFENETZ_WEBHOOK_LOOPBACK", "1")
    with pytest.raises(ImproperlyConfigured, match="HILFENETZ_WEBHOOK_LOOPBACK"):
        refuse_unsafe(mode="production", secret_key="x" * 50, base_url="https://hilfenetz.example")
