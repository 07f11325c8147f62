"""Server-sent events: the address is opened like a page, then read again with the reader's own rights at each notice."""

import asyncio
import io
import logging
import random
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connections
from django.http import HttpRequest, HttpResponse

from kernel.live.listener import Listener
from kernel.live.notices import Room
from kernel.live.pages import Pages, Receive, Scope, Send, environ_of, start

logger = logging.getLogger(__name__)
SLOT = "hilfenetz.live"  # where in the request's environment the view hands over the subscription
READERS = 3  # threads that read for streams; with the pages' threads they stay below the pool's connections
PAUSE, LONGEST_PAUSE = 0.5, 1.0  # seconds between two deliveries of a stream: notices that come meanwhile are one
AGAIN = 20.0  # seconds after which rights are looked at without a notice
LIFETIME = 900.0  # seconds after which the browser opens the stream anew, through all checks
PER_PERSON, PER_PROCESS = 8, 400
DROPPED = (b"content-type", b"content-length", b"etag", b"content-encoding")


class Ended(Exception):
    """The reader may not read on: the word says to the browser what to do ("signed_out", "gone")."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Message:
    """What a delivery sends: one line, and the cursor by which the browser says what it has."""

    data: str
    cursor: str

    @property
    def encoded(self) -> bytes:
        return f"id: {self.cursor}\ndata: {self.data}\n\n".encode()


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a view hands over. `read` runs in a thread, opens its own transaction, and gives None if nothing is new.

    It raises `Ended` as soon as the reader may not read on.
    """

    room: Room
    person: UUID
    read: Callable[[], Message | None]


def hand_over(request: HttpRequest, subscription: Subscription) -> HttpResponse:
    """The view's answer. Where the server has no streams (a plain WSGI server), the page asks at intervals instead."""
    slot = request.environ.get(SLOT) if hasattr(request, "environ") else None
    if slot is None:
        return HttpResponse("Dieser Server liefert keinen Strom.", status=501, content_type="text/plain")
    slot.append(subscription)
    return HttpResponse(content_type="text/event-stream")


class Streams:
    """All streams of a process."""

    def __init__(self, pages: Pages) -> None:
        self.pages, self.listener = pages, Listener()
        self.threads = ThreadPoolExecutor(READERS, thread_name_prefix="live")
        self.open: Counter[UUID] = Counter()
        self.closing = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        slot: list[Subscription] = []
        answer = await self.pages.ask(environ_of(scope, io.BytesIO()) | {SLOT: slot})
        if not slot or answer.status != 200:
            await send(start(answer))
            await send({"type": "http.response.body", "body": answer.body})
            return
        subscription = slot[0]
        if self.open[subscription.person] >= PER_PERSON or self.open.total() >= PER_PROCESS:
            headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"retry-after", b"30")]
            await send({"type": "http.response.start", "status": 429, "headers": headers})
            await send({"type": "http.response.body", "body": "Zu viele offene Räume.".encode()})
            return
        answer.headers = [(n, v) for n, v in answer.headers if n not in DROPPED]
        answer.headers += [
            (b"content-type", b"text/event-stream; charset=utf-8"),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),
        ]
        await send(start(answer))
        self.open[subscription.person] += 1
        try:
            await self._serve(subscription, receive, send)
        finally:
            self.open[subscription.person] -= 1
            self.open += Counter()  # forgets who has none left
        await send({"type": "http.response.body", "body": b""})

    async def stop(self) -> None:
        """The server ends: browsers come back to the next one."""
        self.closing.set()
        await self.listener.stop()

    async def _serve(self, subscription: Subscription, receive: Receive, send: Send) -> None:
        over = asyncio.ensure_future(self._over(receive))
        ends = time.monotonic() + LIFETIME * random.uniform(0.8, 1)  # noqa: S311 - so that not all come back at once
        try:
            with self.listener.subscribed(subscription.room) as bell:
                await _say(send, b"retry: 1500\nevent: hello\ndata:\n\n")
                await self.listener.ready()
                while not over.done() and time.monotonic() < ends:
                    bell.clear()
                    began = time.monotonic()
                    try:
                        message = await self._read(subscription)
                    except Ended as ended:
                        await _say(send, f"event: ended\ndata: {ended.why}\n\n".encode())
                        return
                    await _say(send, message.encoded if message else b"event: here\ndata:\n\n")
                    pause = min(max(PAUSE, 2 * (time.monotonic() - began)), LONGEST_PAUSE)
                    await _either(over, bell, AGAIN)
                    if not over.done():
                        await asyncio.sleep(began + pause - time.monotonic())
        except Exception:  # the browser comes back by itself, and through all checks
            logger.exception("live: a stream broke")
        finally:
            over.cancel()

    async def _read(self, subscription: Subscription) -> Message | None:
        return await asyncio.get_running_loop().run_in_executor(self.threads, _in_thread, subscription.read)

    async def _over(self, receive: Receive) -> None:
        """Ends when the browser is gone or the server ends."""
        closing = asyncio.ensure_future(self.closing.wait())
        gone = asyncio.ensure_future(_gone(receive))
        try:
            await asyncio.wait({closing, gone}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            closing.cancel()
            gone.cancel()


def _in_thread(read: Callable[[], Message | None]) -> Message | None:
    try:
        return read()
    finally:
        connections.close_all()  # back into the pool


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _either(over: asyncio.Future[Any], bell: asyncio.Event, seconds: float) -> None:
    ringing = asyncio.ensure_future(bell.wait())
    try:
        await asyncio.wait({over, ringing}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        ringing.cancel()


async def _say(send: Send, words: bytes) -> None:
    await send({"type": "http.response.body", "body": words, "more_body": True})
