"""What the tenants cost a page of ten queries: place, role, schema and membership, against the page without."""

import os
import subprocess
import sys
from statistics import median

from tests.bench import ground
from tests.bench.results import Result
from tests.bench.ten_queries import BATCH

ROUNDS = 40


def measure() -> list[Result]:
    """Both run at the same time, each in its process, and take turns, so that what else the machine does meets both."""
    ground.fill()
    office = ground.OFFICES[0]
    cookie = ground.cookie(office)
    with (
        started("tests.bench.tenants", f"{office}.hilfenetz.localhost", cookie) as ours,
        started("tests.bench.plain", "hilfenetz.localhost", cookie) as theirs,
    ):
        for process in (ours, theirs, ours, theirs):
            batch(process)
        pairs = [(batch(ours), batch(theirs)) for _ in range(ROUNDS)]
        for process in (ours, theirs):
            process.stdin.close()  # type: ignore[union-attr]
    return [
        Result(
            "Seite mit zehn Abfragen gegen dieselbe ohne Mandanten",
            median(a / b for a, b in pairs),
            "mal so lang",
            1.25,
            note=f"Median der Verhältnisse aus {ROUNDS} Paaren zu je {BATCH} Aufrufen, abwechselnd gemessen",
        )
    ]


def started(settings: str, host: str, cookie: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.ten_queries", host, cookie],
        cwd=ground.ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": settings},
    )


def batch(process: subprocess.Popen[str]) -> float:
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    return float(process.stdout.readline())
