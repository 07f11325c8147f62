"""PgBouncer in transaction mode: many clients share one server connection, and each transaction finds it clean."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, connections

from kernel.audit.models import Entry
from kernel.tenancy.place import Place, transaction_in
from tests import database
from tests.database import WEB

pytestmark = pytest.mark.full
PROGRAM = os.environ.get("PGBOUNCER") or shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")


@pytest.fixture
def bounced(web: Any) -> Iterator[None]:
    """The web process's connections go through a PgBouncer with a single server connection."""
    if PROGRAM is None:
        pytest.fail("Für diesen Test fehlt pgbouncer: Installieren Sie es (Debian: apt-get install pgbouncer).")
    settings = connections.settings["default"]
    direct = {key: settings[key] for key in ("HOST", "PORT")}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "users").write_text(f'"{WEB.name}" "{WEB.password}"\n')
        Path(folder, "ini").write_text(
            f"[databases]\n* = host={direct['HOST']} port={direct['PORT']}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
            f"listen_port = {port}\nunix_socket_dir =\nauth_type = scram-sha-256\nauth_file = {folder}/users\n"
            "pool_mode = transaction\ndefault_pool_size = 1\nserver_reset_query =\n"
        )
        user: dict[str, Any] = {}
        if os.geteuid() == 0:  # PgBouncer refuses root
            account = pwd.getpwnam("nobody")
            user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
            Path(folder).chmod(0o755)
        with subprocess.Popen([PROGRAM, "-q", f"{folder}/ini"], stderr=subprocess.DEVNULL, **user) as process:
            try:
                wait_for(port)
                settings |= {"HOST": "127.0.0.1", "PORT": str(port)}
                database.log_in(WEB)
                yield
            finally:
                connections.close_all()
                settings |= direct
                process.terminate()


def wait_for(port: int) -> None:
    give_up = time.monotonic() + 10
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert time.monotonic() < give_up
        time.sleep(0.05)


def state(role: str = "current_user") -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_backend_pid(), {role}, current_setting('search_path'), current_setting('TimeZone')")
        return cursor.fetchone()  # type: ignore[return-value]


def test_one_server_connection_serves_two_offices_in_turn(bounced: None, nord: Place, sued: Place) -> None:
    pids = set()
    for place in (nord, sued, nord):
        with transaction_in(place):
            assert set(Entry.objects.values_list("verb", flat=True)) == {f"secret of {place.key}"}
            pids.add(state()[0])
        pid, *rest = state()
        pids.add(pid)
        assert rest == [WEB.name, "public", "UTC"]
    assert len(pids) == 1


def test_twenty_clients_at_once_do_not_mix(bounced: None, nord: Place, sued: Place) -> None:
    def look(place: Place) -> bool:
        try:
            for _ in range(10):
                with transaction_in(place):
                    if set(Entry.objects.values_list("verb", flat=True)) != {f"secret of {place.key}"}:
                        return False
            return True
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as threads:
        assert all(threads.map(look, [nord, sued] * 10))


def test_setting_the_role_for_the_session_would_leak(bounced: None) -> None:
    """The same pool, and a SET ROLE as other tenancy libraries send it: the next client inherits it."""
    settings = connections.settings["default"]
    url = f"postgresql://{WEB.name}:{WEB.password}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"
    with psycopg.connect(url, autocommit=True, prepare_threshold=None) as first:
        first.execute("SET ROLE o_nord")
        try:
            assert state()[1] == "o_nord"
        finally:
            first.execute("RESET ROLE")
    assert state()[1] == WEB.name
