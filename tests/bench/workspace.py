"""The workspace of a provider in 5 and in 50 counties: the same number of queries, and nearly the same time."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from statistics import median

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kernel import clock
from kernel.keys import uuid7
from kernel.tenancy.place import as_owner
from kernel.tenancy.provision import provision_organisation
from tenants.people.models import Account, Instruction, Membership
from tenants.registry.models import Office, Organisation
from tenants.worklist.models import OwnBudget, OwnRole, WorkItem
from tests.bench import ground
from tests.bench.results import Result, seconds

ROUNDS, FEW, MANY = 20, 5, 50
PAGES = {"Heute": "", "Kalender": "kalender/", "Vergleich": "vergleich/", "Budgets": "budgets/", "Rollen": "rollen/"}
PER_COUNTY = {"items": 6, "roles": 8, "budgets": 6}
HOST = {"host": "hilfenetz.localhost"}


def measure() -> list[Result]:
    ground.fill()
    few, many = employ("wenige", FEW), employ("viele", MANY)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    results = []
    for name, path in PAGES.items():
        at_few, at_many = (partial(look, client, f"/traeger/{key}/{path}") for key, client in (few, many))
        counts = asked(at_few), asked(at_many)
        results += [
            Result(
                f"Trägerübersicht, {name}: Abfragen in {MANY} Landkreisen mehr als in {FEW}",
                counts[1] - counts[0],
                "Abfragen",
                0,
                note=f"{counts[0]} Abfragen in {FEW}, {counts[1]} in {MANY} Landkreisen",
            ),
            compared(name, at_few, at_many),
        ]
    return results


def employ(key: str, counties: int) -> tuple[str, Client]:
    """A provider in some counties, with the same in each, and its lead, who has access to all of them, signed in."""
    today = clock.today()
    with as_owner(), transaction.atomic():
        organisation = Organisation.objects.create(key=key, name=key)
        provision_organisation(organisation)
        account = Account.objects.create_user(f"{key}@traeger.example", None, name="Leitung")
        person = account.person
        held = {"person": person, "organisation": organisation, "role": "provider_manager", "begins": date(2020, 1, 1)}
        Membership.objects.create(**held)
        for n in range(counties):
            office, _ = Office.objects.get_or_create(
                key=f"kreis{n}", defaults={"name": f"Kreis {n}", "state": "NI", "ags": "03000000", "monogram": "k"}
            )
            Membership.objects.create(office=office, **held)
            Instruction.objects.create(
                person=person, office=office, organisation=organisation, begins=today, ends=today, recorded_by=person.pk
            )
            _fill(office, organisation, today)
    client = Client(headers=HOST)
    client.force_login(account)
    return key, client


def _fill(office: Office, organisation: Organisation, today: date) -> None:
    both = {"office": office, "organisation": organisation}
    WorkItem.objects.bulk_create(
        WorkItem(kind="instalment_expected", subject=str(uuid7()), due_on=today + timedelta(days=n), amount=100, **both)
        for n in range(PER_COUNTY["items"])
    )
    OwnRole.objects.bulk_create(
        OwnRole(
            id=uuid7(), district=f"Raum {n}", sort_key=f"raum {n}", kind="lead", field_of_help="education",
            contract="RV-1", begins=date(2020, 1, 1), **both,
        )
        for n in range(PER_COUNTY["roles"])
    )  # fmt: skip
    OwnBudget.objects.bulk_create(
        OwnBudget(
            contract=uuid7(), number=f"RV-{n}", year=today.year - n, amount=Decimal(120_000), paid=Decimal(60_000),
            minutes=60_000, used=20_000, **both,
        )
        for n in range(PER_COUNTY["budgets"])
    )  # fmt: skip


def look(client: Client, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")


def asked(page: Callable[[], None]) -> int:
    page()
    with CaptureQueriesContext(connection) as queries:
        page()
    return len(queries)


def compared(name: str, at_few: Callable[[], None], at_many: Callable[[], None]) -> Result:
    few, many = [], []
    for _ in range(ROUNDS):
        few.append(seconds(at_few))
        many.append(seconds(at_many))
    return Result(
        f"Trägerübersicht, {name}: Zeit in {MANY} Landkreisen gegen {FEW}",
        median(many) / median(few),
        "mal",
        1.5,
        note=f"{median(few) * 1000:.1f} ms in {FEW}, {median(many) * 1000:.1f} ms in {MANY} Landkreisen",
    )
