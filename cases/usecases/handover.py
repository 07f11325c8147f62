"""Handing a case over: to another worker (§ 65 notes stay behind, R18), to another office (R23a, §§ 86, 86c); stand-ins."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from cases.models import CaseFile, CaseNote, CaseTransfer, OfficeTransfer, StandIn
from cases.policy import CasePerm
from cases.policy.file import StandInPerm
from cases.queries.staff import works_here
from cases.usecases.notes import hand_on
from cases.usecases.register import NO_WORKER, end
from contracts.usecases.territory import check_dates
from kernel.access.actor import Actor
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case

State = OfficeTransfer.State


@use_case(CasePerm.HAND_OVER, on="case")
def hand_over(
    *,
    actor: Actor,
    case: CaseFile,
    worker: UUID,
    transferred_on: date,
    notes: Sequence[CaseNote] = (),
    ground: str = "",
    why: str = "",
) -> CaseFile:
    """Another worker is responsible from now on. Entrusted notes stay, but for those named with their ground (R18)."""
    if case.ends:
        raise RuleViolation("Dieser Fall ist beendet.")
    if worker == case.worker:
        raise RuleViolation("Diese Fachkraft ist schon zuständig.", field="worker")
    if not works_here(actor, worker):
        raise RuleViolation(NO_WORKER, field="worker")
    if transferred_on > actor.today:
        raise RuleViolation("Der Tag liegt in der Zukunft. Bis dahin hilft eine Vertretung.", field="transferred_on")
    if transferred_on < case.begins:
        raise RuleViolation("Der Tag liegt vor dem Beginn des Falls.", field="transferred_on")
    for note in notes:
        if not note.entrusted or note.case_id != case.pk or note.author != actor.person:
            raise RuleViolation("Nur wem etwas anvertraut wurde, gibt es weiter.", field="notes")
        hand_on(actor, note, worker, ground, why)
    transfer = CaseTransfer.objects.create(case=case, before=case.worker, after=worker, transferred_on=transferred_on)
    also_changed(transfer, "before", "after", "transferred_on")
    case.worker = worker
    case.save()
    return case


@use_case(CasePerm.HAND_OVER, on="case")
def announce_transfer(
    *, actor: Actor, case: CaseFile, office_name: str, announced_on: date, remark: str = ""
) -> CaseFile:
    """Tell another office that the family moves; until it continues the help, this one stays responsible (§ 86c)."""
    if case.ends:
        raise RuleViolation("Dieser Fall ist beendet.")
    _not_ahead(actor, announced_on, "announced_on")
    with explained(office_transfer_one=("Eine Übergabe ist schon angekündigt.", None)):
        transfer = OfficeTransfer.objects.create(
            case=case, office_name=office_name, announced_on=announced_on, remark=remark
        )
    also_changed(transfer, "office_name", "announced_on", "remark")
    case.save()
    return case


@use_case(CasePerm.HAND_OVER, on="case")
def record_talk(*, actor: Actor, case: CaseFile, talk_on: date) -> CaseFile:
    """The two offices and the family talked about the hand-over (§ 86c Abs. 2)."""
    transfer = _announced(case)
    check_dates(transfer.announced_on, talk_on, field="talk_on")
    transfer.talk_on = talk_on
    transfer.save()
    also_changed(transfer, "talk_on")
    case.save()
    return case


@use_case(CasePerm.HAND_OVER, on="case")
def accept_transfer(*, actor: Actor, case: CaseFile, accepted_on: date) -> CaseFile:
    """The other office continues: the case ends here. What was confided did not travel (R18)."""
    transfer = _announced(case)
    _not_ahead(actor, accepted_on, "accepted_on")
    check_dates(transfer.announced_on, accepted_on, field="accepted_on")
    transfer.state, transfer.accepted_on = State.ACCEPTED, accepted_on
    transfer.save()
    also_changed(transfer, "state", "accepted_on")
    end(case, accepted_on, CaseFile.EndReason.MOVED)
    return case


@use_case(CasePerm.HAND_OVER, on="case")
def withdraw_transfer(*, actor: Actor, case: CaseFile) -> CaseFile:
    """The family stays after all."""
    transfer = _announced(case)
    transfer.state = State.WITHDRAWN
    transfer.save()
    also_changed(transfer, "state")
    case.save()
    return case


def _announced(case: CaseFile) -> OfficeTransfer:
    transfer = case.office_transfers.filter(state=State.ANNOUNCED).first()
    if transfer is None:
        raise RuleViolation("Es ist keine Übergabe angekündigt.")
    return transfer


def _not_ahead(actor: Actor, day: date, field: str) -> None:
    if day > actor.today:
        raise RuleViolation("Der Tag liegt in der Zukunft.", field=field)


@use_case(StandInPerm.SET)
def set_stand_in(*, actor: Actor, worker: UUID | None = None, stand_in: UUID, begins: date, ends: date) -> StandIn:
    """A colleague works on the cases for some days; what was confided stays closed (R18)."""
    worker = worker or actor.person
    check_dates(begins, ends)
    if ends < actor.today:
        raise RuleViolation("Diese Tage sind vorbei.", field="ends")
    if not works_here(actor, worker):
        raise RuleViolation(NO_WORKER, field="worker")
    if worker == stand_in:
        raise RuleViolation("Niemand vertritt sich selbst. Wählen Sie eine andere Fachkraft.", field="stand_in")
    if not works_here(actor, stand_in, on=max(begins, actor.today)):
        raise RuleViolation(NO_WORKER, field="stand_in")
    return StandIn.objects.create(worker=worker, stand_in=stand_in, begins=begins, ends=ends)


@use_case(StandInPerm.SET, on="row")
def end_stand_in(*, actor: Actor, row: StandIn) -> StandIn:
    """Back earlier: the last day was yesterday; one that has not begun never begins."""
    if row.ends < actor.today:
        raise RuleViolation("Diese Vertretung ist schon zu Ende.")
    if row.begins >= actor.today:
        gone = StandIn.objects.get(pk=row.pk)
        row.delete()
        return gone
    row.ends = date.fromordinal(actor.today.toordinal() - 1)
    row.save()
    return row
