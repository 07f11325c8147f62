"""Hours in bulk: the month's approval of 5,000 entries, and a file of 20,000 rows from its dry run to its booking."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel.access.actor import Actor, Membership, Role
from kernel.keys import uuid7
from kernel.tenancy.place import transaction_in
from tests.bench import ground
from tests.bench.contracts import place_of
from tests.bench.results import Result, middle, seconds

PROVIDER = ground.ORGANISATIONS[0]
WORKERS, ENTRIES, ROWS, ROUNDS = 50, 5000, 20_000, 3


def measure() -> list[Result]:
    ground.fill()
    place = place_of(ground.OFFICES[0])
    today = date.today()  # noqa: DTZ011 - the day of the machine that is measured
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    manager = _actor(place.key, Role.PROVIDER_MANAGER, today)
    with transaction_in(place):
        _fill(month)
    one, few = _approval(place, manager, month, 1)
    _, many = _approval(place, manager, month, WORKERS)
    took, _ = _approval(place, manager, month, WORKERS)
    worker = _actor(place.key, Role.PROVIDER_WORKER, today)
    reading, checking, booking = _import(place, worker, today)
    return [
        Result(
            f"Freigabe eines Monats mit {ENTRIES} Einträgen: Abfragen mehr als bei einem Monat",
            many - few,
            "Abfragen",
            0,
            note=f"{few} Abfragen bei einem, {many} bei {WORKERS} Monaten; ein Monat in {one * 1000:.0f} ms",
        ),
        Result(f"Freigabe eines Monats mit {ENTRIES} Einträgen", took * 1000, "ms"),
        Result(
            f"Einlesen von {ROWS} Zeilen: Prüfung gegen bloßes Lesen der Datei",
            checking / reading,
            "mal so lang",
            note=f"{reading:.2f} s Lesen, {checking:.2f} s Prüfung mit Speichern der Datei; Mittel aus {ROUNDS} Läufen",
        ),
        Result(
            f"Buchen von {ROWS} geprüften Zeilen gegen ihre Prüfung",
            booking / checking,
            "mal so lang",
            5,
            note=f"{booking:.2f} s mit erneuter Prüfung und Protokoll je Eintrag",
        ),
    ]


def _actor(place: str, role: Role, today: date) -> Actor:
    return Actor(uuid7(), role.label, place, frozenset({Membership(role, PROVIDER)}), today)


def _fill(month: date) -> None:
    """Workers with a hundred entries each in the month, handed in."""
    from contracts.models import District, Engagement, HoursEntry, HoursMonth, ProviderRole

    long_ago, where = date(2020, 1, 1), District.objects.first()
    Engagement.objects.get_or_create(organisation_id=PROVIDER, begins=long_ago)
    role = ProviderRole.objects.create(
        district=where, organisation_id=PROVIDER, kind="network_partner", begins=long_ago
    )
    workers = [uuid7() for _ in range(WORKERS)]
    HoursMonth.objects.bulk_create(
        HoursMonth(worker=w, organisation_id=PROVIDER, month=month, state="submitted") for w in workers
    )
    HoursEntry.objects.bulk_create(
        HoursEntry(
            worker=workers[n % WORKERS],
            organisation_id=PROVIDER,
            role=role,
            district=where,
            worked_on=month + timedelta(days=n // WORKERS % 28),
            minutes=15,
            work_kind="no_case",
            contact="direct",
        )
        for n in range(ENTRIES)
    )


def _approval(place: Any, manager: Actor, month: date, number: int) -> tuple[float, int]:
    """How long it takes with how many queries; it is taken back afterwards."""
    from contracts.models import HoursMonth
    from contracts.usecases.hours_months import approve_months

    with transaction_in(place):
        rows = list(HoursMonth.objects.filter(month=month, organisation=PROVIDER)[:number])
        with CaptureQueriesContext(connection) as queries:
            took = seconds(lambda: approve_months(actor=manager, months=rows))
        connection.set_rollback(True)
    return took, len(queries)


def _import(place: Any, worker: Actor, today: date) -> tuple[float, float, float]:
    from contracts.models import CaseReference, District
    from contracts.usecases.hours_import import LIMITS, book_import, check_import
    from contracts.usecases.hours_rows import COLUMNS, SHEET
    from kernel.documents.sheets import read_sheet

    with transaction_in(place):
        district = str(District.objects.get(roles__organisation=PROVIDER).name)
        cases = [
            CaseReference(
                number=f"{n:08}", organisation_id=PROVIDER, district=District.objects.first(), begins=date(2000, 1, 1)
            )
            for n in range(200)
        ]
        CaseReference.objects.bulk_create(cases)
    heading = ";".join(list(COLUMNS.values())[1:])
    lines = [
        f"{today - timedelta(days=n // 40 % 2000):%d.%m.%Y};0:15;{district};fallspezifisch;mit der Familie;{n % 200:08}"
        for n in range(ROWS)
    ]
    content = "\r\n".join([heading, *lines]).encode()

    def check(then: Callable[[Any], object] | None = None) -> float:
        with transaction_in(place):
            made: list[Any] = []
            took = seconds(lambda: made.append(check_import(actor=worker, filename="stunden.csv", content=content)))
            if made[0].faults:
                raise RuntimeError(str(made[0].findings[:3]))
            if then:
                took = seconds(lambda: then(made[0]))
            connection.set_rollback(True)
        return took

    reading = middle(lambda: read_sheet(content, LIMITS, SHEET), ROUNDS)
    checking = sorted(check() for _ in range(ROUNDS))[ROUNDS // 2]
    booking = check(lambda upload: book_import(actor=worker, upload=upload))
    return reading, checking, booking
