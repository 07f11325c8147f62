"""One POST to a checked address: connected to just that address, no redirect followed, nothing of the answer but its status."""

import http.client
import re
import socket
import ssl
from functools import lru_cache
from threading import Timer

from tenants.notices.webhooks.addresses import Target, resolve

SECONDS = 10.0  # for all together: an answer that drips does not hold a worker
STATUS = re.compile(rb"HTTP/1\.[01] ([2-5][0-9]{2})[ \r\n]")
LONGEST = 4096


class Late(OSError):
    """No answer within the time."""


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def post(target: Target, body: bytes, headers: dict[str, str]) -> int:
    """The status of the answer. Raises NotAllowed for where it may not go, OSError for what does not answer."""
    address = resolve(target)
    plain = socket.create_connection((address, target.port), timeout=SECONDS)
    opened: socket.socket = plain
    if target.secure:
        opened = _trust().wrap_socket(plain, server_hostname=target.host, do_handshake_on_connect=False)
    late: list[bool] = []

    def end() -> None:
        late.append(True)
        socket.socket.shutdown(opened, socket.SHUT_RDWR)

    clock = Timer(SECONDS, end)
    clock.daemon = True
    clock.start()
    try:
        if isinstance(opened, ssl.SSLSocket):
            opened.do_handshake()
        talk = http.client.HTTPConnection(target.host, target.port)
        talk.sock = opened
        talk.request("POST", target.path, body, {"Host": target.header, "Connection": "close", **headers})
        return _status(opened)
    except OSError as error:
        if late or isinstance(error, TimeoutError):
            raise Late from error
        raise
    finally:
        clock.cancel()
        opened.close()


def _status(opened: socket.socket) -> int:
    """From the first line; the rest is never read."""
    read = b""
    while b"\n" not in read and len(read) < LONGEST and (part := opened.recv(LONGEST)):
        read += part
    if not (found := STATUS.match(read)):
        raise ConnectionError("no answer of HTTP")
    return int(found[1])
