"""Ways around the rules of money that must stay closed: settled years, sums that drift, retroactive terms (R4, R5, R11, R14)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum

from contracts.models import BudgetLine, Instalment
from contracts.queries.allocations import Share
from contracts.usecases import allocations, budget, conclusion, conversion, engagement, rates, review
from contracts.usecases import contract as drafting
from contracts.usecases import proofs as asking
from contracts.usecases.corrections import correct_line
from kernel.access.actor import Role
from kernel.access.errors import RuleViolation
from kernel.tenancy.place import transaction_in
from tests.factories import contracts as make
from tests.factories import people

pytestmark = pytest.mark.django_db
LAST = 2025
SINCE = date(2024, 1, 1)


class Office:
    """Planner and two of finance in one office, with a contract in force."""

    def __init__(self, place):
        self.planner = people.actor(place, Role.PLANNER)
        self.first = people.actor(place, Role.FINANCE, who=people.person("Finanzen 1"))
        self.second = people.actor(place, Role.FINANCE, who=people.person("Finanzen 2"))
        self.lead = people.actor(place, Role.PROVIDER_MANAGER, "alpha")

    @property
    def today(self):
        return self.first.today


@pytest.fixture
def office(nord):
    made = Office(nord)
    with transaction_in(nord):
        made.contract = make.contract("alpha", begins=SINCE, in_force_since=SINCE)
        yield made


def paid_line(office, amount="12000.00", **fields):
    line = make.line(office.contract, amount=Decimal(amount), state="released", **fields)
    due = date(line.year, 1, 2)
    make.instalment(line, due_on=due, paid_on=due, paid_by=office.first.person)
    return line


def planned(line):
    return Instalment.objects.filter(line=line).aggregate(sum=Sum("amount"))["sum"]


def correct(office, line, amount):
    day = min(office.today, date(line.year, 12, 31))
    return correct_line(actor=office.first, line=line, posted_on=day, amount=Decimal(amount), reason="Zählfehler")


def test_r11_a_correction_and_its_reversal_leave_the_instalments_as_they_were(office):
    line = paid_line(office)
    correct(office, line, "-2000.00")  # all is paid: nothing can be taken from an instalment
    correct(office, line, "2000.00")
    assert planned(line) == Decimal("12000.00")
    correct(office, line, "500.00")
    assert planned(line) == Decimal("12500.00")


def test_r11_what_could_not_be_taken_is_taken_from_the_next_addition(office):
    line = paid_line(office)
    correct(office, line, "-2000.00")
    correct(office, line, "3000.00")
    assert planned(line) == Decimal("13000.00")


def test_r14_a_settled_year_gets_no_new_line(office):
    draft = make.line(office.contract, year=LAST, amount=Decimal("1200.00"), work_kind="case")
    paid_line(office, year=LAST)
    make.closed_year(office.contract, LAST)
    with pytest.raises(RuleViolation, match="abgeschlossen|abgerechnet"):
        budget.release_line(actor=office.first, line=draft)
    with pytest.raises(RuleViolation, match="abgeschlossen|abgerechnet"):
        budget.create_line(
            actor=office.planner,
            contract=office.contract,
            organisation=draft.organisation,
            year=LAST,
            amount=Decimal(100),
            setting="ambulant",
        )
    assert not BudgetLine.objects.filter(setting="ambulant").exists()


def test_r14_a_split_gives_nothing_to_a_provider_whose_year_is_settled(office):
    """Said when it is calculated, not when the first line is released."""
    paid_line(office, year=LAST)
    make.closed_year(office.contract, LAST)
    given = {"contract": office.contract, "year": LAST, "method": "percent", "total": Decimal(1000)}
    shares = [Share("alpha", Decimal(100), setting="ambulant")]
    with pytest.raises(RuleViolation, match="Alpha Jugendhilfe abgerechnet und abgeschlossen") as refused:
        allocations.calculate(**given, shares=shares)
    assert refused.value.field == "year"
    with pytest.raises(RuleViolation, match="abgerechnet und abgeschlossen"):
        allocations.split_total(actor=office.first, **given, shares=shares)
    raised = {"contract": office.contract, "year": LAST, "method": "raise", "base_year": LAST, "percent": Decimal(2)}
    with pytest.raises(RuleViolation, match="abgerechnet und abgeschlossen"):
        allocations.split_total(actor=office.first, **raised)
    assert allocations.split_total(actor=office.first, **given | {"year": office.today.year}, shares=shares)


def test_r14_the_rate_of_a_settled_year_stays(office):
    line = paid_line(office, year=LAST)
    make.closed_year(office.contract, LAST)
    with pytest.raises(RuleViolation, match="abgeschlossen|abgerechnet"):
        rates.set_rate(
            actor=office.first, line=line, unit="hour", amount=Decimal(60), begins=date(LAST, 5, 1), reason="Nachtrag"
        )


def test_r14_the_hours_of_a_settled_year_stay_under_their_contract(office):
    role = make.role(contract=office.contract)
    make.hours(role, worked_on=date(LAST, 5, 5))
    make.closed_year(office.contract, LAST)
    kept = {name: getattr(role, name) for name in ("kind", "field_of_help", "begins", "ends", "purpose")}
    with pytest.raises(RuleViolation, match="abgerechnet"):
        engagement.change_role(actor=office.planner, role=role, contract=None, **kept)
    engagement.change_role(actor=office.planner, role=role, contract=office.contract, remark="Neu", **kept)


def test_r14_no_hours_come_to_a_contract_whose_year_is_settled(office):
    where = make.district()
    kept = ("kind", "field_of_help", "begins", "ends", "purpose")
    other = make.contract("alpha", begins=SINCE, in_force_since=SINCE)
    make.closed_year(office.contract, LAST)
    for before in (None, other):
        role = make.role(
            where, contract=before, begins=SINCE if before else SINCE + timedelta(days=1), kind="executing"
        )
        make.hours(role, worked_on=date(LAST, 5, 5))
        given = {name: getattr(role, name) for name in kept} | {"actor": office.planner, "role": role}
        with pytest.raises(RuleViolation, match="schon abgerechnet") as refused:
            engagement.change_role(contract=office.contract, **given)
        assert refused.value.field == "contract"
        role.hours.all().delete()
        engagement.change_role(contract=office.contract, **given)  # without hours of that year nothing is in the way
        role.delete()


def decided(office, line, costs):
    proof = asking.open_proofs(
        actor=office.first, contract=office.contract, year=line.year, due_on=office.today + timedelta(days=30)
    )
    figure = proof.figures.get()
    given = asking.Reported(figure.pk, figure.minutes, staff_cost=Decimal(costs))
    asking.prepare_proof(actor=office.lead, proof=proof, report="Bericht", figures=[given])
    proof = review.begin_review(actor=office.first, proof=asking.submit_proof(actor=office.lead, proof=proof))
    return review.decide_proof(
        actor=office.second, proof=proof, outcome="accepted", decision_reason="Nachvollziehbar geprüft."
    )


def test_r14_what_was_paid_after_the_decision_is_part_of_the_surplus(office):
    line = paid_line(office, "10000.00", year=LAST)
    proof = decided(office, line, "9000.00")
    correct(office, line, "500.00")
    late = line.instalments.get(paid_on=None)
    budget.pay_instalment(actor=office.first, instalment=late, paid_on=office.today)
    proof = review.close_proof(actor=office.first, proof=proof)
    assert proof.surplus == Decimal("1500.00")


def test_r14_who_also_works_for_the_provider_neither_reviews_nor_decides(office, nord):
    """A colleague's last save hides who else prepared a proof: the second role alone is reason enough."""
    line = paid_line(office, "10000.00", year=LAST)
    people.membership(people.Person(pk=office.second.person), nord, Role.PROVIDER_MANAGER, "alpha")
    both = people.enter_office(office.second.person, nord, office.today)
    proof = asking.open_proofs(actor=office.first, contract=office.contract, year=LAST, due_on=office.today)
    given = [asking.Reported(proof.figures.get().pk, 0, staff_cost=Decimal(10_000))]
    asking.prepare_proof(actor=both, proof=proof, report="Bericht", figures=given)
    asking.prepare_proof(actor=office.lead, proof=proof, report="Bericht.", figures=given)
    proof = asking.submit_proof(actor=both, proof=proof)
    with pytest.raises(RuleViolation, match="arbeiten auch für"):
        review.begin_review(actor=both, proof=proof)
    proof = review.begin_review(actor=office.first, proof=proof)
    with pytest.raises(RuleViolation, match="arbeiten auch für"):
        review.decide_proof(actor=both, proof=proof, outcome="accepted", decision_reason="Passt.")
    assert line.postings.count() == 0


def test_r14_a_renewed_contract_is_settled_after_the_year_not_after_its_first_version(office):
    office.contract.ends = office.today - timedelta(days=30)
    office.contract.state = "superseded"
    office.contract.in_force_until = office.contract.ends
    office.contract.save()
    make.version(
        office.contract,
        state="in_force",
        relation="renewal",
        begins=office.today - timedelta(days=29),
        in_force_since=office.today - timedelta(days=29),
    )
    paid_line(office)
    with pytest.raises(RuleViolation, match="noch nicht vorbei"):
        asking.open_proofs(actor=office.first, contract=office.contract, year=office.today.year, due_on=office.today)


def test_r14_a_contract_that_ended_by_notice_is_settled_in_the_same_year(office):
    last = office.today - timedelta(days=20)
    office.contract.state, office.contract.notice_on, office.contract.terminates_on = "terminated", last, last
    office.contract.save()
    paid_line(office)
    assert asking.open_proofs(actor=office.first, contract=office.contract, year=office.today.year, due_on=office.today)


def test_r4_a_contract_without_a_provider_is_not_decided(office):
    contract = make.contract("alpha", state="negotiation")
    drafting.remove_party(
        actor=office.planner,
        contract=contract,
        organisation=contract.parties.exclude(organisation=None).get().organisation,
    )
    with pytest.raises(RuleViolation, match="Träger"):
        conclusion.record_decision(
            actor=office.planner, contract=contract, no_decision_reason="Geschäft der Verwaltung"
        )


def test_r5_a_78a_contract_without_a_begin_does_not_come_into_force_for_the_past(office):
    contract = make.contract("alpha", state="signed", regime="78a", begins=None)
    for party in contract.parties.all():
        party.signatures.create(function="Leitung", signed_on=office.today, recorded_by=office.planner.person)
    with pytest.raises(RuleViolation, match="Zukunft"):
        conclusion.put_in_force(actor=office.planner, contract=contract, begins=office.today - timedelta(days=400))
    assert conclusion.put_in_force(actor=office.planner, contract=contract, begins=office.today).in_force_since


def test_r5_the_regime_in_force_forbids_converting_hours(office):
    first = office.contract
    first.state, first.in_force_until = "superseded", date(2025, 12, 31)
    first.save()
    make.version(first, state="in_force", regime="78a", begins=date(2026, 1, 1), in_force_since=date(2026, 1, 1))
    line = make.line(first, work_kind="case", state="released")
    target = make.line(first, work_kind="no_case", state="released")
    with pytest.raises(RuleViolation, match="78d"):
        conversion.convert_hours(
            actor=office.planner, line=line, target=target, minutes=60, posted_on=office.today, reason="Prävention"
        )


def test_r5_an_expired_78a_version_keeps_its_rates_from_being_changed_backwards(office):
    first = office.contract
    first.state, first.in_force_until = "superseded", date(2026, 5, 31)
    first.save()
    last = office.today - timedelta(days=40)
    make.version(
        first, state="expired", regime="78a", begins=date(2026, 6, 1), in_force_since=date(2026, 6, 1), ends=last
    )
    line = make.line(first, state="released")
    with pytest.raises(RuleViolation, match="nie rückwirkend"):
        rates.set_rate(
            actor=office.first,
            line=line,
            unit="day",
            amount=Decimal(200),
            begins=office.today - timedelta(days=60),
            reason="Nachverhandelt",
        )


def test_r10_a_split_with_a_rate_is_taken_back_whole(office):
    split = make.allocation(make.line(office.contract))
    line = split.shares.get().line
    make.rate(line)
    allocations.discard_allocation(actor=office.first, allocation=split)
    assert not BudgetLine.objects.filter(pk=line.pk).exists()


def test_r15_more_than_an_amount_can_hold_is_refused_with_a_sentence(office):
    line = make.line(office.contract, amount=Decimal("100000.00"), state="released")
    make.instalment(line)
    with pytest.raises(RuleViolation, match="zu hoch|höchstens"):
        correct(office, line, "999999999999.99")
