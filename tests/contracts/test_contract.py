"""A framework contract from draft to in force."""

from datetime import date, timedelta

import pytest

from contracts.models import Contract, Signature
from contracts.usecases import conclusion
from contracts.usecases import contract as cases
from contracts.usecases.selection import record_selection
from kernel.access.actor import Actor, Role
from kernel.access.errors import AlreadySubmitted, Conflict, RuleViolation
from kernel.audit.models import Entry
from kernel.keys import uuid7
from tests.factories import contracts as make
from tests.factories.people import acting

pytestmark = pytest.mark.django_db
FIELDS = {"number": "V-1", "subject": "Grundlagenvertrag", "begins": date(2025, 10, 1)}
CHECKED = dict.fromkeys(Contract.CHECKLIST, True)


def decided(planner: Actor, **checked: bool) -> Contract:
    draft = cases.create_contract(actor=planner, **FIELDS)
    cases.add_party(actor=planner, contract=draft, organisation=make.engagement().organisation, signatories=2)
    cases.begin_negotiation(actor=planner, contract=draft)
    record_selection(
        actor=planner, contract=draft, procedure="direct", grounds="Einziger Träger mit Räumen im Quartier"
    )
    cases.confirm_checklist(actor=planner, contract=draft, **checked or CHECKED)
    return conclusion.record_decision(
        actor=planner,
        contract=draft,
        decision_body="Jugendhilfeausschuss",
        decision_reference="12/25",
        decided_on=date(2025, 9, 1),
    )


def sign(planner: Actor, contract: Contract, organisation: str | None, function: str, **fields: object) -> Contract:
    party = contract.parties.get(organisation=organisation)
    return conclusion.sign(
        actor=planner, contract=contract, party=party, function=function, **({"signed_on": date(2025, 9, 15)} | fields)
    )


def test_r4_from_draft_to_in_force(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = decided(planner)
        assert sign(planner, contract, None, "Bürgermeisteramt").state == "decided"
        assert sign(planner, contract, "alpha", "Vorstand").state == "decided"
        assert sign(planner, contract, "alpha", "Geschäftsführung").state == "signed"
        contract = conclusion.put_in_force(actor=planner, contract=contract)
        assert (contract.state, contract.in_force_since) == ("in_force", date(2025, 10, 1))


def test_r4_no_signature_before_the_decision(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract(state="negotiation")
        with pytest.raises(RuleViolation, match="erst nach dem Beschluss"):
            sign(planner, contract, "alpha", "Vorstand")


def test_r4_a_signature_dated_before_the_decision_or_in_the_future_is_refused(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = decided(planner)
        for day in (date(2025, 8, 31), planner.today + timedelta(days=1)):
            with pytest.raises(RuleViolation) as refused:
                sign(planner, contract, "alpha", "Vorstand", signed_on=day)
            assert refused.value.field == "signed_on"


def test_a_party_signs_only_as_often_as_it_must(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = decided(planner)
        sign(planner, contract, None, "Bürgermeisteramt")
        with pytest.raises(RuleViolation, match="schon unterzeichnet"):
            sign(planner, contract, None, "Dezernat")
        sign(planner, contract, "alpha", "Vorstand")
        with pytest.raises(RuleViolation, match="In dieser Funktion"):
            sign(planner, contract, "alpha", "Vorstand")


def test_r9_nothing_is_signed_before_the_checklist_is_complete(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = decided(planner, child_protection=True)
        with pytest.raises(RuleViolation, match="§ 72a"):
            sign(planner, contract, "alpha", "Vorstand")


def test_r7_nothing_is_decided_or_signed_before_the_selection_is_documented(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract(state="negotiation")
        given = {"actor": planner, "contract": contract, "no_decision_reason": "Geschäft der laufenden Verwaltung"}
        with pytest.raises(RuleViolation, match="Tragen Sie das Auswahlverfahren"):
            conclusion.record_decision(**given)
        selection = make.selection(contract)
        with pytest.raises(RuleViolation, match="seine Entscheidung"):  # it still runs
            conclusion.record_decision(**given)
        selection.decided_on = planner.today
        selection.save()
        assert conclusion.record_decision(**given).state == "decided"
        selection.delete()  # decided before this was asked for
        with pytest.raises(RuleViolation, match="Verhandeln Sie wieder"):
            sign(planner, contract, "alpha", "Vorstand", signed_on=planner.today)


@pytest.mark.parametrize("fields", [{"relation": "amendment"}, {"relation": "renewal"}, {"regime": "78a"}])
def test_r7_versions_and_78a_agreements_have_no_selection_of_their_own(nord, fields):
    """A version goes on with those selected; under §§ 78a-g every suitable provider gets one (§ 78b(2))."""
    with acting(nord, Role.PLANNER) as planner:
        if "relation" in fields:
            contract = make.version(make.contract(), state="negotiation", **fields)
        else:
            contract = make.contract(state="negotiation", begins=planner.today, **fields)
            for kind in ("service", "fee", "quality"):
                make.agreement(contract, kind, begins=planner.today)
        given = {"actor": planner, "contract": contract, "no_decision_reason": "Geschäft der laufenden Verwaltung"}
        assert conclusion.record_decision(**given).state == "decided"
        sign(planner, contract, "alpha", "Vorstand", signed_on=planner.today)
        assert Signature.objects.filter(party__contract=contract).count() == 1


def test_r4_a_decision_or_a_reason_for_none_is_needed(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract(state="negotiation")
        make.selection(contract, "direct", reason="Einziger Träger im Quartier", decided_on=planner.today)
        with pytest.raises(RuleViolation) as refused:
            conclusion.record_decision(actor=planner, contract=contract)
        assert refused.value.field == "decision_body"
        body = {"decision_body": "Jugendhilfeausschuss", "decided_on": date(2025, 9, 1)}
        with pytest.raises(RuleViolation, match="Nummer"):
            conclusion.record_decision(actor=planner, contract=contract, **body)
        done = conclusion.record_decision(
            actor=planner, contract=contract, no_decision_reason="Geschäft der laufenden Verwaltung"
        )
        assert done.state == "decided"


def test_r4_a_contract_does_not_come_into_force_before_its_first_day(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract(state="signed", begins=planner.today + timedelta(days=1))
        with pytest.raises(RuleViolation, match="beginnt erst"):
            conclusion.put_in_force(actor=planner, contract=contract)


def test_what_is_decided_is_not_changed(nord):
    with acting(nord, Role.PLANNER) as planner, pytest.raises(RuleViolation, match="nicht mehr ändern"):
        cases.change_contract(actor=planner, contract=make.contract(state="decided"), subject="Anders")


def test_a_successor_supersedes_its_predecessor(nord):
    with acting(nord, Role.PLANNER) as planner:
        old = make.contract()
        new = make.contract(state="signed", previous=old, begins=date(2026, 10, 1))
        conclusion.put_in_force(actor=planner, contract=new)
        old.refresh_from_db()
        assert old.state == "superseded"


def test_two_people_editing_at_once_the_second_is_told(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract(state="draft")
        seen = contract.version
        cases.change_contract(actor=planner, contract=contract, version=seen, subject="Erste")
        with pytest.raises(Conflict):
            cases.change_contract(actor=planner, contract=contract, version=seen, subject="Zweite")
        contract.refresh_from_db()
        assert contract.subject == "Erste"


def test_a_second_submit_creates_nothing(nord):
    key = uuid7()
    with acting(nord, Role.PLANNER) as planner:
        cases.create_contract(actor=planner, submission=key, **FIELDS)
        with pytest.raises(AlreadySubmitted):
            cases.create_contract(actor=planner, submission=key, **FIELDS | {"number": "V-2"})
        assert Contract.objects.count() == 1


def test_a_submit_that_failed_may_be_sent_again(nord):
    key = uuid7()
    with acting(nord, Role.PLANNER) as planner:
        make.contract(number="V-1")
        with pytest.raises(RuleViolation) as refused:
            cases.create_contract(actor=planner, submission=key, **FIELDS)
        assert refused.value.field == "number"
        assert cases.create_contract(actor=planner, submission=key, **FIELDS | {"number": "V-2"}).number == "V-2"


def test_r4_what_was_decided_may_be_negotiated_again_and_no_signature_counts(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = decided(planner)
        sign(planner, contract, None, "Bürgermeisteramt")
        again = conclusion.reopen_negotiation(actor=planner, contract=contract, reason="Der Beschluss galt anderem")
        assert (again.state, again.decided_on, again.decision_body) == ("negotiation", None, "")
        assert not Signature.objects.exists()
        assert Entry.objects.get(verb="reopen_negotiation", model="contracts.contract").reason
        with pytest.raises(RuleViolation, match="beschlossen"):
            conclusion.reopen_negotiation(actor=planner, contract=make.contract(state="signed"))
