"""Where a provider is missing, and how the lead changes (R2, R7)."""

from datetime import date, timedelta

import pytest

from contracts.models import ProviderRole
from contracts.queries.coverage import gaps_for, uncovered
from contracts.usecases.engagement import assign_role, hand_over_lead
from kernel.access.actor import Role
from kernel.access.errors import RuleViolation
from tests.contracts.test_districts import refused
from tests.factories import contracts as make
from tests.factories.people import acting

DAY = timedelta(days=1)


def day(number: int) -> date:
    return date(2026, 1, number)


@pytest.mark.parametrize(
    ("periods", "last", "expected"),
    [
        ([], None, [(5, None)]),
        ([(1, None)], None, []),
        ([(1, 4)], None, [(5, None)]),
        ([(1, 9), (5, 7), (10, None)], None, []),
        ([(7, 9), (12, None)], None, [(5, 6), (10, 11)]),
        ([(1, 9)], 9, []),
        ([(1, 9)], 12, [(10, 12)]),
        ([(20, None)], 12, [(5, 12)]),
        ([], 5, [(5, 5)]),
    ],
)
def test_uncovered_stretches(periods, last, expected):
    given = [(day(b), day(e) if e else None) for b, e in periods]
    found = uncovered(given, day(5), day(last) if last else None)
    assert found == [(day(b), day(e) if e else None) for b, e in expected]


@pytest.mark.django_db
def test_r2_a_gap_is_told_in_a_sentence_with_its_day(nord):
    with acting(nord, Role.PLANNER) as planner:
        soon = planner.today + 30 * DAY
        make.role(make.district("Hüsten"), kind="lead", ends=soon - DAY)
        make.role(make.district("Neheim"), kind="lead")
        make.role(make.district("Arnsberg"), kind="network_partner")
        now, later = gaps_for(planner)
        assert now.sentence == "Für Arnsberg fehlt ein Träger."
        assert later.sentence.startswith("Für Hüsten fehlt ab ") and later.sentence.endswith(f"{soon.year} ein Träger.")
        assert (later.begins, later.ends, later.field) == (soon, None, "education")
        assert gaps_for(planner, planner.today) == [now]


@pytest.mark.django_db
def test_r2_a_field_that_once_had_a_lead_needs_one_and_others_do_not(nord):
    with acting(nord, Role.PLANNER) as planner:
        where = make.district()
        make.role(where, kind="lead")
        make.role(where, "beta", kind="lead", field_of_help="integration", ends=planner.today - DAY)
        assert [gap.field for gap in gaps_for(planner)] == ["integration"]


@pytest.mark.django_db
def test_without_leads_a_gap_is_a_district_without_any_provider(sued):
    with acting(sued, Role.PLANNER) as planner:
        make.role(make.district("Versorgt"), kind="outside")
        make.district("Leer")
        assert [gap.sentence for gap in gaps_for(planner)] == ["Für Leer fehlt ein Träger."]


@pytest.mark.django_db
def test_a_planned_or_ending_district_has_gaps_only_while_it_exists(nord):
    with acting(nord, Role.PLANNER) as planner:
        begins, ends = planner.today + 10 * DAY, planner.today + 20 * DAY
        make.district("Neu", begins=begins, ends=ends)
        make.district("Alt", ends=planner.today - DAY)
        (gap,) = gaps_for(planner)
        assert (gap.begins, gap.ends) == (begins, ends)


@pytest.mark.django_db
def test_r2_the_lead_changes_in_one_step_and_leaves_no_gap(nord):
    with acting(nord, Role.PLANNER) as planner:
        beta = make.engagement("beta").organisation
        contract = make.contract()
        amendment = make.contract(root=contract, previous=contract, relation="amendment")
        role = make.role(kind="lead")
        begins = planner.today + 40 * DAY
        before = hand_over_lead(actor=planner, role=role, organisation=beta, begins=begins, contract=amendment)
        after = ProviderRole.objects.get(organisation="beta")
        assert (before.pk, before.ends, after.begins, after.ends) == (role.pk, begins - DAY, begins, None)
        assert (after.field_of_help, after.contract) == (role.field_of_help, contract)
        assert gaps_for(planner) == []


@pytest.mark.django_db
def test_the_lead_does_not_change_before_it_began_nor_to_the_same(nord):
    with acting(nord, Role.PLANNER) as planner:
        role = make.role(kind="lead", ends=planner.today)
        alpha, beta = (make.engagement(o).organisation for o in ("alpha", "beta"))
        for organisation, begins, field, sentence in [
            (alpha, planner.today, "organisation", "schon federführend"),
            (beta, role.begins, "begins", "erst ab dem"),
            (beta, planner.today + 2 * DAY, "begins", "endet schon"),
        ]:
            with refused(field, sentence):
                hand_over_lead(actor=planner, role=role, organisation=organisation, begins=begins)
        partner = make.role(make.district("Süd"))
        with pytest.raises(RuleViolation, match="nur die Federführung"):
            hand_over_lead(actor=planner, role=partner, organisation=beta, begins=planner.today)


@pytest.mark.django_db
def test_r12_the_former_leads_booked_hours_stay_within_its_role(nord):
    with acting(nord, Role.PLANNER) as planner:
        role = make.role(kind="lead")
        make.hours(role)
        beta = make.engagement("beta").organisation
        with refused("begins", "schon Stunden gebucht"):
            hand_over_lead(actor=planner, role=role, organisation=beta, begins=planner.today)


@pytest.mark.django_db
def test_a_role_hangs_on_the_contracts_file(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract()
        renewal = make.contract(root=contract, previous=contract, relation="renewal")
        role = assign_role(
            actor=planner, district=make.district(), organisation=make.engagement().organisation,
            kind="network_partner", field_of_help="education", begins=planner.today, contract=renewal,
        )  # fmt: skip
        assert role.contract == contract
