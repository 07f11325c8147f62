"""Back up the database and the files, every night; or say whether the newest backup is new enough."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel.backup.archive import archives, make


class Command(BaseCommand):
    help = "Sichert Datenbank und Dateien nach HILFENETZ_BACKUP_DIR und löscht, was zu alt ist."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--list", action="store_true", help="zeigt nur die vorhandenen Sicherungen")
        parser.add_argument(
            "--newest-within",
            type=float,
            metavar="STUNDEN",
            help="sichert nicht, sondern schlägt fehl, wenn die neueste älter ist",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            for archive in archives():
                self.stdout.write(f"{archive.folder}  {len(archive.manifest['offices'])} Ämter")
        elif options["newest_within"] is not None:
            self.refuse_old(timedelta(hours=options["newest_within"]))
        else:
            archive = make(self.stdout.write)
            self.stdout.write(f"Sicherung: {archive.folder}")

    def refuse_old(self, allowed: timedelta) -> None:
        newest = archives()[-1:]
        if not newest:
            raise CommandError("Es gibt noch keine Sicherung.")
        if newest[0].made_at < datetime.now(UTC) - allowed:
            raise CommandError(f"Die neueste Sicherung ({newest[0].folder.name}) ist zu alt.")
        self.stdout.write(f"Neueste Sicherung: {newest[0].folder.name}")
