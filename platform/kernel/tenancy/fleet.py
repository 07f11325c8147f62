"""Migrating hundreds of office schemas (docs/adr/0003).

Django migrates the template once and its SQL is recorded; each office then gets that SQL in one transaction. What
SQL cannot repeat (RunPython) Django runs per office. A run that was broken off goes on where it stopped.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import SeparateDatabaseAndState
from django_tenants.utils import get_tenant_model
from django_tenants.utils import quote_schema_name as quote

from kernel.tenancy.bootstrap import Say, labels_of, progress
from kernel.tenancy.models import FleetStatus, Step
from kernel.tenancy.postgresql.base import DatabaseWrapper
from kernel.tenancy.provision import opening_sql, schema_exists
from kernel.tenancy.rights import office_sql
from kernel.tenancy.template import TEMPLATE, template_version

RUN = 7_140_713  # the advisory lock of a run
LOCK_TIMEOUT = "5s"  # one office's open request must not hold up the fleet behind it

type Key = tuple[str, str]


class RunningAlready(RuntimeError):
    """Another run holds the lock."""


def migrate_fleet(say: Say) -> list[Any]:
    """Bring the template and every office to this release; returns the offices that failed. Logged in as the owner."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [RUN])
        if not cursor.fetchone()[0]:
            raise RunningAlready("Eine Migration der Ämter läuft schon.")
    try:
        migrate_template(say)
        behind = list(get_tenant_model().objects.exclude(schema_version=settings.SCHEMA_VERSION))
        return _migrate_offices(behind, say) if behind else []
    finally:
        connection.set_schema_to_public()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [RUN])


def migrate_template(say: Say) -> None:
    """Migrate the template by Django and record each migration's SQL."""
    if template_version() == settings.SCHEMA_VERSION:
        return
    with connection.cursor() as cursor:
        is_new = not schema_exists(cursor, TEMPLATE)
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {quote(TEMPLATE)}")
    with _django_in(TEMPLATE):
        executor = MigrationExecutor(connection, progress(say))
        labels = labels_of(settings.TENANT_APPS)
        targets = [node for node in executor.loader.graph.leaf_nodes() if node[0] in labels]
        if is_new:
            executor.migrate(targets)
        else:
            _migrate_and_record(executor, targets)
    with connection.cursor() as cursor:
        comment = f"COMMENT ON SCHEMA {quote(TEMPLATE)} IS %s"
        cursor.execute(connection.ops.compose_sql(comment, [settings.SCHEMA_VERSION]))


def _migrate_and_record(executor: MigrationExecutor, targets: list[Key]) -> None:
    plan = executor.migration_plan(targets)
    state = executor._create_project_state(with_applied_migrations=True)  # type: ignore[attr-defined]
    for migration, _ in plan:
        with _recording() as said, transaction.atomic() if migration.atomic else nullcontext():
            state = executor.apply_migration(state, migration)
            Step.objects.update_or_create(
                app=migration.app_label,
                name=migration.name,
                defaults={"sql": None if needs_django(migration) else ";\n".join(said)},
            )


def needs_django(migration: Migration) -> bool:
    """Whether a migration is more than SQL: it runs Python, or it cannot run in a transaction."""
    return not migration.atomic or not all(map(_is_sql, migration.operations))


def _is_sql(operation: Any) -> bool:
    if isinstance(operation, SeparateDatabaseAndState):
        return all(map(_is_sql, operation.database_operations))
    return bool(operation.reduces_to_sql)


def _migrate_offices(offices: list[Any], say: Say) -> list[Any]:
    runner = _Runner()
    failed = []
    for number, office in enumerate(offices, 1):
        try:
            runner.migrate(office)
            say(f"  {number}/{len(offices)} {office.key}")
        except Exception as error:  # noqa: BLE001 - a data migration may raise anything; the others go on
            connection.set_schema_to_public()
            failed.append(office)
            FleetStatus.objects.update_or_create(
                office=office.pk,
                defaults={
                    "version": settings.SCHEMA_VERSION,
                    "state": FleetStatus.State.FAILED,
                    "error": str(error)[:2000],
                },
            )
            say(f"  {number}/{len(offices)} {office.key}: {error}")
    return failed


class _Runner:
    """What all offices of a run share: the order of the migrations, their SQL, Django's loaded history."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            self.all = _applied(cursor, TEMPLATE)
        self.steps: dict[Key, str | None] = {(s.app, s.name): s.sql for s in Step.objects.all()}
        self._executor: MigrationExecutor | None = None
        self._states: dict[Key, Any] = {}

    def migrate(self, office: Any) -> None:
        """Run what the office lacks; runs of SQL steps as one transaction each, the last of which opens the office."""
        with connection.cursor() as cursor:
            had = set(_applied(cursor, office.schema_name))
        lacking = [key for key in self.all if key not in had]
        ready: list[Key] = []
        for as_sql, keys in groupby(lacking, lambda key: self.steps.get(key) is not None):
            if as_sql:
                ready = list(keys)
                continue
            self._run(self._replay(office, ready))
            ready = []
            for key in keys:
                self._by_django(office, key)
        self._run(self._replay(office, ready) + opening_sql(office))

    def _replay(self, office: Any, keys: list[Key]) -> str:
        if not keys:
            return ""
        rows = ", ".join(connection.ops.compose_sql("(%s, %s, now())", key) for key in keys)
        script = ";\n".join(filter(None, (self.steps[key] for key in keys)))
        rights = office_sql(office.schema_name, office.place.role) if "CREATE TABLE" in script else ""
        return (
            f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'; SET LOCAL search_path = {quote(office.schema_name)}, public;\n"
            f"{script};\nINSERT INTO django_migrations (app, name, applied) VALUES {rows};\n{rights}\n"
        )

    @staticmethod
    def _run(script: str) -> None:
        if script:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(script)

    def _by_django(self, office: Any, key: Key) -> None:
        with _django_in(office.schema_name):
            executor = self._executor = self._executor or MigrationExecutor(connection)
            migration = executor.loader.graph.nodes[key]
            if key not in self._states:
                self._states[key] = executor.loader.project_state(key, at_end=False)
            executor.apply_migration(self._states[key].clone(), migration)
            with connection.cursor() as cursor:
                cursor.execute(office_sql(office.schema_name, office.place.role))


def _applied(cursor: Any, schema: str) -> list[Key]:
    cursor.execute(f"SELECT app, name FROM {quote(schema)}.django_migrations ORDER BY id")
    return list(cursor.fetchall())


@contextmanager
def _django_in(schema: str) -> Iterator[None]:
    """Django's own migrations in one schema."""
    connection.set_schema(schema)
    try:
        yield
    finally:
        connection.set_schema_to_public()


@contextmanager
def _recording() -> Iterator[list[str]]:
    """The DDL that Django runs inside."""
    said: list[str] = []

    class Recorder(DatabaseWrapper.SchemaEditorClass):  # type: ignore[misc, name-defined]
        def execute(self, sql: Any, params: Any = ()) -> None:
            composed = str(sql) if params is None else self.connection.ops.compose_sql(str(sql), params)
            said.append(composed)
            super().execute(composed, None)

    connection.SchemaEditorClass = Recorder  # type: ignore[misc]
    try:
        yield said
    finally:
        del connection.SchemaEditorClass
