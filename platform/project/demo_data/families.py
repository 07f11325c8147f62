"""Families' cases whose number per year is the one that the story tells, and the references for their providers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from cases.models import Assignment, CaseFile
from contracts.models import CaseReference, FieldOfHelp, ProviderRole
from contracts.usecases.references import DIGITS, LENGTH
from project.demo_data.facts import Fact
from project.demo_data.money import divide
from project.demo_data.seeds import Seed
from project.demo_data.structure import Structure

KEPT = 0.46  # share of the families of a year whose help goes on in the next
SECOND_PROVIDER = 0.12
FIELDS = (FieldOfHelp.EDUCATION, FieldOfHelp.SCHOOL)


@dataclass
class Families:
    cases: list[CaseFile] = field(default_factory=list)
    references: list[CaseReference] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)


def build_families(built: Structure, workers: Sequence[UUID], hours_years: Sequence[range]) -> Families:
    """The cases of all districts; references only where hours are booked (`hours_years`)."""
    families = Families()
    seed = Seed(f"families {built.facts['key']}")
    for era in built.facts["families"]:
        districts = [d for d in built.facts["districts"] if era.get("pilot") in (None, d.get("pilot", False))]
        running: dict[str, list[CaseFile]] = {d["name"]: [] for d in districts}
        for year in range(era["from"], era["to"] + 1):
            goals = divide(_goal(era, year), {d["name"]: d["weight"] for d in districts})
            for name, goal in goals.items():
                running[name] = _year(seed, built, families, name, running[name], goal, year, workers)
        _let_end(seed, [c for cases in running.values() for c in cases], date(era["to"], 12, 31), built.today)
    _number(families.cases)
    _bring_in_providers(seed, built, families, hours_years)
    return families


def _goal(era: Fact, year: int) -> int:
    span = max(era["to"] - era["from"], 1)
    return round(era["first"] + (era["last"] - era["first"]) * (year - era["from"]) / span)


def _year(
    seed: Seed,
    built: Structure,
    families: Families,
    district: str,
    before: list[CaseFile],
    goal: int,
    year: int,
    workers: Sequence[UUID],
) -> list[CaseFile]:
    """The families of a year: those whose help goes on, and as many new ones as the goal leaves room for."""
    seed.random.shuffle(before)
    stay, leave = before[: round(goal * KEPT)], before[round(goal * KEPT) :]
    _let_end(seed, leave, date(year - 1, 12, 31), built.today)
    first = date(year, 1, 1)
    days = (min(date(year, 12, 31), built.today) - first).days
    begins = sorted(first + timedelta(days=seed.random.randint(0, days)) for _ in range(goal - len(stay)))
    new = [
        CaseFile(
            id=seed.key(day),
            district=built.districts[district],
            worker=seed.random.choice(workers),
            begins=day,
            ends=None,
        )
        for day in begins
    ]
    families.cases += new
    return stay + new


def _let_end(seed: Seed, cases: Sequence[CaseFile], latest: date, today: date) -> None:
    """Help ends somewhere in the year that `latest` closes; in the running year two of three go on."""
    for case in cases:
        if latest >= today and seed.random.random() < 0.67:
            continue
        last = min(latest, today)
        first = max(case.begins, date(last.year, 1, 1))
        case.ends = first + timedelta(days=round((last - first).days * seed.random.random()))


def _number(cases: list[CaseFile]) -> None:
    cases.sort(key=lambda case: (case.begins, case.id))
    counters: dict[int, int] = {}
    for case in cases:
        year = case.begins.year
        counters[year] = counters.get(year, 0) + 1
        case.number = f"DEMO-{year}-{counters[year]:04d}"


def _bring_in_providers(seed: Seed, built: Structure, families: Families, hours_years: Sequence[range]) -> None:
    taken: set[str] = set()
    for case in families.cases:
        for span in hours_years:
            first, last = date(span[0], 1, 1), min(date(span[-1], 12, 31), built.today)
            begins, ends = max(case.begins, first), min(case.ends or built.today, last)
            if begins > ends:
                continue
            present = sorted({r.organisation_id for r in _roles_on(built.roles, case, begins)})
            if not present:
                continue
            count = 2 if len(present) > 1 and seed.random.random() < SECOND_PROVIDER else 1
            for organisation in seed.random.sample(present, count):
                _assign(seed, families, case, organisation, begins, taken)


def _roles_on(roles: Sequence[ProviderRole], case: CaseFile, day: date) -> list[ProviderRole]:
    return [
        r for r in roles
        if r.district_id == case.district_id and r.field_of_help in FIELDS
        and r.begins <= day and (r.ends is None or day <= r.ends)
    ]  # fmt: skip


def _assign(seed: Seed, families: Families, case: CaseFile, organisation: str, begins: date, taken: set[str]) -> None:
    number = "".join(seed.random.choices(DIGITS, k=LENGTH))
    while number in taken:
        number = "".join(seed.random.choices(DIGITS, k=LENGTH))
    taken.add(number)
    reference = CaseReference(
        id=seed.key(begins),
        number=number,
        organisation_id=organisation,
        district=case.district,
        begins=begins,
        ends=case.ends,
    )
    families.references.append(reference)
    families.assignments.append(Assignment(id=seed.key(begins), case=case, reference=reference))
