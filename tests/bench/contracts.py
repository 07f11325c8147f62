"""The list of two thousand contracts: the same queries at 1 and 100 rows, and the page's time against its bare SQL."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts.models import Contract, Party
from kernel.tenancy.place import Place, transaction_in
from tests.bench import ground
from tests.bench.results import Result, seconds

ROUNDS = 40
PATH = "/vertraege/"


def measure() -> list[Result]:
    ground.fill()
    many = len(asked(ground.SMALL))
    keep_one(ground.SMALL)
    one = len(asked(ground.SMALL))
    page, statements = browser(ground.BIG), asked(ground.BIG)
    outside = [s for s in statements if "contracts_" not in s and "people_membership" not in s]
    inside = [s for s in statements if s not in outside]
    place = place_of(ground.BIG)

    def run(given: list[str]) -> None:
        with connection.cursor() as cursor:
            for statement in given:
                cursor.execute(statement)
                cursor.fetchall()

    def bare() -> None:
        run(outside)
        with transaction_in(place):
            run(inside)

    def whole() -> None:
        page(PATH)

    for once in (bare, whole, bare, whole):
        once()
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
            note=f"das Schnellste aus {ROUNDS} Läufen: {shown:.0f} ms für die Seite, {sql:.0f} ms für ihre {len(statements)}"
            " Abfragen mit Abholen",
        ),
    ]


def browser(office: str) -> Callable[[str], bytes]:
    from project.wsgi import application

    call = ground.caller(application, f"{office}.hilfenetz.localhost", ground.cookie(office))
    call(PATH)  # fills the session's memory of places
    return call


def asked(office: str) -> list[str]:
    """The queries of the page."""
    page = browser(office)
    with CaptureQueriesContext(connection) as captured:
        page(PATH)
    return [q["sql"] for q in captured if q["sql"].startswith("SELECT")]


def keep_one(office: str) -> None:
    with transaction_in(place_of(office)):
        first = Contract.objects.order_by("id").first()
        Party.objects.exclude(contract=first).delete()
        Contract.objects.exclude(pk=first.pk).delete()  # type: ignore[union-attr]


def place_of(office: str) -> Place:
    from tenants.registry.models import Office

    return Office.objects.get(pk=office).place
