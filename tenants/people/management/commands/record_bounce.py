"""manage.py record_bounce < meldung.eml - a mail that came back (RFC 3464), handed over by the operator's mail system."""

import email
import sys
from collections.abc import Iterator
from email.message import Message
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants.people.mail import mark_bounced


class Command(BaseCommand):
    help = "Liest eine Rückmeldung über eine nicht zugestellte Mail (RFC 3464) und merkt vor, dass die Adresse nichts annimmt."

    def handle(self, *args: Any, **options: Any) -> None:
        message = email.message_from_binary_file(sys.stdin.buffer)
        reports = [part for part in message.walk() if part.get_content_type() == "message/delivery-status"]
        if not reports:
            raise CommandError("Das ist keine Rückmeldung über eine Zustellung (message/delivery-status fehlt).")
        refused = {address for report in reports for address in refused_in(report)}
        marked = sum(mark_bounced(address) for address in sorted(refused))
        self.stdout.write(f"{len(refused)} Adressen dauerhaft abgelehnt, {marked} davon gehören zu einem Konto.")


def refused_in(report: Message) -> Iterator[str]:
    """The addresses that were refused for good: Action `failed` and a Status of class 5."""
    for block in report.walk():
        status = str(block.get("Status", "")).strip()
        if str(block.get("Action", "")).strip().lower() == "failed" and status.startswith("5."):
            named = block.get("Original-Recipient") or block.get("Final-Recipient") or ""
            yield str(named).rpartition(";")[2].strip().strip("<>")
