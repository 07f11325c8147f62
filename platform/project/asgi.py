"""The server's application: the live room's streams are asynchronous, everything else runs in threads (docs/adr/0009)."""

import asyncio
import signal

from kernel.live.pages import Pages, Receive, Scope, Send
from kernel.live.stream import Streams
from project.wsgi import application as synchronous

THREADS = 8  # requests at once per process, as many as wait for the database anyway
STREAMS = "/live/"

pages = Pages(synchronous, THREADS)
streams = Streams(pages)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _live_and_end(receive, send)
    elif scope["path"].startswith(STREAMS):
        await streams(scope, receive, send)
    else:
        await pages(scope, receive, send)


def _end_streams_when_asked_to_stop(loop: asyncio.AbstractEventLoop) -> None:
    """The server waits for open answers before it says that it ends, and a stream never ends by itself.

    What the loop itself does with a signal stays as it is: it is woken by file descriptor, not by this handler.
    """
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda number, frame: loop.call_soon_threadsafe(streams.closing.set) and None)
        signal.siginterrupt(each, False)


async def _live_and_end(receive: Receive, send: Send) -> None:
    await receive()
    _end_streams_when_asked_to_stop(asyncio.get_running_loop())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await streams.stop()
    await send({"type": "lifespan.shutdown.complete"})
