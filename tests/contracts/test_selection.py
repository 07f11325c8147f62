"""How a contract's providers were selected: applications, points, decision (R7)."""

from datetime import date, timedelta

import pytest

from contracts.models import Contract, Party
from contracts.policy import ContractPerm, contract_policy
from contracts.queries.contract import selection_of
from contracts.usecases import selection as cases
from kernel.access.actor import Actor, Role
from kernel.access.errors import Denied, RuleViolation
from tests.factories import contracts as make
from tests.factories.people import acting

pytestmark = pytest.mark.django_db
ANNOUNCED, CLOSES = date(2026, 1, 5), date(2026, 2, 2)
RUNNING = {"procedure": "interest", "announced_on": ANNOUNCED, "closes_on": CLOSES, "criteria": "Nähe, Erfahrung"}


def running(planner: Actor, *organisations: str) -> Contract:
    contract = make.contract("beta", state="draft")
    contract = cases.record_selection(actor=planner, contract=contract, **RUNNING)
    for key in organisations:
        organisation = make.engagement(key).organisation
        cases.record_application(
            actor=planner, contract=contract, organisation=organisation, received_on=CLOSES, points=80
        )
    return contract


def test_r7_from_the_announcement_to_the_parties(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = running(planner, "alpha", "beta")
        best = contract.selection.applicants.get(organisation="alpha")
        cases.assess_application(actor=planner, contract=contract, applicant=best, received_on=CLOSES, points=95)
        cases.decide_selection(
            actor=planner,
            contract=contract,
            selected=[best],
            decided_on=CLOSES + timedelta(days=9),
            grounds="Am nächsten",
        )
        contract.selection.refresh_from_db()
        assert {a.organisation_id: a.selected for a in contract.selection.applicants.all()} == {
            "alpha": True,
            "beta": False,
        }
        cases.admit_selected(actor=planner, contract=contract)
        assert set(contract.parties.values_list("organisation", flat=True)) == {None, "alpha", "beta"}
        with pytest.raises(RuleViolation, match="schon Vertragspartei"):
            cases.admit_selected(actor=planner, contract=contract)


def test_r7_without_a_procedure_the_grounds_are_needed(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract(state="draft")
        with pytest.raises(RuleViolation) as refused:
            cases.record_selection(actor=planner, contract=contract, procedure="direct", grounds=" ")
        assert refused.value.field == "grounds"
        done = cases.record_selection(actor=planner, contract=contract, procedure="direct", grounds="Nur einer am Ort")
        assert done.selection.decided_on == planner.today


def test_r7_an_application_after_the_deadline_or_before_the_announcement_is_refused(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = running(planner)
        alpha = make.engagement().organisation
        for day in (CLOSES + timedelta(days=1), ANNOUNCED - timedelta(days=1), planner.today + timedelta(days=1)):
            with pytest.raises(RuleViolation) as refused:
                cases.record_application(actor=planner, contract=contract, organisation=alpha, received_on=day)
            assert refused.value.field == "received_on"


def test_r7_an_application_is_entered_once(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = running(planner, "alpha")
        with pytest.raises(RuleViolation, match="schon eingetragen"):
            cases.record_application(
                actor=planner, contract=contract, organisation=make.engagement().organisation, received_on=CLOSES
            )


def test_r7_the_decision_comes_after_the_deadline_names_someone_and_stands(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = running(planner, "alpha")
        chosen = list(contract.selection.applicants.all())
        later = CLOSES + timedelta(days=1)
        for selected, day, grounds, field in (
            (chosen, CLOSES, "weil", "decided_on"),
            ([], later, "weil", "selected"),
            (chosen, later, " ", "grounds"),
            (chosen, planner.today + timedelta(days=1), "weil", "decided_on"),
        ):
            with pytest.raises(RuleViolation) as refused:
                cases.decide_selection(
                    actor=planner, contract=contract, selected=selected, decided_on=day, grounds=grounds
                )
            assert refused.value.field == field
        cases.decide_selection(actor=planner, contract=contract, selected=chosen, decided_on=later, grounds="weil")
        with pytest.raises(RuleViolation, match="steht fest"):
            cases.record_selection(actor=planner, contract=contract, **RUNNING)


def test_r7_an_applicant_of_another_contract_is_refused(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract, other = running(planner, "alpha"), running(planner, "alpha")
        strange = other.selection.applicants.get()
        with pytest.raises(RuleViolation, match="gehört nicht"):
            cases.assess_application(actor=planner, contract=contract, applicant=strange, received_on=CLOSES)
        with pytest.raises(RuleViolation) as refused:
            cases.decide_selection(
                actor=planner, contract=contract, selected=[strange], decided_on=planner.today, grounds="weil"
            )
        assert refused.value.field == "selected"


def test_who_is_selected_must_work_for_the_office_before(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract("alpha", state="draft")
        Party.objects.filter(contract=contract, organisation="alpha").delete()
        make.applicant(make.selection(contract), "beta", selected=True)
        with pytest.raises(RuleViolation, match="Nehmen Sie den Träger zuerst auf"):
            cases.admit_selected(actor=planner, contract=contract)


def test_providers_do_not_see_who_else_applied(nord):
    with acting(nord, Role.PROVIDER_MANAGER, "alpha") as manager:
        contract = make.contract("alpha")
        make.applicant(make.selection(contract), "beta")
        assert contract_policy.holds(manager, ContractPerm.VIEW, contract)
        assert selection_of(manager, contract) is None
        with pytest.raises(Denied):
            cases.admit_selected(actor=manager, contract=contract)
