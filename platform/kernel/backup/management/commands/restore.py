"""Restore the whole service, or one office alone, from a backup."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel.backup.archive import Archive, archives
from kernel.backup.restore import restore_office, restore_service
from kernel.tenancy.place import as_owner


class Command(BaseCommand):
    help = "Stellt aus einer Sicherung alles wieder her oder, mit --office, ein Amt allein."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", help="Ordner der Sicherung; ohne Angabe die neueste")
        parser.add_argument("--office", metavar="SCHLÜSSEL", help="nur dieses Amt; es muss angehalten sein")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["folder"]:
            archive = Archive(Path(options["folder"]).resolve())
        elif found := archives():
            archive = found[-1]
        else:
            raise CommandError("Es gibt keine Sicherung.")
        self.stdout.write(f"Sicherung: {archive.folder}")
        if options["office"]:
            with as_owner():
                restore_office(archive, options["office"], self.stdout.write)
        else:
            restore_service(archive, self.stdout.write)
