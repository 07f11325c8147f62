"""The synchronous application beside the asynchronous stream: each request runs in a thread, whole (docs/adr/0009)."""

import asyncio
import io
import sys
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

type Scope = dict[str, Any]
type Receive = Callable[[], Awaitable[dict[str, Any]]]
type Send = Callable[[dict[str, Any]], Awaitable[None]]
type Headers = list[tuple[bytes, bytes]]

WHOLE = 512 * 1024  # bytes up to which an answer is handed over at once


class Body(io.RawIOBase):
    """What the browser sends, asked for when the application reads it: a body that is refused is never read."""

    def __init__(self, receive: Receive, loop: asyncio.AbstractEventLoop) -> None:
        self._receive, self._loop = receive, loop
        self._rest, self._more = b"", True

    def readable(self) -> bool:
        return True

    async def _next(self) -> dict[str, Any]:
        return await self._receive()  # a server's own awaitable, made in its loop

    def readinto(self, buffer: Any) -> int:
        while self._more and not self._rest:
            message = asyncio.run_coroutine_threadsafe(self._next(), self._loop).result()
            if message["type"] != "http.request":
                raise ConnectionResetError("The browser went away.")
            self._rest, self._more = message.get("body", b""), message.get("more_body", False)
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


@dataclass(slots=True)
class Answer:
    """What the application answered; `rest` is what comes after the first part of a large one."""

    status: int = 500
    headers: Headers = field(default_factory=list)
    body: bytes = b""


def environ_of(scope: Scope, body: Any) -> dict[str, Any]:
    """The request as WSGI knows it. Names with an underscore are dropped: they could pass for a proxy's header."""
    host, port = scope.get("server") or ("localhost", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" in name:
            continue
        key = name.decode("latin-1").upper().replace("-", "_")
        if key not in ("CONTENT_LENGTH", "CONTENT_TYPE"):
            key = f"HTTP_{key}"
        text = value.decode("latin-1")
        joint = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{joint}{text}" if key in environ else text
    return environ


class Pages:
    """A WSGI application as an ASGI application: one way into a thread and one back per request."""

    def __init__(self, application: Callable[..., Iterable[bytes]], threads: int) -> None:
        self.application = application
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        body: Any = Body(receive, loop)

        async def forward(message: dict[str, Any]) -> None:
            await send(message)

        def push(message: dict[str, Any]) -> None:
            asyncio.run_coroutine_threadsafe(forward(message), loop).result()

        environ = environ_of(scope, io.BufferedReader(body))
        answer = await loop.run_in_executor(self.threads, self._run, environ, push)
        if answer:
            await send(start(answer))
            await send({"type": "http.response.body", "body": answer.body})

    async def ask(self, environ: dict[str, Any]) -> Answer:
        """The answer to a request, whole, for whoever decides what becomes of it."""
        loop = asyncio.get_running_loop()
        answer = await loop.run_in_executor(self.threads, lambda: self._run(environ, None))
        return answer or Answer()

    def _run(self, environ: dict[str, Any], push: Callable[[dict[str, Any]], None] | None) -> Answer | None:
        """In a thread: the whole answer, or None when it was large and has been pushed part by part."""
        answer = Answer()

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            answer.status = int(status[:3])
            answer.headers = [(n.lower().encode("latin-1"), v.encode("latin-1")) for n, v in headers]

        parts, size, pushed = [], 0, False
        content = self.application(environ, start_response)
        try:
            for part in content:
                parts.append(part)
                size += len(part)
                if push and size > WHOLE:
                    if not pushed:
                        push(start(answer))
                    push({"type": "http.response.body", "body": b"".join(parts), "more_body": True})
                    parts, size, pushed = [], 0, True
        finally:
            getattr(content, "close", lambda: None)()
        answer.body = b"".join(parts)
        if pushed and push:
            push({"type": "http.response.body", "body": answer.body})
            return None
        return answer


def start(answer: Answer) -> dict[str, Any]:
    return {"type": "http.response.start", "status": answer.status, "headers": answer.headers}
