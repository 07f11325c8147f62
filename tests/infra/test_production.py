"""Production as it runs: the server of the image behind the reverse proxy, with TLS, against a database set up as in production."""

import email
import http.client
import json
import os
import re
import shutil
import socket
import socketserver
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.infra.service import ROOT, Service
from tests.infra.test_tools import tool

pytestmark = pytest.mark.full
HOST, OFFICE = "hilfenetz.example", "nordkreis"


class Running(NamedTuple):
    service: Service
    web: int
    https: int
    log: Path


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def process(command: list[str], log: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        running = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        yield running
    finally:
        running.terminate()
        try:
            running.wait(20)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def wait_for(port: int, log: Path) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(log.read_text())


@pytest.fixture(scope="module")
def running(new_service: type) -> Iterator[Running]:
    service: Service = new_service()
    service.manage("bootstrap_database")
    service.manage("migrate_offices")
    service.manage("create_office", OFFICE, "--name", "Nordkreis", "--state", "NI", "--ags", "03000000")
    web, https, http_port, ask = (free_port() for _ in range(4))
    environment = service.environment | {"HILFENETZ_TRUSTED_PROXIES": "127.0.0.1", "GRANIAN_WORKERS": "2"}
    service.manage("collectstatic", "--noinput")
    unit = (ROOT / "infra/systemd/hilfenetz-web.service").read_text().replace("\\\n", "")
    command = (
        next(line for line in unit.splitlines() if line.startswith("ExecStart=")).removeprefix("ExecStart=").split()
    )
    command[0] = str(Path(sys.executable).with_name("granian"))
    command[command.index("8000")] = str(web)
    proxy = environment | {
        "HILFENETZ_BASE_HOST": HOST,
        "HILFENETZ_ACME_EMAIL": "technik@hilfenetz.example",
        "HILFENETZ_TLS": "internal",
        "HILFENETZ_UPSTREAM": f"127.0.0.1:{web}",
        "HILFENETZ_HTTPS_PORT": str(https),
        "HILFENETZ_HTTP_PORT": str(http_port),
        "HILFENETZ_ASK_PORT": str(ask),
        "XDG_DATA_HOME": str(service.folder),
        "XDG_CONFIG_HOME": str(service.folder),
        "HOME": str(service.folder),
        "CADDY_ADMIN": "off",
    }
    caddy = [tool("caddy"), "run", "--adapter", "caddyfile", "--config", str(ROOT / "infra/reverse-proxy/Caddyfile")]
    log, proxy_log = service.folder / "web.log", service.folder / "proxy.log"
    with process(command, log, environment), process(caddy, proxy_log, proxy):
        wait_for(web, log)
        wait_for(https, proxy_log)
        yield Running(service, web, https, log)


def direct(running: Running, path: str, host: str = HOST, **headers: str) -> Answer:
    """Past the proxy, as it would ask."""
    connection = http.client.HTTPConnection("127.0.0.1", running.web, timeout=30)
    sent = {"Host": host, "X-Forwarded-Proto": "https"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    connection.request("GET", path, headers=sent)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return Answer(answer.status, answer.headers, body)


@contextmanager
def tls(running: Running, host: str) -> Iterator[http.client.HTTPConnection]:
    """A connection to the proxy; the private authority's root is trusted, names are checked."""
    root = running.service.folder / "caddy/pki/authorities/local/root.crt"
    context = ssl.create_default_context(cafile=str(root))
    with (
        socket.create_connection(("127.0.0.1", running.https), timeout=30) as plain,
        context.wrap_socket(plain, server_hostname=host) as wrapped,
    ):
        connection = http.client.HTTPConnection(host)
        connection.sock = wrapped
        yield connection


def secure(running: Running, path: str, host: str = HOST) -> Answer:
    """Through the proxy with TLS."""
    with tls(running, host) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read().decode(errors="replace"))


def test_it_is_healthy_for_its_own_check(running: Running) -> None:
    plain = direct(running, "/health", host=f"127.0.0.1:{running.web}", X_Forwarded_Proto="http")
    assert (plain.status, json.loads(plain.body)) == (200, {"status": "ok"})


def test_without_tls_it_redirects(running: Running) -> None:
    answer = direct(running, "/konto/login/", X_Forwarded_Proto="http")
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/konto/login/")


def test_the_sign_in_page_is_delivered_safely(running: Running) -> None:
    answer = secure(running, "/konto/login/")
    assert answer.status == 200 and 'type="password"' in answer.body
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http:" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY" and answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Server" not in answer.headers
    cookies = answer.headers.get_all("Set-Cookie") or []
    assert cookies and all(
        "Secure" in cookie and f"Domain={HOST}" in cookie and "SameSite=Lax" in cookie for cookie in cookies
    )
    assert "Demo" not in answer.body
    for path in sorted({part.split('"')[0].partition("#")[0] for part in answer.body.split('="/static/')[1:]}):
        assert secure(running, f"/static/{path}").status == 200, path


def test_an_offices_address_leads_to_the_sign_in(running: Running) -> None:
    answer = secure(running, "/", host=f"{OFFICE}.{HOST}")
    assert answer.status == 302 and answer.headers["Location"].startswith(f"https://{HOST}/konto/login/?next=https")


def test_certificates_are_made_for_known_names_only(running: Running) -> None:
    for name, known in (
        (HOST, True),
        (f"{OFFICE}.{HOST}", True),
        (f"unbekannt.{HOST}", False),
        ("evil.example", False),
    ):
        assert (direct(running, f"/zertifikat?domain={name}").status == 200) == known, name
    with pytest.raises(ssl.SSLError):
        secure(running, "/", host=f"unbekannt.{HOST}")
    assert secure(running, f"/zertifikat?domain={HOST}").status == 404


def test_a_new_office_needs_no_change_at_the_proxy(running: Running) -> None:
    running.service.manage("create_office", "suedstadt", "--name", "Südstadt", "--state", "NI", "--ags", "03000001")
    time.sleep(6)  # a host that was unknown is asked again after five seconds
    assert secure(running, "/health", host=f"suedstadt.{HOST}").status == 200


def test_a_suspended_office_is_closed_and_the_others_are_open(running: Running) -> None:
    running.service.manage("suspend_office", OFFICE)
    time.sleep(6)
    assert secure(running, "/", host=f"{OFFICE}.{HOST}").status == 503
    assert secure(running, "/konto/login/").status == 200
    running.service.manage("suspend_office", OFFICE, "--end")
    time.sleep(6)
    assert secure(running, "/", host=f"{OFFICE}.{HOST}").status == 302


def test_the_first_administrator_gets_a_link_by_mail(running: Running) -> None:
    """By SMTP, from the worker; the link opens through the proxy."""
    service = running.service
    with mailbox() as (port, mails):
        service.manage("invite_administrator", OFFICE, "leitung@nordkreis.example", "--name", "Lea Leitung")
        smtp = {"HILFENETZ_SMTP_URL": f"smtp://127.0.0.1:{port}", "DATABASE_OWNER_URL": ""}
        service.manage("run_worker", "--once", **smtp)
    (mail,) = mails
    assert "To: leitung@nordkreis.example" in mail and "From: Hilfenetz" in mail
    body = email.message_from_string(mail).get_payload(decode=True).decode()  # type: ignore[union-attr]
    link = re.search(rf"https://{HOST}(/konto/einladung/\S+)", body)
    assert link, body
    page = secure(running, link[1])
    assert page.status == 200 and "Nordkreis" in page.body


@contextmanager
def mailbox() -> Iterator[tuple[int, list[str]]]:
    """The least that a mail server says."""
    mails: list[str] = []

    class Session(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 mail.example\r\n")
            for line in self.rfile:
                word = line[:4].upper().strip()
                self.wfile.write(
                    b"354 go on\r\n" if word == b"DATA" else b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n"
                )
                if word == b"DATA":
                    lines = iter(self.rfile.readline, b".\r\n")
                    mails.append(b"".join(lines).decode())
                    self.wfile.write(b"250 taken\r\n")
                if word == b"QUIT":
                    return

    with socketserver.TCPServer(("127.0.0.1", 0), Session) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], mails
        server.shutdown()


def test_a_huge_body_is_refused_by_its_announcement(running: Running) -> None:
    """Before a byte of it is read."""
    with tls(running, HOST) as connection:
        connection.putrequest("POST", "/konto/login/")
        connection.putheader("Content-Length", "100000000")
        connection.endheaders()
        assert connection.getresponse().status == 413


def test_only_the_proxy_may_name_the_visitor(running: Running) -> None:
    """The server believes X-Forwarded-For of 127.0.0.1 only; a visitor's own header is replaced by the proxy."""
    code = (
        "from project.wsgi import application as app; from django.conf import settings\n"
        "from granian.utils.proxies import wrap_wsgi_with_proxy_headers as wrap\n"
        "seen = wrap(lambda environ, _: environ['REMOTE_ADDR'], settings.TRUSTED_PROXIES)\n"
        "print(*(seen({'REMOTE_ADDR': by, 'HTTP_X_FORWARDED_FOR': '203.0.113.9'}, None) for by in ('127.0.0.1', '198.51.100.7')))"
    )
    done = running.service.manage("shell", "--no-imports", "-c", code, HILFENETZ_TRUSTED_PROXIES="127.0.0.1")
    assert done.split() == ["203.0.113.9", "198.51.100.7"]


def test_logs_are_json_and_tell_nothing_about_persons(running: Running) -> None:
    direct(running, "/konto/login/?q=Mustermann&next=geheim", User_Agent="Firefox-des-Herrn-M")
    lines = [json.loads(line) for line in running.log.read_text().splitlines()]
    finished = [line for line in lines if line["event"] == "request_finished"]
    assert {"code", "request", "place", "timestamp", "level", "request_id"} <= finished[-1].keys()
    assert finished[-1]["request"] == "GET /konto/login/"
    assert {"hn_portal", f"o_{OFFICE}"} <= {line.get("place") for line in finished}
    for word in ("Mustermann", "geheim", "Firefox", "127.0.0.1,"):
        assert word not in running.log.read_text()


def test_it_works_from_a_folder_it_cannot_write_to(running: Running) -> None:
    """As in the image, which is read-only: nothing is written beside the data folder."""
    before = set(ROOT.iterdir())
    direct(running, "/konto/login/")
    assert set(ROOT.iterdir()) == before


def test_the_nightly_script_backs_up_at_the_time_given(running: Running, tmp_path: Path) -> None:
    """The container's script, with a clock that says the time has come."""
    (tmp_path / "sleep").write_text("#!/bin/sh\nexit 0\n")
    (tmp_path / "python").write_text(f'#!/bin/sh\necho called >>{tmp_path}/calls\nexec {sys.executable} "$@"\n')
    for name in ("sleep", "python"):
        (tmp_path / name).chmod(0o755)
    environment = running.service.environment | {
        "DATABASE_OWNER_URL": running.service.owner_url(),
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "HILFENETZ_BACKUP_DIR": "/proc/none",
    }
    done = subprocess.run(
        ["sh", "infra/backup-nightly.sh"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode != 0 and (tmp_path / "calls").read_text() == "called\n"
    assert shutil.which("date")
