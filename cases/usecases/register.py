"""The register of cases: open, close, bring in a provider."""

from datetime import date

from cases.models import Assignment, CaseFile
from cases.policy import CasePerm
from contracts.models import CaseReference, District
from contracts.usecases.references import issue_reference
from contracts.usecases.territory import check_dates
from kernel.access.actor import Actor
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from tenants.registry.models import Organisation

NUMBER = {"cases_casefile_number_key": ("Dieses Aktenzeichen gibt es schon.", "number")}


@use_case(CasePerm.OPEN)
def open_case(*, actor: Actor, number: str, district: District, begins: date) -> CaseFile:
    """Register a case; who registers it is responsible."""
    if begins > actor.today:
        raise RuleViolation("Der Beginn liegt in der Zukunft.", field="begins")
    with explained(**NUMBER):
        return CaseFile.objects.create(number=number, district=district, worker=actor.person, begins=begins)


@use_case(CasePerm.CLOSE, on="case")
def close_case(*, actor: Actor, case: CaseFile, ends: date) -> CaseFile:
    """End a case; its case references end with it."""
    if case.ends:
        raise RuleViolation("Dieser Fall ist schon beendet.")
    check_dates(case.begins, ends)
    if ends > actor.today:
        raise RuleViolation("Das Ende liegt in der Zukunft.", field="ends")
    case.ends = ends
    case.save()
    for reference in CaseReference.objects.filter(pk__in=case.assignments.values("reference"), ends=None):
        reference.ends = max(ends, reference.begins)
        reference.save()
        also_changed(reference, "ends")
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
