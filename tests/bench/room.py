"""Thirty people in one conference room on the server of production, each with an idea every five seconds.

Measured from the moment an idea is sent to the moment the last of the thirty has it on the stream, and what the server's
processes and the database's spend on each of them.
"""

import asyncio
import os
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode
from uuid import UUID

from cases.models import Item
from contracts.models import District
from kernel import clock
from kernel.access.actor import Role
from kernel.keys import uuid7
from kernel.tenancy.place import as_owner, transaction_in
from tests.bench import ground
from tests.bench.contracts import place_of
from tests.bench.load import serving
from tests.bench.people import cookie_of
from tests.bench.results import Result
from tests.factories import cases, conferences

PEOPLE, EVERY, SECONDS = 30, 5.0, 30.0
SETTLED = 15.0  # seconds for opening and warming up, not counted
KEY = re.compile(rb'data-key=\\"([0-9a-f-]{36})\\"')
CSRF = "x" * 32


@dataclass
class Seen:
    """When each idea was sent, and when each reader had it."""

    sent: dict[bytes, float] = field(default_factory=dict)
    had: dict[bytes, dict[str, float]] = field(default_factory=dict)
    answered: dict[bytes, float] = field(default_factory=dict)

    def arrived(self, line: bytes, reader: str) -> None:
        now = time.perf_counter()
        for key in set(KEY.findall(line)) & self.sent.keys():
            self.had.setdefault(key, {}).setdefault(reader, now)

    async def by_all(self) -> None:
        """Wait for the last; an idea that somebody never gets breaks the measurement."""
        give_up = time.monotonic() + 30
        while lost := [key for key in self.sent if len(self.had.get(key, ())) < PEOPLE]:
            if time.monotonic() > give_up:
                raise RuntimeError(f"{len(lost)} of {len(self.sent)} ideas did not arrive at each of {PEOPLE}")
            await asyncio.sleep(0.2)

    def durations(self, since: float) -> list[float]:
        return [max(self.had[key].values()) - at for key, at in self.sent.items() if at >= since]


def measure() -> list[Result]:
    ground.fill()
    office = ground.OFFICES[0]
    item, cookies = furnish(office)
    with serving("project.asgi:application") as port:
        seen, spent = asyncio.run(_session(f"{office}.hilfenetz.localhost", port, item, cookies))
    cuts = quantiles(seen, n=20)
    web, database = (1000 * s / SECONDS / PEOPLE for s in spent)
    note = (
        f"{PEOPLE} Personen, je eine Idee alle {EVERY:.0f} s, {len(seen)} Ideen; {os.cpu_count()} Prozesse, "
        "Lasterzeuger auf demselben Rechner"
    )
    return [
        Result("Raum: von gesendet bis bei allen, die Hälfte in", cuts[9] * 1000, "ms", 1000, note=note),
        Result("Raum: von gesendet bis bei allen, 95 von 100 in", cuts[18] * 1000, "ms", 1500),
        Result(
            "Raum: Rechenzeit je Person und Sekunde",
            web + database,
            "ms",
            note=f"{web:.1f} ms im Webserver, {database:.1f} ms in der Datenbank, für Lesen und Schreiben",
        ),
    ]


def furnish(office: str) -> tuple[UUID, list[str]]:
    """A session of today with its team, half of the office, half of a provider; the item, and the people's cookies."""
    from tenants.people.models import Account, Instruction, Membership

    today, people = clock.today(), []
    with as_owner():
        for number in range(PEOPLE):
            provider = ground.ORGANISATIONS[0] if number % 2 else None
            email = f"{office}-raum-{number}@amt.example"
            who = Account.objects.create_user(email, None, name=f"Fachkraft {number}").person
            role = Role.PROVIDER_WORKER if provider else Role.CASE_WORKER
            given = {"person": who, "office_id": office, "organisation_id": provider, "begins": today}
            Membership.objects.create(role=role, **given)
            if provider:
                Instruction.objects.create(ends=today, recorded_by=uuid7(), **given)
            people.append((email, who.pk, provider))
    with transaction_in(place_of(office)):
        case = cases.case(District.objects.all()[0], ground.ORGANISATIONS[0], worker=people[0][1])
        cases.person(case, "mother")
        for _, who, provider in people:
            conferences.team_member(case.district, who, provider)
        item: Item = conferences.item(case, session=conferences.session(case.district, moderator=people[1][1]))
    return item.pk, [f"{cookie_of(email, office)}; hilfenetz_csrf={CSRF}" for email, _, _ in people]


async def _session(host: str, port: int, item: UUID, cookies: list[str]) -> tuple[list[float], tuple[float, float]]:
    """All of them in the room: the durations of what was sent after the warm-up, and seconds spent by web and database."""
    seen = Seen()
    ready = [asyncio.Event() for _ in cookies]
    readers = [
        asyncio.create_task(_read(host, port, f"/live/beratungen/{item}/", cookie, seen, event))
        for cookie, event in zip(cookies, ready, strict=True)
    ]
    await asyncio.gather(*(asyncio.wait_for(event.wait(), 60) for event in ready))
    since = time.perf_counter() + SETTLED
    end = since + SECONDS
    path = f"/beratungen/{item}/raum/beitrag/"
    writers = [
        asyncio.create_task(_write(host, port, path, cookie, seen, n * EVERY / PEOPLE, end))
        for n, cookie in enumerate(cookies)
    ]
    await asyncio.sleep(SETTLED)
    before = _spent()
    await asyncio.gather(*writers)
    after = _spent()
    await seen.by_all()
    for reader in readers:
        if reader.done():
            reader.result()
            raise RuntimeError("a stream has ended")
        reader.cancel()
    return seen.durations(since), (after[0] - before[0], after[1] - before[1])


async def _read(host: str, port: int, path: str, cookie: str, seen: Seen, ready: asyncio.Event) -> None:
    """A browser's stream."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
    writer.write(_head("GET", path, host, cookie) + b"\r\n")
    status = await reader.readline()
    if b" 200 " not in status:
        raise RuntimeError(f"{path}: {status!r}")
    async for line in reader:
        if line.startswith(b"data: {"):
            ready.set()
            seen.arrived(line, cookie)


async def _write(host: str, port: int, path: str, cookie: str, seen: Seen, first: float, end: float) -> None:
    """A browser that sends an idea every few seconds."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    at = time.perf_counter() + first
    while at < end:
        await asyncio.sleep(at - time.perf_counter())
        key = str(uuid7())
        body = urlencode({"kind": "idea", "text": "Die Nachbarin nimmt K1 morgens mit.", "key": key}).encode()
        extra = f"X-Room: 1\r\nX-CSRFToken: {CSRF}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        seen.sent[key.encode()] = time.perf_counter()
        writer.write(_head("POST", path, host, cookie) + f"{extra}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in answer[:16]:
            raise RuntimeError(f"{path}: {answer[:200]!r}")
        length = re.search(rb"content-length: (\d+)", answer, re.I)
        await reader.readexactly(int(length[1]) if length else 0)
        seen.answered[key.encode()] = time.perf_counter()
        at += EVERY
    writer.close()


def _head(method: str, path: str, host: str, cookie: str) -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n".encode()


def _spent() -> tuple[float, float]:
    """Seconds of processor time of the web server and of the database, which are this process's children."""
    tick = os.sysconf("SC_CLK_TCK")
    spent, parents, names = {}, {}, {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, _, rest = path.read_text().partition(" (")
        except OSError:  # it has ended
            continue
        names[int(pid)], _, numbers = rest.rpartition(") ")
        fields = numbers.split()
        parents[int(pid)] = int(fields[1])
        spent[int(pid)] = sum(map(int, fields[11:15])) / tick

    def own(pid: int) -> bool:
        while pid in parents and pid != os.getpid():
            pid = parents[pid]
        return pid == os.getpid()

    ours = [pid for pid in spent if pid != os.getpid() and own(pid)]
    return (
        sum(spent[pid] for pid in ours if not names[pid].startswith("postgres")),
        sum(spent[pid] for pid in ours if names[pid].startswith("postgres")),
    )
