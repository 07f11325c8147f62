"""Guaranteed hours that are left over become prevention, as a record with a reason (R12)."""

from datetime import timedelta

import pytest

from contracts.models import Contract, Posting
from contracts.usecases.conversion import convert_hours, left_minutes
from kernel.access.actor import Role
from kernel.access.errors import Denied, RuleViolation
from tests.factories import contracts as make
from tests.factories.people import acting, actor

pytestmark = pytest.mark.django_db


def lines(**of_contract):
    under = make.contract(**of_contract)
    case = make.line(under, work_kind="case", minutes=6000, state="released")
    return case, make.line(under, work_kind="no_case", minutes=600, state="released")


def convert(someone, line, target, **fields):
    given = {"minutes": 1200, "posted_on": someone.today, "reason": "Weniger Fälle als geplant"} | fields
    return convert_hours(actor=someone, line=line, target=target, **given)


@pytest.mark.parametrize("role", [Role.FINANCE, Role.PLANNER])
def test_r12_left_over_hours_become_prevention(nord, role):
    with acting(nord, role) as someone:
        case, prevention = lines()
        convert(someone, case, prevention)
        found = {(p.line_id, p.minutes, p.amount, p.kind, p.reason) for p in Posting.objects.all()}
        why = "Weniger Fälle als geplant"
        assert found == {(case.pk, -1200, 0, "conversion", why), (prevention.pk, 1200, 0, "conversion", why)}
        assert left_minutes(someone, case) == 4800


def test_r12_not_more_than_is_left(nord):
    with acting(nord, Role.FINANCE) as finance:
        case, prevention = lines()
        role = make.role(contract=case.contract)
        make.hours(role, work_kind="case", worked_on=finance.today, minutes=1000)
        with pytest.raises(RuleViolation, match="nur noch 83:20") as refused:
            convert(finance, case, prevention, minutes=5001)
        assert refused.value.field == "minutes"
        convert(finance, case, prevention, minutes=5000)
        with pytest.raises(RuleViolation, match="nur noch 0:00"):
            convert(finance, case, prevention, minutes=1)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": -5}, "minutes"),
        ({"posted_on": timedelta(days=1)}, "posted_on"),
        ({"posted_on": timedelta(days=-800)}, "posted_on"),
    ],
)
def test_r12_without_reason_quantity_or_a_day_of_the_year_it_is_refused(nord, fields, field):
    with acting(nord, Role.FINANCE) as finance:
        case, prevention = lines()
        if "posted_on" in fields:
            fields = {"posted_on": finance.today + fields["posted_on"]}
        with pytest.raises(RuleViolation) as refused:
            convert(finance, case, prevention, **fields)
        assert refused.value.field == field
        assert not Posting.objects.exists()


def test_only_into_the_providers_own_line_of_the_year(nord):
    with acting(nord, Role.FINANCE) as finance:
        case, prevention = lines()
        draft = make.line(case.contract, "beta", work_kind="no_case")
        for wrong in (case, draft, make.line(work_kind="no_case", state="released")):
            with pytest.raises(RuleViolation, match="Umgewandelt wird in"):
                convert(finance, case, wrong)
        with pytest.raises(RuleViolation, match="schon ein fallunspezifischer"):
            convert(finance, prevention, prevention)


def test_r5_nothing_is_converted_under_78a(nord):
    with acting(nord, Role.FINANCE) as finance:
        case, prevention = lines(regime=Contract.Regime.RESIDENTIAL)
        with pytest.raises(RuleViolation, match="78d"):
            convert(finance, case, prevention)


def test_r14_a_settled_year_is_left_alone(nord):
    with acting(nord, Role.FINANCE) as finance:
        case, prevention = lines()
        make.closed_year(case.contract, case.year)
        with pytest.raises(RuleViolation, match="abgerechnet"):
            convert(finance, case, prevention)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.PROVIDER_MANAGER, Role.OFFICE_ADMIN])
def test_nobody_else_converts(nord, role):
    someone = actor(nord, role, "alpha" if role.of_provider else None)
    with acting(nord, Role.FINANCE):
        case, prevention = lines()
        with pytest.raises(Denied):
            convert(someone, case, prevention)
