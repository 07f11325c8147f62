"""The synchronous application on the asynchronous server: nothing is lost on the way, and nobody can pass for a proxy."""

import asyncio
import threading
from collections.abc import Callable, Iterable
from typing import Any

from kernel.live.pages import WHOLE, Pages

type Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def ask(application: Application, *parts: bytes, path: str = "/", headers: Iterable[tuple[bytes, bytes]] = ()) -> Any:
    """What a server would get as answer: status, headers, body, and how many messages it came in."""
    sent: list[dict[str, Any]] = []
    waiting = [{"type": "http.request", "body": p, "more_body": n + 1 < len(parts)} for n, p in enumerate(parts)]

    def receive() -> Any:  # no coroutine, and only in the loop: as granian has it
        answer = asyncio.get_running_loop().create_future()
        answer.set_result(waiting.pop(0) if waiting else {"type": "http.disconnect"})
        return answer

    def send(message: dict[str, Any]) -> Any:
        done = asyncio.get_running_loop().create_future()
        done.set_result(sent.append(message))
        return done

    scope = {
        "type": "http",
        "method": "POST" if parts else "GET",
        "path": path,
        "query_string": b"a=%C3%A4",
        "http_version": "1.1",
        "headers": list(headers),
        "client": ("198.51.100.7", 4711),
    }
    asyncio.run(Pages(application, 2)(scope, receive, send))
    return sent[0]["status"], dict(sent[0]["headers"]), b"".join(m["body"] for m in sent[1:]), len(sent), waiting


def test_request_and_answer_pass_unchanged() -> None:
    seen: dict[str, Any] = {}

    def application(environ: dict[str, Any], start: Any) -> list[bytes]:
        seen.update(environ, body=environ["wsgi.input"].read(7), thread=threading.current_thread().name)
        start("201 Created", [("X-Name", "Wert"), ("Set-Cookie", "a"), ("Set-Cookie", "b")])
        return [b"ja", b"wohl"]

    headers = [(b"content-length", b"7"), (b"cookie", b"x=1"), (b"cookie", b"y=2"), (b"host", b"nord.example")]
    status, _, body, messages, _ = ask(application, b"abc", b"defg", path="/räume/", headers=headers)
    assert (status, body, messages) == (201, b"jawohl", 2)
    assert seen["PATH_INFO"].encode("latin-1").decode() == "/räume/" and seen["QUERY_STRING"] == "a=%C3%A4"
    assert (seen["body"], seen["CONTENT_LENGTH"], seen["HTTP_HOST"]) == (b"abcdefg", "7", "nord.example")
    assert seen["HTTP_COOKIE"] == "x=1; y=2" and seen["REMOTE_ADDR"] == "198.51.100.7"
    assert seen["thread"].startswith("page")


def test_a_header_with_an_underscore_cannot_pass_for_the_proxys() -> None:
    def application(environ: dict[str, Any], start: Any) -> list[bytes]:
        start("200 OK", [])
        return [environ.get("HTTP_X_FORWARDED_FOR", "none").encode()]

    assert ask(application, headers=[(b"x_forwarded_for", b"127.0.0.1")])[2] == b"none"
    assert ask(application, headers=[(b"x-forwarded-for", b"127.0.0.1")])[2] == b"127.0.0.1"


def test_a_body_that_is_refused_is_not_read() -> None:
    def application(environ: dict[str, Any], start: Any) -> list[bytes]:
        start("413 Content Too Large", [])
        return [b"zu gross"]

    status, _, _, _, waiting = ask(application, b"x" * 10, b"y" * 10)
    assert status == 413 and len(waiting) == 2


def test_a_large_answer_comes_in_parts_and_is_closed_once() -> None:
    closed = []

    class Content:
        def __iter__(self) -> Any:
            return iter([b"x" * (WHOLE // 2 + 1)] * 5)

        def close(self) -> None:
            closed.append(1)

    def application(environ: dict[str, Any], start: Any) -> Any:
        start("200 OK", [])
        return Content()

    _, _, body, messages, _ = ask(application)
    assert body == b"x" * (WHOLE // 2 + 1) * 5 and messages > 2 and closed == [1]
