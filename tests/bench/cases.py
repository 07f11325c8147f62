"""20,000 cases: the encrypted list against the same list in clear text, and search by a name.

Both lists are the same page of the same code. For the clear one sealing is switched off, and its office was filled so.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random
from unittest import mock

from django.db import connection

from cases.models import CaseFile, CasePerson
from cases.queries.cases import found
from contracts.models import District
from kernel.access.actor import Actor, Membership, Role
from kernel.audit.reads import collecting
from kernel.keys import uuid7
from kernel.sealed import fields
from kernel.sealed.index import blind_parts
from kernel.tenancy.place import as_owner, transaction_in
from tests.bench import ground
from tests.bench.contracts import place_of
from tests.bench.results import Result, middle, seconds

CASES, ROUNDS = 20_000, 40
LIST = "/faelle/"
SYLLABLES = ("bei", "spiel", "mus", "ter", "pro", "ben", "exem", "pel", "de", "mo", "feld", "tal", "hof", "au")


def measure() -> list[Result]:
    ground.fill()
    sealed, clear = ground.OFFICES[1], ground.OFFICES[2]
    fill(sealed)
    with in_clear():
        fill(clear)
    pages = {office: browser(office) for office in (sealed, clear)}

    def list_sealed() -> None:
        pages[sealed](LIST)

    def list_clear() -> None:
        with in_clear():
            pages[clear](LIST)

    for once in (list_sealed, list_clear, list_sealed, list_clear):
        once()
    pairs = [(seconds(list_sealed), seconds(list_clear)) for _ in range(ROUNDS)]
    slow, quick = (min(pair[n] for pair in pairs) * 1000 for n in (0, 1))
    return [
        Result(
            f"Verschlüsselte Fallliste mit {CASES} Fällen gegen dieselbe im Klartext",
            slow / quick,
            "mal so lang",
            1.3,
            note=f"das Schnellste aus {ROUNDS} Läufen: {slow:.0f} ms verschlüsselt, {quick:.0f} ms im Klartext, je 25 Familien",
        ),
        searching(sealed),
    ]


def searching(office: str) -> Result:
    """A first and a last name over all cases, as the lead searches."""
    place = place_of(office)
    lead = Actor(uuid7(), "", office, frozenset({Membership(Role.ASD_LEAD)}), date.today())
    with transaction_in(place):
        person = CasePerson.objects.order_by("id")[CASES // 2]
        name = f"{person.given_name} {person.family_name}"

    def search() -> None:
        with transaction_in(place), collecting():
            if not found(lead, name=name):
                raise RuntimeError("The search found nothing.")

    search()
    return Result(f"Suche nach Vor- und Nachname in {CASES} Fällen", middle(search, ROUNDS) * 1000, "ms", 100)


def fill(office: str) -> None:
    """Cases with two people each, and somebody who may see all of them."""
    from tests.bench.people import lead_of

    chance = Random(office)  # noqa: S311 - invented names
    place = place_of(office)
    lead_of(office)
    with transaction_in(place):
        districts = list(District.objects.all()[:15])
        first = date(2020, 1, 1)
        cases = [
            CaseFile(
                number=f"F-{n:05}",
                district=districts[n % len(districts)],
                worker=uuid7(),
                begins=first + timedelta(days=n % 2000),
                concern="Die Familie wünscht sich Unterstützung im Alltag." * 4,
                version=1,
            )
            for n in range(CASES)
        ]
        CaseFile.objects.bulk_create(cases, batch_size=2000)
        people = [_person(chance, place.schema, case, role) for case in cases for role in ("mother", "child")]
        CasePerson.objects.bulk_create(people, batch_size=2000)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {place.schema}.cases_casefile, {place.schema}.cases_caseperson")


def _person(chance: Random, schema: str, case: CaseFile, role: str) -> CasePerson:
    names = ["".join(chance.choices(SYLLABLES, k=3)).capitalize() for _ in range(2)]
    return CasePerson(
        case=case,
        role=role,
        letter="K1" if role == "child" else "M",
        given_name=names[0],
        family_name=names[1],
        name_parts=blind_parts(schema, *names),
        version=1,
    )


@contextmanager
def in_clear() -> Iterator[None]:
    """Sealed columns hold what they are given, as a table without sealing would."""
    with (
        mock.patch.object(fields, "seal", lambda schema, context, clear: clear),
        mock.patch.object(fields, "unseal", lambda schema, context, sealed: sealed),
    ):
        yield


def browser(office: str) -> Callable[[str], bytes]:
    from project.wsgi import application
    from tests.bench.people import cookie_of

    call = ground.caller(application, f"{office}.hilfenetz.localhost", cookie_of(f"{office}-lead@amt.example", office))
    return call
