"""The page of figures: counted in SQL, for the right roles, and the demo's stories come out of it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kernel.access.actor import Role
from kernel.tenancy.place import Place, transaction_in
from kernel.web.chart import Series, bar_chart, line_chart
from project.demo_data.facts import load_offices
from project.demo_data.office import generate, store
from reporting.figures import Year, change, stretches, sum_years
from reporting.queries import Use, districts_for, reach_for, use_for
from tests.factories import cases, contracts
from tests.factories import people as make

TODAY = date(2026, 11, 22)
MAY = (Role.PLANNER, Role.ASD_LEAD, Role.COORDINATOR, Role.AUDITOR, Role.OFFICE_ADMIN)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings: Any) -> date:
    settings.TODAY = TODAY
    return TODAY


def test_a_family_counts_once_in_each_year_in_which_its_case_ran(nord: Place):
    with make.acting(nord, Role.PLANNER) as actor:
        middle, south = contracts.district("Mitte"), contracts.district("Süd")
        cases.case(middle, begins=date(2024, 3, 1), ends=date(2025, 1, 1))
        cases.case(middle, begins=date(2025, 12, 31))
        cases.case(south, begins=date(2026, 2, 1), ends=date(2026, 2, 1))
        role = contracts.role(middle)
        contracts.hours(role, worked_on=date(2025, 5, 5), minutes=90)
        contracts.hours(role, worked_on=date(2025, 5, 6), minutes=30)
        reach = reach_for(actor, districts_for(actor))
        counted = {(r.district, r.year): (r.families, r.minutes) for r in reach}
        assert counted == {
            (middle.pk, 2024): (1, 0), (middle.pk, 2025): (2, 120), (middle.pk, 2026): (1, 0), (south.pk, 2026): (1, 0),
        }  # fmt: skip
        assert [(y.year, y.families) for y in sum_years(reach)] == [(2024, 1), (2025, 2), (2026, 2)]
        assert sum_years(reach, {middle.pk})[1].per_thousand_hours == 1000


def test_utilisation_is_delivered_by_contracted_of_the_days_passed(nord: Place):
    with make.acting(nord, Role.AUDITOR) as actor:
        contract = contracts.contract("alpha", begins=date(2025, 1, 1), ends=date(2026, 12, 31))
        for year in (2025, 2026):
            contracts.line(contract, year=year, minutes=36_500, state="released")
        contracts.line(contract, year=2026, minutes=99_999, work_kind="case")  # a draft
        role = contracts.role(contract=contract)
        contracts.hours(role, worked_on=date(2025, 6, 2), minutes=1000)
        contracts.hours(contracts.role(contracts.district("Nord")), worked_on=date(2025, 6, 2))  # under no contract
        assert use_for(actor) == [
            Use("Alpha Jugendhilfe", 2025, 36_500, 1000),
            Use("Alpha Jugendhilfe", 2026, 32_600, 0),
        ]


def test_for_whom(nord: Place):
    for role in MAY:
        assert make.client(nord, role).get("/kennzahlen/").status_code == 200
    for role in (Role.CASE_WORKER, Role.FINANCE):
        assert make.client(nord, role).get("/kennzahlen/").status_code == 403
    for role in (Role.PROVIDER_MANAGER, Role.PROVIDER_WORKER):
        assert make.client(nord, role, "alpha").get("/kennzahlen/").status_code == 403


def test_without_data_the_page_says_so(nord: Place):
    page = make.client(nord, Role.PLANNER).get("/kennzahlen/?zeitraum=nie").content.decode()
    assert "Sobald Fälle und Stunden da sind" in page and '<svg class="hn-chart"' not in page


def test_the_page_says_what_is_seen_with_table_definition_and_source(nord: Place):
    with transaction_in(nord):
        role = contracts.role(contracts.district("Mitte"))
        cases.case(role.district, begins=date(2025, 1, 1))
        contracts.hours(role, worked_on=date(2025, 5, 5), minutes=600)
    page = make.client(nord, Role.PLANNER).get("/kennzahlen/").content.decode()
    assert "2025 wurden 1 Familien erreicht" not in page and "2025 wurde 1 Familie erreicht." in page
    assert "2025 kamen auf 1.000 Stunden 100,0 Familien." in page
    for part in (
        '<svg class="hn-chart"',
        "Als Tabelle zeigen",
        "Was gezählt ist",
        "Quelle",
        "Nicht zu verwechseln",
        "intern",
    ):
        assert part in page


def load(key: str, place: Place) -> None:
    data = generate(next(f for f in load_offices(TODAY) if f["key"] == key), TODAY)
    with transaction_in(place):
        store(data)


def test_hertens_story_comes_out_of_the_data(nord: Place):
    load("herten", nord)
    page = make.client(nord, Role.PLANNER).get("/kennzahlen/?zeitraum=2001–2006").content.decode()
    assert "2006 wurden 240 Familien erreicht, 2001 waren es 120 (+100,0\u00a0%)." in page
    assert "Mit gleich vielen Stunden (4.800) wurden 2006 auf 1.000 Stunden 50,0 Familien erreicht, 2001 25,0." in page
    assert "2024–2026" in page


def test_saarbrueckens_story_comes_out_of_the_data(nord: Place):
    load("saarbruecken", nord)
    page = make.client(nord, Role.COORDINATOR).get("/kennzahlen/").content.decode()
    assert (
        "Seit 2011 änderte sich die Zahl der Familien in den Modellräumen um \u221228,8\u00a0%, in den übrigen um +6,9\u00a0%"
        in page
    )


def test_stretches_of_years():
    assert stretches([2006, 2001, 2002, 2024]) == [(2001, 2002), (2006, 2006), (2024, 2024)]
    assert stretches([]) == []


def test_change_needs_a_first_value():
    assert change(120, 240) == 100
    assert change(0, 5) is None
    assert Year(2011, 10, 0).per_thousand_hours is None


def test_charts_start_at_zero_and_leave_gaps():
    chart = bar_chart("Ein Satz.", ["2024", "2025"], Series("Familien", [50, 100]))
    assert [round(b.height / chart.bars[1].height, 2) for b in chart.bars] == [0.5, 1]
    assert chart.bars[0].y + chart.bars[0].height == chart.base
    lines = line_chart(
        "Ein Satz.", ["1", "2", "3", "4"], [Series("a", [1, None, Decimal(3), 4]), Series("b", [None] * 4)]
    )
    assert [line.name for line in lines.lines] == ["a"]
    assert lines.lines[0].path.count("M") == 2 and len(lines.lines[0].points) == 3
