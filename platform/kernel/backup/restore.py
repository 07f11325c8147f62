"""Back from a backup: the whole service, or one office alone.

The whole service is restored into a new database that takes the old one's name only when everything is in it. An office is
restored into its own schema. Either way what was there before is kept under another name and is deleted by hand.
"""

import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import CommandError
from django_tenants.utils import get_tenant_model
from psycopg import sql

from kernel.backup import content
from kernel.backup.archive import DATABASE, FILES, Archive, Say
from kernel.backup.programs import client_environment, connect, owner_login, pour, program, run


def stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%d_%H%M%S")


def restore_service(archive: Archive, say: Say) -> None:
    """Put the backup in the place of the whole database; web and worker must be stopped."""
    archive.verify()
    manifest, name = archive.manifest, owner_login()["dbname"]
    fresh, kept = f"{name}_restored", f"{name}_before_{stamp()}"
    with connect("postgres") as server, readable(archive, DATABASE) as dump:
        refuse_while_in_use(server, name)
        created = content.create_roles(server, manifest["roles"])
        say(f"Rollen: {len(created)} neu angelegt, {len(manifest['roles']) - len(created)} waren da.")
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(fresh)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(fresh)))
        pg_restore(["--dbname", fresh, str(dump)], database=fresh)
        with connect(fresh) as connection:
            compare(content.row_counts(connection), manifest["rows"])
            sessions = sql.Identifier("public", Session._meta.db_table)
            connection.execute(sql.SQL("DELETE FROM {}").format(sessions))
        swap(server, name, fresh, kept)
    say(f"Datenbank {name} wiederhergestellt: {sum(manifest['rows'].values())} Zeilen, wie gesichert.")
    say(
        "Alle müssen sich neu anmelden. Zugänge, die seit der Sicherung entzogen wurden, gelten wieder: Entziehen Sie sie erneut."
    )
    call_command("bootstrap_database")
    restore_files(archive, say)
    say(
        f"Der Stand von vorher liegt, falls es einen gab, verschlossen in der Datenbank {kept}. Löschen Sie sie, wenn alles stimmt."
    )
    say("Es fehlt noch: manage.py migrate_offices, dann web und worker starten, dann manage.py verify_audit.")


def restore_office(archive: Archive, key: str, say: Say) -> None:
    """Put the backup's schema of one suspended office in the place of today's."""
    archive.verify()
    office = get_tenant_model().objects.filter(pk=key).first()
    if office is None:
        raise CommandError(
            f"Ein Amt „{key}“ gibt es nicht mehr. Ohne seine gemeinsamen Zeilen hilft nur die ganze Sicherung."
        )
    if office.status == "active":
        raise CommandError(f"Halten Sie das Amt zuerst an: manage.py suspend_office {key}")
    schema, kept = office.schema_name, f"was_{stamp()}_{office.schema_name}"
    manifest = archive.manifest
    if schema not in manifest["offices"]:
        raise CommandError(f"In der Sicherung {archive.folder.name} gibt es dieses Amt noch nicht.")
    with connect() as connection, readable(archive, DATABASE) as dump, TemporaryDirectory() as folder:
        content.create_roles(connection, manifest["roles"])
        listing = Path(folder) / "list"
        listing.write_text("".join(entries_of(schema, pg_restore(["--list", str(dump)]))))
        existed = set_aside(connection, schema, kept)
        try:
            pg_restore(
                ["--single-transaction", "--dbname", owner_login()["dbname"], "--use-list", str(listing), str(dump)]
            )
            compare(content.row_counts(connection, [schema]), rows_of(schema, manifest["rows"]))
        except BaseException:
            connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))
            if existed:
                rename_schema(connection, kept, schema)
            raise
        if existed:
            withdraw_rights(connection, kept)
        table = sql.Identifier("public", get_tenant_model()._meta.db_table)
        update = sql.SQL("UPDATE {} SET schema_version = %s WHERE schema_name = %s").format(table)
        connection.execute(update, [manifest["offices"][schema], schema])
    say(
        f"{office.name}: {sum(rows_of(schema, manifest['rows']).values())} Zeilen, wie gesichert. Andere Ämter sind unberührt."
    )
    say(
        "Was Ämter teilen, bleibt auf dem Stand von heute: Konten, Namen, Mitgliedschaften, Unterweisungen, Einladungen, "
        "Aufgabenliste. Ein Zugang, der seit der Sicherung entzogen wurde, kommt so nicht zurück."
    )
    if existed:
        say(f"Der Stand von vorher liegt im Schema {kept}; kein Amt kann ihn lesen. Löschen Sie es, wenn alles stimmt.")
    say(f"Es fehlt noch: manage.py migrate_offices, manage.py verify_audit, manage.py suspend_office {key} --end")


@contextmanager
def readable(archive: Archive, name: str) -> Iterator[Path]:
    """The file itself, or its decrypted copy, which is gone afterwards."""
    if not archive.manifest["encrypted"]:
        yield archive.folder / name
        return
    if not settings.BACKUP_DECRYPT:
        raise CommandError(
            "Die Sicherung ist verschlüsselt: Nennen Sie mit HILFENETZ_BACKUP_DECRYPT den Befehl, der sie entschlüsselt."
        )
    with TemporaryDirectory(dir=archive.folder) as folder:
        with (archive.folder / f"{name}.enc").open("rb") as encrypted:
            pour([shlex.split(settings.BACKUP_DECRYPT)], Path(folder) / name, source=encrypted)
        yield Path(folder) / name


def pg_restore(arguments: list[str], database: str | None = None) -> str:
    with connect("postgres") as server:
        tool = program("pg_restore", server.info.server_version // 10000)
    options = ["--no-owner", "--exit-on-error", "--no-password"]
    return run([tool, *options, *arguments], client_environment(database))


def refuse_while_in_use(server: psycopg.Connection, name: str) -> None:
    row = server.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [name]).fetchone()
    if row and row[0]:
        raise CommandError(f"Die Datenbank {name} hat noch {row[0]} Verbindungen: Beenden Sie zuerst web und worker.")


def compare(found: dict[str, int], expected: dict[str, int]) -> None:
    wrong = [f"{t}: {found.get(t)} statt {n}" for t, n in expected.items() if found.get(t) != n]
    if wrong:
        raise CommandError(f"Nach dem Einspielen stimmen die Zeilen nicht: {', '.join(wrong[:5])}")


def swap(server: psycopg.Connection, name: str, fresh: str, kept: str) -> None:
    """Both names change in one transaction, so that there is always one database or the other."""
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    with server.transaction():
        if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            server.execute(rename.format(sql.Identifier(name), sql.Identifier(kept)))
            server.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(sql.Identifier(kept)))
        server.execute(rename.format(sql.Identifier(fresh), sql.Identifier(name)))


def entries_of(schema: str, listing: str) -> list[str]:
    """The lines of pg_restore's list that make this schema, everything in it and its rights."""
    named = re.escape(schema)
    wanted = re.compile(rf"\d+; \d+ \d+ ([A-Z ]+ {named} |SCHEMA - {named} |ACL - SCHEMA {named} )")
    return [line for line in listing.splitlines(keepends=True) if wanted.match(line)]


def rows_of(schema: str, rows: dict[str, int]) -> dict[str, int]:
    return {table: count for table, count in rows.items() if table.startswith(f"{schema}.")}


def set_aside(connection: psycopg.Connection, schema: str, kept: str) -> bool:
    if not connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema]).fetchone():
        return False
    rename_schema(connection, schema, kept)
    return True


def rename_schema(connection: psycopg.Connection, old: str, new: str) -> None:
    connection.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new)))


def withdraw_rights(connection: psycopg.Connection, schema: str) -> None:
    grantees = connection.execute(
        "SELECT DISTINCT r.rolname FROM pg_namespace n, aclexplode(n.nspacl) a JOIN pg_roles r ON r.oid = a.grantee"
        " WHERE n.nspname = %s AND r.rolname <> current_user",
        [schema],
    )
    for (role,) in grantees.fetchall():
        connection.execute(
            sql.SQL("REVOKE ALL ON SCHEMA {} FROM {}").format(sql.Identifier(schema), sql.Identifier(role))
        )


def restore_files(archive: Archive, say: Say) -> None:
    """The files of the backup; those of today are kept beside them."""
    if not any(name.startswith(FILES) for name in archive.manifest["files"]):
        return
    target: Path = settings.MEDIA_ROOT
    if target.exists():
        target.rename(target.with_name(f"{target.name}_before_{stamp()}"))
    target.mkdir(parents=True)
    with readable(archive, FILES) as tar:
        run(["tar", "--extract", "--directory", str(target), "--file", str(tar)])
    say(f"Dateien in {target} wiederhergestellt.")
