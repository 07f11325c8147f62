"""A PostgreSQL server of one's own, in a folder of one's own: made, started, stopped by a Python object."""

import fcntl
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import psycopg
from psycopg import sql

from kernel.postgres.account import reachable_binaries, reachable_data_dir, server_account
from kernel.postgres.binaries import Binaries, ServerError, find_binaries
from kernel.postgres.processes import die_with_parent, is_postmaster

OWNER = "hn_owner"
PASSWORD_FILE = "hilfenetz.password"  # noqa: S105 - the name of the file
START_SECONDS = 60
STOP_SECONDS = 30


class EmbeddedServer:
    """Runs PostgreSQL on `data_dir`, reachable on 127.0.0.1 with the password of the superuser `hn_owner`.

    Without a port it takes a free one. Without `fsync` it is fast and loses its data when the machine fails.
    One process at a time may use a folder; what a killed process left behind is cleared on start.
    Raises ServerError.
    """

    def __init__(self, data_dir: Path, port: int | None = None, *, fsync: bool = True, log: Path | None = None) -> None:
        self.data_dir = Path(data_dir).absolute()
        self.log = log or self.data_dir.with_name(f"{self.data_dir.name}.log")
        self.notes: list[str] = []
        self.port = 0
        self._asked_port = port
        self._fsync = fsync
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None
        self._password = ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Make the cluster when there is none, and return when the server takes connections."""
        if self.is_running:
            return
        self._take_lock()
        try:
            self._account = server_account()
            self._folder = reachable_data_dir(self._account, self.data_dir)
            self._binaries = reachable_binaries(self._account, find_binaries())
            self._clear_leftovers()
            if not (self._folder / "PG_VERSION").exists():
                self._create_cluster()
            self._check_version()
            self._password = (self._folder / PASSWORD_FILE).read_text().strip()
            self._launch()
        except OSError as error:
            self.stop()
            raise ServerError(f"PostgreSQL lässt sich nicht starten: {error}") from error
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the server: at once for its clients, orderly for its data."""
        if self._process is not None:
            for how, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
                if self._process.poll() is not None:
                    break
                self._process.send_signal(how)
                try:
                    self._process.wait(seconds)
                except subprocess.TimeoutExpired:
                    continue
            self._process = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def destroy(self) -> None:
        """Stop the server and delete its data for good."""
        self.stop()
        folder = self.data_dir.resolve()
        if folder.exists():
            shutil.rmtree(folder)
        for leftover in (self.data_dir, self.log, self._lock_path):
            leftover.unlink(missing_ok=True)

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def binaries(self) -> Binaries:
        """The programs of this server's version (pg_dump, psql) for whoever runs it."""
        return self._binaries

    def url(self, dbname: str = "postgres") -> str:
        """The address of a database of this server, with the owner's password."""
        return f"postgresql://{OWNER}:{self._password}@127.0.0.1:{self.port}/{dbname}"

    def ensure_database(self, dbname: str) -> str:
        """Create the database when it is missing; returns its address."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [dbname]).fetchone()
            if not known:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(dbname)))
        return self.url(dbname)

    @property
    def _lock_path(self) -> Path:
        return self.data_dir.with_name(f"{self.data_dir.name}.lock")

    def _take_lock(self) -> None:
        """The system drops the lock with its process, so it can never be stale."""
        self._lock_path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = self._lock_path.open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._lock.close()
            self._lock = None
            raise ServerError(
                f"Die Datenbank in {self.data_dir} läuft schon: Beenden Sie zuerst den anderen Prozess."
            ) from None

    def _clear_leftovers(self) -> None:
        """A killed process leaves a running server, a stale postmaster.pid or half a cluster."""
        pid_file = self._folder / "postmaster.pid"
        if pid_file.exists():
            first_line = pid_file.read_text().partition("\n")[0]
            if first_line.isdigit() and is_postmaster(int(first_line), self._folder):
                self._end_orphan(int(first_line))
                self.notes.append("Ein übrig gebliebener Datenbankserver wurde beendet.")
            pid_file.unlink(missing_ok=True)
        if not self._folder.exists() or (self._folder / "global" / "pg_control").exists():
            return
        if any(self._folder.iterdir()):
            aside = self._folder.with_name(f"{self._folder.name}.broken-{time.strftime('%Y%m%d-%H%M%S')}")
            self._folder.rename(aside)
            self.notes.append(f"Die unbrauchbare Datenbank wurde nach {aside} gelegt und neu angelegt.")
        else:
            self._folder.rmdir()

    def _end_orphan(self, pid: int) -> None:
        os.kill(pid, signal.SIGINT)
        give_up = time.monotonic() + STOP_SECONDS
        while is_postmaster(pid, self._folder):
            if time.monotonic() > give_up:
                raise ServerError(f"Der Datenbankserver mit der Prozessnummer {pid} lässt sich nicht beenden.")
            time.sleep(0.05)

    def _create_cluster(self) -> None:
        """Made aside and renamed, so that an interrupted initdb leaves nothing that looks like data."""
        fresh = self._folder.with_name(f"{self._folder.name}.new")
        if fresh.exists():
            shutil.rmtree(fresh)
        fresh.mkdir(mode=0o700)
        self._account.own(fresh)
        # The builtin provider sorts and folds the same everywhere; older servers ask the C library.
        provider = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if self._binaries.major >= 17 else []
        password_file = fresh.with_name(f"{fresh.name}.password")
        password_file.touch(mode=0o600)
        password_file.write_text(secrets.token_urlsafe(24))
        self._account.own(password_file)
        command = [self._binaries.tool("initdb"), "-D", str(fresh), "-U", OWNER, "--auth=scram-sha-256"]
        options = ["--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions", f"--pwfile={password_file}"]
        if not self._fsync:
            options.append("--no-sync")
        done = subprocess.run(
            [*command, *options, *provider],
            capture_output=True, text=True, cwd="/", env=self._environment,
            start_new_session=True, **self._account.popen,  # Ctrl-C is for us, not for initdb
        )  # fmt: skip
        if done.returncode:
            shutil.rmtree(fresh)
            password_file.unlink()
            raise ServerError(f"PostgreSQL lässt sich nicht einrichten: {done.stderr.strip()}")
        password_file.rename(fresh / PASSWORD_FILE)
        fresh.rename(self._folder)

    def _check_version(self) -> None:
        made_with = (self._folder / "PG_VERSION").read_text().strip()
        if made_with != str(self._binaries.major):
            raise ServerError(
                f"Die Datenbank in {self.data_dir} wurde mit PostgreSQL {made_with} angelegt, "
                f"installiert ist PostgreSQL {self._binaries.major}."
            )

    def _launch(self) -> None:
        """A free port may be taken by another process meanwhile, therefore several tries."""
        for _ in range(1 if self._asked_port else 5):
            self.port = self._asked_port or _free_port()
            if self._asked_port and _is_taken(self._asked_port):
                break
            start = self.log.stat().st_size if self.log.exists() else 0
            self._process = self._spawn()
            if self._is_ready(self._process):
                return
            said = self.log.read_bytes()[start:].decode(errors="replace")
            if "Address already in use" not in said:
                last = said.strip().rpartition("\n")[2]
                raise ServerError(f"PostgreSQL startet nicht (Protokoll: {self.log}): {last}")
        raise ServerError(f"Der Port {self.port} für PostgreSQL ist belegt.")

    def _spawn(self) -> subprocess.Popen[bytes]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "port": self.port,
            "timezone": "UTC",
            "log_timezone": "UTC",
            "lc_messages": "C",
            "logging_collector": "off",
            "max_connections": 200,
            "max_locks_per_transaction": 512,  # one transaction may touch hundreds of offices' tables
            "max_parallel_workers_per_gather": 0,  # containers give /dev/shm too little for them
        }
        if not self._fsync:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [self._binaries.tool("postgres"), "-D", str(self._folder), *options],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", env=self._environment,
                start_new_session=True, preexec_fn=die_with_parent(signal.SIGINT), **self._account.popen,
            )  # fmt: skip

    def _is_ready(self, process: subprocess.Popen[bytes]) -> bool:
        """Line 8 of postmaster.pid says so, and no connection is needed to read it."""
        pid_file = self._folder / "postmaster.pid"
        give_up = time.monotonic() + START_SECONDS
        while process.poll() is None:
            if pid_file.exists():
                lines = pid_file.read_text().splitlines()
                if len(lines) > 7 and lines[0] == str(process.pid) and lines[7].startswith("ready"):
                    return True
            if time.monotonic() > give_up:
                raise ServerError(f"PostgreSQL ist nach {START_SECONDS} Sekunden nicht bereit (Protokoll: {self.log}).")
            time.sleep(0.02)
        return False

    @property
    def _environment(self) -> dict[str, str]:
        """Nothing of the user's PG* and LC_* variables reaches the server."""
        return {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
