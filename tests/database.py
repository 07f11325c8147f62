"""The test database: roles, shared tables, two offices and two providers, made once per session as the owner.

Tests are logged in as TEST: like the web process it has no right outside a place, but it may also become the owner
to set a scene (`set_up`). What must meet the web process's own login uses WEB.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import psycopg
from django.db import connection, connections, transaction
from django_tenants.utils import quote_schema_name as quote
from psycopg import sql

from kernel.tenancy.bootstrap import Login, bootstrap
from kernel.tenancy.fleet import migrate_template
from kernel.tenancy.place import PORTAL, Place, as_owner, bound
from kernel.tenancy.provision import provision_office, provision_organisation
from tenants.registry.models import Office, Organisation

WEB, TEST = Login("hn_web_test", "only-for-tests"), Login("hn_test", "only-for-tests")
OFFICES = {"nord": "Nordkreis", "sued": "Südstadt"}
ORGANISATIONS = {"alpha": "Alpha Jugendhilfe", "beta": "Beta Familiendienste"}


def create() -> None:
    """Make the database anew and log in as TEST."""
    settings = connections.settings["default"]
    settings["NAME"] = f"test_{settings['NAME']}"
    drop()
    log_in(WEB)
    bootstrap(_quiet, WEB, TEST)
    with as_owner():
        migrate_template(_quiet)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"GRANT {quote(settings['OWNER']['USER'])} TO {TEST.name}")
            for key, name in OFFICES.items():
                office = Office.objects.create(
                    key=key, name=name, state="NI", ags="03000000", monogram=key[:2], uses_leads=key == "nord"
                )
                provision_office(office)
            for key, name in ORGANISATIONS.items():
                provision_organisation(Organisation.objects.create(key=key, name=name))
    log_in(TEST)


def drop() -> None:
    connections.close_all()
    with _admin() as admin:
        admin.execute(_name("DROP DATABASE IF EXISTS {} WITH (FORCE)", connections.settings["default"]["NAME"]))


def log_in(login: Login) -> None:
    """From now on the default connection logs in as another role."""
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] |= {"USER": login.name, "PASSWORD": login.password}


def clone(name: str) -> str:
    """A copy of the test database for a server process; returns the address for WEB. Ends open connections."""
    settings = connections.settings["default"]
    connections.close_all()
    with _admin() as admin:
        admin.execute(_name("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))
        admin.execute(_name("CREATE DATABASE {} TEMPLATE {}", name, settings["NAME"]))
        admin.execute(_name("REVOKE ALL ON DATABASE {} FROM PUBLIC", name))
        for login in (WEB, TEST):
            admin.execute(_name("GRANT CONNECT ON DATABASE {} TO {}", name, login.name))
    return url(WEB, name)


@contextmanager
def copy(name: str, login: Login) -> Iterator[None]:
    """A copy of the test database, and a login to it, in which real transactions may do anything."""
    settings = connections.settings["default"]
    original = settings["NAME"]
    clone(name)
    settings["NAME"] = name
    log_in(login)
    try:
        yield
    finally:
        connections.close_all()
        settings["NAME"] = original
        log_in(TEST)


def url(login: Login, name: str | None = None) -> str:
    settings = connections.settings["default"]
    owner = settings["OWNER"]
    return f"postgresql://{login.name}:{login.password}@{owner['HOST']}:{owner['PORT']}/{name or settings['NAME']}"


def owner_url(name: str | None = None) -> str:
    owner = connections.settings["default"]["OWNER"]
    return url(Login(owner["USER"], owner["PASSWORD"]), name)


@contextmanager
def scene(place: Place) -> Iterator[None]:
    """A transaction that is kept, in which the factories work as in a test's own."""
    kept = transaction.Atomic(None, savepoint=False, durable=False)
    kept._from_testcase = True  # type: ignore[attr-defined]  # one that may go from place to place
    with kept, bound(place):
        yield


@contextmanager
def set_up(place: Place = PORTAL) -> Iterator[None]:
    """In a test's transaction: the owner's rights in the place's schema, to set a scene."""
    owner = connections.settings["default"]["OWNER"]["USER"]
    with bound(replace(place, role=owner)):
        yield


def _admin() -> psycopg.Connection[Any]:
    return psycopg.connect(owner_url("postgres"), autocommit=True)


def _name(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))


def _quiet(line: str) -> None:
    pass
