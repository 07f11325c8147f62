"""Constraints live in the database; here a violated one becomes a sentence for the person."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from kernel.access.errors import RuleViolation


@contextmanager
def explained(**sentences: tuple[str, str | None]) -> Iterator[None]:
    """Save inside: a violated constraint named in `sentences` raises its (sentence, field) as `RuleViolation`."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if name not in sentences:
            raise
        message, field = sentences[name]
        raise RuleViolation(message, field=field) from error
