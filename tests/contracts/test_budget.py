"""Budget lines and instalments."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.models import Contract
from contracts.schedule import due_dates, split_evenly
from contracts.usecases import budget as cases
from contracts.usecases.budget import Planned
from kernel.access.actor import Role
from kernel.access.errors import Denied, RuleViolation
from tenants.worklist.models import WorkItem
from tests.factories import contracts as make
from tests.factories.people import acting

Schedule = Contract.Schedule


@given(st.integers(min_value=24, max_value=10**12), st.integers(min_value=1, max_value=24))
def test_r11_parts_add_up_to_the_cent_and_the_remainder_is_in_the_last(cents, parts):
    amount = Decimal(cents) / 100
    split = split_evenly(amount, parts)
    assert sum(split) == amount
    assert len(set(split[:-1])) <= 1
    assert 0 <= split[-1] - split[0] < Decimal(parts) / 100


def test_r11_less_than_a_cent_per_part_is_refused():
    with pytest.raises(ValueError, match="cent"):
        split_evenly(Decimal("0.03"), 4)


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        (Schedule.QUARTER_START, ["2026-01-02", "2026-04-01", "2026-07-01", "2026-10-01"]),
        (Schedule.QUARTER_MIDDLE, ["2026-02-16", "2026-05-15", "2026-08-17", "2026-11-16"]),
        (Schedule.QUARTER_END, ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"]),
        (Schedule.YEARLY, ["2026-01-02"]),
    ],
)
def test_r11_due_dates_move_to_the_next_working_day(schedule, expected):
    assert [str(d) for d in due_dates(schedule, 2026, None, None, "NW")] == expected


def test_r11_working_days_are_those_of_the_state():
    """All Saints is a holiday in North Rhine-Westphalia and not in Hesse; 1 November 2027 is a Monday."""
    november = {state: due_dates(Schedule.MONTHLY, 2027, None, None, state)[10] for state in ("NW", "HE")}
    assert november == {"NW": date(2027, 11, 2), "HE": date(2027, 11, 1)}


def test_r11_only_the_contracts_term_is_paid():
    assert due_dates(Schedule.QUARTER_START, 2025, date(2025, 10, 1), None, "NW") == [date(2025, 10, 1)]
    assert len(due_dates(Schedule.MONTHLY, 2026, None, date(2026, 3, 31), "NW")) == 3
    assert due_dates(Schedule.YEARLY, 2024, date(2025, 10, 1), None, "NW") == []


@pytest.mark.django_db
def test_r10_r11_release_plans_instalments_and_tells_the_provider(nord):
    with acting(nord, Role.FINANCE) as finance:
        line = make.line(amount=Decimal("100000.01"))
        line = cases.release_line(actor=finance, line=line)
        amounts = [i.amount for i in line.instalments.all()]
        assert (line.state, len(amounts), sum(amounts)) == ("released", 4, line.amount)
        assert amounts[-1] == Decimal("25000.01")
        assert WorkItem.objects.filter(organisation="alpha", kind="instalment_expected", done_at=None).count() == 4


@pytest.mark.django_db
def test_r11_instalments_that_miss_the_amount_are_refused_by_the_cent(nord):
    with acting(nord, Role.FINANCE) as finance:
        line = make.line(amount=Decimal("100.00"))
        rows = [Planned(date(2026, 2, 2), Decimal("50.00")), Planned(date(2026, 8, 3), Decimal("49.99"))]
        with pytest.raises(RuleViolation, match="0,01 € fehlen"):
            cases.replace_instalments(actor=finance, line=line, instalments=rows)
        with pytest.raises(RuleViolation, match="sind zu viel"):
            cases.replace_instalments(
                actor=finance, line=line, instalments=[*rows, Planned(date(2026, 9, 1), Decimal("1"))]
            )
        assert not line.instalments.exists()


@pytest.mark.django_db
def test_r15_a_released_line_is_never_edited(nord):
    with acting(nord, Role.FINANCE) as finance:
        line = make.line(state="released")
        with pytest.raises(RuleViolation, match="freigegeben"):
            cases.change_line(actor=finance, line=line, amount=Decimal("1"), minutes=0, posts=Decimal(0))
        with pytest.raises(RuleViolation, match="freigegeben"):
            cases.plan_instalments(actor=finance, line=line)


@pytest.mark.django_db
def test_a_line_needs_a_party_a_year_of_the_term_and_a_positive_amount(nord):
    with acting(nord, Role.FINANCE) as finance:
        contract = make.contract("alpha", ends=date(2027, 12, 31))
        alpha, beta = (make.engagement(o).organisation for o in ("alpha", "beta"))
        for fields, field in [
            ({"organisation": beta, "year": 2026, "amount": Decimal(1)}, "organisation"),
            ({"organisation": alpha, "year": 2028, "amount": Decimal(1)}, "year"),
            ({"organisation": alpha, "year": 2026, "amount": Decimal(0)}, "amount"),
        ]:
            with pytest.raises(RuleViolation) as refused:
                cases.create_line(actor=finance, contract=contract, **fields)
            assert refused.value.field == field
        cases.create_line(actor=finance, contract=contract, organisation=alpha, year=2026, amount=Decimal(1))
        with pytest.raises(RuleViolation, match="gibt es schon"):
            cases.create_line(actor=finance, contract=contract, organisation=alpha, year=2026, amount=Decimal(2))


@pytest.mark.django_db
def test_an_instalment_is_paid_once_and_not_in_the_future(nord):
    with acting(nord, Role.FINANCE) as finance:
        instalment = make.instalment()
        with pytest.raises(RuleViolation, match="Zukunft"):
            cases.pay_instalment(actor=finance, instalment=instalment, paid_on=finance.today + timedelta(days=1))
        cases.pay_instalment(actor=finance, instalment=instalment, paid_on=finance.today)
        with pytest.raises(RuleViolation, match="schon gezahlt"):
            cases.pay_instalment(actor=finance, instalment=instalment, paid_on=finance.today)


@pytest.mark.django_db
def test_only_finance_releases_and_pays(nord):
    with acting(nord, Role.PLANNER) as planner, pytest.raises(Denied):
        cases.release_line(actor=planner, line=make.line())
