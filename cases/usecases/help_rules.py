"""What a help must be before it may begin: its ground (R23a), its dates, whether the lead has to agree."""

from collections.abc import Sequence
from datetime import date

from cases.models import CaseFile, CasePerson, Help, Paragraph
from cases.queries.plans import out_of_home
from cases.queries.rules import rules
from contracts.models import Contract, ProviderRole, Setting
from contracts.usecases.territory import check_dates
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from tenants.registry.models import Organisation

Ground = Help.Ground
NO_APPROVAL = frozenset({Ground.LOW_THRESHOLD, Ground.TAKEN_INTO_CARE})  # not decided, or not to be put off
GROUND_DAYS = {
    Ground.DECISION: "Die Entscheidung liegt in der Zukunft. Tragen Sie sie ein, wenn sie getroffen ist.",
    Ground.LOW_THRESHOLD: "Der Anlass liegt in der Zukunft.",
    Ground.SELF_PROCURED: "Der Antrag liegt in der Zukunft.",
    Ground.TAKEN_INTO_CARE: "Die Inobhutnahme liegt in der Zukunft.",
}


def check_ground(
    actor: Actor,
    *,
    ground: str,
    ground_on: date,
    paragraph: str,
    setting: str,
    organisation: Organisation | None,
    begins: date,
) -> None:
    """One of the four grounds of R23a, and what each of them needs."""
    if ground not in Ground.values:
        raise RuleViolation(
            "Nennen Sie, womit die Hilfe begonnen hat: Entscheidung, § 36a Abs. 2, selbst beschafft oder Inobhutnahme.",
            field="ground",
        )
    if (paragraph == Paragraph.P42) != (ground == Ground.TAKEN_INTO_CARE):
        raise RuleViolation(
            "Eine Inobhutnahme nach § 42 beginnt mit der Inobhutnahme selbst. Wählen Sie diese Grundlage."
            if paragraph == Paragraph.P42
            else "Nur Hilfe nach § 42 beginnt mit einer Inobhutnahme. Für die Hilfe danach braucht es eine Entscheidung.",
            field="ground",
        )
    if ground_on > actor.today:
        raise RuleViolation(GROUND_DAYS[Ground(ground)], field="ground_on")
    if ground == Ground.DECISION and begins < ground_on:
        raise RuleViolation(
            "Die Hilfe beginnt vor der Entscheidung. Hat die Familie sie selbst beschafft, wählen Sie § 36a Abs. 3.",
            field="begins",
        )
    if ground == Ground.LOW_THRESHOLD:
        _low_threshold(setting, organisation, begins)


def _low_threshold(setting: str, organisation: Organisation | None, begins: date) -> None:
    if setting != Setting.AMBULANT:
        raise RuleViolation("Ohne Entscheidung gibt es nur ambulante Hilfe (§ 36a Abs. 2).", field="setting")
    agreed = Contract.objects.filter(low_threshold=True, root=None, in_force_since__lte=begins).values("pk")
    roles = ProviderRole.objects.filter(contract__in=agreed)
    if organisation is None or not roles.filter(organisation=organisation.pk).exists():
        raise RuleViolation(
            "Mit diesem Träger gibt es keine Vereinbarung nach § 36a Abs. 2. Dann braucht es eine Entscheidung (R8).",
            field="organisation",
        )


def check_advice(actor: Actor, ground: str, advised_on: date | None) -> None:
    """Before a decision the family was advised on its right to wish and choose, with a date (R7, § 5)."""
    if advised_on and advised_on > actor.today:
        raise RuleViolation("Die Beratung liegt in der Zukunft.", field="advised_on")
    if ground == Ground.DECISION and not advised_on:
        raise RuleViolation(
            "Wann haben Sie die Familie über ihr Wunsch- und Wahlrecht beraten? Tragen Sie den Tag ein.",
            field="advised_on",
        )


def check_help_dates(case: CaseFile, begins: date, planned_end: date | None) -> None:
    """A case that runs, and an end that is not before the beginning."""
    if case.ends:
        raise RuleViolation("Dieser Fall ist beendet.")
    check_dates(begins, planned_end, field="planned_end")


def check_persons(case: CaseFile, persons: Sequence[CasePerson]) -> None:
    """Help is given to persons of this case."""
    if any(p.case_id != case.pk for p in persons):
        raise RuleViolation("Diese Person gehört nicht zu diesem Fall. Laden Sie die Seite neu.", field="persons")


def check_reasons(reasons: Sequence[str]) -> None:
    """At most three reasons, as the official statistics ask (§ 99)."""
    if len(reasons) > 3 or not set(reasons) <= set(Help.Reason.values):
        raise RuleViolation("Wählen Sie höchstens drei Gründe, den wichtigsten zuerst.", field="reasons")


def why_approval(row: Help) -> str:
    """In words, which of the office's thresholds the help is above; nothing if it may begin at once."""
    if row.ground in NO_APPROVAL:
        return ""
    office = rules()
    if office.approval_residential and out_of_home(row):
        return "Hilfe außerhalb der Familie"
    if row.minutes_a_week >= office.approval_minutes_a_week:
        return f"ab {office.approval_minutes_a_week // 60} Stunden je Woche"
    if row.planned_end is None or row.planned_end >= months_after(row.begins, office.approval_months):
        return f"ab {office.approval_months} Monaten oder ohne voraussichtliches Ende"
    return ""


def months_after(day: date, months: int) -> date:
    """The same day some months later; where there is none, the last of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("each month has 28 days")
