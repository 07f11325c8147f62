"""The register of cases: open with the family on one page, change, close, bring in a provider."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from cases.models import Assignment, CaseFile
from cases.policy import CasePerm
from cases.queries.staff import works_here
from cases.usecases.persons import PersonData, add
from contracts.models import CaseReference, District
from contracts.usecases.references import issue_reference
from contracts.usecases.territory import check_dates
from kernel.access.actor import Actor
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from tenants.registry.models import Organisation

NUMBER = {"cases_casefile_number_key": ("Dieses Aktenzeichen gibt es schon.", "number")}
NO_WORKER = "Diese Person ist in Ihrem Amt heute keine Fachkraft. Wählen Sie eine aus der Liste."


@use_case(CasePerm.OPEN)
def open_case(
    *,
    actor: Actor,
    number: str,
    district: District,
    begins: date,
    referral: str = "",
    concern: str = "",
    worker: UUID | None = None,
    persons: Sequence[PersonData] = (),
) -> CaseFile:
    """Register a case with its family; who registers it is responsible, unless the lead names a worker."""
    if begins > actor.today:
        raise RuleViolation("Der Beginn liegt in der Zukunft.", field="begins")
    if not number.strip():
        raise RuleViolation("Geben Sie ein Aktenzeichen an.", field="number")
    if not works_here(actor, worker or actor.person):
        raise RuleViolation(NO_WORKER, field="worker")
    with explained(**NUMBER):
        case = CaseFile.objects.create(
            number=number.strip(),
            district=district,
            worker=worker or actor.person,
            begins=begins,
            referral=referral,
            concern=concern,
        )
    for data in persons:
        add(actor, case, data)
    return case


@use_case(CasePerm.WORK, on="case")
def change_case(
    *, actor: Actor, case: CaseFile, number: str, district: District, begins: date, referral: str, concern: str
) -> CaseFile:
    """Correct the register's entry; a case that moves within the office keeps its references' districts."""
    if begins > actor.today:
        raise RuleViolation("Der Beginn liegt in der Zukunft.", field="begins")
    check_dates(begins, case.ends, field="begins")
    case.number, case.district, case.begins = number.strip(), district, begins
    case.referral, case.concern = referral, concern
    with explained(**NUMBER):
        case.save()
    return case


@use_case(CasePerm.CLOSE, on="case")
def close_case(*, actor: Actor, case: CaseFile, ends: date, end_reason: str = "") -> CaseFile:
    """End a case; its phase and its case references end with it."""
    if case.ends:
        raise RuleViolation("Dieser Fall ist schon beendet.")
    check_dates(case.begins, ends)
    if ends > actor.today:
        raise RuleViolation("Das Ende liegt in der Zukunft.", field="ends")
    end(case, ends, end_reason)
    return case


def end(case: CaseFile, ends: date, end_reason: str) -> None:
    """What ends with a case, within a use case."""
    case.ends, case.end_reason = ends, end_reason
    case.save()
    for phase in case.phases.filter(ends=None):
        phase.ends = max(ends, phase.begins)
        phase.save()
        also_changed(phase, "ends")
    for reference in CaseReference.objects.filter(pk__in=case.assignments.values("reference"), ends=None):
        reference.ends = max(ends, reference.begins)
        reference.save()
        also_changed(reference, "ends")


@use_case(CasePerm.CLOSE, on="case")
def reopen_case(*, actor: Actor, case: CaseFile) -> CaseFile:
    """Take an end back; providers are brought in anew."""
    if not case.ends:
        raise RuleViolation("Dieser Fall läuft.")
    case.ends, case.end_reason = None, ""
    case.save()
    return case


@use_case(CasePerm.ASSIGN, on="case")
def assign_provider(*, actor: Actor, case: CaseFile, organisation: Organisation, begins: date) -> CaseFile:
    """Bring a provider into a case: it learns a random number, never the file number (R12, § 64 Abs. 2a SGB VIII)."""
    if case.ends:
        raise RuleViolation("Dieser Fall ist beendet.")
    if begins < case.begins:
        raise RuleViolation("Der Beginn liegt vor dem Beginn des Falls.", field="begins")
    same = case.assignments.filter(reference__organisation=organisation.pk, reference__ends=None)
    if same.exists():
        raise RuleViolation("Dieser Träger arbeitet schon an dem Fall.", field="organisation")
    reference = issue_reference(actor=actor, organisation=organisation, district=case.district, begins=begins)
    also_changed(Assignment.objects.create(case=case, reference=reference), "case", "reference")
    case.save()
    return case
