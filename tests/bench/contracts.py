"""The list of two thousand contracts: the same queries at 1 and 100 rows, and the page's time against its bare SQL."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contracts.models import Contract, Party
from kernel.tenancy.place import Place, transaction_in
from tests.bench import ground
from tests.bench.results import Result, seconds

ROUNDS = 40
PATH = "/vertraege/"


def measure() -> list[Result]:
    ground.fill()
    most, small = ground.BIG, ground.SMALL
    many, _ = asked(small, PATH)
    keep_one(small)
    one, _ = asked(small, PATH)
    page, statements = browser(most), asked(most, PATH)[1]
    place = place_of(most)

    def bare() -> None:
        with transaction_in(place), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                cursor.fetchall()

    def whole() -> None:
        page.get(PATH)

    for run in (bare, whole, bare, whole):
        run()
    pairs = [(seconds(whole), seconds(bare)) for _ in range(ROUNDS)]
    shown, sql = (min(p[n] for p in pairs) * 1000 for n in (0, 1))
    return [
        Result(
            "Vertragsliste: Abfragen bei 100 Zeilen mehr als bei 1",
            many - one,
            "Abfragen",
            0,
            note=f"{one} Abfragen bei 1, {many} bei 100 Zeilen",
        ),
        Result(
            f"Vertragsliste mit {ground.BIG_CONTRACTS} Verträgen gegen ihr bloßes SQL",
            shown / sql,
            "mal so lang",
            4,
            note=f"das Schnellste aus {ROUNDS} Läufen: {shown:.0f} ms für die Seite, {sql:.0f} ms für ihre {len(statements)} Abfragen mit Abholen",
        ),
    ]


def browser(office: str) -> Client:
    name, _, value = ground.cookie(office).partition("=")
    found = Client(headers={"host": f"{office}.hilfenetz.localhost"})
    found.cookies[name] = value
    found.get(PATH)  # fills the session's memory of places
    return found


def asked(office: str, path: str) -> tuple[int, list[str]]:
    """How many queries a page asks, and those of its own transaction."""
    page = browser(office)
    with CaptureQueriesContext(connection) as captured:
        answer = page.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    own = [q["sql"] for q in captured if q["sql"].startswith("SELECT") and "contracts_" in q["sql"]]
    return len(captured), own


def keep_one(office: str) -> None:
    with transaction_in(place_of(office)):
        first = Contract.objects.order_by("id").first()
        Party.objects.exclude(contract=first).delete()
        Contract.objects.exclude(pk=first.pk).delete()  # type: ignore[union-attr]


def place_of(office: str) -> Place:
    from tenants.registry.models import Office

    return Office.objects.get(pk=office).place
