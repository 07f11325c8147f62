"""One direct connection per process that listens; it is opened with the first subscriber and opened again when it breaks."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections

from kernel.live.notices import CHANNEL, Room, room_of

logger = logging.getLogger(__name__)
FIRST_WAIT, LONGEST_WAIT = 0.2, 10.0  # seconds before it connects again
ASK = 20.0  # seconds of silence after which the connection is asked whether it lives


def direct_login() -> dict[str, Any]:
    """The login role, past the pool: a pooler between would hand the connection to others."""
    found = settings.LIVE_DATABASE or connections.settings["default"]
    return {
        "user": found["USER"],
        "password": found["PASSWORD"],
        "host": found["HOST"],
        "port": found["PORT"],
        "dbname": found["NAME"],
        "application_name": "hilfenetz-live",
        "connect_timeout": 5,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
    }


class Listener:
    """Rings a bell for each subscriber of a room when a notice for it comes, and for all when notices may be lost."""

    def __init__(self) -> None:
        self._bells: dict[Room, set[asyncio.Event]] = {}
        self._task: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()

    @contextmanager
    def subscribed(self, room: Room) -> Iterator[asyncio.Event]:
        """A bell that rings for the room until the context ends."""
        bell = asyncio.Event()
        self._bells.setdefault(room, set()).add(bell)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._run())
        try:
            yield bell
        finally:
            self._bells[room].discard(bell)
            if not self._bells[room]:
                del self._bells[room]

    async def ready(self, seconds: float = 2.0) -> bool:
        """Wait until it listens; what changed before is read by whoever subscribes."""
        try:
            await asyncio.wait_for(self._listening.wait(), seconds)
        except TimeoutError:
            return False
        return True

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _run(self) -> None:
        wait = FIRST_WAIT
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(**direct_login(), autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self._listening.set()
                    wait = FIRST_WAIT
                    self._ring_all()
                    await self._hear(connection)
            except (psycopg.Error, OSError) as problem:
                logger.warning("live: no connection for notices (%s)", type(problem).__name__)
            finally:
                self._listening.clear()
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _hear(self, connection: psycopg.AsyncConnection[Any]) -> None:
        while True:
            async for notice in connection.notifies(timeout=ASK):
                if room := room_of(notice.payload):
                    for bell in self._bells.get(room, ()):
                        bell.set()
            await connection.execute("SELECT 1")

    def _ring_all(self) -> None:
        for bells in self._bells.values():
            for bell in bells:
                bell.set()
