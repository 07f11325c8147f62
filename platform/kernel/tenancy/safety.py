"""What the database itself must guarantee, asked of the database: for the system check and the status page."""

from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connection

_QUESTIONS: dict[str, tuple[str, str]] = {
    "tenancy.W001": (
        "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = %(login)s",
        "Die Anmelderolle {login} darf mehr, als sie soll (Superuser, BYPASSRLS, CREATEROLE oder CREATEDB).",
    ),
    "tenancy.W002": (
        "SELECT rolinherit FROM pg_roles WHERE rolname = %(login)s",
        "Die Anmelderolle {login} erbt die Rechte aller Jugendämter (INHERIT).",
    ),
    "tenancy.W003": (
        "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname LIKE 'o\\_%%' AND has_schema_privilege(%(login)s, oid, 'USAGE'))",
        "Die Anmelderolle {login} erreicht ein Schema eines Jugendamts ohne dessen Rolle.",
    ),
    "tenancy.W004": (
        "SELECT has_function_privilege('hn_office', 'pg_catalog.set_config(text, text, boolean)', 'EXECUTE')",
        "set_config ist für alle ausführbar: Eine eingeschleuste Abfrage könnte die Rolle wechseln. Ein Superuser muss "
        "„REVOKE EXECUTE ON FUNCTION set_config FROM PUBLIC“ ausführen (docs/adr/0002).",
    ),
    "tenancy.W005": (
        "SELECT has_schema_privilege('hn_office', 'public', 'CREATE')"
        " OR has_database_privilege('hn_office', current_database(), 'TEMPORARY')",
        "Die Rollen der Jugendämter dürfen Tabellen anlegen.",
    ),
}


def findings() -> dict[str, str]:
    """What protection is missing, by code; empty when all is well. Asked as the login role."""
    with connection.cursor() as cursor:
        return holes(cursor, connection.settings_dict["USER"])


def holes(cursor: Any, login: str) -> dict[str, str]:
    found = {}
    for code, (question, sentence) in _QUESTIONS.items():
        cursor.execute(question, {"login": login})
        if cursor.fetchone()[0]:
            found[code] = sentence.format(login=login)
    return found


@register(Tags.database)
def check_database(*, databases: Any = None, **given: Any) -> list[CheckMessage]:
    """`manage.py check --database default` on the machine that serves."""
    if not databases:
        return []
    return [Warning(sentence, id=code) for code, sentence in findings().items()]
