"""Helps: granted on a ground (R23a), approved by a second person, extended and ended as § 99 asks."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from django.utils import timezone

from cases.models import Assignment, CaseFile, CasePerson, Help
from cases.policy.helps import HelpPerm, help_policy
from cases.policy.register import CasePerm, case_policy
from cases.usecases import help_rules
from cases.usecases.bookings import Booking, book, release_rest
from cases.usecases.outside import keep_names_inside
from contracts.models import BudgetLine
from contracts.usecases.engagement import covering_engagement
from contracts.usecases.references import issue_reference
from contracts.usecases.territory import check_dates
from kernel.access.actor import Actor
from kernel.access.errors import Denied, RuleViolation
from kernel.access.use_case import also_changed, use_case
from tenants.registry.models import Organisation

State, Ground = Help.State, Help.Ground


@dataclass(frozen=True, slots=True)
class Given:
    """What a help is, as it was asked for."""

    paragraph: str
    setting: str
    ground: str
    ground_on: date
    begins: date
    organisation: Organisation | None = None
    outside: bool = False
    persons: Sequence[CasePerson] = ()
    planned_end: date | None = None
    minutes_a_week: int = 0
    what: str = ""
    reasons: Sequence[str] = ()
    after_assessment: bool = False
    advised_on: date | None = None


@use_case(HelpPerm.GRANT)
def grant_help(
    *,
    actor: Actor,
    case: CaseFile,
    paragraph: str,
    setting: str,
    ground: str,
    ground_on: date,
    begins: date,
    organisation: Organisation | None = None,
    outside: bool = False,
    persons: Sequence[CasePerson] = (),
    planned_end: date | None = None,
    minutes_a_week: int = 0,
    what: str = "",
    reasons: Sequence[str] = (),
    after_assessment: bool = False,
    advised_on: date | None = None,
    line: BudgetLine | None = None,
    minutes: int = 0,
    beyond_reason: str = "",
) -> Help:
    """A help begins on one of four grounds (R23a); above the office's thresholds it waits for the lead."""
    given = Given(
        paragraph,
        setting,
        ground,
        ground_on,
        begins,
        organisation,
        outside,
        persons,
        planned_end,
        minutes_a_week,
        what,
        reasons,
        after_assessment,
        advised_on,
    )
    if minutes and line is None:
        raise RuleViolation("Auf welchem Posten werden die Stunden gebucht?", field="line")
    bookings = [Booking(line, minutes)] if line and minutes else []
    return begin_help(actor, locked_case(actor, case), given, bookings, beyond_reason)


def begin_help(actor: Actor, case: CaseFile, given: Given, bookings: Sequence[Booking], beyond_reason: str) -> Help:
    """Within a use case: check and record a help, book its hours, let its provider know if it may begin."""
    help_rules.check_help_dates(case, given.begins, given.planned_end)
    help_rules.check_ground(
        actor,
        ground=given.ground,
        ground_on=given.ground_on,
        paragraph=given.paragraph,
        setting=given.setting,
        organisation=given.organisation,
        begins=given.begins,
    )
    help_rules.check_advice(actor, given.ground, given.advised_on)
    help_rules.check_persons(case, given.persons)
    help_rules.check_reasons(given.reasons)
    keep_names_inside(actor, case, what=given.what, beyond_reason=beyond_reason)
    stored = {f.name: getattr(given, f.name) for f in fields(given) if f.name != "persons"}
    row = Help(
        case=case,
        state=State.RUNNING,
        decided_by=None if given.ground == Ground.LOW_THRESHOLD else actor.person,
        **(stored | {"what": given.what.strip(), "reasons": list(given.reasons)}),
    )
    if help_rules.why_approval(row):
        row.state = State.APPROVAL
    row.save()
    row.persons.set(given.persons)
    book(actor, row, bookings, beyond_reason)
    if row.state == State.RUNNING:
        commission(actor, row)
    return row


def locked_case(actor: Actor, case: CaseFile) -> CaseFile:
    """The case as it is now, if the actor works on it."""
    if not case_policy.holds(actor, CasePerm.WORK, case):
        raise Denied("Dafür fehlt Ihnen das Recht.")
    return CaseFile.objects.select_for_update(no_key=True).get(pk=case.pk)


def commission(actor: Actor, row: Help) -> None:
    """Within a use case: the provider works under a case reference from now on (R12); one with which the office does
    not work yet (R7) gets none and learns of the help by letter."""
    if row.organisation is None or row.organisation_id is None:
        return
    case, begins = row.case, max(row.begins, row.case.begins)
    known = case.assignments.filter(reference__organisation=row.organisation_id, reference__ends=None).first()
    if known is None and covering_engagement(row.organisation_id, begins, None):
        reference = issue_reference(actor=actor, organisation=row.organisation, district=case.district, begins=begins)
        known = Assignment.objects.create(case=case, reference=reference)
        also_changed(known, "case", "reference")
    if known:
        row.assignment = known
        row.save()


@use_case(HelpPerm.APPROVE, on="help")
def approve_help(*, actor: Actor, help: Help, approval_remark: str = "") -> Help:
    """The lead agrees to a help above the office's thresholds; never who decided it (four eyes)."""
    _to_approve(actor, help)
    _signed(actor, help, State.RUNNING, approval_remark)
    commission(actor, help)
    return help


@use_case(HelpPerm.APPROVE, on="help")
def refuse_help(*, actor: Actor, help: Help, approval_remark: str) -> Help:
    """The lead does not agree; what the decision booked is free again."""
    _to_approve(actor, help)
    if not approval_remark.strip():
        raise RuleViolation("Schreiben Sie, was gegen die Hilfe spricht.", field="approval_remark")
    _signed(actor, help, State.REFUSED, approval_remark)
    return help


def _to_approve(actor: Actor, row: Help) -> None:
    if row.state != State.APPROVAL:
        raise RuleViolation(f"Diese Hilfe wartet nicht auf Zustimmung, sie ist „{row.get_state_display()}“.")
    if row.decided_by == actor.person:
        raise RuleViolation("Sie haben über diese Hilfe entschieden. Zustimmen muss eine zweite Person.")


def _signed(actor: Actor, row: Help, state: Help.State, remark: str) -> None:
    row.state, row.approval_remark = state, remark.strip()
    row.approved_by, row.approved_at = actor.person, timezone.now()
    row.save()


@use_case(HelpPerm.CHANGE, on="help")
def change_help(
    *,
    actor: Actor,
    help: Help,
    persons: Sequence[CasePerson] = (),
    what: str = "",
    reasons: Sequence[str] = (),
    after_assessment: bool = False,
) -> Help:
    """Complete what the statistics ask (§ 99); ground, dates and provider stand as they were decided."""
    if help.state == State.REFUSED:
        raise RuleViolation("Dieser Hilfe wurde nicht zugestimmt.")
    help_rules.check_persons(help.case, persons)
    help_rules.check_reasons(reasons)
    keep_names_inside(actor, help.case, what=what)
    help.what, help.reasons, help.after_assessment = what.strip(), list(reasons), after_assessment
    help.save()
    help.persons.set(persons)
    return help


@use_case(HelpPerm.CHANGE, on="help")
def bring_in_provider(*, actor: Actor, help: Help) -> Help:
    """A provider from outside that works with the office by now gets its case reference and sees its commission (R7, R12)."""
    if help.state != State.RUNNING or help.assignment_id:
        raise RuleViolation("Der Träger arbeitet schon mit, oder die Hilfe läuft nicht.")
    commission(actor, help)
    if not help.assignment_id:
        raise RuleViolation(
            "Das Amt arbeitet mit diesem Träger noch nicht zusammen. Nehmen Sie ihn unter „Träger“ auf, oder schreiben Sie ihm."
        )
    return help


@use_case(HelpPerm.EXTEND, on="help")
def extend_help(*, actor: Actor, help: Help, planned_end: date) -> Help:
    """A later or earlier planned end; beyond the office's thresholds the lead extends, not who decided (four eyes)."""
    _running(help)
    check_dates(help.begins, planned_end, field="planned_end")
    if planned_end == help.planned_end:
        raise RuleViolation("Das ist schon das voraussichtliche Ende.", field="planned_end")
    help.planned_end = planned_end
    reason = "" if help.approved_by else help_rules.why_approval(help)
    if reason:
        if help.decided_by == actor.person or not _approves(actor, help):
            raise RuleViolation(f"{reason[0].upper()}{reason[1:]} verlängert die Leitung.", field="planned_end")
        help.approved_by, help.approved_at = actor.person, timezone.now()
    help.save()
    return help


def _approves(actor: Actor, row: Help) -> bool:
    return help_policy.holds(actor, HelpPerm.APPROVE, row)


@use_case(HelpPerm.END, on="help")
def end_help(*, actor: Actor, help: Help, ends: date, end_reason: str, after: str = "", living_after: str = "") -> Help:
    """A help ends with the kind of its end, as the statistics ask (§ 99); hours booked for later are free again."""
    _running(help)
    check_dates(help.begins, ends)
    if ends > actor.today:
        raise RuleViolation(
            "Das Ende liegt in der Zukunft. Tragen Sie es ein, wenn die Hilfe geendet hat.", field="ends"
        )
    if end_reason not in Help.EndReason.values:
        raise RuleViolation("Wie endete die Hilfe? Die amtliche Statistik fragt danach (§ 99).", field="end_reason")
    help.state, help.ends, help.end_reason = State.ENDED, ends, end_reason
    help.after, help.living_after = after, living_after
    help.save()
    for booking in release_rest(help):
        also_changed(booking, "minutes")
    return help


def _running(row: Help) -> None:
    if row.state != State.RUNNING:
        raise RuleViolation(f"Diese Hilfe läuft nicht, sie ist „{row.get_state_display()}“.")
