"""5,000 resources: search by word forms, by parts of words and with typing errors, as the room and the list do it."""

from datetime import date
from random import Random

from django.db import connection

from cases.models import Resource
from cases.queries.resources import search_resources
from contracts.models import District
from kernel.access.actor import Actor, Membership, Role
from kernel.keys import sort_key, uuid7
from kernel.tenancy.place import as_owner, transaction_in
from tests.bench import ground
from tests.bench.contracts import place_of
from tests.bench.results import Result, middle

RESOURCES, ROUNDS = 5_000, 30
THINGS = (
    "Sportverein",
    "Bücherei",
    "Hausaufgabenhilfe",
    "Kleiderkammer",
    "Chor",
    "Elterncafé",
    "Reparaturtreff",
    "Kita",
)
SYLLABLES = ("bei", "spiel", "mus", "ter", "pro", "ben", "exem", "pel", "de", "mo", "feld", "tal", "hof", "au")
WANTED = ("Büchereien", "hausaufgaben", "Reperaturtreff", "sportvereine musterfeld", "nachmittag")


def measure() -> list[Result]:
    ground.fill()
    office = ground.OFFICES[0]
    fill(office)
    place = place_of(office)
    worker = Actor(uuid7(), "", office, frozenset({Membership(Role.CASE_WORKER)}), date.today())

    def search() -> None:
        with transaction_in(place):
            for text in WANTED:
                if not list(search_resources(worker, text)[:25]):
                    raise RuntimeError(f"The search found nothing for {text}.")

    search()
    took = middle(search, ROUNDS) * 1000 / len(WANTED)
    return [Result(f"Suche in {RESOURCES} Ressourcen, mit Wortformen und Tippfehlern", took, "ms", 100)]


def fill(office: str) -> None:
    """Resources with invented names, spread over the districts."""
    chance, place = Random(office), place_of(office)  # noqa: S311 - invented names
    with transaction_in(place):
        districts = list(District.objects.all()[:15])
        rows = [_resource(chance, number) for number in range(RESOURCES)]
        Resource.objects.bulk_create(rows, batch_size=1000)
        through = Resource.districts.through
        through.objects.bulk_create(
            [through(resource_id=r.pk, district_id=districts[n % len(districts)].pk) for n, r in enumerate(rows)],
            batch_size=1000,
        )
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {place.schema}.cases_resource, {place.schema}.cases_resource_districts")


def _resource(chance: Random, number: int) -> Resource:
    name = f"{THINGS[number % len(THINGS)]} {''.join(chance.choices(SYLLABLES, k=3)).capitalize()} {number}"
    return Resource(
        kind="club",
        name=name,
        sort_key=sort_key(name),
        description="Für Kinder und Eltern, an jedem Nachmittag außer in den Ferien.",
        tags=["Kinder"],
        tag_text="Kinder",
        last_confirmed_on=date(2026, 1, 1),
        confirmed_by=uuid7(),
        version=1,
    )
