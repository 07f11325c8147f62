"""What a database of the service holds beside its tables' rows: roles, offices' schemas, and how many rows there are."""

from typing import Any

import psycopg
from django_tenants.utils import get_tenant_model
from psycopg import sql

# The service's roles (docs/adr/0002): its own, the offices', the provider organisations'.
ROLES = r"^(hn|o|p)_"
OFFICE_SCHEMAS = r"^o_"


def offices(connection: psycopg.Connection) -> dict[str, str]:
    """The schema of each office with the version of its tables."""
    table = sql.Identifier("public", get_tenant_model()._meta.db_table)
    rows = connection.execute(sql.SQL("SELECT schema_name, schema_version FROM {} ORDER BY 1").format(table))
    return dict(rows.fetchall())


def row_counts(connection: psycopg.Connection, schemas: list[str] | None = None) -> dict[str, int]:
    """The number of rows of every table, by schema.table; of all of the service's schemas unless some are named."""
    tables = connection.execute(
        "SELECT schemaname, tablename FROM pg_tables WHERE schemaname = ANY(%s) OR %s AND (schemaname = 'public' OR schemaname ~ %s)"
        " ORDER BY 1, 2",
        [schemas or [], schemas is None, OFFICE_SCHEMAS],
    ).fetchall()
    counts = {}
    for schema, table in tables:
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
        counts[f"{schema}.{table}"] = connection.execute(query).fetchone()[0]  # type: ignore[index]
    return counts


def roles(connection: psycopg.Connection) -> list[dict[str, Any]]:
    """The service's roles, without passwords: what they may, their settings, and what they are members of."""
    rows = connection.execute(
        """
        SELECT jsonb_build_object(
            'name', rolname, 'login', rolcanlogin, 'inherit', rolinherit,
            'createdb', rolcreatedb, 'createrole', rolcreaterole,
            'settings', coalesce((SELECT jsonb_agg(s) FROM pg_db_role_setting d, unnest(d.setconfig) s
                                  WHERE d.setrole = r.oid AND d.setdatabase = 0), '[]'),
            'member_of', coalesce((SELECT jsonb_object_agg(g.rolname, jsonb_build_object(
                                       'inherit', coalesce(to_jsonb(m)->>'inherit_option', 'true'),
                                       'set', coalesce(to_jsonb(m)->>'set_option', 'true'),
                                       'admin', m.admin_option::text))
                                   FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
                                   WHERE m.member = r.oid AND g.rolname ~ %(ours)s), '{}'))
        FROM pg_roles r WHERE rolname ~ %(ours)s ORDER BY rolname
        """,
        {"ours": ROLES},
    )
    return [row[0] for row in rows.fetchall()]


def create_roles(connection: psycopg.Connection, wanted: list[dict[str, Any]]) -> list[str]:
    """Create the missing roles and memberships; returns the names of those created. Existing ones stay as they are."""
    known = {role["name"] for role in roles(connection)}
    missing = [role for role in wanted if role["name"] not in known]
    for role in missing:
        words = ("LOGIN", "INHERIT", "CREATEDB", "CREATEROLE")
        may = sql.SQL(" ".join(word if role[word.lower()] else f"NO{word}" for word in words))
        name = sql.Identifier(role["name"])
        connection.execute(sql.SQL("CREATE ROLE {} {}").format(name, may))
        for setting in role["settings"]:
            parameter, _, value = setting.partition("=")
            connection.execute(
                sql.SQL("ALTER ROLE {} SET {} = {}").format(name, sql.Identifier(parameter), sql.Literal(value))
            )
    modern = connection.info.server_version >= 160000
    members = {role["name"]: role["member_of"] for role in roles(connection)}
    for role in wanted:
        for group, how in role["member_of"].items():
            if group in members.get(role["name"], {}):  # whoever creates a role is its administrator already
                continue
            names = sql.Identifier(group), sql.Identifier(role["name"])
            options = f" WITH INHERIT {how['inherit']}, SET {how['set']}, ADMIN {how['admin']}" if modern else ""
            connection.execute(sql.SQL("GRANT {} TO {}{}").format(*names, sql.SQL(options)))
    return [role["name"] for role in missing]
