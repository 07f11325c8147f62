"""The ground of all measurements: a server of its own, and databases with offices in them."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from kernel.postgres import EmbeddedServer

ROOT = Path(__file__).resolve().parents[2]
WEB = "hn_web:only-for-measuring"
PAGES = "bench_pages"
OFFICES = [f"amt{n}" for n in range(5)]
BIG, SMALL = "gross", "klein"  # for the contract list
USERS = 20
ORGANISATIONS = [f"traeger{n}" for n in range(10)]
CONTRACTS, BIG_CONTRACTS, ENTRIES = 100, 2000, 400


@contextmanager
def server() -> Iterator[EmbeddedServer]:
    """A server in a folder that is removed afterwards, and the settings that lead to it."""
    with tempfile.TemporaryDirectory(prefix="hilfenetz-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # as root the server runs under another account
        with EmbeddedServer(folder / "postgres", fsync=False) as database:
            os.environ.update(
                HILFENETZ_MODE="test",
                HILFENETZ_SECRET_KEY="only-for-measuring-" + "x" * 40,
                HILFENETZ_VAR=str(folder / "var"),
                HILFENETZ_BASE_URL="http://hilfenetz.localhost",
                HILFENETZ_API_RATE="1000000/minute",
                DATABASE_OWNER_URL=database.url(PAGES),
                DATABASE_URL=f"postgresql://{WEB}@127.0.0.1:{database.port}/{PAGES}",
            )
            yield database


def use(name: str) -> None:
    """Make a database with roles, shared tables and the offices' template, and use it from now on."""
    from django.db import connection, connections

    from kernel.tenancy.bootstrap import bootstrap
    from kernel.tenancy.fleet import migrate_template
    from kernel.tenancy.place import as_owner

    connection.close()
    connection.close_pool()
    connections.settings["default"]["NAME"] = name
    del connections["default"]
    bootstrap(quiet)
    with as_owner():
        migrate_template(quiet)


@cache
def fill() -> None:
    """Offices with their people and contracts."""
    from django.core.management import call_command
    from django.db import connection

    from kernel.tenancy.place import as_owner
    from kernel.tenancy.provision import provision_office
    from tenants.people.models import Account, Membership
    from tenants.registry.models import Office, Organisation

    call_command("collectstatic", interactive=False, verbosity=0)
    use(PAGES)
    with as_owner():
        for key in ORGANISATIONS:
            Organisation.objects.create(key=key, name=key)
        for key in (*OFFICES, BIG, SMALL):
            office = Office.objects.create(key=key, name=key, state="NI", ags="03000000", monogram="x")
            provision_office(office)
            for user in range(USERS // len(OFFICES)):
                account = Account.objects.create_user(f"{key}-{user}@amt.example", None, name=f"Planung {user}")
                Membership.objects.create(person=account.person, office=office, role="planner", begins=date(2020, 1, 1))
            connection.set_schema(office.schema_name)
            _rows(BIG_CONTRACTS if key == BIG else CONTRACTS, key)
            connection.set_schema_to_public()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _rows(count: int, office: str) -> None:
    from contracts.models import Contract, District, Party
    from kernel.audit.models import Entry
    from kernel.keys import sort_key

    District.objects.bulk_create(
        District(name=f"Raum {n}", sort_key=f"raum {n}", begins=date(2020, 1, 1)) for n in range(15)
    )
    contracts = Contract.objects.bulk_create(
        Contract(
            number=f"V-{n:05}",
            subject=f"Rahmenvertrag {n}",
            sort_key=sort_key(f"Rahmenvertrag {n}"),
            state="in_force",
            begins=date(2020 + n % 6, 1, 1),
            in_force_since=date(2020 + n % 6, 1, 1),
            decision_body="Ausschuss",
            decided_on=date(2019, 12, 1),
        )
        for n in range(count)
    )
    Party.objects.bulk_create(
        Party(contract=contract, organisation_id=organisation)
        for n, contract in enumerate(contracts)
        for organisation in (None, *[ORGANISATIONS[(n + m) % len(ORGANISATIONS)] for m in range(3)])
    )
    Entry.objects.bulk_create(
        Entry(place=office, via="page", verb="read", model="m", record=str(n), fields=["a", "b"])
        for n in range(ENTRIES)
    )


def cookie(office: str, user: int = 0) -> str:
    """The cookie of a user's session."""
    from django.conf import settings
    from django.test import Client

    from tenants.people.models import Account

    browser = Client(headers={"host": f"{office}.hilfenetz.localhost"})
    browser.force_login(Account.objects.get(email=f"{office}-{user}@amt.example"))
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def caller(application: Any, host: str, cookie: str) -> Callable[[str], bytes]:
    """Asks the application for a path as a server would, and gives the body."""
    environ = {
        "REQUEST_METHOD": "GET",
        "SERVER_NAME": "x",
        "SERVER_PORT": "80",
        "HTTP_HOST": host,
        "HTTP_COOKIE": cookie,
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        "wsgi.input": BytesIO(),
    }

    def call(path: str) -> bytes:
        said: list[str] = []
        answer = application({**environ, "PATH_INFO": path}, lambda status, headers: said.append(status))
        body = b"".join(answer)
        answer.close()
        if said != ["200 OK"]:
            raise RuntimeError(f"{host}{path}: {said} {body[:200]!r}")
        return body

    return call


def quiet(line: str) -> None:
    pass
