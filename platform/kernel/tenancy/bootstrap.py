"""From an empty server to roles, shared tables and rights. Everything here can be repeated and is done as the owner."""

from collections.abc import Callable
from typing import Any, NamedTuple

import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django_tenants.utils import quote_schema_name as quote
from psycopg import sql

from kernel.tenancy.place import as_owner
from kernel.tenancy.rights import GROUPS, shared_sql

EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent", "citext")

type Say = Callable[[str], None]


class Login(NamedTuple):
    """A role that the web process or the worker logs in as; without a password by the server's other means."""

    name: str
    password: str = ""


def bootstrap(say: Say, *logins: Login) -> None:
    """Make the database, extensions, roles, shared tables and rights; `logins` are the web process's (DATABASE_URL's)."""
    here = connection.settings_dict
    owner = here["OWNER"]
    logins = logins or (Login(here["USER"], here["PASSWORD"]),)
    names = tuple(login.name for login in logins)
    if owner.get("USER") in names:
        raise ImproperlyConfigured(
            "DATABASE_URL und DATABASE_OWNER_URL nennen dieselbe Rolle. Der Webprozess braucht eine eigene."
        )
    ensure_database(owner, here["NAME"])
    with as_owner():
        with transaction.atomic(), connection.cursor() as cursor:
            for name in EXTENSIONS:
                cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {name} SCHEMA public")
            for name in GROUPS:
                ensure_role(cursor, name)
            for login in logins:
                ensure_login(cursor, login)
            close_doors(cursor, names, say)
        migrate_shared(say)
        apply_rights(names)


def ensure_database(owner: dict[str, Any], name: str) -> None:
    with psycopg.connect(
        dbname="postgres",
        user=owner["USER"],
        password=owner["PASSWORD"] or None,
        host=owner["HOST"] or None,
        port=owner["PORT"] or None,
        autocommit=True,
    ) as admin:
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def ensure_role(cursor: Any, name: str, *, can: str = "NOLOGIN") -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    if not cursor.fetchone():
        cursor.execute(f"CREATE ROLE {quote(name)} {can}")


def ensure_login(cursor: Any, login: Login) -> None:
    """A login that inherits nothing: it has an office's rights only after taking its role for a transaction."""
    ensure_role(cursor, login.name, can="LOGIN NOINHERIT")
    role = quote(login.name)
    if login.password:
        cursor.execute(connection.ops.compose_sql(f"ALTER ROLE {role} PASSWORD %s", [login.password]))
    for setting in ("timezone = 'UTC'", "search_path = public", "idle_in_transaction_session_timeout = '5min'"):
        cursor.execute(f"ALTER ROLE {role} SET {setting}")
    cursor.execute(f"GRANT hn_portal, hn_audit TO {role}")


def close_doors(cursor: Any, logins: tuple[str, ...], say: Say) -> None:
    """What PostgreSQL leaves open to everybody: the schema public, temporary tables, changing role by a function."""
    cursor.execute("SELECT current_database(), (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)")
    database, superuser = cursor.fetchone()
    names = ", ".join([*map(quote, logins), "CURRENT_USER"])
    cursor.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    cursor.execute(f"REVOKE ALL ON DATABASE {quote(database)} FROM PUBLIC")
    cursor.execute(f"GRANT CONNECT ON DATABASE {quote(database)} TO {names}")
    if superuser:
        cursor.execute("REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC")
        cursor.execute(f"GRANT EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) TO {names}")
        cursor.execute("REVOKE UPDATE ON pg_catalog.pg_settings FROM PUBLIC")
    cursor.execute("SELECT has_function_privilege('public', 'pg_catalog.set_config(text, text, boolean)', 'EXECUTE')")
    if cursor.fetchone()[0]:
        say("Die Eigentümerrolle ist kein Superuser: set_config bleibt für alle ausführbar (docs/adr/0002).")


def migrate_shared(say: Say) -> None:
    """Bring the tables of the schema public up to date. Logged in as the owner."""
    connection.set_schema_to_public()
    executor = MigrationExecutor(connection, progress(say))
    labels = labels_of(settings.SHARED_APPS)
    executor.migrate([node for node in executor.loader.graph.leaf_nodes() if node[0] in labels])


def apply_rights(logins: tuple[str, ...]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(shared_sql(logins))


def labels_of(names: list[str]) -> set[str]:
    from django.apps import apps

    return {config.label for config in apps.get_app_configs() if config.name in names}


def progress(say: Say) -> Callable[..., None]:
    def report(action: str, migration: Any = None, fake: bool = False) -> None:
        if action == "apply_success":
            say(f"  {migration}")

    return report
