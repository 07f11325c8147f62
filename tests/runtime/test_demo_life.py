"""The whole demo: it starts, answers, restarts in seconds, and ends without a trace of a process."""

import json
import os
import signal
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.cluster import open_folder
from tests.runtime.supervisor import Supervisor, free_port

pytestmark = pytest.mark.full
RUNNING = "Beenden mit Strg-C"


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    """One data folder for all, so that only the first start loads the demo's data."""
    with open_folder() as folder:
        with Supervisor(folder / "var", free_port()) as demo:
            demo.wait_for(RUNNING, 900)
            assert demo.end(signal.SIGINT) == 0
        yield folder / "var"


def get(port: int, host: str, path: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers={"Host": f"{host}:{port}"})
    answer = connection.getresponse()
    location = answer.getheader("Location") or ""
    connection.close()
    return answer.status, location


def test_it_starts_again_without_loading_anew_and_answers_at_every_address(var: Path) -> None:
    port = free_port()
    with Supervisor(var, port) as demo:
        demo.wait_for(RUNNING, 300)
        assert demo.end(signal.SIGINT) == 0
    with Supervisor(var, port) as demo:
        demo.wait_for(RUNNING, 120)
        assert "Tabellen" not in demo.output and "Daten der Demo" not in demo.output
        facts = json.loads((var / "demo.json").read_text())
        assert facts["base_url"] == f"http://hilfenetz.localhost:{port}"
        assert len(facts["offices"]) == 5 and facts["accounts"] and len(facts["api_clients"]) == 5
        assert get(port, "hilfenetz.localhost", "/health")[0] == 200
        for office in facts["offices"]:
            assert get(port, str(urlsplit(office["url"]).hostname), "/")[0] in (200, 302)
        status, location = get(port, "localhost", "/")
        assert status in (301, 302) and location.startswith(facts["base_url"])
        names = " ".join(demo.processes().values())
        assert "granian" in names and "run_worker" in names and "postgres" in names
        assert demo.end(signal.SIGINT) == 0
    assert demo.output.rstrip().endswith("Alles beendet.")
    assert demo.processes() == {}


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP])
def test_other_requests_to_end_leave_no_process_either(var: Path, how: signal.Signals) -> None:
    with Supervisor(var, free_port()) as demo:
        demo.wait_for("Webserver und Jobs", 120)
        assert demo.end(how) == 0
    assert demo.processes() == {}


def test_killed_it_leaves_no_process_and_starts_again(var: Path) -> None:
    with Supervisor(var, free_port()) as demo:
        demo.wait_for(RUNNING, 120)
        demo.end(signal.SIGKILL)
        demo.wait_until_alone()
    with Supervisor(var, free_port()) as demo:
        demo.wait_for(RUNNING, 120)


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("granian", "Der Prozess „web“ hat sich beendet"),
        ("run_worker", "Der Prozess „worker“ hat sich beendet"),
        ("postgres -D", "Der Datenbankserver hat sich beendet"),
    ],
)
def test_when_a_part_dies_all_ends_with_a_sentence_and_its_log(var: Path, part: str, sentence: str) -> None:
    with Supervisor(var, free_port()) as demo:
        demo.wait_for(RUNNING, 120)
        victim = min(pid for pid, command in demo.processes().items() if part in command)
        os.kill(victim, signal.SIGKILL)
        assert demo.end() == 1
    assert sentence in demo.output and str(var / "log") in demo.output
    assert demo.processes() == {}
