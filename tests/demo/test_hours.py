"""The generated hours keep R12: within the role, on the right number of the provider's own cases, a day has its end."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from project.demo_data.facts import OFFICES, load_offices
from project.demo_data.hours import MOST_A_DAY
from project.demo_data.office import OfficeData, generate

TODAY = date(2026, 11, 22)
COUNTS = {"case": {1}, "cross_case": {2, 3}, "no_case": {0}}


def made(key: str) -> OfficeData:
    return generate(next(f for f in load_offices(TODAY) if f["key"] == key), TODAY)


def check(data: OfficeData) -> None:
    roles = {r.pk: r for r in data.structure.roles}
    references = {r.pk: r for r in data.families.references}
    cases = defaultdict(list)
    for entry, reference in data.hours.cases:
        cases[entry].append(references[reference])
    days: Counter[tuple[object, date]] = Counter()
    for key, worker, organisation, role, district, day, minutes, kind, _ in data.hours.entries:
        held = roles[role]
        assert (held.organisation_id, held.district_id) == (organisation, district)
        assert held.begins <= day <= (held.ends or TODAY) and day < TODAY
        assert len(cases[key]) in COUNTS[kind]
        for reference in cases[key]:
            assert reference.organisation_id == organisation
            assert reference.begins <= day <= (reference.ends or TODAY)
        days[worker, day] += minutes
    assert max(days.values()) <= MOST_A_DAY


def test_hours_keep_the_rules_and_are_the_same_each_time():
    data = made("arnsberg")
    check(data)
    assert len(data.hours.entries) > 15_000
    assert data.hours == made("arnsberg").hours


@pytest.mark.full
@pytest.mark.parametrize("key", [k for k in OFFICES if k != "arnsberg"])
def test_hours_of_the_other_offices_keep_the_rules(key: str):
    check(made(key))


def test_hours_follow_what_was_contracted():
    data = made("vogelsberg")
    contracted = sum(x.minutes for x in data.lines if x.year == 2025)
    delivered = sum(e[6] for e in data.hours.entries if e[5].year == 2025)
    assert 0.8 * contracted < delivered < contracted
