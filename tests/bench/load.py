"""Twenty users in five offices, pages and API mixed, on the production server with a process per core."""

import http.client
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import quantiles

from tests.bench import ground
from tests.bench.results import Result

SECONDS = 15
MIX = (
    "/",
    "/vertraege/",
    "/raeume/",
    "/traeger/",
    "/budgets/",
    "/api/v1/contracts?limit=25",
    "/api/v1/districts",
    "/api/v1/me",
)


@dataclass(frozen=True, slots=True)
class User:
    host: str
    cookie: str
    paths: tuple[str, ...]


def measure() -> list[Result]:
    ground.fill()
    offices = [o for o in ground.OFFICES for _ in range(ground.USERS // len(ground.OFFICES))]
    users = [
        User(f"{office}.hilfenetz.localhost", ground.cookie(office, n % (ground.USERS // len(ground.OFFICES))), MIX)
        for n, office in enumerate(offices)
    ]
    with serving("project.asgi:application") as port:
        rate, p95 = under_load(port, users)
    with serving("tests.bench.bare:application") as port:
        bare_rate, bare_p95 = under_load(port, [User("x", "", ("/",))] * ground.USERS)
    note = f"{ground.USERS} Nutzer, {len(ground.OFFICES)} Ämter, {SECONDS} s, {len(MIX)} Adressen gemischt, {os.cpu_count()} Prozesse, Lasterzeuger auf demselben Rechner"
    return [
        Result("Gemischte Last: Anfragen", rate, "je Sekunde", note=note),
        Result("Gemischte Last: 95 von 100 Antworten in", p95 * 1000, "ms"),
        Result(
            "Leere Django-Ansicht: Anfragen",
            bare_rate,
            "je Sekunde",
            note="ohne Middleware und Datenbank, derselbe Server",
        ),
        Result("Leere Django-Ansicht: 95 von 100 Antworten in", bare_p95 * 1000, "ms"),
        Result("Leere Ansicht gegen gemischte Last", bare_rate / rate, "mal so viele Anfragen"),
    ]


@contextmanager
def serving(application: str) -> Iterator[int]:
    """The server of production on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-W", "ignore", "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(os.cpu_count() or 1), "--no-ws", application,
    ]  # fmt: skip
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "project.settings"}
    with subprocess.Popen(
        command, cwd=ground.ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            wait_for(port, server)
            yield port
        finally:
            server.terminate()


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + 60
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if server.poll() is not None or time.monotonic() > give_up:
            raise RuntimeError("the server does not start")
        time.sleep(0.1)


def under_load(port: int, users: list[User]) -> tuple[float, float]:
    """Answers per second, and the duration that 95 of 100 stay under; after a warm-up."""
    with ThreadPoolExecutor(len(users)) as threads:
        list(threads.map(lambda user: visit(port, user, 2.0), users))
        began = time.monotonic()
        answers = [d for found in threads.map(lambda user: visit(port, user, SECONDS), users) for d in found]
    return len(answers) / (time.monotonic() - began), quantiles(answers, n=20)[-1]


def visit(port: int, user: User, seconds: float) -> list[float]:
    """One user's requests, one after the other; each must succeed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    chance, durations = random.Random(user.cookie), []  # noqa: S311 - the same order in every run
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        path = chance.choice(user.paths)
        began = time.perf_counter()
        connection.request("GET", path, headers={"Host": user.host, "Cookie": user.cookie})
        answer = connection.getresponse()
        answer.read()
        durations.append(time.perf_counter() - began)
        if answer.status != 200:
            raise RuntimeError(f"{user.host}{path}: {answer.status}")
    connection.close()
    return durations
