"""Sealing an office's columns anew with its newest key, in batches, while people work; and computing the blind index anew.

Logged in as the owner. What was done stays done: begun again, it takes the rows that still carry an older key.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django_tenants.utils import quote_schema_name as quote

from kernel.sealed import keyring
from kernel.sealed.fields import FORMAT, SealedField, SealedTextField, seal, unseal
from kernel.sealed.index import blind_parts

ROWS, LARGE_ROWS = 500, 10  # rows of a batch; fewer where whole papers lie in them

type Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Sealed:
    """A table with its sealed columns; `blind` are index columns with the columns from which they are computed."""

    table: str
    columns: tuple[str, ...]
    contexts: tuple[str, ...]
    batch: int
    blind: dict[str, tuple[str, ...]]


def sealed_tables() -> Iterator[Sealed]:
    """Every table of an office with sealed columns, whichever part of the service it belongs to."""
    offices = {app.rpartition(".")[2] for app in settings.TENANT_APPS}
    for model in apps.get_models(include_auto_created=True):
        fields = [f for f in model._meta.concrete_fields if isinstance(f, SealedField)]
        if model._meta.app_label in offices and fields:
            yield Sealed(
                model._meta.db_table,
                tuple(str(f.column) for f in fields),
                tuple(f.context for f in fields),
                ROWS if all(isinstance(f, SealedTextField) for f in fields) else LARGE_ROWS,
                getattr(model, "BLIND", {}),
            )


def rotate(schema: str, say: Say, *, pause: Callable[[float], None] = time.sleep) -> None:
    """A new key, everything sealed anew, the old keys forgotten. Stopped halfway, the next call goes on."""
    if len(keyring.ring_of(schema).ciphers) == 1:
        keyring.rotate_ring(schema)
        say("Neuer Schlüssel angelegt.")
    else:
        say("Ein begonnener Wechsel geht weiter.")
    pause(keyring.LOOK_AGAIN + 1)  # until every process seals with it
    while not _dropped(schema, say):
        pause(1)


def _dropped(schema: str, say: Say) -> bool:
    """Seal what is left; when nothing is, forget the old keys."""
    for table in sealed_tables():
        done = 0
        while rows := reseal_batch(schema, table):
            done += rows
        if done:
            say(f"{table.table}: {done} Zeilen neu versiegelt.")
    with transaction.atomic(), connection.cursor() as cursor:
        for table in sealed_tables():
            # Waits for whoever writes there now: what they sealed with the old key is seen by the next look.
            cursor.execute(f"LOCK TABLE {_name(schema, table)} IN SHARE MODE")
            if _old_rows(cursor, schema, table, 1):
                return False
        keyring.drop_old_keys(schema)
    say("Alte Schlüssel vergessen.")
    return True


def reseal_batch(schema: str, table: Sealed) -> int:
    """Some rows that carry an older key; returns how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        rows = _old_rows(cursor, schema, table, table.batch, lock=True)
        for key, *values in rows:
            anew = [
                seal(schema, context, unseal(schema, context, bytes(value))) if value else value
                for context, value in zip(table.contexts, values, strict=True)
            ]
            _update(cursor, schema, table, table.columns, anew, key)
    return len(rows)


def recompute_index(schema: str, say: Say) -> None:
    """A new index key and all blind parts under it; until it is through, search by name finds less."""
    keyring.rotate_index(schema)
    for table in sealed_tables():
        for column, sources in table.blind.items():
            with transaction.atomic(), connection.cursor() as cursor:
                columns = ", ".join(quote(s) for s in sources)
                cursor.execute(f"SELECT id, {columns} FROM {_name(schema, table)} FOR UPDATE")  # noqa: S608 - names of our own tables
                rows = cursor.fetchall()
                contexts = dict(zip(table.columns, table.contexts, strict=True))
                for key, *values in rows:
                    texts = [
                        unseal(schema, contexts[source], bytes(value)).decode() if value else ""
                        for source, value in zip(sources, values, strict=True)
                    ]
                    _update(cursor, schema, table, (column,), [blind_parts(schema, *texts)], key)
            say(f"{table.table}: {len(rows)} Zeilen neu verzeichnet.")


def _old_rows(cursor: Any, schema: str, table: Sealed, most: int, *, lock: bool = False) -> list[Any]:
    head = bytes([FORMAT]) + keyring.ring_of(schema).newest.to_bytes(2, "big")
    old = " OR ".join(f"(length({quote(c)}) > 0 AND substring({quote(c)} FROM 1 FOR 3) <> %s)" for c in table.columns)
    columns = ", ".join(map(quote, table.columns))
    cursor.execute(
        f"SELECT id, {columns} FROM {_name(schema, table)} WHERE {old} ORDER BY id LIMIT {most}"  # noqa: S608 - as above
        f"{' FOR NO KEY UPDATE' if lock else ''}",
        [head] * len(table.columns),
    )
    rows: list[Any] = cursor.fetchall()
    return rows


def _update(cursor: Any, schema: str, table: Sealed, columns: tuple[str, ...], values: list[Any], key: Any) -> None:
    """Without touching the row's version: nobody's form is refused because of a key."""
    assignments = ", ".join(f"{quote(column)} = %s" for column in columns)
    cursor.execute(f"UPDATE {_name(schema, table)} SET {assignments} WHERE id = %s", [*values, key])  # noqa: S608 - as above


def _name(schema: str, table: Sealed) -> str:
    return f"{quote(schema)}.{quote(table.table)}"
