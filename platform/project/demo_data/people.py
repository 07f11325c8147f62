"""Who signs in at the demo: roles, never persons. Offices' staff, providers' staff in every county, clients of the API."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from kernel.access.actor import Role
from kernel.keys import sort_key
from project.demo_data.facts import Fact
from project.demo_data.seeds import key_of
from tenants.people.models import Instruction, Membership, Person

PASSWORD = "Demo-Hilfenetz-2026"  # noqa: S105 - printed by the demo, and production refuses the demo's mode
OFFICE_STAFF = [
    ("verwaltung", Role.OFFICE_ADMIN, "Verwaltung"),
    ("leitung", Role.ASD_LEAD, "Leitung ASD"),
    ("fachkraft", Role.CASE_WORKER, "{worker} 1"),
    ("fachkraft2", Role.CASE_WORKER, "{worker} 2"),
    ("fachkraft3", Role.CASE_WORKER, "{worker} 3"),
    ("finanzen", Role.FINANCE, "Wirtschaftliche Jugendhilfe"),
    ("finanzen2", Role.FINANCE, "Wirtschaftliche Jugendhilfe 2"),  # approves what the first prepared
    ("planung", Role.PLANNER, "Jugendhilfeplanung"),
    ("pruefung", Role.AUDITOR, "Rechnungsprüfung"),
    ("gremien", Role.COORDINATOR, "Gremienkoordination"),
    ("fortbildung", Role.TRAINING, "Fortbildung"),
]
MANAGEMENT = [("leitung", Role.PROVIDER_MANAGER, "Leitung"), ("verwaltung", Role.PROVIDER_ADMIN, "Verwaltung")]
WORKERS = 3
API_ROLES = (Role.PLANNER, Role.FINANCE)
EXPIRED = ("fachkraft3@musterwerk.example", "arnsberg")  # whose instruction ended: shows the refusal (R19)
ENDS_SOON = ("fachkraft2@musterwerk.example", "herten")


@dataclass(frozen=True)
class Sign:
    """An account that can sign in, and what demo.json says about it."""

    email: str
    role: Role
    name: str
    person: UUID
    offices: tuple[str, ...]
    organisation: str | None = None


@dataclass
class People:
    persons: dict[str, Person] = field(default_factory=dict)
    signs: list[Sign] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    instructions: list[Instruction] = field(default_factory=list)

    def person(self, name: str, *, technical: bool = False) -> Person:
        row = Person(id=key_of(f"person {name}"), name=name, sort_key=sort_key(name), technical=technical)
        return self.persons.setdefault(name, row)

    def join(
        self,
        person: Person,
        role: Role,
        begins: date,
        ends: date | None = None,
        *,
        office: str | None = None,
        organisation: str | None = None,
    ) -> None:
        self.memberships.append(
            Membership(
                id=key_of(f"membership {person.id} {role} {office} {organisation}"),
                person=person,
                role=role,
                office_id=office,
                organisation_id=organisation,
                begins=begins,
                ends=ends,
                display_name=person.name,
                sort_key=person.sort_key,
            )
        )


def mail_domain(key: str) -> str:
    return f"{key.replace('_', '-')}.example"


def office_person(facts: Fact, local: str) -> UUID:
    """The person behind an office's account, e.g. of `finanzen`."""
    function = next(f for name, _, f in OFFICE_STAFF if name == local)
    return key_of(f"person {_office_name(facts, function)}")


def manager_of(organisation: Fact) -> UUID:
    """The person who leads a provider."""
    return key_of(f"person Leitung ({_label(organisation)})")


def case_workers(facts: Fact) -> list[UUID]:
    return [office_person(facts, local) for local, role, _ in OFFICE_STAFF if role == Role.CASE_WORKER]


def _office_name(facts: Fact, function: str) -> str:
    return f"{function.format(worker=facts['words']['front_line_worker'])} ({facts['short']})"


def workers_of(facts: Fact, today: date) -> dict[tuple[str, int], Sequence[UUID]]:
    """A provider's workers by year: today's, and the former ones who booked before."""
    teams: dict[tuple[str, int], Sequence[UUID]] = {}
    for organisation in facts["organisations"]:
        now = [key_of(f"person {name}") for name in worker_names(organisation)]
        then = [key_of(f"person {name}") for name in _former_names(organisation)]
        for year in range(2001, today.year + 1):
            teams[organisation["key"], year] = now if year >= today.year - 2 else then
    return teams


def _label(organisation: Fact) -> str:
    return str(organisation.get("short") or organisation["name"])


def worker_names(organisation: Fact) -> list[str]:
    return [f"Fachkraft {n} ({_label(organisation)})" for n in range(1, WORKERS + 1)]


def _former_names(organisation: Fact) -> list[str]:
    return [f"Frühere Fachkraft {n} ({_label(organisation)})" for n in (1, 2)]


def build_people(offices: Sequence[Fact], today: date) -> People:
    people = People()
    for facts in offices:
        _office_staff(people, facts, today)
    for organisation, engaged in _engagements(offices):
        _provider_staff(people, organisation, engaged, today)
    operator = people.person("Betrieb (Hilfenetz)")
    people.join(operator, Role.OPERATOR, date(today.year - 2, 1, 1))
    people.signs.append(Sign("betrieb@hilfenetz.example", Role.OPERATOR, operator.name, operator.id, ()))
    return people


def _engagements(offices: Sequence[Fact]) -> Iterator[tuple[Fact, dict[str, Fact]]]:
    """Each provider once, with the offices for which it works."""
    engaged: dict[str, dict[str, Fact]] = {}
    for facts in offices:
        for organisation in facts["organisations"]:
            engaged.setdefault(organisation["key"], {})[facts["key"]] = organisation | {"office": facts}
    for places in engaged.values():
        yield next(iter(places.values())), places


def _office_staff(people: People, facts: Fact, today: date) -> None:
    begins = date(today.year - 3, 1, 1)
    domain = mail_domain(facts["key"])
    for local, role, function in OFFICE_STAFF:
        person = people.person(_office_name(facts, function))
        people.join(person, role, begins, office=facts["key"])
        people.signs.append(Sign(f"{local}@{domain}", role, person.name, person.id, (facts["key"],)))
    client = people.person(f"Fachverfahren ({facts['short']})", technical=True)
    for role in API_ROLES:
        people.join(client, role, begins, office=facts["key"])


def _provider_staff(people: People, organisation: Fact, engaged: dict[str, Fact], today: date) -> None:
    begins = date(today.year - 3, 1, 1)
    domain = mail_domain(organisation["key"])
    staff = [(f"{local}@{domain}", role, f"{label} ({_label(organisation)})") for local, role, label in MANAGEMENT]
    staff += [
        (f"fachkraft{n}@{domain}", Role.PROVIDER_WORKER, name) for n, name in enumerate(worker_names(organisation), 1)
    ]
    for email, role, name in staff:
        person = people.person(name)
        people.join(person, role, begins, organisation=organisation["key"])
        for office, fact in engaged.items():
            people.join(person, role, begins, office=office, organisation=organisation["key"])
            people.instructions.append(_instruction(person, email, fact["office"], organisation["key"], today))
        people.signs.append(Sign(email, role, name, person.id, tuple(engaged), organisation["key"]))
    for office, fact in engaged.items():
        if fact["begins"].year < 2010:
            for name in _former_names(organisation):
                person = people.person(name)
                people.join(
                    person,
                    Role.PROVIDER_WORKER,
                    fact["begins"],
                    date(2011, 12, 31),
                    office=office,
                    organisation=organisation["key"],
                )


def _instruction(person: Person, email: str, facts: Fact, organisation: str, today: date) -> Instruction:
    """Valid for a year from some day in the last months (R19); one has expired, one ends soon."""
    office = facts["key"]
    key = key_of(f"instruction {person.id} {office}")
    begins = today - timedelta(days=30 + key.int % 200)
    if (email, office) == EXPIRED:
        begins = today - timedelta(days=380)
    elif (email, office) == ENDS_SOON:
        begins = today - timedelta(days=353)
    return Instruction(
        id=key,
        person=person,
        office_id=office,
        organisation_id=organisation,
        begins=begins,
        ends=begins + timedelta(days=364),
        recorded_by=office_person(facts, "verwaltung"),
    )
