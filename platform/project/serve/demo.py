"""The demo: from an empty folder to addresses on the screen, step by step, and back to nothing running."""

import http.client
import io
import json
import os
import sys
import textwrap
import time
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from kernel.postgres import EmbeddedServer, ServerError
from project.serve.children import Child, Failed, Interrupted, listen_for_signals, pause, say
from project.serve.surroundings import (
    BASE_HOST,
    DATABASE,
    ROOT,
    Secrets,
    Stamps,
    demo_port,
    environment,
    fingerprint,
)

CODE = ("platform", "tenants", "contracts", "cases", "reporting", "frontend", "requirements.lock")
STATIC = ("frontend/static", "requirements.lock")
START_SECONDS = 90


def main() -> int:
    """Run until Ctrl-C; returns the exit code of the program."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without Unicode is no reason to fail
    listen_for_signals()
    try:
        with ExitStack() as running:
            Demo(running).run()
    except (Failed, ServerError) as problem:
        say(f"\n{problem}")
        return 1
    except Interrupted:
        say("\nAlles beendet.")
    return 0


class Demo:
    """What `running` holds is stopped in reverse order, however the demo ends."""

    def __init__(self, running: ExitStack) -> None:
        self._running = running
        self._var = Path(os.environ.get("HILFENETZ_VAR") or ROOT / "var").absolute()
        self._logs = self._var / "log"
        self._facts = self._var / "demo.json"
        self._server: EmbeddedServer | None = None
        self._children: list[Child] = []
        self._environment: dict[str, str] = {}
        self._port = demo_port()

    def run(self) -> None:
        self._logs.mkdir(parents=True, exist_ok=True)
        owner_url = self._database()
        kept = Secrets.kept_in(self._var)
        self._environment = environment(port=self._port, var=self._var, owner_url=owner_url, kept=kept)
        self._prepare(Stamps(owner_url), kept)
        self._serve()
        self._say_where()
        self._watch()

    def _database(self) -> str:
        given = os.environ.get("DATABASE_URL")
        if given:
            say("Datenbank: der Server aus DATABASE_URL")
            return given
        began = _begin("Datenbank")
        log = self._logs / "postgres.log"
        log.unlink(missing_ok=True)
        self._server = EmbeddedServer(self._var / "postgres", log=log)
        self._running.callback(self._server.stop)
        self._server.start()
        url = self._server.ensure_database(DATABASE)
        _done(began)
        for note in self._server.notes:
            say(f"  {note}")
        return url

    def _prepare(self, stamps: Stamps, kept: Secrets) -> None:
        """Each command can be repeated; the stamps only save the seconds it takes to find nothing to do."""
        code = fingerprint(*CODE, seed=kept.web_password)
        if not stamps.holds("tables", code):
            self._command("Rollen und gemeinsame Tabellen", "bootstrap_database")
            self._command("Tabellen der Jugendämter", "migrate_offices")
            stamps.put("tables", code)
        data = f"{code} {self._port} {os.environ.get('DEMO_TODAY')} {self._var}"
        if not stamps.holds("data", data) or not self._facts.exists():
            self._command("Daten der Demo", "load_demo", shown=True)
            stamps.put("data", data)
        static = fingerprint(*STATIC)
        if not stamps.holds("static", static) or not (self._var / "static").exists():
            self._command("Stil und Skripte", "collectstatic", "--noinput", "--clear")
            stamps.put("static", static)

    def _command(self, title: str, *arguments: str, shown: bool = False) -> None:
        """Run a command of manage.py to its end."""
        began = _begin(title)
        if shown:
            say()
        child = self._start(arguments[0], [sys.executable, "manage.py", *arguments], shown=shown)
        if child.finish():
            raise child.failure(f"Der Schritt „{title}“ ist fehlgeschlagen.")
        _done(began)

    def _serve(self) -> None:
        began = _begin("Webserver und Jobs")
        served = {name: value for name, value in self._environment.items() if name != "DATABASE_OWNER_URL"}
        web = self._start("web", web_command(self._port), environment=served)
        opener = self._start("opener", opener_command())  # alone of the three with the owner's login
        self._children = [web, self._start("worker", worker_command(), environment=served), opener]
        give_up = time.monotonic() + START_SECONDS
        while not self._answers():
            self._check_children()
            if time.monotonic() > give_up:
                raise web.failure(f"Der Webserver antwortet nach {START_SECONDS} Sekunden nicht.")
            pause()
        _done(began)

    def _start(
        self,
        name: str,
        command: list[str],
        *,
        environment: dict[str, str] | None = None,
        shown: bool = False,
    ) -> Child:
        log = self._logs / f"{name}.log"
        found = environment or self._environment
        child = Child(name, command, log=log, environment=found, folder=ROOT, shown=shown)
        self._running.callback(child.stop)
        return child

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=5)
        try:
            connection.request("GET", "/health", headers={"Host": f"{BASE_HOST}:{self._port}"})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False  # not yet
        finally:
            connection.close()

    def _check_children(self) -> None:
        if self._server and not self._server.is_running:
            raise Failed(f"Der Datenbankserver hat sich beendet. Protokoll: {self._server.log}")
        for child in self._children:
            if child.exit_code is not None:
                raise child.failure(f"Der Prozess „{child.name}“ hat sich beendet (Code {child.exit_code}).")

    def _watch(self) -> None:
        """Until a signal comes, a child dies, or the make that started us is gone."""
        parent = os.getppid()
        while True:
            self._check_children()
            if "MAKELEVEL" in os.environ and os.getppid() != parent:
                raise Interrupted
            pause(0.3)

    def _say_where(self) -> None:
        facts = json.loads(self._facts.read_text())
        say(f"\nHilfenetz läuft: {facts['base_url']}   (Mails: {facts['base_url']}/demo/mails)")
        say(f"Heute ist in der Demo der {date.fromisoformat(facts['today']):%d.%m.%Y}.\n")
        for office in facts["offices"]:
            say(f"  {office['name']:<40} {office['url']}")
        _say_accounts(facts["accounts"])
        say(f"\nFür Skripte: {self._facts}. Beenden mit Strg-C.")


def web_command(port: int) -> list[str]:
    """The server of production: a process per core, each with threads for pages and a loop for streams."""
    workers = str(max(2, os.cpu_count() or 2))
    return [
        sys.executable, "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", workers, "--no-ws", "--workers-kill-timeout", "10", "project.asgi:application",
    ]  # fmt: skip


def worker_command() -> list[str]:
    return [sys.executable, "manage.py", "run_worker"]


def opener_command() -> list[str]:
    return [sys.executable, "manage.py", "open_organisations", "--watch"]


def _say_accounts(accounts: list[dict[str, str]]) -> None:
    """Offices have the same accounts, and so have providers: a line of names, then whose they are."""
    names: dict[str, list[str]] = {}
    for account in accounts:
        name, _, domain = account["email"].partition("@")
        names.setdefault(domain, []).append(f"{name}@")
    domains: dict[str, list[str]] = {}
    for domain, found in names.items():
        domains.setdefault(" ".join(found), []).append(domain)
    passwords = " oder ".join(sorted({account["password"] for account in accounts}))
    say(f"\nZugänge (Kennwort {passwords}; auf der Anmeldeseite auch mit einem Klick):")
    for found_names, found_domains in domains.items():
        say(f"\n  {found_names}")
        domains_text = ", ".join(found_domains)
        say(textwrap.fill(f"    … {domains_text}", 110, break_on_hyphens=False, subsequent_indent="      "))


def _begin(title: str) -> float:
    say(f"{title} …", end=" ")
    return time.monotonic()


def _done(began: float) -> None:
    say(f"fertig nach {time.monotonic() - began:.1f} s".replace(".", ","))
