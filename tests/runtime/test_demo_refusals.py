"""What is wrong is said in one sentence, and nothing is left running."""

import socket
from pathlib import Path

import pytest

from tests.runtime.supervisor import Supervisor, free_port


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_taken_port_is_told_with_a_free_one(folder: Path, host: str) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as other:
        other.bind((host, 0))
        other.listen()
        port = other.getsockname()[1]
        with Supervisor(folder / "var", port) as demo:
            assert demo.end() == 1
    assert demo.output.strip().startswith(f"Port {port} ist belegt. Starten Sie mit PORT=")
    assert len(demo.output.strip().splitlines()) == 1
    assert demo.processes() == {} and not (folder / "var").exists()


@pytest.mark.parametrize("port", ["achttausend", "80", "70000", "-1"])
def test_what_is_no_port_is_told(folder: Path, port: str) -> None:
    with Supervisor(folder / "var", 0, PORT=port) as demo:
        assert demo.end() == 1
    assert demo.output.strip() == f"PORT={port} ist kein Port: Geben Sie eine Zahl von 1024 bis 65535 an."


def test_a_database_that_does_not_answer_is_told_without_its_password(folder: Path) -> None:
    url = f"postgresql://owner:verysecret@127.0.0.1:{free_port()}/hilfenetz"
    with Supervisor(folder / "var", free_port(), DATABASE_URL=url) as demo:
        assert demo.end() == 1
    assert "nimmt keine Verbindung an" in demo.output and "verysecret" not in demo.output
    assert demo.processes() == {}


def test_a_folder_without_postgresql_is_told(folder: Path) -> None:
    with Supervisor(folder / "var", free_port(), HILFENETZ_PG_BIN=str(folder)) as demo:
        assert demo.end() == 1
    assert f"Im Ordner {folder} fehlt das PostgreSQL-Programm initdb." in demo.output


def test_a_failing_step_is_told_with_its_log(folder: Path) -> None:
    with Supervisor(folder / "var", free_port(), HILFENETZ_DB_POOL="viele") as demo:
        assert demo.end() == 1
    assert "ist fehlgeschlagen. Protokoll: " in demo.output
    assert str(folder / "var" / "log" / "bootstrap_database.log") in demo.output
    assert demo.processes() == {}
