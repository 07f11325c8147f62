"""The embedded server: made once, quick to start, and cleared of what a killed process leaves behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from kernel.postgres import EmbeddedServer, ServerError, find_binaries
from kernel.postgres.processes import is_postmaster


@pytest.fixture
def server(folder: Path) -> Iterator[EmbeddedServer]:
    embedded = EmbeddedServer(folder / "postgres", fsync=False)
    yield embedded
    embedded.destroy()


def query(server: EmbeddedServer, statement: str) -> object:
    with psycopg.connect(server.url()) as connection:
        row = connection.execute(statement).fetchone()
    assert row is not None
    return row[0]


def postmaster_pid(server: EmbeddedServer) -> int:
    return int((server.data_dir / "postmaster.pid").read_text().split()[0])


def wait_until_gone(pid: int, data_dir: Path) -> None:
    give_up = time.monotonic() + 10
    while is_postmaster(pid, data_dir):
        assert time.monotonic() < give_up
        time.sleep(0.02)


def test_the_owner_can_make_every_extension_the_service_needs(server: EmbeddedServer) -> None:
    server.start()
    with psycopg.connect(server.ensure_database("hilfenetz")) as connection:
        for name in ("btree_gist", "pg_trgm", "unaccent", "citext"):
            connection.execute(f"CREATE EXTENSION {name}")
    assert query(server, "SELECT current_user") == "hn_owner"
    assert query(server, "SELECT lower('ÄÖÜ')") == "äöü"


def test_data_survives_a_restart(server: EmbeddedServer) -> None:
    with server:
        server.ensure_database("kept")
    with server:
        assert query(server, "SELECT count(*) FROM pg_database WHERE datname = 'kept'") == 1


def test_nobody_enters_without_the_password(server: EmbeddedServer) -> None:
    server.start()
    assert (server.data_dir / "hilfenetz.password").stat().st_mode & 0o777 == 0o600
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(server.url().replace(":" + server.url().split(":")[2].split("@")[0], ""))


def test_a_killed_server_starts_again(server: EmbeddedServer) -> None:
    server.start()
    os.kill(postmaster_pid(server), signal.SIGKILL)
    server.stop()
    assert (server.data_dir / "postmaster.pid").exists()
    server.start()
    assert query(server, "SELECT 1") == 1


def test_a_stale_pid_file_with_a_living_foreign_process_is_ignored(server: EmbeddedServer) -> None:
    """In containers process numbers are small and are soon used again."""
    with server:
        pass
    pid_file = server.data_dir / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{server.data_dir}\n0\n5432\n\n127.0.0.1\n0\nready\n")
    server.start()
    assert query(server, "SELECT 1") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_the_server_ends_when_its_process_is_killed(server: EmbeddedServer) -> None:
    with server:
        pass
    program = (
        "import sys, time; from pathlib import Path; from kernel.postgres import EmbeddedServer\n"
        "server = EmbeddedServer(Path(sys.argv[1]), fsync=False); server.start()\n"
        "print('up', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", program, str(server.data_dir)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None and parent.stdout.readline() == "up\n"
        with pytest.raises(ServerError, match="läuft schon"):
            server.start()
        pid = postmaster_pid(server)
        parent.kill()
    wait_until_gone(pid, server.data_dir)
    server.start()


def test_an_orphaned_server_is_ended_first(server: EmbeddedServer) -> None:
    server.start()
    orphan, process = postmaster_pid(server), server._process
    server._process = None  # as after a crash of the process that started it
    server.stop()
    server.start()
    assert process is not None and process.wait(10) == 0
    assert postmaster_pid(server) != orphan
    assert server.notes == ["Ein übrig gebliebener Datenbankserver wurde beendet."]


def test_half_a_cluster_is_put_aside_and_made_anew(server: EmbeddedServer, folder: Path) -> None:
    server.data_dir.mkdir()
    (server.data_dir / "PG_VERSION").write_text("17\n")
    (folder / "postgres.new").mkdir()
    (folder / "postgres.new" / "base").mkdir()
    server.start()
    assert query(server, "SELECT 1") == 1
    assert len(list(folder.glob("postgres.broken-*"))) == 1 and not (folder / "postgres.new").exists()


def test_data_of_another_major_version_is_refused_and_kept(server: EmbeddedServer) -> None:
    with server:
        pass
    version = server.data_dir / "PG_VERSION"
    version.write_text("9\n")
    with pytest.raises(ServerError, match="mit PostgreSQL 9 angelegt"):
        server.start()
    version.write_text(f"{find_binaries().major}\n")
    server.start()


def test_a_broken_data_file_is_told_with_the_log(server: EmbeddedServer) -> None:
    with server:
        pass
    (server.data_dir / "global" / "pg_control").write_bytes(b"broken")
    with pytest.raises(ServerError, match=r"startet nicht \(Protokoll: "):
        server.start()
    assert not server.is_running


def test_a_taken_port_is_told_in_one_sentence(server: EmbeddedServer, folder: Path) -> None:
    server.start()
    other = EmbeddedServer(folder / "other", port=server.port, fsync=False)
    with pytest.raises(ServerError, match=f"Der Port {server.port} für PostgreSQL ist belegt"):
        other.start()
    other.destroy()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's server has an account of its own")
def test_as_root_a_private_folder_gets_its_data_elsewhere(tmp_path: Path) -> None:
    """pytest's folder, like /root, lets nobody else in; the data lies in /var/lib and a link leads there."""
    with EmbeddedServer(tmp_path / "postgres", fsync=False) as server:
        assert server.data_dir.is_symlink() and server.data_dir.resolve().stat().st_uid != 0
        assert query(server, "SELECT 1") == 1
    kept = server.data_dir.resolve()
    server.destroy()
    assert not kept.exists() and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [[], ["initdb"]])
def test_a_named_folder_without_the_programs_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: list[str]
) -> None:
    for name in content:
        (tmp_path / name).touch()
    monkeypatch.setenv("HILFENETZ_PG_BIN", str(tmp_path))
    with pytest.raises(ServerError, match=r"fehlt das PostgreSQL-Programm"):
        find_binaries()
