"""What the demo's processes find around them: the port, the secrets, the environment, the stamps."""

import hashlib
import json
import os
import secrets
import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

from project.serve.children import Failed

ROOT = Path(__file__).resolve().parents[3]
BASE_HOST = "hilfenetz.localhost"
DATABASE = "hilfenetz"
WEB_LOGIN = "hn_web"


def demo_port() -> int:
    """PORT, or 8000. Raises Failed when it is no port or another program has it."""
    asked = os.environ.get("PORT") or "8000"
    if not asked.isdigit() or not 1024 <= int(asked) <= 65535:
        raise Failed(f"PORT={asked} ist kein Port: Geben Sie eine Zahl von 1024 bis 65535 an.")
    port = int(asked)
    if _is_taken(port):
        free = next(candidate for candidate in range(port + 1, 65536) if not _is_taken(candidate))
        raise Failed(f"Port {port} ist belegt. Starten Sie mit PORT={free} make demo.")
    return port


def _is_taken(port: int) -> bool:
    """Browsers try ::1 as well, so a foreign listener there would answer in our place."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    if not socket.has_ipv6:
        return False
    with socket.socket(socket.AF_INET6) as probe:
        probe.settimeout(1)
        return probe.connect_ex(("::1", port)) == 0


@dataclass(frozen=True)
class Secrets:
    """Made once per data folder, readable by its owner only."""

    secret_key: str
    web_password: str

    @classmethod
    def kept_in(cls, folder: Path) -> "Secrets":
        file = folder / "secrets.json"
        if not file.exists():
            fresh = file.with_suffix(".new")
            fresh.touch(mode=0o600)
            made = {"secret_key": secrets.token_urlsafe(64), "web_password": secrets.token_urlsafe(24)}
            fresh.write_text(json.dumps(made))
            fresh.rename(file)
        return cls(**json.loads(file.read_text()))


def web_url(owner_url: str, password: str) -> str:
    """The owner's address with the web process's login in it."""
    parts = urlsplit(owner_url)
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{WEB_LOGIN}:{quote(password, safe='')}@{place}").geturl()


def environment(*, port: int, var: Path, owner_url: str, kept: Secrets) -> dict[str, str]:
    """The settings of every process of the demo."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "project.settings",
        "HILFENETZ_MODE": "demo",
        "HILFENETZ_BASE_URL": f"http://{BASE_HOST}:{port}",
        "HILFENETZ_SECRET_KEY": kept.secret_key,
        "HILFENETZ_VAR": str(var),
        "DATABASE_OWNER_URL": owner_url,
        "DATABASE_URL": web_url(owner_url, kept.web_password),
        "PYTHONUNBUFFERED": "1",
    }


def fingerprint(*parts: str, seed: str = "") -> str:
    """Changes when a file below one of these parts of the project changes."""
    digest = hashlib.sha256(seed.encode())
    for part in parts:
        for path in sorted([ROOT / part, *(ROOT / part).rglob("*")]):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(ROOT)}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


class Stamps:
    """What was done with which sources, kept in the database it was done to, as its comment."""

    def __init__(self, owner_url: str) -> None:
        self._url = owner_url
        with self._connect() as connection:
            row = connection.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
            ).fetchone()
        self._known: dict[str, str] = json.loads(row[0]) if row and (row[0] or "").startswith("{") else {}

    def holds(self, name: str, value: str) -> bool:
        return self._known.get(name) == value

    def put(self, name: str, value: str) -> None:
        self._known[name] = value
        with self._connect() as connection:
            row = connection.execute("SELECT current_database()").fetchone()
            assert row is not None  # noqa: S101 - a SELECT without FROM has one row
            connection.execute(
                sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                    sql.Identifier(row[0]), sql.Literal(json.dumps(self._known))
                )
            )

    def _connect(self) -> psycopg.Connection:
        try:
            return psycopg.connect(self._url, autocommit=True, connect_timeout=10)
        except psycopg.Error as error:
            place = urlsplit(self._url).netloc.rpartition("@")[2]
            reason = str(error).strip().splitlines()[-1]
            raise Failed(f"Die Datenbank auf {place} nimmt keine Verbindung an: {reason}") from error
