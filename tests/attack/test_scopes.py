"""The same connection, other threads, coroutines and forgotten places: nothing of an office is left over or carried over."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.core.exceptions import ImproperlyConfigured, SynchronousOnlyOperation
from django.db import DatabaseError, Error, connection, connections, transaction
from django_tenants.utils import schema_context

from contracts.models import District
from kernel.audit.models import Entry
from kernel.tenancy.models import WrongPlace
from kernel.tenancy.place import Place, as_owner, bound, transaction_in
from tests import database
from tests.database import WEB, set_up
from tests.factories.contracts import district

NOBODY = (WEB.name, "public")


def who() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('search_path')")
        return cursor.fetchone()  # type: ignore[return-value]


def secrets() -> set[str]:
    return set(Entry.objects.values_list("verb", flat=True))


def close() -> None:
    connections.close_all()


def test_a_forgotten_office_reads_nothing(web: Any) -> None:
    """The query that finds the office's secret in its place finds no table, or no right, without one."""
    with pytest.raises(Error, match="permission denied for table audit_entry"), transaction.atomic():
        secrets()
    with pytest.raises(Error, match='relation "contracts_district" does not exist'), transaction.atomic():
        District.objects.count()
    assert who() == NOBODY


def test_a_bound_place_without_a_transaction_reads_nothing(web: Any, nord: Place) -> None:
    with bound(nord):
        assert who() == NOBODY
        with pytest.raises(Error, match="permission denied"):
            secrets()
        with transaction.atomic():
            assert secrets() == {"secret of nord"}


def test_nothing_is_left_behind_after_commit_rollback_and_error(web: Any, nord: Place) -> None:
    with transaction_in(nord):
        assert secrets() == {"secret of nord"}
    assert who() == NOBODY
    with pytest.raises(KeyError), transaction_in(nord):
        secrets()
        raise KeyError
    assert who() == NOBODY
    with pytest.raises(DatabaseError), transaction_in(nord), connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")
    assert who() == NOBODY


def test_one_transaction_cannot_change_its_office(web: Any, nord: Place, sued: Place) -> None:
    with transaction_in(nord):
        with pytest.raises(transaction.TransactionManagementError), bound(sued):
            pass
        assert secrets() == {"secret of nord"}


def test_a_transaction_after_commit_by_hand_is_nobodys(web: Any, nord: Place) -> None:
    """Whoever ends the transaction below Django's feet goes on without any right on the office."""
    with transaction_in(nord):
        assert secrets()
        connection.connection.pgconn.exec_(b"COMMIT")
        cursor = connection.connection.cursor()
        with pytest.raises(Exception, match="permission denied"):
            cursor.execute("SELECT verb FROM o_nord.audit_entry")
        connection.connection.pgconn.exec_(b"ROLLBACK")


def test_threads_do_not_share_a_place(web: Any, nord: Place, sued: Place) -> None:
    def elsewhere() -> tuple[tuple[str, str], set[str]]:
        try:
            before = who()
            with transaction_in(sued):
                return before, secrets()
        finally:
            close()

    with transaction_in(nord), ThreadPoolExecutor(4) as threads:
        answers = [f.result() for f in [threads.submit(elsewhere) for _ in range(8)]]
        assert answers == [(NOBODY, {"secret of sued"})] * 8
        assert secrets() == {"secret of nord"}


def test_threads_interleave_without_mixing(web: Any, nord: Place, sued: Place) -> None:
    def look(place: Place) -> bool:
        try:
            for _ in range(20):
                with transaction_in(place):
                    if secrets() != {f"secret of {place.key}"}:
                        return False
            return True
        finally:
            close()

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(look, [nord, sued, nord, sued]))


def test_coroutines_do_not_carry_a_place_into_the_database(web: Any, nord: Place, sued: Place) -> None:
    """Two requests of one event loop, each binding its office around an await: their queries run in no place."""

    async def request(place: Place) -> list[Any]:
        with bound(place):
            await asyncio.sleep(0)
            with pytest.raises(SynchronousOnlyOperation):
                secrets()
            return [await sync_to_async(who)(), await sync_to_async(inside)(place)]

    def inside(place: Place) -> set[str]:
        with transaction_in(place):
            return secrets()

    async def both() -> list[list[Any]]:
        try:
            return await asyncio.gather(request(nord), request(sued), request(nord))
        finally:
            await sync_to_async(close)()

    answers = asyncio.run(both())
    assert answers == [[NOBODY, {f"secret of {key}"}] for key in ("nord", "sued", "nord")]


@pytest.fixture
def pooled(web: Any) -> Any:
    """A pool of one connection, so that each user gets the one that the last gave back."""
    options = connections.settings["default"]["OPTIONS"]
    options["pool"] = {"min_size": 1, "max_size": 1, "timeout": 5}
    database.log_in(WEB)
    yield
    connection.close_pool()
    del options["pool"]
    database.log_in(WEB)


def test_a_pool_gives_back_a_connection_of_nobody(pooled: Any, nord: Place, sued: Place) -> None:
    pids = set()
    for place in (nord, sued, nord):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pids.add(cursor.fetchone())
        assert who() == NOBODY
        with transaction_in(place):
            assert secrets() == {f"secret of {place.key}"}
        connection.close()
    assert len(pids) == 1


def test_a_pool_gets_back_a_connection_in_the_midst_of_a_transaction(pooled: Any, nord: Place) -> None:
    with bound(nord):
        connection.set_autocommit(False)
        assert secrets() == {"secret of nord"}
        connection.close()
    assert who() == NOBODY


def test_stock_ways_to_change_the_schema_are_refused(web: Any, sued: Place) -> None:
    with pytest.raises(ImproperlyConfigured), schema_context("o_sued"):
        pass
    with pytest.raises(ImproperlyConfigured):
        connection.set_schema("o_sued")
    assert who() == NOBODY


def test_the_owner_cannot_be_called_from_a_transaction(web: Any, nord: Place) -> None:
    with transaction_in(nord), pytest.raises(ImproperlyConfigured), as_owner():
        pass


@pytest.mark.django_db
def test_a_lazy_queryset_does_not_run_in_another_office(nord: Place, sued: Place) -> None:
    with set_up(sued):
        district("Südosten")
    with bound(nord):
        district("Nordwesten")
        lazy = District.objects.filter(name__endswith="en")
        assert [d.name for d in lazy.all()] == ["Nordwesten"]
    with bound(sued):
        for attempt in (
            list,
            lambda q: q.count(),
            lambda q: q.first(),
            lambda q: q.update(name="x"),
            lambda q: q.delete(),
        ):
            with pytest.raises(WrongPlace):
                attempt(lazy)  # type: ignore[no-untyped-call]
        stock = super(
            type(lazy), lazy
        )._clone()  # the check is ours: without it the query answers from the other office
        stock._origin = None
        assert [d.name for d in stock] == ["Südosten"]


@pytest.mark.django_db
def test_an_instance_is_not_saved_in_another_office(nord: Place, sued: Place) -> None:
    with bound(nord):
        mine = district("Mitte")
        read = District.objects.get()
    for row in (mine, read):
        with bound(sued):
            for attempt in (row.save, row.delete, row.refresh_from_db):
                with pytest.raises(WrongPlace):
                    attempt()
            assert not District.objects.exists()
    row._origin = None  # without the check the row appears in the other office
    with bound(sued):
        row.save(force_insert=True)
        assert District.objects.count() == 1
