"""Budgets and ledger of an office with 200,000 hours entries: queries at 1 and 100 lines, time against the bare SQL; a split."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from statistics import median
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.models import BudgetLine, Contract, District, Instalment, Party, Posting, ProviderRole
from kernel import clock
from kernel.access.actor import Actor, Membership, Role
from kernel.keys import uuid7
from kernel.tenancy.place import as_owner, transaction_in
from tests.bench import ground
from tests.bench.contracts import place_of
from tests.bench.results import Result, middle, seconds

ROUNDS = 20
ENTRIES = 200_000
LINES, SHARES = 100, 1000
SETTINGS, KINDS = ("", "ambulant", "day", "residential"), ("", "case", "no_case")


def measure() -> list[Result]:
    ground.fill()
    big = fill(ground.OFFICES[1], ENTRIES)
    many, one = fill(ground.OFFICES[2], 1000), fill(ground.OFFICES[3], 1000, 1)
    results = []
    for name, path in (("Budgets", "/budgets/"), ("Konto eines Vertrags", "/vertraege/{}/konto/")):
        count = len(asked(ground.OFFICES[2], path.format(many.pk)))
        single = len(asked(ground.OFFICES[3], path.format(one.pk)))
        results += [
            Result(
                f"{name}: Abfragen bei {LINES} Posten mehr als bei 1",
                count - single,
                "Abfragen",
                0,
                note=f"{single} Abfragen bei 1, {count} bei {LINES} Posten",
            ),
            against_sql(name, ground.OFFICES[1], path.format(big.pk)),
        ]
    return [*results, splitting(big)]


@cache
def fill(office: str, entries: int, lines: int = LINES) -> Contract:
    """A contract with roles, hours of three years, and released lines of this year, half for one district; returns it."""
    today = clock.today()
    first = date(today.year - 2, 1, 1)
    with transaction_in(place_of(office)):
        contract = Contract.objects.order_by("number")[0]
        Contract.objects.filter(pk=contract.pk).update(begins=first, in_force_since=first, ends=None)
        Party.objects.filter(contract=contract).exclude(organisation=None).delete()
        Party.objects.bulk_create(Party(contract=contract, organisation_id=o) for o in ground.ORGANISATIONS)
        districts = list(District.objects.order_by("name")[:10])
        roles = ProviderRole.objects.bulk_create(
            ProviderRole(district=d, organisation_id=o, contract=contract, kind="network_partner", begins=first)
            for o in ground.ORGANISATIONS
            for d in districts
        )
        _hours(roles, entries, first, (today - first).days)
        _lines(contract, roles[:lines], today)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Contract(pk=contract.pk)


def _hours(roles: list[ProviderRole], entries: int, first: date, days: int) -> None:
    """Spread evenly over roles, days, kinds of work; made by the database, as a generator would take minutes."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO contracts_hoursentry (id, version, created_at, changed_at, worker, organisation_id, role_id,
                district_id, worked_on, minutes, work_kind, contact)
            SELECT gen_random_uuid(), 1, now(), now(), gen_random_uuid(), r.organisation_id, r.id, r.district_id,
                %s::date + (n * 7919 %% %s), 30 + n %% 90, (ARRAY['case', 'cross_case', 'no_case'])[1 + n %% 3],
                (ARRAY['direct', 'indirect'])[1 + n %% 2]
            FROM generate_series(1, %s) n
            JOIN (SELECT row_number() OVER (ORDER BY id) - 1 AS place, * FROM contracts_providerrole
                WHERE id = ANY(%s)) r ON r.place = n %% %s
            """,
            [first, days, entries, [r.pk for r in roles], len(roles)],
        )


def _lines(contract: Contract, roles: list[ProviderRole], today: date) -> None:
    lines = BudgetLine.objects.bulk_create(
        BudgetLine(
            contract=contract,
            organisation_id=role.organisation_id,
            district_id=role.district_id if n % 2 else None,
            setting="" if n % 2 else SETTINGS[n // 2 % len(SETTINGS)],
            work_kind="" if n % 2 else KINDS[n // 2 // len(SETTINGS) % len(KINDS)],
            year=today.year,
            amount=Decimal(120_000),
            minutes=60_000,
            corridor_percent=5,
            state="released",
            released_at=timezone.now(),
            released_by=uuid7(),
        )
        for n, role in enumerate(roles)
    )
    Instalment.objects.bulk_create(
        Instalment(
            line=line,
            number=n,
            due_on=date(today.year, 3 * n, 15),
            amount=30_000,
            paid_on=date(today.year, 3 * n, 14) if n < 4 else None,
            paid_by=uuid7() if n < 4 else None,
        )
        for line in lines
        for n in range(1, 5)
    )
    Posting.objects.bulk_create(
        Posting(
            line=line, kind="correction", posted_on=date(today.year, 6, 1), amount=100, reason="x", recorded_by=uuid7()
        )
        for line in lines
    )


def browser(office: str) -> Callable[[str], bytes]:
    from project.wsgi import application

    call = ground.caller(application, f"{office}.hilfenetz.localhost", ground.cookie(office))
    call("/budgets/")  # fills the session's memory of places
    return call


def asked(office: str, path: str) -> list[str]:
    """The queries of a page."""
    page = browser(office)
    with CaptureQueriesContext(connection) as captured:
        page(path)
    found = [q["sql"] for q in captured if q["sql"].startswith("SELECT")]
    return [sql for sql in found if "registry_domain" not in sql]  # which office it is, is remembered for a while


def against_sql(name: str, office: str, path: str) -> Result:
    page, statements = browser(office), asked(office, path)
    inside = [s for s in statements if "contracts_" in s or "people_membership" in s]
    outside = [s for s in statements if s not in inside]

    def bare() -> None:
        run(outside)
        with transaction_in(place_of(office)):
            run(inside)

    def whole() -> None:
        page(path)

    for once in (bare, whole, bare, whole):
        once()
    pairs = [(seconds(whole), seconds(bare)) for _ in range(ROUNDS)]
    shown, sql = (min(p[n] for p in pairs) * 1000 for n in (0, 1))
    return Result(
        f"{name} mit 200.000 Stundeneinträgen gegen das bloße SQL",
        median(page / sql for page, sql in pairs),
        "mal so lang",
        3,
        note=f"Median der Verhältnisse aus {ROUNDS} Paaren; das Schnellste: {shown:.0f} ms für die Seite, {sql:.0f} ms für ihre {len(statements)} Abfragen mit Abholen",
    )


def run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()


def splitting(contract: Contract) -> Result:
    """A split into 1,000 lines with its checks, calculation and audit, against storing the same rows."""
    from contracts.models import Allocation, AllocationShare, Setting, WorkKind
    from contracts.queries.allocations import Share
    from contracts.usecases.allocations import split_total
    from kernel.audit.models import Entry

    office = ground.OFFICES[1]
    place = place_of(office)
    actor = Actor(uuid7(), "Planung", office, frozenset({Membership(Role.PLANNER)}), clock.today())
    year = clock.today().year + 1

    def made(again: bool) -> Any:
        with transaction_in(place):
            if not again:
                districts = list(District.objects.order_by("name")[:10])
                shares = [
                    Share(o, Decimal(n + 1), d.pk, kind, setting)
                    for n, o in enumerate(ground.ORGANISATIONS)
                    for d in districts
                    for kind in ("", *WorkKind.values)
                    for setting in ("", *Setting.values)
                ][:SHARES]
                split_total(
                    actor=actor,
                    contract=Contract.objects.get(pk=contract.pk),
                    year=year,
                    method=Allocation.Method.INDICATOR,
                    total=Decimal("12345678.91"),
                    basis="Gewichte",
                    shares=shares,
                )
                rows.extend(
                    [
                        list(BudgetLine.objects.filter(year=year)),
                        list(AllocationShare.objects.select_related("allocation")),
                    ]
                    if not rows
                    else []
                )
            else:
                allocation = rows[1][0].allocation
                allocation.pk = uuid7()
                allocation.save(force_insert=True)
                lines = [
                    BudgetLine(**{f.attname: getattr(x, f.attname) for f in x._meta.fields} | {"id": uuid7()})
                    for x in rows[0]
                ]
                BudgetLine.objects.bulk_create(lines)
                AllocationShare.objects.bulk_create(
                    AllocationShare(allocation=allocation, line=line, weight=s.weight, exact=s.exact, amount=s.amount)
                    for line, s in zip(lines, rows[1], strict=True)
                )
                Entry.objects.bulk_create(
                    Entry(place=office, via="page", verb="x", model="m", record=str(x.pk), fields=["a", "b"])
                    for x in lines
                )
            transaction.set_rollback(True)

    rows: list[Any] = []
    made(False)
    ours = middle(lambda: made(False), 5)
    theirs = middle(lambda: made(True), 5)
    return Result(
        f"Aufteilung auf {SHARES} Posten gegen das bloße Speichern derselben Zeilen",
        ours / theirs,
        "mal so lang",
        3,
        note=f"Median aus 5 Läufen: {ours * 1000:.0f} ms mit Prüfung, Rechnung und Protokoll, {theirs * 1000:.0f} ms für die Zeilen allein",
    )
