"""R26: who must have what by when, who has it, what runs out; and the places that next year needs."""

from datetime import date

import pytest
import time_machine
from dateutil.relativedelta import relativedelta

from kernel.access.actor import Role
from kernel.access.errors import Denied, RuleViolation
from kernel.tenancy.place import transaction_in
from tenants.people.models import Membership
from tenants.training.models import Course
from tenants.training.queries.coverage import BY_OFFICE, BY_PROVIDER, coverage_of, plan_of, standing_of
from tenants.training.usecases.requirements import add_requirement, end_requirement
from tests.database import set_up
from tests.factories import people as make
from tests.factories import training
from tests.training.test_record import manager

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def staff(nord):
    """Ten ways to stand; the names say which is expected."""
    requirement = training.record_requirement(begins=date(2024, 1, 1), within_months=12)

    def worker(name, organisation="alpha", begins=date(2020, 1, 1), role=Role.PROVIDER_WORKER, **fields):
        who = make.person(name)
        make.membership(who, nord, role, organisation, begins=begins, **fields)
        return who

    def has(who, until=None, **fields):
        training.record_certificate(
            who, "nord", fields.pop("of", "alpha"), completed_on=date(2022, 1, 1), valid_until=until, **fields
        )
        return who

    has(worker("valid ohne Ende"))
    has(has(worker("valid erneuert"), date(2023, 1, 1)), date(2027, 12, 31))
    has(worker("valid Amt", None, role=Role.CASE_WORKER), date(2027, 5, 23))
    has(worker("soon"), TODAY + relativedelta(months=6))
    has(worker("soon heute"), TODAY)
    has(worker("overdue abgelaufen"), date(2026, 11, 21))
    worker("overdue nie")
    worker("lacking neu", begins=date(2026, 3, 1))
    has(worker("overdue widerrufen"), revoked_at="2026-01-01T00:00:00Z", revoke_reason="mistake")
    has(worker("overdue anderes"), curriculum=training.record_curriculum(title="Anderes"))
    worker("ging", ends=date(2026, 11, 21))
    worker("Leitung", role=Role.PROVIDER_MANAGER)
    twice = worker("valid doppelt", "beta")
    make.membership(twice, nord, Role.PROVIDER_WORKER, "alpha")
    has(twice, date(2030, 1, 1), of="beta")
    return requirement


def test_r26_coverage_counts_each_person_once_by_how_they_stand(nord, staff):
    organiser = make.actor(nord, Role.TRAINING)
    with transaction_in(nord):
        (row,) = coverage_of(organiser, BY_OFFICE)
        names = standing_of(Membership.objects.all(), staff, TODAY)
        stands = [(r.display_name.split()[0], r.state) for r in names]
    assert (row.needed, row.valid, row.soon, row.lacking, row.overdue) == (11, 6, 2, 5, 4)
    assert row.next_due == date(2027, 3, 1) and row.percent == 55
    assert len(stands) == 11 and all(name == state for name, state in stands)


def test_r26_by_provider_who_works_for_two_counts_with_both(nord, staff):
    organiser = make.actor(nord, Role.TRAINING)
    with transaction_in(nord):
        found = {r.label: (r.needed, r.valid) for r in coverage_of(organiser, BY_PROVIDER)}
    assert found == {"Jugendamt": (1, 1), "Alpha Jugendhilfe": (10, 5), "Beta Familiendienste": (1, 1)}


def test_r26_a_provider_counts_its_own_people_and_no_others_in_all_offices(nord, sued, alpha, staff):
    training.record_requirement("sued", curriculum=training.record_curriculum("sued"))
    make.membership(make.person("Süd"), sued, Role.PROVIDER_WORKER, "alpha")
    leads = manager(alpha)
    with transaction_in(alpha):
        found = {r.label: (r.needed, r.valid) for r in coverage_of(leads, BY_OFFICE)}
    assert found == {"Nordkreis": (10, 4), "Südstadt": (1, 0)}  # what was earned with another needs the release


def test_r26_the_plan_counts_places_by_the_quarter_in_which_they_are_needed(nord, staff):
    with set_up():
        Course.objects.create(
            office_id="nord", curriculum=staff.curriculum, title="Grundkurs Frühjahr", capacity=3, state="open",
            registers_until=date(2027, 1, 1), first_day=date(2027, 2, 1),
        )  # fmt: skip
    organiser = make.actor(nord, Role.TRAINING)
    with transaction_in(nord):
        found = [(s.year, s.quarter, s.needed, s.planned, s.missing) for s in plan_of(organiser)]
    # at once: four overdue, one that runs out today, one due on 1 March
    assert found == [(2027, 1, 6, 3, 3), (2027, 2, 2, 0, 2), (2027, 4, 1, 0, 1)]


def test_requirements_are_kept_by_the_training_organiser(nord):
    given = {"curriculum": training.record_curriculum(), "roles": ["case_worker"], "within_months": 6, "begins": TODAY}
    with make.acting(nord, Role.PLANNER) as planner, pytest.raises(Denied):
        add_requirement(actor=planner, **given)
    with make.acting(nord, Role.TRAINING) as organiser:
        row = add_requirement(actor=organiser, **given)
        for wrong, sentence in (
            ({}, "gilt diese Pflicht schon"),
            ({"roles": []}, "Für wen"),
            ({"roles": ["operator"]}, "Diese Rolle gibt es"),
        ):
            with pytest.raises(RuleViolation, match=sentence):
                add_requirement(actor=organiser, **given | wrong)
        with pytest.raises(RuleViolation, match="vor dem ersten"):
            end_requirement(actor=organiser, requirement=row, ends=date(2026, 1, 1))
        end_requirement(actor=organiser, requirement=row, ends=date(2026, 11, 21))
        with pytest.raises(RuleViolation, match="schon beendet"):
            end_requirement(actor=organiser, requirement=row, ends=TODAY)
        assert not coverage_of(organiser, BY_OFFICE)
