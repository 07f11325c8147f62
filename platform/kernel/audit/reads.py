"""The log of reads of sensitive records: collected during a request, written in a short transaction of its own.

A GET runs in a read-only transaction, so it cannot write the log itself; the response is held back until it is written.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import models

from kernel.audit.models import Entry
from kernel.tenancy.place import Place, transaction_in

type Read = tuple[str, str]
_reads: ContextVar[list[Read] | None] = ContextVar("reads", default=None)


class UnloggedRead(RuntimeError):
    """A sensitive record was read where nobody writes the log."""


def note_read(model: type[models.Model], record: object = "") -> None:
    """Remember that a sensitive record (or, without `record`, a list of them) was read."""
    reads = _reads.get()
    if reads is None:
        raise UnloggedRead(f"{model.__name__}: open audit.reads.collecting() around what reads it")
    reads.append((model._meta.label_lower, str(record)))


@contextmanager
def collecting() -> Iterator[list[Read]]:
    """Collect the reads made inside; whoever opens it writes them with `write`."""
    reads: list[Read] = []
    token = _reads.set(reads)
    try:
        yield reads
    finally:
        _reads.reset(token)


def write(reads: list[Read], *, place: Place, person: UUID, via: str, address: str | None = None) -> None:
    """Write the collected reads, once each."""
    if not reads:
        return
    with transaction_in(place):
        Entry.objects.bulk_create(
            Entry(place=place.key, person=person, via=via, verb="read", model=model, record=record, address=address)
            for model, record in dict.fromkeys(reads)
        )
