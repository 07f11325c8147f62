"""Own days of payment in long and short years (R11)."""

from datetime import date

import pytest

from contracts.schedule import due_dates, own_days
from contracts.usecases import contract as cases
from contracts.web.forms.contract import DayOfYear, DaysOfYearField
from kernel.access.actor import Role
from kernel.access.errors import RuleViolation
from tests.factories import contracts as make
from tests.factories.people import acting

OWN = [(2, 29), (11, 15)]


def test_r11_the_29th_of_february_is_the_28th_in_other_years():
    assert own_days(2028, OWN) == [date(2028, 2, 29), date(2028, 11, 15)]
    assert own_days(2027, OWN) == [date(2027, 2, 28), date(2027, 11, 15)]
    assert own_days(2027, [(2, 28), (2, 29)]) == [date(2027, 2, 28)]


def test_r11_own_days_move_to_working_days_and_lie_within_the_contract():
    assert due_dates("own", 2027, None, None, "NW", OWN) == [date(2027, 3, 1), date(2027, 11, 15)]
    assert due_dates("own", 2027, date(2027, 3, 1), None, "NW", OWN) == [date(2027, 11, 15)]
    assert due_dates("own", 2027, None, date(2027, 11, 14), "NW", OWN) == [date(2027, 3, 1)]
    assert due_dates("own", 2027, None, None, "NW") == []


@pytest.mark.django_db
def test_r11_own_days_are_kept_with_the_contract_and_only_with_that_schedule(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract(state="draft")

        def change(**fields: object) -> None:
            cases.change_contract(actor=planner, contract=contract, **fields)
            contract.refresh_from_db()

        change(schedule="own", schedule_dates=[DayOfYear(11, 15), DayOfYear(2, 29)])
        assert contract.own_dates == OWN
        for wrong in ([], [DayOfYear(2, 30)], [DayOfYear(4, 31)], [DayOfYear(13, 1)], [DayOfYear(1, 0)]):
            with pytest.raises(RuleViolation) as refused:
                change(schedule_dates=wrong)
            assert refused.value.field == "schedule_dates"
        change(schedule_dates=[DayOfYear(2, 29)])
        assert contract.own_dates == [(2, 29)]
        change(subject="Anders")
        assert contract.own_dates == [(2, 29)]
        change(schedule="monthly")
        assert not contract.schedule_dates.exists()


@pytest.mark.parametrize(
    ("typed", "days"), [("1.3., 15.11.", [(3, 1), (11, 15)]), ("1.3 und 15.11", [(3, 1), (11, 15)]), ("", [])]
)
def test_days_of_the_year_are_typed_as_people_do(typed: str, days: list[tuple[int, int]]):
    assert DaysOfYearField(required=False).clean(typed) == days
