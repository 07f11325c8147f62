"""Making an office or an organisation a place: role, schema, rights. Logged in as the owner, never in a request."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django_tenants.utils import get_tenant_domain_model
from django_tenants.utils import quote_schema_name as quote

from kernel.sealed.keyring import create_ring
from kernel.tenancy.bootstrap import ensure_role
from kernel.tenancy.models import FleetStatus
from kernel.tenancy.rights import OFFICES, PROVIDERS, office_sql
from kernel.tenancy.template import creation_script


def provision_office(office: Any) -> None:
    """Give a saved office its role, its schema in the state of this release and its address; can be repeated."""
    script = creation_script()
    schema, role = office.schema_name, office.place.role
    create_ring(schema)
    with transaction.atomic(), connection.cursor() as cursor:
        if not schema_exists(cursor, schema):
            ensure_place_role(cursor, role, OFFICES)
            cursor.execute(f"CREATE SCHEMA {quote(schema)}; SET LOCAL search_path = {quote(schema)}, public;\n{script}")
            cursor.execute(f"SET LOCAL search_path = public;\n{office_sql(schema, role)}\n{opening_sql(office)}")
            office.schema_version = settings.SCHEMA_VERSION
        host = f"{office.slug}.{urlsplit(settings.BASE_URL).hostname}"
        get_tenant_domain_model().objects.get_or_create(domain=host, defaults={"tenant": office, "is_primary": True})


def provision_organisation(organisation: Any) -> None:
    """Give a saved organisation its role; its rows lie in the shared schema."""
    with transaction.atomic(), connection.cursor() as cursor:
        ensure_place_role(cursor, organisation.place.role, PROVIDERS)


def ensure_place_role(cursor: Any, role: str, group: str) -> None:
    """A role that nobody logs in as; the web process may take it for a transaction."""
    ensure_role(cursor, role)
    cursor.execute(f"GRANT {group} TO {quote(role)}")
    for login in logins():
        cursor.execute(f"GRANT {quote(role)} TO {quote(login)}")


def schema_exists(cursor: Any, schema: str) -> bool:
    cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema])
    return cursor.fetchone() is not None


def opening_sql(office: Any) -> str:
    """The SQL that opens the office to this release."""
    statement: str = connection.ops.compose_sql(
        f"UPDATE {quote(office._meta.db_table)} SET schema_version = %(version)s WHERE key = %(office)s;\n"
        f"INSERT INTO {quote(FleetStatus._meta.db_table)} (office, version, state, error, at)"
        " VALUES (%(office)s, %(version)s, %(state)s, '', now()) ON CONFLICT (office) DO UPDATE"
        " SET version = excluded.version, state = excluded.state, error = '', at = now();",
        {"office": office.pk, "version": settings.SCHEMA_VERSION, "state": FleetStatus.State.CURRENT},
    )
    return statement


def logins() -> list[str]:
    """The login roles of the web process: whoever may act for the base host."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.rolname FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member"
            " WHERE r.rolname = 'hn_portal' AND m.rolcanlogin AND NOT m.rolsuper AND m.rolname <> current_user ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]
