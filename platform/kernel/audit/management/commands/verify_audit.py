"""Check every office's audit for changed, removed and inserted rows."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django_tenants.utils import get_tenant_model

from kernel.audit.chain import Head, verify
from kernel.tenancy.place import PORTAL


class Command(BaseCommand):
    help = "Prüft das Protokoll jedes Jugendamts auf geänderte, entfernte und eingefügte Zeilen."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--heads",
            type=Path,
            help="Datei mit den Enden der Ketten; wird verglichen und danach fortgeschrieben. Bewahren Sie sie getrennt auf.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path | None = options["heads"]
        kept = json.loads(path.read_text()) if path and path.exists() else {}
        heads, broken = {}, 0
        for place in [PORTAL, *(office.place for office in get_tenant_model().objects.all())]:
            name = place.key or "portal"
            known = Head(kept[name][0], bytes.fromhex(kept[name][1])) if name in kept else None
            report = verify(place, known)
            heads[name] = [report.head.number, report.head.digest.hex()]
            state = "verändert" if report.findings else "unverändert"
            self.stdout.write(f"{name:<42} {report.head.number:>9} Glieder, {report.waiting} warten: {state}")
            for finding in report.findings:
                self.stdout.write(f"    {finding}")
            broken += bool(report.findings)
        if broken:
            raise CommandError(f"In {broken} Protokollen stimmt etwas nicht.")
        if path:
            path.write_text(json.dumps(heads, indent=1))
