"""Negotiating: the request, rounds, the Schiedsstelle, agreements by regime (R5, R8)."""

from datetime import date, timedelta

import pytest

from contracts.models import Contract
from contracts.usecases import conclusion
from contracts.usecases import contract as drafting
from contracts.usecases import negotiation as cases
from kernel.access.actor import Actor, Role
from kernel.access.errors import RuleViolation
from tests.factories import contracts as make
from tests.factories.people import acting

pytestmark = pytest.mark.django_db


def residential(planner: Actor, **fields: object) -> Contract:
    begins = planner.today + timedelta(days=30)
    return make.contract(**{"state": "negotiation", "regime": "78a", "begins": begins} | fields)


def agree(planner: Actor, contract: Contract, kind: str, begins: date) -> Contract:
    return cases.add_agreement(actor=planner, contract=contract, kind=kind, summary="wie besprochen", begins=begins)


def test_r5_either_side_may_go_to_the_schiedsstelle_after_six_weeks(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = residential(planner)
        with pytest.raises(RuleViolation, match="zuerst ein, wann"):
            cases.apply_for_arbitration(actor=planner, contract=contract, arbitration_applied_on=planner.today)
        requested = planner.today - timedelta(days=41)
        contract = cases.request_negotiation(actor=planner, contract=contract, negotiation_requested_on=requested)
        assert cases.may_apply_from(contract) == planner.today + timedelta(days=1)
        with pytest.raises(RuleViolation, match="sechs Wochen") as refused:
            cases.apply_for_arbitration(actor=planner, contract=contract, arbitration_applied_on=planner.today)
        assert refused.value.field == "arbitration_applied_on"
        earlier = requested - timedelta(days=1)
        contract = cases.request_negotiation(actor=planner, contract=contract, negotiation_requested_on=earlier)
        done = cases.apply_for_arbitration(actor=planner, contract=contract, arbitration_applied_on=planner.today)
        assert done.arbitration_applied_on == planner.today


def test_r5_there_is_no_schiedsstelle_for_ambulant_help(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract(state="negotiation", negotiation_requested_on=date(2026, 1, 1))
        assert cases.may_apply_from(contract) is None
        with pytest.raises(RuleViolation, match="78a"):
            cases.apply_for_arbitration(actor=planner, contract=contract, arbitration_applied_on=planner.today)


def test_r5_nothing_is_agreed_for_the_past_under_78a(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = residential(planner, begins=planner.today - timedelta(days=60))
        with pytest.raises(RuleViolation, match="nur für die Zukunft") as refused:
            agree(planner, contract, "fee", planner.today - timedelta(days=1))
        assert refused.value.field == "begins"
        agree(planner, contract, "fee", planner.today)


def test_r5_from_the_application_to_the_schiedsstelle_on_it_may(nord):
    with acting(nord, Role.PLANNER) as planner:
        applied = planner.today - timedelta(days=20)
        contract = residential(planner, begins=planner.today - timedelta(days=60), arbitration_applied_on=applied)
        with pytest.raises(RuleViolation, match="Tag des Antrags"):
            agree(planner, contract, "fee", applied - timedelta(days=1))
        agree(planner, contract, "fee", applied)


def test_r5_ambulant_help_may_be_agreed_for_the_past(nord):
    with acting(nord, Role.PLANNER) as planner:
        agree(planner, make.contract(state="negotiation"), "cost", date(2026, 1, 1))


def test_r5_each_regime_has_its_kinds_of_agreement(nord):
    with acting(nord, Role.PLANNER) as planner:
        for contract, kind in ((make.contract(state="negotiation"), "fee"), (residential(planner), "cost")):
            with pytest.raises(RuleViolation) as refused:
                agree(planner, contract, kind, planner.today + timedelta(days=40))
            assert refused.value.field == "kind"


def test_r5_an_agreement_changed_backwards_under_78a_is_refused(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = residential(planner)
        agree(planner, contract, "fee", contract.begins)
        with pytest.raises(RuleViolation, match="nur für die Zukunft"):
            cases.change_agreement(
                actor=planner,
                contract=contract,
                agreement=contract.agreements.get(),
                kind="fee",
                summary="mehr",
                begins=planner.today - timedelta(days=1),
            )


def test_r5_signing_under_78a_needs_all_three_agreements(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = residential(planner, state="decided")
        party = contract.parties.get(organisation="alpha")
        given = {"party": party, "function": "Vorstand", "signed_on": planner.today}
        make.agreement(contract, "service", begins=contract.begins)
        make.agreement(contract, "fee", begins=contract.begins)
        with pytest.raises(RuleViolation, match="Qualitätsentwicklung"):
            conclusion.sign(actor=planner, contract=contract, **given)
        make.agreement(contract, "quality", begins=contract.begins)
        conclusion.sign(actor=planner, contract=contract, **given)


def test_r5_a_signature_after_the_begin_would_date_back_under_78a(nord):
    with acting(nord, Role.PLANNER) as planner:
        begins = planner.today - timedelta(days=3)
        contract = residential(planner, state="decided", begins=begins)
        for kind in ("service", "fee", "quality"):
            make.agreement(contract, kind, begins=begins)
        party = contract.parties.get(organisation="alpha")
        with pytest.raises(RuleViolation, match="nur für die Zukunft") as refused:
            conclusion.sign(actor=planner, contract=contract, party=party, function="Vorstand", signed_on=planner.today)
        assert refused.value.field == "signed_on"
        conclusion.sign(actor=planner, contract=contract, party=party, function="Vorstand", signed_on=begins)


def test_two_agreements_of_a_kind_do_not_overlap_and_lie_within_the_contract(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract(state="negotiation")
        agree(planner, contract, "cost", date(2026, 1, 1))
        with pytest.raises(RuleViolation, match="schon vereinbart"):
            agree(planner, contract, "cost", date(2026, 7, 1))
        with pytest.raises(RuleViolation, match="vor dem Vertrag"):
            agree(planner, contract, "content", date(2025, 12, 31))
        cases.remove_agreement(actor=planner, contract=contract, agreement=contract.agreements.get())
        assert not contract.agreements.exists()


def test_rounds_are_planned_first_and_have_a_result_afterwards(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract(state="negotiation")
        soon = planner.today + timedelta(days=7)
        with pytest.raises(RuleViolation) as refused:
            cases.record_round(actor=planner, contract=contract, held_on=soon, topic="Entgelte", result="einig")
        assert refused.value.field == "result"
        cases.record_round(actor=planner, contract=contract, held_on=soon, topic="Entgelte")
        row = contract.negotiations.get()
        cases.change_round(
            actor=planner, contract=contract, negotiation=row, held_on=planner.today, topic="Entgelte", result="einig"
        )
        assert contract.negotiations.get().result == "einig"
        with pytest.raises(RuleViolation, match="gehört nicht"):
            other = make.contract(state="negotiation")
            cases.change_round(actor=planner, contract=other, negotiation=row, held_on=planner.today, topic="x")


def change(planner: Actor, contract: Contract, **fields: object) -> Contract:
    return drafting.change_contract(actor=planner, contract=contract, **fields)


def test_r5_there_is_no_settlement_of_a_surplus_under_78a(nord):
    with acting(nord, Role.PLANNER) as planner:
        with pytest.raises(RuleViolation, match="§ 78d Abs. 1") as refused:
            change(planner, residential(planner), surplus_rule="carry_over")
        assert refused.value.field == "surplus_rule"
        shared = make.contract(state="negotiation", surplus_rule="share", surplus_percent=50)
        with pytest.raises(RuleViolation, match="§ 78d Abs. 1"):
            change(planner, shared, regime="78a")


def test_r14_a_percentage_belongs_to_sharing_only(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract(state="negotiation")
        for fields in ({"surplus_rule": "share"}, {"surplus_percent": 30}, {"corridor_percent": 101}):
            with pytest.raises(RuleViolation):
                change(planner, contract, **fields)
        assert change(planner, contract, surplus_rule="share", surplus_percent=30).surplus_percent == 30


def test_r8_help_without_prior_decision_is_ambulant(nord):
    with acting(nord, Role.PLANNER) as planner:
        assert change(planner, make.contract(state="negotiation"), low_threshold=True).low_threshold
        with pytest.raises(RuleViolation, match="36a"):
            change(planner, residential(planner), low_threshold=True)


def test_agreements_hold_the_regime(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract(state="negotiation")
        make.agreement(contract)
        with pytest.raises(RuleViolation) as refused:
            change(planner, contract, regime="78a")
        assert refused.value.field == "regime"


def test_r5_nothing_is_decided_under_78a_before_all_three_are_agreed(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = residential(planner)
        with pytest.raises(RuleViolation, match=r"Vor dem Beschluss fehlt noch.*Leistung.*Entgelt.*Qualität"):
            conclusion.record_decision(actor=planner, contract=contract, no_decision_reason="Bagatelle")
