"""The audit of each office as a chain: a link's digest covers an entry and the link before it.

A job appends links under the role `hn_audit`, which may read entries and only insert links; the office's role may
only insert entries and read both. So nobody but the owner of the tables can rewrite the chain, and who keeps the
heads elsewhere (`verify_audit --heads`) notices even that.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, timedelta

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from kernel.audit.models import Entry, Link
from kernel.tenancy.place import PORTAL, Place, transaction_in
from kernel.tenancy.rights import AUDIT

BATCH = 5000
LATE = timedelta(hours=1)  # no transaction lasts longer: an entry that comes later is not the service's


@dataclass(frozen=True, slots=True)
class Head:
    """The last link of a chain."""

    number: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Report:
    """What a check of one chain found: its head, the entries that wait for the next run, and what is wrong."""

    head: Head
    waiting: int
    findings: list[str]


GENESIS = Head(0, bytes(32))


def auditor_of(place: Place) -> Place:
    """The role that chains and checks, in the place's schema; providers and the base host share the schema public."""
    return replace(place, role=AUDIT)


def audited(offices: Iterator[Place]) -> list[Place]:
    return [PORTAL, *offices]


def digest(before: bytes, entry: Entry) -> bytes:
    said = [
        str(entry.id),
        entry.at.astimezone(UTC).isoformat(),
        entry.place,
        entry.person and str(entry.person),
        entry.via,
        entry.verb,
        entry.model,
        entry.record,
        entry.fields,
        entry.reason,
        entry.address,
    ]
    return hashlib.sha256(before + json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).digest()


def chain(place: Place) -> int:
    """Link the entries that have no link yet; returns how many. One run at a time per chain."""
    added = 0
    while True:
        with transaction_in(auditor_of(place)):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext('audit'), hashtext(%s))", [place.schema])
            head, entries = _head(), list(_unlinked().order_by("id")[:BATCH])
            links, before = [], head.digest
            for number, entry in enumerate(entries, head.number + 1):
                before = digest(before, entry)
                links.append(Link(number=number, entry=entry.id, digest=before))
            Link.objects.bulk_create(links)
        added += len(links)
        if len(links) < BATCH:
            return added


def verify(place: Place, kept: Head | None = None) -> Report:
    """Check the chain from its first link; `kept` is a head that was noted earlier and must still be there."""
    with transaction_in(auditor_of(place), read_only=True):
        head = _head()
        findings = list(_broken_links(head))
        if kept and not Link.objects.filter(number=kept.number, digest=kept.digest).exists() and kept.number:
            findings.append(f"Glied {kept.number}: nicht mehr das, das bei der letzten Prüfung dort stand")
        without = Entry.objects.exclude(_is_linked())
        waiting = _unlinked().count()
        recent = set(_unlinked().values_list("id", flat=True))
        findings += [
            f"Eintrag {entry}: nicht in der Kette, also nachträglich eingefügt"
            for entry in without.values_list("id", flat=True)
            if entry not in recent
        ]
    return Report(head, waiting, findings)


def _broken_links(head: Head) -> Iterator[str]:
    before, expected = GENESIS.digest, 1
    while expected <= head.number:
        links = list(Link.objects.filter(number__gte=expected).order_by("number")[:BATCH])
        entries = Entry.objects.in_bulk([link.entry for link in links])
        for link in links:
            if link.number != expected:
                yield f"Glied {expected} bis {link.number - 1}: entfernt"
            entry = entries.get(link.entry)
            if entry is None:
                yield f"Glied {link.number}: sein Eintrag {link.entry} wurde entfernt"
            elif link.number == expected and digest(before, entry) != bytes(link.digest):
                yield f"Glied {link.number}: Eintrag {link.entry} oder das Glied wurde geändert"
            before, expected = bytes(link.digest), link.number + 1


def _head() -> Head:
    link = Link.objects.order_by("-number").first()
    return Head(link.number, bytes(link.digest)) if link else GENESIS


def _is_linked() -> Exists:
    return Exists(Link.objects.filter(entry=OuterRef("id")))


def _unlinked() -> QuerySet[Entry]:
    """The entries that the next run links. Older ones than the last link's were never written by the service."""
    entries = Entry.objects.exclude(_is_linked())
    last = Link.objects.order_by("-number").values_list("entry", flat=True).first()
    newest = Entry.objects.filter(id=last).values_list("at", flat=True).first() if last else None
    return entries.filter(at__gte=newest - LATE) if newest else entries
