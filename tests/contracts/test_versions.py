"""Amendments, renewals, successors: what is in force on a day, and who sees it (R4)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from contracts.models import Contract
from contracts.policy import ContractPerm, contract_policy
from contracts.queries.changes import changes
from contracts.queries.contract import in_force_on, versions_of, without_older
from contracts.usecases import conclusion, ending, versions
from contracts.usecases import negotiation as cases
from kernel.access.actor import Actor, Role
from kernel.access.errors import Denied, RuleViolation
from tests.factories import contracts as make
from tests.factories.people import acting

pytestmark = pytest.mark.django_db
CHANGE = {"begins": date(2026, 7, 1), "change_note": "Mehr Stunden"}


def amend(planner: Actor, contract: Contract, **fields: object) -> Contract:
    return versions.prepare_amendment(actor=planner, contract=contract, **CHANGE | fields)


def into_force(planner: Actor, version: Contract) -> Contract:
    Contract.objects.filter(pk=version.pk).update(state="signed", no_decision_reason="Bagatelle")
    version.refresh_from_db()
    return conclusion.put_in_force(actor=planner, contract=version)


def test_r4_an_amendment_copies_terms_parties_dates_and_agreements(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract("alpha", "beta", number="RV-2025-1", schedule="own", surplus_rule="carry_over")
        contract.schedule_dates.create(month=3, day=1)
        make.agreement(contract)
        version = amend(planner, contract)
        assert (version.number, version.state, version.relation) == ("RV-2025-1/2", "draft", "amendment")
        assert (version.root, version.previous, version.ends) == (contract, contract, contract.ends)
        assert version.surplus_rule == "carry_over" and version.own_dates == [(3, 1)]
        assert set(version.parties.values_list("organisation", flat=True)) == {None, "alpha", "beta"}
        assert version.agreements.get().summary == contract.agreements.get().summary
        assert changes(contract, version) == []


def test_r4_in_force_it_supersedes_the_version_before_on_the_day_before(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract()
        version = into_force(planner, amend(planner, contract))
        contract.refresh_from_db()
        assert (contract.state, contract.in_force_until) == ("superseded", date(2026, 6, 30))
        assert contract.version_on(date(2026, 6, 30)) == contract
        assert version.version_on(date(2026, 7, 1)) == version
        assert list(Contract.objects.filter(in_force_on(date(2026, 3, 1)))) == [contract]
        assert list(without_older(Contract.objects.all())) == [version]
        third = into_force(planner, amend(planner, version, begins=date(2026, 9, 1)))
        assert third.number.endswith("/3") and third.root == contract and third.previous == version


def test_r4_an_amendment_before_the_contract_or_its_last_version_is_refused(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract()
        with pytest.raises(RuleViolation, match="vor dem Vertrag") as refused:
            amend(planner, contract, begins=date(2025, 12, 31))
        assert refused.value.field == "begins"
        with pytest.raises(RuleViolation, match="nach der bisherigen"):
            amend(planner, contract, begins=date(2026, 1, 1))
        assert not Contract.objects.exclude(root=None).exists()


def test_r4_an_amendment_after_the_end_is_a_renewal(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract(ends=date(2026, 12, 31))
        with pytest.raises(RuleViolation, match="Verlängerung"):
            amend(planner, contract, begins=date(2027, 1, 1))


def test_r4_only_one_new_version_at_a_time(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract(ends=date(2027, 12, 31))
        amend(planner, contract)
        with pytest.raises(RuleViolation, match="schon in Arbeit"):
            amend(planner, contract, begins=date(2026, 8, 1))
        with pytest.raises(RuleViolation, match="schon in Arbeit"):
            versions.prepare_renewal(actor=planner, contract=contract, ends=date(2030, 12, 31))
        with pytest.raises(IntegrityError, match="contract_one_open_version"), transaction.atomic():
            make.version(contract, state="negotiation")


def test_r4_only_the_version_in_force_is_amended(nord):
    with acting(nord, Role.PLANNER) as planner:
        for state in ("draft", "signed", "superseded", "terminated"):
            with pytest.raises(RuleViolation, match="in Kraft"):
                amend(planner, make.contract(state=state))
        over = make.contract(ends=planner.today - timedelta(days=1))
        with pytest.raises(RuleViolation, match="abgelaufen"):
            amend(planner, over)


def test_r4_a_renewal_follows_on_the_end(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract(ends=date(2026, 9, 30))
        with pytest.raises(RuleViolation) as refused:
            versions.prepare_renewal(actor=planner, contract=contract, ends=date(2026, 9, 30))
        assert refused.value.field == "ends"
        with pytest.raises(RuleViolation, match="gälte kein Vertrag"):
            versions.prepare_renewal(actor=planner, contract=contract, ends=date(2027, 9, 30), begins=date(2026, 10, 2))
        renewed = versions.prepare_renewal(actor=planner, contract=contract, ends=date(2027, 9, 30))
        assert (renewed.begins, renewed.relation) == (date(2026, 10, 1), "renewal")
        assert changes(contract, renewed) == ["endet am: 30.09.2026 → 30.09.2027"]


def test_r4_a_renewal_does_not_undo_a_notice(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract(ends=date(2027, 9, 30))
        renewed = versions.prepare_renewal(
            actor=planner, contract=contract, ends=date(2028, 9, 30), begins=planner.today
        )
        ending.give_notice(
            actor=planner,
            contract=contract,
            notice_on=planner.today,
            terminates_on=planner.today + timedelta(days=30),
            termination_reason="Neuausrichtung",
        )
        with pytest.raises(RuleViolation, match="gekündigt"):
            into_force(planner, renewed)


def test_r4_an_expired_contract_is_renewed_without_a_gap(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract(ends=date(2026, 9, 30), state="expired")
        renewed = into_force(
            planner, versions.prepare_renewal(actor=planner, contract=contract, ends=date(2027, 9, 30))
        )
        contract.refresh_from_db()
        assert (contract.state, contract.in_force_until) == ("superseded", date(2026, 9, 30))
        assert contract.version_on(date(2026, 10, 1)) == renewed


def test_r4_without_an_end_or_after_notice_there_is_nothing_to_renew(nord):
    with acting(nord, Role.PLANNER) as planner:
        with pytest.raises(RuleViolation, match="kein Ende"):
            versions.prepare_renewal(actor=planner, contract=make.contract(), ends=date(2030, 1, 1))
        noticed = make.contract(ends=date(2028, 1, 1), notice_on=date(2026, 5, 1), terminates_on=date(2027, 5, 1))
        with pytest.raises(RuleViolation, match="gekündigt"):
            versions.prepare_renewal(actor=planner, contract=noticed, ends=date(2030, 1, 1))


def test_r5_an_amendment_under_78a_lies_ahead(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract(regime="78a")
        with pytest.raises(RuleViolation, match="nur für die Zukunft"):
            amend(planner, contract, begins=planner.today - timedelta(days=1))
        amend(planner, contract, begins=planner.today)


def test_r5_what_is_agreed_already_gets_an_end_and_is_not_rewritten(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract(regime="78a")
        make.agreement(contract, "fee", summary="180,00 € am Tag")
        begins = planner.today + timedelta(days=30)
        version = amend(planner, contract, begins=begins)
        old = version.agreements.get()
        given = {"kind": "fee", "begins": old.begins}
        with pytest.raises(RuleViolation, match="gilt schon"):
            cases.change_agreement(actor=planner, contract=version, agreement=old, summary="200,00 € am Tag", **given)
        with pytest.raises(RuleViolation, match="gilt schon"):
            cases.remove_agreement(actor=planner, contract=version, agreement=old)
        with pytest.raises(RuleViolation, match="nicht rückwirkend"):
            cases.change_agreement(
                actor=planner, contract=version, agreement=old, summary=old.summary, ends=old.begins, **given
            )
        last = begins - timedelta(days=1)
        cases.change_agreement(actor=planner, contract=version, agreement=old, summary=old.summary, ends=last, **given)
        cases.add_agreement(actor=planner, contract=version, kind="fee", summary="200,00 € am Tag", begins=begins)
        said = changes(contract, version)
        assert any("Neu vereinbart, Entgelt" in s for s in said) and any("endet nun am" in s for s in said)


def test_what_changed_is_said_in_words(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract("alpha")
        version = amend(planner, contract)
        make.engagement("beta")
        version.parties.create(organisation_id="beta")
        version.parties.filter(organisation="alpha").delete()
        version.corridor_percent = 5
        said = changes(contract, version)
        assert "Korridor in %: 0,00\u00a0% → 5,00\u00a0%" in said
        assert any("ist dazugekommen" in s for s in said) and any("nicht mehr Partei" in s for s in said)


def test_a_successor_is_a_file_of_its_own(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract(ends=date(2026, 9, 30))
        new = versions.draft_successor(actor=planner, contract=contract, number="V-NEU")
        assert (new.relation, new.root, new.previous, new.begins) == ("first", None, contract, date(2026, 10, 1))
        with pytest.raises(RuleViolation, match="schon in Arbeit"):
            versions.draft_successor(actor=planner, contract=contract, number="V-NEU-2")
        into_force(planner, new)
        contract.refresh_from_db()
        assert contract.state == "in_force" and contract.state_on(planner.today) == "expired"


def test_notice_holds_for_an_amendment_that_comes_into_force_after_it(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract()
        version = amend(planner, contract)
        ends = planner.today + timedelta(days=100)
        ending.give_notice(
            actor=planner, contract=contract, notice_on=planner.today, terminates_on=ends, termination_reason="Umzug"
        )
        assert into_force(planner, version).terminates_on == ends


def test_a_provider_sees_all_versions_of_its_files_but_no_draft(nord):
    with acting(nord, Role.PROVIDER_MANAGER, "alpha") as manager:
        contract = make.contract("alpha", state="superseded", in_force_until=date(2026, 6, 30))
        current = make.version(contract, state="in_force", in_force_since=date(2026, 7, 1))
        current.parties.filter(organisation="alpha").delete()
        draft = make.version(current)
        make.contract("beta")
        assert set(contract_policy.rows(manager)) == {contract, current}
        assert versions_of(manager, current) == [contract, current]
        assert draft not in contract_policy.rows(manager)


def test_only_the_planner_amends(nord):
    for role in (Role.FINANCE, Role.OFFICE_ADMIN, Role.AUDITOR):
        with acting(nord, role) as someone:
            contract = make.contract()
            assert contract_policy.holds(someone, ContractPerm.VIEW, contract)
            with pytest.raises(Denied):
                amend(someone, contract)


def test_a_version_that_is_not_pursued_makes_room_for_another(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract()
        make.agreement(contract)
        assert versions.discard_version(actor=planner, contract=amend(planner, contract)) == contract
        assert list(Contract.objects.all()) == [contract] and contract.agreements.exists()
        decided = amend(planner, contract)
        Contract.objects.filter(pk=decided.pk).update(state="decided", no_decision_reason="Bagatelle")
        for row, sentence in ((decided, "Was beschlossen ist"), (make.contract(state="draft"), "nicht der Vertrag")):
            with pytest.raises(RuleViolation, match=sentence):
                versions.discard_version(actor=planner, contract=row)
