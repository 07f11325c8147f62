"""The server's application: the live room's streams are asynchronous, everything else runs in threads (docs/adr/0009)."""

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


async def _live_and_end(receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await streams.stop()
    await send({"type": "lifespan.shutdown.complete"})
