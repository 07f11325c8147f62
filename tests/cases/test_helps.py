"""Helps: their ground (R23a), four eyes, hours on the line (R10), what the statistics ask at the end (§ 99)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from cases.models import CaseRules, Help, HelpBooking
from cases.policy.helps import (
    CommissionPerm,
    HelpMoneyPerm,
    HelpPerm,
    commission_policy,
    help_money_policy,
    help_policy,
)
from cases.queries.bookings import left_of
from cases.usecases import helps as usecases
from kernel import clock
from kernel.access.actor import OFFICE_ROLES, PROVIDER_ROLES, Role
from kernel.access.errors import Denied, RuleViolation
from kernel.audit.reads import collecting
from kernel.tenancy.place import Place, transaction_in
from tenants.registry.models import Organisation
from tests.factories import cases, contracts, people
from tests.factories import helps as make

pytestmark = pytest.mark.django_db
TODAY = clock.today()


class Cast:
    """A worker with a case, two leads, a provider's worker."""

    def __init__(self, nord: Place) -> None:
        self.worker = people.actor(nord, Role.CASE_WORKER)
        self.other = people.actor(nord, Role.CASE_WORKER, who=people.person("Andere Fachkraft"))
        self.lead = people.actor(nord, Role.ASD_LEAD)
        self.helper = people.actor(nord, Role.PROVIDER_WORKER, "alpha")
        self.stranger = people.actor(nord, Role.PROVIDER_WORKER, "beta")
        self.finance = people.actor(nord, Role.FINANCE)
        both = people.person("Leitung mit Fällen")
        people.membership(both, nord, Role.ASD_LEAD)
        self.both = people.actor(nord, Role.CASE_WORKER, who=both)

    def furnish(self) -> "Cast":
        self.case = cases.case(worker=self.worker.person)
        self.child = cases.person(self.case)
        self.alpha = Organisation.objects.get(pk="alpha")
        self.line = contracts.line(state="released", minutes=6000)
        return self

    def grant(self, **given: Any) -> Help:
        defaults = {
            "case": self.case,
            "paragraph": "31",
            "setting": "ambulant",
            "organisation": self.alpha,
            "ground": "decision",
            "ground_on": TODAY,
            "advised_on": TODAY,
            "begins": TODAY,
            "planned_end": TODAY + timedelta(days=180),
            "minutes_a_week": 240,
        }
        return usecases.grant_help(**({"actor": self.worker} | defaults | given))


@pytest.fixture
def cast(nord: Place) -> Iterator[Cast]:
    made = Cast(nord)
    with transaction_in(nord), collecting():
        yield made.furnish()


class TestGround:
    def test_r23a_a_help_without_one_of_the_four_grounds_is_refused(self, cast: Cast) -> None:
        for ground in ("", "vote", "team"):
            with pytest.raises(RuleViolation, match="womit die Hilfe begonnen hat") as refused:
                cast.grant(ground=ground)
            assert refused.value.field == "ground"
        assert not Help.objects.exists()

    def test_r23a_each_ground_begins_a_help(self, cast: Cast) -> None:
        contract = contracts.contract("alpha", low_threshold=True, in_force_since=TODAY - timedelta(days=9))
        contracts.role(cast.case.district, contract=contract)
        assert cast.grant().decided_by == cast.worker.person
        assert cast.grant(ground="low_threshold", paragraph="28", advised_on=None).decided_by is None
        earlier = TODAY - timedelta(days=20)
        assert cast.grant(ground="self_procured", begins=earlier, advised_on=None).state == "running"
        care = cast.grant(ground="taken_into_care", paragraph="42", setting="residential", planned_end=None)
        assert care.state == "running"  # is not put off for an approval

    def test_care_under_42_needs_its_own_ground_and_nothing_else_has_it(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation, match="beginnt mit der Inobhutnahme"):
            cast.grant(paragraph="42", setting="residential")
        with pytest.raises(RuleViolation, match="braucht es eine Entscheidung"):
            cast.grant(paragraph="34", ground="taken_into_care")

    def test_r8_without_a_decision_only_under_an_agreement_and_ambulant(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation, match="keine Vereinbarung nach § 36a Abs. 2"):
            cast.grant(ground="low_threshold", paragraph="28")
        with pytest.raises(RuleViolation, match="nur ambulante"):
            cast.grant(ground="low_threshold", paragraph="32", setting="day")

    def test_r7_a_decision_needs_the_day_of_the_advice(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation, match="Wunsch- und Wahlrecht"):
            cast.grant(advised_on=None)
        with pytest.raises(RuleViolation, match="Beratung liegt in der Zukunft"):
            cast.grant(advised_on=TODAY + timedelta(days=1))

    def test_dates_in_the_wrong_order_are_refused(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation, match="Ende liegt vor dem Beginn"):
            cast.grant(planned_end=TODAY - timedelta(days=1))
        with pytest.raises(RuleViolation, match="vor der Entscheidung"):
            cast.grant(begins=TODAY - timedelta(days=1))
        with pytest.raises(RuleViolation, match="Zukunft"):
            cast.grant(ground_on=TODAY + timedelta(days=1), begins=TODAY + timedelta(days=2))

    def test_persons_of_another_case_and_a_fourth_reason_are_refused(self, cast: Cast) -> None:
        foreign = cases.person(cases.case(cast.case.district))
        with pytest.raises(RuleViolation, match="gehört nicht zu diesem Fall"):
            cast.grant(persons=[foreign])
        with pytest.raises(RuleViolation, match="höchstens drei"):
            cast.grant(reasons=["10", "11", "12", "13"])

    def test_the_database_wants_a_decider_for_a_decision(self, cast: Cast) -> None:
        with pytest.raises(IntegrityError, match="help_decided_by_office"), transaction.atomic():
            make.help(cast.case, decided_by=None)


class TestWho:
    def test_r6_no_role_of_a_provider_may_grant_approve_or_end(self) -> None:
        for permission in (HelpPerm.GRANT, HelpPerm.APPROVE, HelpPerm.EXTEND, HelpPerm.END, HelpPerm.CHANGE):
            holders = {role for role in Role if help_policy.allows_role(role, permission)}
            assert holders and holders <= OFFICE_ROLES and not holders & PROVIDER_ROLES

    def test_only_who_works_on_the_case_grants(self, cast: Cast) -> None:
        for someone in (cast.other, cast.helper, cast.lead):
            with pytest.raises(Denied):
                cast.grant(actor=someone)

    def test_the_provider_sees_its_own_commission_and_no_other(self, cast: Cast) -> None:
        row = cast.grant()
        assert commission_policy.fetch(cast.helper, CommissionPerm.VIEW, pk=row.pk).pk == row.pk
        with pytest.raises(Http404):
            commission_policy.fetch(cast.stranger, CommissionPerm.VIEW, pk=row.pk)
        assert not help_policy.rows(cast.helper).exists()

    def test_finance_sees_amounts_only(self, cast: Cast) -> None:
        row = cast.grant()
        assert help_money_policy.holds(cast.finance, HelpMoneyPerm.VIEW, row)
        assert not help_policy.rows(cast.finance).exists()

    def test_a_closed_file_is_closed_for_all(self, cast: Cast) -> None:
        cast.grant()
        cast.case.restricted_on = TODAY
        cast.case.save()
        for who, policy in [(cast.worker, help_policy), (cast.lead, help_policy), (cast.helper, commission_policy)]:
            assert not policy.rows(who).exists()


class TestApproval:
    @pytest.mark.parametrize(
        "given",
        [
            {"minutes_a_week": 600},
            {"planned_end": TODAY + timedelta(days=366)},
            {"planned_end": None},
            {"paragraph": "34", "setting": "residential"},
        ],
    )
    def test_above_the_offices_thresholds_it_waits_for_the_lead(self, cast: Cast, given: dict[str, Any]) -> None:
        row = cast.grant(**given)
        assert row.state == "approval" and not commission_policy.rows(cast.helper).exists()
        approved = usecases.approve_help(actor=cast.lead, help=row)
        assert (approved.state, approved.approved_by) == ("running", cast.lead.person)
        assert commission_policy.rows(cast.helper).exists()

    def test_the_thresholds_are_the_offices_own(self, cast: Cast) -> None:
        CaseRules.objects.create(approval_minutes_a_week=200)
        assert cast.grant().state == "approval"

    def test_who_decided_does_not_approve(self, cast: Cast) -> None:
        own = cases.case(cast.case.district, worker=cast.both.person)
        row = cast.grant(actor=cast.both, case=own, minutes_a_week=900)
        for step in (usecases.approve_help, usecases.refuse_help):
            with pytest.raises(RuleViolation, match="zweite Person"):
                step(actor=cast.both, help=row, approval_remark="Geht so")
        with pytest.raises(IntegrityError, match="help_four_eyes"), transaction.atomic():
            Help.objects.filter(pk=row.pk).update(approved_by=row.decided_by, approved_at=clock.now())

    def test_a_refused_help_does_not_run_and_its_hours_are_free(self, cast: Cast) -> None:
        row = cast.grant(minutes_a_week=900, line=cast.line, minutes=3000)
        assert left_of([cast.line]) == {cast.line.pk: 3000}
        with pytest.raises(RuleViolation, match="was gegen die Hilfe spricht"):
            usecases.refuse_help(actor=cast.lead, help=row, approval_remark=" ")
        usecases.refuse_help(actor=cast.lead, help=row, approval_remark="Erst die Schule fragen")
        assert left_of([cast.line]) == {cast.line.pk: 6000}
        with pytest.raises(RuleViolation, match="läuft nicht"):
            usecases.end_help(actor=cast.worker, help=row, ends=TODAY, end_reason="planned")

    def test_only_the_lead_extends_beyond_the_threshold(self, cast: Cast) -> None:
        row, far = cast.grant(), TODAY + timedelta(days=500)
        assert usecases.extend_help(actor=cast.worker, help=row, planned_end=TODAY + timedelta(days=200)).version > 1
        with pytest.raises(RuleViolation, match="verlängert die Leitung"):
            usecases.extend_help(actor=cast.worker, help=row, planned_end=far)
        extended = usecases.extend_help(actor=cast.lead, help=row, planned_end=far)
        assert (extended.planned_end, extended.approved_by) == (far, cast.lead.person)


class TestHoursOnTheLine:
    def test_r10_beyond_the_line_needs_a_reason_that_is_kept(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation, match="reicht nicht") as warned:
            cast.grant(line=cast.line, minutes=6001)
        assert warned.value.field == "beyond_reason" and "100:00" in warned.value.message
        assert not HelpBooking.objects.exists()
        row = cast.grant(line=cast.line, minutes=6001, beyond_reason="Umwandlung ist beantragt")
        assert row.bookings.get().beyond_reason == "Umwandlung ist beantragt"
        assert left_of([cast.line]) == {cast.line.pk: -1}

    def test_within_the_line_no_reason_is_kept(self, cast: Cast) -> None:
        row = cast.grant(line=cast.line, minutes=6000, beyond_reason="vorsorglich")
        assert row.bookings.get().beyond_reason == ""

    def test_what_was_posted_on_the_line_counts(self, cast: Cast) -> None:
        contracts.posting(cast.line, minutes=-1000)
        assert left_of([cast.line]) == {cast.line.pk: 5000}

    def test_a_line_that_is_not_released_takes_nothing(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation, match="noch nicht freigegeben"):
            cast.grant(line=contracts.line(minutes=600), minutes=60)

    def test_hours_for_after_an_early_end_are_free_again(self, cast: Cast) -> None:
        begins = TODAY - timedelta(days=9)
        row = make.help(cast.case, begins=begins, planned_end=begins + timedelta(days=99))
        HelpBooking.objects.create(help=row, line=cast.line, minutes=1000, booked_by=cast.worker.person)
        usecases.end_help(actor=cast.worker, help=row, ends=TODAY, end_reason="by_family")
        assert left_of([cast.line]) == {cast.line.pk: 5900}


class TestEnd:
    def test_99_the_kind_of_the_end_is_asked(self, cast: Cast) -> None:
        row = make.help(cast.case)
        with pytest.raises(RuleViolation, match="§ 99") as asked:
            usecases.end_help(actor=cast.worker, help=row, ends=TODAY, end_reason="")
        assert asked.value.field == "end_reason"
        ended = usecases.end_help(
            actor=cast.worker, help=row, ends=TODAY, end_reason="planned", after="none", living_after="parents"
        )
        assert (ended.state, ended.ends, ended.end_reason) == ("ended", TODAY, "planned")
        with pytest.raises(RuleViolation, match="läuft nicht"):
            usecases.end_help(actor=cast.worker, help=row, ends=TODAY, end_reason="planned")

    def test_an_end_before_the_beginning_or_in_the_future_is_refused(self, cast: Cast) -> None:
        row = make.help(cast.case)
        with pytest.raises(RuleViolation, match="Ende liegt vor dem Beginn"):
            usecases.end_help(actor=cast.worker, help=row, ends=row.begins - timedelta(days=1), end_reason="planned")
        with pytest.raises(RuleViolation, match="Ende liegt in der Zukunft"):
            usecases.end_help(actor=cast.worker, help=row, ends=TODAY + timedelta(days=1), end_reason="planned")

    def test_r7_a_provider_from_outside_gets_its_reference_once_the_office_works_with_it(self, cast: Cast) -> None:
        beta = Organisation.objects.get(pk="beta")
        row = cast.grant(organisation=beta, outside=True)
        assert row.state == "running" and row.assignment is None
        with pytest.raises(RuleViolation, match="arbeitet mit diesem Träger noch nicht zusammen"):
            usecases.bring_in_provider(actor=cast.worker, help=row)
        contracts.engagement("beta")
        assert usecases.bring_in_provider(actor=cast.worker, help=row).assignment is not None
        assert commission_policy.rows(cast.stranger).count() == 1
