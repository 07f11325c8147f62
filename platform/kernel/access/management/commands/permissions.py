"""Write docs/permissions.md from the policies."""

from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from kernel.access.document import document


class Command(BaseCommand):
    help = "Schreibt docs/permissions.md aus den Richtlinien."

    def handle(self, *args: Any, **options: Any) -> None:
        for urls in ("project.urls_public", "project.urls_office"):
            import_module(urls)  # every page and API view, and with them every use case
        Path(settings.ROOT, "docs", "permissions.md").write_text(document())
