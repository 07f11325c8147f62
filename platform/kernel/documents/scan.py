"""Asking a virus scanner (ClamAV's daemon) about bytes, where one is set (HILFENETZ_CLAMD)."""

from io import BytesIO

from clamav_client.clamd import BufferTooLongError, ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings

SECONDS = 30


class Infected(Exception):
    """The scanner found something."""


class Unscanned(Exception):
    """The scanner did not answer, or not with a result."""


def scan(content: bytes) -> bool:
    """Whether the bytes were looked at and nothing was found; False where no scanner is set. Raises Infected, Unscanned."""
    if not settings.CLAMD:
        return False
    try:
        found = _client(settings.CLAMD).instream(BytesIO(content))
    except (ClamdError, BufferTooLongError, OSError, ValueError) as error:
        raise Unscanned from error
    state, _what = found.get("stream", ("ERROR", None))
    if state == "FOUND":
        raise Infected
    if state != "OK":
        raise Unscanned
    return True


def _client(address: str) -> ClamdNetworkSocket | ClamdUnixSocket:
    """host:port, or the path of a socket."""
    if "/" in address:
        return ClamdUnixSocket(path=address, timeout=SECONDS)
    host, _, port = address.rpartition(":")
    return ClamdNetworkSocket(host=host, port=int(port), timeout=SECONDS)
