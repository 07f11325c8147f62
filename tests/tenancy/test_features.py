"""What Django and psycopg offer works in a place as anywhere, also as the first statement of its transaction."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from kernel.keys import uuid7
from kernel.submissions.models import Submission
from kernel.tenancy.place import Place, bound, transaction_in


@pytest.fixture
def office(web: Any, nord: Place) -> Iterator[Place]:
    """An office with three rows, in real transactions."""
    with transaction_in(nord):
        Submission.objects.bulk_create(Submission(id=uuid7(), person=uuid7()) for _ in range(3))
    yield nord
    with transaction_in(nord):
        Submission.objects.all().delete()


def by_savepoint() -> int:
    taken = Submission.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.create(id=taken.pk, person=uuid7())  # type: ignore[union-attr]
    return Submission.objects.count()


def by_copy() -> int:
    with connection.cursor() as cursor, cursor.copy("COPY submissions_submission TO STDOUT") as rows:
        return b"".join(rows).count(b"\n")


def by_notice() -> int:
    with connection.cursor() as cursor:
        cursor.execute("LISTEN hilfenetz")
        cursor.execute("NOTIFY hilfenetz, 'x'")
        cursor.execute("UNLISTEN hilfenetz")
        cursor.execute("SELECT pg_advisory_xact_lock(1)")
    return Submission.objects.count()


def by_long_statement() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '10s'")
    return Submission.objects.explain(analyze=True).count("Seq Scan") and Submission.objects.count()


WAYS: dict[str, Callable[[], int]] = {
    "count": Submission.objects.count,
    "iterator": lambda: len(list(Submission.objects.all().iterator(chunk_size=2))),
    "select for update": lambda: len(Submission.objects.select_for_update()),
    "update": lambda: Submission.objects.update(status=1),
    "savepoint": by_savepoint,
    "copy": by_copy,
    "notify and lock": by_notice,
    "timeout and explain": by_long_statement,
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_it_works_as_the_first_statement_of_a_transaction(office: Place, way: Callable[[], int]) -> None:
    with transaction_in(office):
        assert way() == 3


def test_the_prelude_costs_no_message_of_its_own(office: Place) -> None:
    """Role, schema and BEGIN are one message, as BEGIN alone is in plain Django."""
    sent: list[str] = []
    with bound(office), transaction.atomic():
        connection.ensure_connection()
        real = connection._send
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(connection, "_send", lambda sql: (sent.append(sql), real(sql)))
            for _ in range(5):
                Submission.objects.count()
    assert sent == ['BEGIN; SET LOCAL ROLE "o_nord"; SET LOCAL search_path="o_nord","public"']
