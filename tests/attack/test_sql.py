"""SQL of an attacker's, inside an office's transaction: the owner gets the other office's secret, the office does not."""

from typing import Any

import psycopg
import pytest
from django.db import Error, connection, transaction

from kernel.audit.models import Entry
from kernel.tenancy.place import Place, transaction_in
from tests import database
from tests.database import WEB

SECRET = "secret of sued"


def run(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


READS = {
    "named": "SELECT verb FROM o_sued.audit_entry",
    "cast": "SELECT relname FROM pg_class WHERE oid = 'o_sued.audit_entry'::regclass",
    "union": "SELECT verb FROM audit_entry UNION SELECT verb FROM o_sued.audit_entry",
    "subselect": "SELECT (SELECT verb FROM o_sued.audit_entry LIMIT 1)",
    "function": "SELECT query_to_xml('SELECT verb FROM o_sued.audit_entry', true, true, '')::text",
    "count": "SELECT table_to_xml('o_sued.audit_entry', true, true, '')::text",
    "search": "SELECT * FROM ts_stat('SELECT to_tsvector(verb) FROM o_sued.audit_entry')",
    "copy": "COPY (SELECT verb FROM o_sued.audit_entry) TO STDOUT",
    "explain": "EXPLAIN ANALYZE SELECT * FROM o_sued.audit_entry",
}


@pytest.mark.parametrize("statement", READS.values(), ids=READS)
def test_another_offices_table_cannot_be_read(web: Any, nord: Place, owner: Any, statement: str) -> None:
    with owner.cursor() as cursor:
        if statement.startswith("COPY"):
            with cursor.copy(statement) as copied:
                assert SECRET in b"".join(copied).decode()
        else:
            assert cursor.execute(statement).fetchall()
    with transaction_in(nord), pytest.raises(Error, match="permission denied for schema o_sued"), transaction.atomic():
        run(statement)


WRITES = {
    "insert": "INSERT INTO o_sued.submissions_submission (id, person, at, fingerprint) "
    "VALUES (gen_random_uuid(), gen_random_uuid(), now(), '')",
    "update": "UPDATE o_sued.audit_entry SET verb = 'x'",
    "delete": "DELETE FROM o_sued.audit_entry",
    "with": "WITH x AS (DELETE FROM o_sued.audit_entry RETURNING verb) SELECT * FROM x",
    "lock": "LOCK TABLE o_sued.audit_entry",
}


@pytest.mark.parametrize("statement", WRITES.values(), ids=WRITES)
def test_another_offices_table_cannot_be_changed(web: Any, nord: Place, owner: Any, statement: str) -> None:
    with owner.transaction(force_rollback=True):
        owner.execute(statement)
    with transaction_in(nord), pytest.raises(Error, match="permission denied for schema o_sued"), transaction.atomic():
        run(statement)


INJECTED = {
    "stacked": "'; SET ROLE o_sued; SELECT verb FROM o_sued.audit_entry; --",
    "commit": "'; COMMIT; SET ROLE o_sued; SELECT verb FROM o_sued.audit_entry; --",
    "union": "' UNION SELECT verb FROM o_sued.audit_entry --",
    "role": "' UNION SELECT set_config('role', 'o_sued', false) --",
    "session": "' UNION SELECT set_config('session_authorization', 'hn_owner', false) --",
    "settings": "' UNION SELECT pg_catalog.set_config('search_path', 'o_sued', false) --",
}


@pytest.mark.parametrize("text", INJECTED.values(), ids=INJECTED)
def test_injected_text_is_refused(web: Any, nord: Place, owner: Any, text: str) -> None:
    """A query that glues text together. The owner's cursor, with the simple protocol, runs all of it."""
    statement = f"SELECT verb FROM audit_entry WHERE record = '{text}"
    with psycopg.connect(database.owner_url(), autocommit=True) as other:
        other.execute("SET search_path = o_nord, public")
        other.execute(statement)
    with transaction_in(nord), pytest.raises(Error, match=r"permission denied|multiple commands"), transaction.atomic():
        run(statement)
    with transaction_in(nord):
        assert set(Entry.objects.values_list("verb", flat=True)) == {"secret of nord"}


WHOLE = {
    "role": "SET ROLE o_sued",
    "comment": "/* x */ SET ROLE o_sued",
    "line": "-- x\nSET LOCAL ROLE o_sued",
    "authorization": "SET SESSION AUTHORIZATION DEFAULT",
    "reset": "RESET ROLE",
    "do": "DO $$ BEGIN SET ROLE o_sued; END $$",
    "path": "SET search_path = o_sued",
    "transaction": "COMMIT",
    "discard": "DISCARD ALL",
    "prepare": "PREPARE x AS SELECT 1",
    "table": "CREATE TEMPORARY TABLE audit_entry (verb text)",
    "function": "CREATE FUNCTION pg_temp.f() RETURNS text LANGUAGE sql RETURN 'x'",
}


@pytest.mark.parametrize("statement", WHOLE.values(), ids=WHOLE)
def test_a_whole_statement_is_refused_before_it_is_sent(web: Any, nord: Place, statement: str) -> None:
    """The session's role may become any office: here the cursor itself is the guard."""
    with transaction_in(nord):
        with pytest.raises(Error, match="does not belong"), transaction.atomic():
            run(statement)
        assert run("SELECT current_user") == [("o_nord",)]


def test_without_the_cursors_guard_such_a_statement_works(owner: Any) -> None:
    with psycopg.connect(database.url(WEB)) as bare:
        bare.execute("SET LOCAL ROLE o_nord")
        bare.execute("SET ROLE o_sued")
        assert bare.execute("SELECT verb FROM o_sued.audit_entry").fetchall() == [(SECRET,)]


def test_without_the_revoked_function_an_injected_select_works(owner: Any) -> None:
    """In a database of the same server that was never set up, the web login changes its role by a mere SELECT."""
    with psycopg.connect(database.url(WEB, "postgres")) as bare:
        bare.execute("SET LOCAL ROLE o_nord")
        assert bare.execute("SELECT set_config('role', 'o_sued', false)").fetchone() == ("o_sued",)
        assert bare.execute("SELECT current_user").fetchone() == ("o_sued",)


MISCHIEF = {
    "schema": "UPDATE pg_settings SET setting = 'o_sued' WHERE name = 'search_path'",
    "shadow": "SELECT 1 INTO public.audit_entry_2",
    "temporary": "SELECT 1 INTO TEMPORARY audit_entry",
    "own schema": "SELECT 1 INTO o_nord.audit_entry_2",
    "file": "SELECT pg_read_file('postgresql.conf')",
    "program": "COPY audit_entry TO PROGRAM 'cat >/dev/null'",
    "passwords": "SELECT rolpassword FROM pg_authid",
    "terminate": "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'hn_web_test' AND pid <> pg_backend_pid()",
    "audit": "UPDATE audit_entry SET verb = 'x'",
    "migrations": "DELETE FROM django_migrations",
}


@pytest.mark.parametrize("statement", MISCHIEF.values(), ids=MISCHIEF)
def test_other_mischief_is_refused(web: Any, nord: Place, owner: Any, statement: str) -> None:
    with psycopg.connect(database.url(WEB)), owner.transaction(force_rollback=True):
        owner.execute("SET LOCAL search_path = o_nord, public")
        owner.execute(statement)
    with (
        psycopg.connect(database.url(WEB)),
        transaction_in(nord),
        pytest.raises(Error, match="permission|denied|must be"),
        transaction.atomic(),
    ):
        run(statement)


def test_an_office_sees_nothing_of_other_sessions_queries(web: Any, nord: Place, owner: Any) -> None:
    with psycopg.connect(database.url(WEB)) as other:
        other.execute("SELECT 'a secret'")
        question = "SELECT query FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = 'hn_web_test'"
        assert any("a secret" in row[0] for row in owner.execute(question).fetchall())
        with transaction_in(nord):
            assert not any("a secret" in row[0] for row in run(question))
