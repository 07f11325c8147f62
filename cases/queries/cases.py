"""Cases with their families' names: read for the rows of a page, sorted in memory, found by the blind index."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Prefetch, Q, QuerySet

from cases.models import CasePerson
from cases.policy import case_policy
from kernel.access.actor import Actor
from kernel.keys import sort_key
from kernel.sealed.index import blind_parts, parts_of

MOST = 50  # found cases shown at once
NAMES = Prefetch("persons", queryset=CasePerson.objects.only("case", "letter", "role", "given_name", "family_name"))


def cases_for(actor: Actor) -> QuerySet[Any]:
    """The cases in sight with district, number of providers and the names of the family."""
    return (
        case_policy.rows(actor)
        .select_related("district")
        .defer("concern")
        .prefetch_related(NAMES)
        .annotate(providers=Count("assignments", filter=Q(assignments__reference__ends=None), distinct=True))
    )


def family_name(persons: Iterable[CasePerson]) -> str:
    """How a family is called: its family names, those of the children first; else its first names."""
    ordered = sorted(persons, key=lambda p: (p.role != CasePerson.Role.CHILD, p.letter))
    names = dict.fromkeys(p.family_name for p in ordered if p.family_name)
    return " / ".join(names) or ", ".join(p.given_name for p in ordered if p.given_name)


class ByName(Sequence[Any]):
    """The same cases in the order of the families' names, which only we can read; a slice reads its own rows."""

    def __init__(self, rows: QuerySet[Any], *, descending: bool = False) -> None:
        self.rows = rows
        self.keys = sorted_by_name(rows)
        if descending:
            self.keys.reverse()

    def count(self, value: Any = None) -> int:
        return len(self.keys)

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, int):
            return self[index : index + 1][0]
        wanted = self.keys[index]
        found = {row.pk: row for row in self.rows.order_by().filter(pk__in=wanted)}
        return [found[key] for key in wanted if key in found]

    def __iter__(self) -> Iterator[Any]:
        return iter(self[:])


def sorted_by_name(rows: QuerySet[Any]) -> list[UUID]:
    """The keys of the cases in the order of the families' names; those without a name come last."""
    keys = list(rows.order_by("number").values_list("pk", flat=True))
    families: dict[UUID, list[CasePerson]] = defaultdict(list)
    people = CasePerson.objects.filter(case__in=rows.order_by().values("pk"))
    for person in people.only("case", "letter", "role", "given_name", "family_name"):
        families[person.case_id].append(person)
    names = {key: sort_key(family_name(families[key])) for key in keys}
    return sorted(keys, key=lambda key: (not names[key], names[key]))


def fault_of_search(number: str, name: str, birth_date: date | None) -> tuple[str | None, str] | None:
    """What is wrong with a search: its field, if it is one, and the sentence."""
    if name and not parts_of(name):
        return "name", "Darin ist kein Name. Schreiben Sie einen Vor- oder Nachnamen."
    if not (number or name or birth_date):
        return None, "Geben Sie ein Aktenzeichen, einen Namen oder ein Geburtsdatum an."
    return None


def found(actor: Actor, *, number: str = "", name: str = "", birth_date: date | None = None) -> list[Any]:
    """The cases in sight that match all that is given, sorted by name; one more than `MOST` if there are more.

    The parts of a name belong to one person, and the birth date to the same.
    """
    rows = cases_for(actor)
    if number:
        rows = rows.filter(Q(number__icontains=number) | Q(assignments__reference__number=number))
    if name or birth_date:
        people = CasePerson.objects.all()
        if name:
            people = people.filter(name_parts__contains=blind_parts(connection.schema_name, name))
        if birth_date:
            people = people.filter(birth_date=birth_date)
        rows = rows.filter(pk__in=people.values("case"))
    hits = list(rows.distinct().order_by("-begins", "number")[: MOST + 1])
    return sorted(hits, key=lambda case: (sort_key(family_name(case.persons.all())), case.number))
