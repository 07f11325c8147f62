"""Notice, its effect, the agreed end; by the clock, and right before the clock strikes (R4)."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta

from contracts.models import Contract
from contracts.tasks import end_contracts
from contracts.usecases import ending
from kernel import clock
from kernel.access.actor import Actor, Role
from kernel.access.errors import RuleViolation
from kernel.audit.models import Entry
from kernel.tenancy.place import transaction_in
from tests.factories import contracts as make
from tests.factories.people import acting

pytestmark = pytest.mark.django_db


def give(planner: Actor, contract: Contract, **fields: object) -> Contract:
    given = {
        "notice_on": planner.today,
        "terminates_on": planner.today + relativedelta(months=6),
        "termination_reason": "Neuausrichtung",
    }
    return ending.give_notice(actor=planner, contract=contract, **given | fields)


def test_r4_notice_keeps_the_agreed_period(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract(notice_months=6)
        early = planner.today + relativedelta(months=6) - timedelta(days=1)
        with pytest.raises(RuleViolation, match="6 Monate") as refused:
            give(planner, contract, terminates_on=early)
        assert refused.value.field == "terminates_on"
        done = give(planner, contract)
        assert (done.state, done.notice_on, done.notice_by) == ("in_force", planner.today, None)
        with pytest.raises(RuleViolation, match="schon zum"):
            give(planner, contract)


def test_r4_notice_is_given_by_the_office_or_a_party_with_a_reason(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract("alpha")
        stranger = make.engagement("beta").organisation
        for fields, field in (
            ({"notice_by": stranger}, "notice_by"),
            ({"termination_reason": " "}, "termination_reason"),
            ({"notice_on": planner.today + timedelta(days=1)}, "notice_on"),
            ({"notice_on": date(2025, 12, 31)}, "notice_on"),
        ):
            with pytest.raises(RuleViolation) as refused:
                give(planner, contract, **fields)
            assert refused.value.field == field
        alpha = make.engagement("alpha").organisation
        assert give(planner, contract, notice_by=alpha).notice_by == alpha


def test_r4_notice_after_the_agreed_end_changes_nothing(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract(ends=planner.today + timedelta(days=30))
        with pytest.raises(RuleViolation, match="ohnehin"):
            give(planner, contract)


def test_r4_only_what_is_in_force_is_terminated(nord):
    with acting(nord, Role.PLANNER) as planner:
        for state in ("draft", "signed", "expired", "superseded"):
            with pytest.raises(RuleViolation, match="in Kraft"):
                give(planner, make.contract(state=state))


def test_notice_can_be_withdrawn_until_it_takes_effect(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = give(planner, make.contract())
        back = ending.withdraw_notice(actor=planner, contract=contract)
        assert (back.notice_on, back.terminates_on, back.termination_reason) == (None, None, "")
        over = make.contract(notice_on=date(2026, 2, 1), terminates_on=planner.today - timedelta(days=1))
        with pytest.raises(RuleViolation, match="beendet"):
            ending.withdraw_notice(actor=planner, contract=over)


def test_r4_the_end_is_right_before_anything_is_recorded(nord):
    today = clock.today()
    with transaction_in(nord):
        contract = make.contract(notice_on=date(2026, 2, 1), terminates_on=today - timedelta(days=1))
        assert contract.state == "in_force"
        assert contract.version_on(today) is None and contract.version_on(today - timedelta(days=1)) == contract
        assert contract.state_on(today) == "terminated"


def test_r4_the_daily_job_ends_what_is_over_and_says_that_it_was_a_job(nord):
    today = clock.today()
    yesterday = today - timedelta(days=1)
    with transaction_in(nord):
        expired = make.contract(ends=yesterday)
        terminated = make.contract(notice_on=date(2026, 2, 1), terminates_on=yesterday, ends=today + timedelta(days=9))
        last_day = make.contract(ends=today)
        signed = make.contract(state="signed", ends=yesterday)
    end_contracts.task(place=nord.role)
    with transaction_in(nord):
        states = {c.pk: c.state for c in Contract.objects.all()}
        assert states == {
            expired.pk: "expired",
            terminated.pk: "terminated",
            last_day.pk: "in_force",
            signed.pk: "signed",
        }
        entries = Entry.objects.filter(verb="end_contract")
        assert {(e.record, e.via, e.person, e.place) for e in entries} == {
            (str(expired.pk), "job", None, "nord"),
            (str(terminated.pk), "job", None, "nord"),
        }
        expired.refresh_from_db()
        assert expired.version_on(yesterday) == expired
    end_contracts.task(place=nord.role)
    with transaction_in(nord):
        assert Entry.objects.filter(verb="end_contract").count() == 2


def test_nobody_ends_a_contract_that_runs(nord):
    with acting(nord, Role.PLANNER) as planner, pytest.raises(RuleViolation, match="nicht zu Ende"):
        ending.end_contract(actor=planner, contract=make.contract())
