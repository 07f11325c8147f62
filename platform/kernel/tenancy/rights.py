"""What each kind of place may do with each shared table, and the SQL that grants it.

The tables are named by `settings.TENANCY_RIGHTS`, a module with `SHARED` (every table of the schema public) and
`OFFICE_LIMITS` (the office tables on which an office's role may do less than everything).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType

from django.conf import settings
from django_tenants.utils import quote_schema_name as quote

OFFICES, PROVIDERS, PORTAL, AUDIT = "hn_office", "hn_provider", "hn_portal", "hn_audit"
GROUPS = (OFFICES, PROVIDERS, PORTAL, AUDIT)
KINDS = {PORTAL: "portal", OFFICES: "office", PROVIDERS: "provider", AUDIT: "audit"}
PLACE = "(select place())"  # a subquery: asked once per statement, so that the index is used

_VERBS = {"S": "SELECT", "I": "INSERT", "U": "UPDATE", "D": "DELETE"}
_LETTER = re.compile(r"([SIUD])(\([a-z_, ]+\))?\s*")


@dataclass(frozen=True, slots=True)
class Rights:
    """The letters of what is allowed: S select, I insert, U update, D delete; columns in brackets.

    `rows` limits them per kind of place to rows that fulfil an SQL condition (row level security); `reads` opens
    further rows of a limited kind for reading alone.
    """

    web: str = ""
    portal: str = ""
    office: str = ""
    provider: str = ""
    audit: str = ""
    rows: Mapping[str, str] = field(default_factory=dict)
    reads: Mapping[str, str] = field(default_factory=dict)

    def roles(self, login: Iterable[str]) -> dict[str, str]:
        return {
            **dict.fromkeys(login, self.web),
            PORTAL: self.portal,
            OFFICES: self.office,
            PROVIDERS: self.provider,
            AUDIT: self.audit,
        }

    def conditions(self, login: Iterable[str]) -> dict[str, str]:
        """Under row level security: what each role sees. Where nothing is said, all rows that the right allows."""
        if not self.rows:
            return {}
        return {
            **dict.fromkeys(login, "true"),
            **{role: self.rows.get(kind, "true") for role, kind in KINDS.items()},
        }


def privileges(letters: str) -> list[str]:
    """The privileges that the letters stand for, as GRANT takes them."""
    found = list(_LETTER.finditer(letters))
    if "".join(m[0] for m in found) != letters:
        raise ValueError(f"{letters!r} does not say rights")
    return [_VERBS[m[1]] + (m[2] or "") for m in found]


def declared() -> ModuleType:
    return import_module(settings.TENANCY_RIGHTS)


def shared_sql(logins: Iterable[str]) -> str:
    """Everything that the roles may do in the schema public, from nothing: to be run in one transaction."""
    logins = list(logins)
    names = ", ".join(map(quote, (*logins, *GROUPS)))
    lines = [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {names};",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, {names};",
        f"GRANT USAGE ON SCHEMA public TO {names};",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {names};",
        "CREATE OR REPLACE FUNCTION public.place() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE"
        ' RETURN substr(current_user::text, 3) COLLATE "default";',
    ]
    for table, rights in declared().SHARED.items():
        lines += _table_sql(table, rights, logins)
    return "\n".join(lines)


def _table_sql(table: str, rights: Rights, logins: list[str]) -> list[str]:
    name = f"public.{quote(table)}"
    roles = rights.roles(logins)
    lines = [
        f"GRANT {', '.join(privileges(letters))} ON {name} TO {quote(role)};"
        for role, letters in roles.items()
        if letters
    ]
    conditions = rights.conditions(logins)
    if not conditions:
        return [*lines, f"ALTER TABLE {name} DISABLE ROW LEVEL SECURITY;"]
    lines.append(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY;")
    for role, condition in conditions.items():
        lines.append(f"DROP POLICY IF EXISTS {quote(role)} ON {name};")
        if roles[role]:
            lines.append(
                f"CREATE POLICY {quote(role)} ON {name} TO {quote(role)} USING ({condition}) WITH CHECK ({condition});"
            )
    for role, kind in KINDS.items():
        more = quote(f"{role}_reads")
        lines.append(f"DROP POLICY IF EXISTS {more} ON {name};")
        if kind in rights.reads:
            lines.append(f"CREATE POLICY {more} ON {name} FOR SELECT TO {quote(role)} USING ({rights.reads[kind]});")
    return lines


def office_sql(schema: str, role: str) -> str:
    """What an office's role and the audit's role may do in the office's schema; new tables get it by default."""
    here, who = quote(schema), quote(role)
    everything = "SELECT, INSERT, UPDATE, DELETE"
    lines = [
        f"GRANT USAGE ON SCHEMA {here} TO {who}, {AUDIT};",
        f"GRANT {everything} ON ALL TABLES IN SCHEMA {here} TO {who};",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA {here} GRANT {everything} ON TABLES TO {who};",
    ]
    for table, rights in declared().OFFICE_LIMITS.items():
        name = f"{here}.{quote(table)}"
        lines.append(f"REVOKE ALL ON {name} FROM {who};")
        for grantee, letters in ((who, rights.office), (AUDIT, rights.audit)):
            if letters:
                lines.append(f"GRANT {', '.join(privileges(letters))} ON {name} TO {grantee};")
    return "\n".join(lines)
