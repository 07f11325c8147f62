"""A place is an office, a provider organisation or the base host: it has a database role and a schema.

One transaction belongs to one place. Requests are bound by the middleware; jobs, commands, streams, async views and
on_commit callbacks open a scope of their own with `transaction_in`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django_tenants.postgresql_backend.introspection import DatabaseSchemaIntrospection

PUBLIC_SCHEMA = "public"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a transaction belongs: its key, database role and schema, and how it presents itself."""

    kind: str  # "office", "organisation" or "portal"
    key: str
    role: str
    schema: str
    name: str = ""
    status: str = "active"
    settings: dict[str, Any] = field(default_factory=dict, compare=False, hash=False)

    @property
    def is_office(self) -> bool:
        return self.kind == "office"


PORTAL = Place("portal", "", "hn_portal", PUBLIC_SCHEMA, "Hilfenetz")


@contextmanager
def bound(place: Place, *, read_only: bool = False) -> Iterator[None]:
    """Transactions begun inside belong to `place`; with `read_only` the database refuses to write."""
    before = connection.role, connection.schema_name, connection.read_only
    connection.bind(place.role, place.schema, read_only)
    try:
        yield
    finally:
        connection.bind(*before)


@contextmanager
def transaction_in(place: Place, *, read_only: bool = False) -> Iterator[None]:
    """A transaction of its own in `place`, for whatever runs outside a request."""
    with bound(place, read_only=read_only), transaction.atomic():
        yield


@contextmanager
def as_owner() -> Iterator[None]:
    """The same alias, logged in as the owner: migrations, provisioning and test set-up, never in a request."""
    owner = connection.settings_dict["OWNER"]
    if not owner.get("USER"):
        raise ImproperlyConfigured("DATABASE_OWNER_URL fehlt: Dieser Befehl braucht die Anmeldung der Eigentümerrolle.")
    if connection.in_atomic_block:
        raise ImproperlyConfigured("as_owner() inside a transaction would lose what it did.")
    connection.close()
    before = (
        connection.settings_dict,
        connection.introspection,
        connection.role,
        connection.schema_name,
        connection.read_only,
    )
    # A copy: the settings are shared by the connections of all threads.
    connection.settings_dict = before[0] | {k: owner[k] for k in ("USER", "PASSWORD", "HOST", "PORT")}
    connection.introspection = DatabaseSchemaIntrospection(connection)
    connection.role, connection.read_only = None, False
    connection.set_schema_to_public()
    try:
        yield
    finally:
        connection.close()
        (
            connection.settings_dict,
            connection.introspection,
            connection.role,
            connection.schema_name,
            connection.read_only,
        ) = before
