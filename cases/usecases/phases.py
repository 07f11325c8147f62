"""Where a case stands, dated. The phase of risk is none of these: only the process under § 8a knows it (R20)."""

from datetime import date, timedelta

from cases.models import CaseFile, CasePhase
from cases.policy import CasePerm
from kernel.access.actor import Actor
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case

OVERLAP = {"phase_one": ("An diesem Tag steht schon eine andere Phase. Wählen Sie einen späteren Beginn.", "begins")}


@use_case(CasePerm.WORK, on="case")
def begin_phase(*, actor: Actor, case: CaseFile, kind: str, begins: date) -> CaseFile:
    """The case enters a phase; the one before ends the day before (R16)."""
    if case.ends:
        raise RuleViolation("Dieser Fall ist beendet.")
    if begins < case.begins:
        raise RuleViolation("Der Beginn liegt vor dem Beginn des Falls.", field="begins")
    if begins > actor.today:
        raise RuleViolation("Der Beginn liegt in der Zukunft.", field="begins")
    last = case.phases.order_by("begins").last()
    if last and last.ends is None:
        if begins <= last.begins:
            raise RuleViolation(
                f"Seit dem {last.begins:%d.%m.%Y} läuft „{last.get_kind_display()}“. Wählen Sie einen späteren Tag.",
                field="begins",
            )
        last.ends = begins - timedelta(days=1)
        last.save()
        also_changed(last, "ends")
    with explained(**OVERLAP):
        also_changed(CasePhase.objects.create(case=case, kind=kind, begins=begins), "kind", "begins")
    case.save()
    return case


@use_case(CasePerm.WORK, on="case")
def undo_phase(*, actor: Actor, case: CaseFile) -> CaseFile:
    """Take the latest phase back, which was entered by mistake; the one before goes on."""
    phases = list(case.phases.order_by("-begins")[:2])
    if not phases:
        raise RuleViolation("Es ist keine Phase eingetragen.")
    latest = phases[0]
    also_changed(latest, "kind", "begins", "ends")
    latest.delete()
    if len(phases) == 2 and not case.ends and phases[1].ends == latest.begins - timedelta(days=1):
        phases[1].ends = None
        phases[1].save()
        also_changed(phases[1], "ends")
    case.save()
    return case
