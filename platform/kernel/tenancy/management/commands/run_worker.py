"""Run the job worker, logged in like the web process."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import DjangoApp, app, connector_params

POOL_SECONDS = 8  # without a database the worker ends this soon; its supervisor starts it again


class Command(BaseCommand):
    help = "Führt die Jobs aus (Mails, Protokollkette, Fristen); endet bei SIGTERM, sobald der laufende Job fertig ist."

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="beendet sich, wenn nichts mehr wartet")
        parser.add_argument("--concurrency", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.is_owner:
            raise CommandError(
                "Der Worker darf nicht als Eigentümerrolle laufen. Setzen Sie DATABASE_URL auf die Rolle hn_web."
            )
        # An app of its own for fetching: what a running job defers still goes through its own transaction.
        connector = PsycopgConnector(kwargs=connector_params(), timeout=POOL_SECONDS)
        worker = DjangoApp(connector=connector, import_paths=app.import_paths, worker_defaults=app.worker_defaults)
        worker.tasks, worker.periodic_registry = app.tasks, app.periodic_registry
        worker.run_worker(wait=not options["once"], concurrency=options["concurrency"], delete_jobs="successful")
