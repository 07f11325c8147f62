"""Notes of a case. What was confided belongs to whom it was confided and passes on only under R18 (§ 65)."""

from datetime import date
from uuid import UUID

from cases.models import CaseFile, CaseNote, CasePerson, NotePassing
from cases.policy.file import NotePerm
from cases.queries.staff import works_here
from kernel.access.actor import Actor, Role
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case

Ground = NotePassing.Ground
WHO = (Role.CASE_WORKER, Role.ASD_LEAD)
NO_GROUND = (
    "Nennen Sie die Grundlage: die Einwilligung dessen, der es anvertraut hat, oder Anhaltspunkte für eine Gefährdung."
)
NO_REASON = {
    Ground.CONSENT: "Schreiben Sie, wann und wie eingewilligt wurde.",
    Ground.ENDANGERMENT: "Schreiben Sie, welche Anhaltspunkte es gibt und warum die Notiz für die Einschätzung nötig ist.",
}


@use_case(NotePerm.WRITE)
def write_note(
    *,
    actor: Actor,
    case: CaseFile,
    happened_on: date,
    text: str,
    entrusted: bool = False,
    confider: CasePerson | None = None,
) -> CaseNote:
    """A note for the file; an entrusted one is read by its author only (R18)."""
    _check(actor, case, happened_on, text, entrusted, confider)
    return CaseNote.objects.create(
        case=case, author=actor.person, happened_on=happened_on, text=text, entrusted=entrusted, confider=confider
    )


@use_case(NotePerm.CHANGE, on="note")
def change_note(
    *,
    actor: Actor,
    note: CaseNote,
    happened_on: date,
    text: str,
    entrusted: bool = False,
    confider: CasePerson | None = None,
) -> CaseNote:
    """Correct an own note. What was confided stays so: nobody opens it by unticking a box (R18)."""
    _check(actor, note.case, happened_on, text, entrusted, confider)
    if note.entrusted and not entrusted:
        raise RuleViolation(
            "Was anvertraut ist, bleibt anvertraut. Geben Sie die Notiz weiter, wenn § 65 es erlaubt.",
            field="entrusted",
        )
    note.happened_on, note.text, note.entrusted, note.confider = happened_on, text, entrusted, confider
    note.save()
    return note


@use_case(NotePerm.PASS, on="note")
def pass_note(*, actor: Actor, note: CaseNote, recipient: UUID, ground: str, why: str) -> CaseNote:
    """Let another worker read an entrusted note, on one of the two grounds that the law knows (R18, § 65 Abs. 1)."""
    hand_on(actor, note, recipient, ground, why)
    note.save()
    return note


def hand_on(actor: Actor, note: CaseNote, recipient: UUID, ground: str, why: str) -> None:
    """Record that a note passes on, within a use case."""
    if ground not in Ground.values:
        raise RuleViolation(NO_GROUND, field="ground")
    if not why.strip():
        raise RuleViolation(NO_REASON[Ground(ground)], field="why")
    if recipient == actor.person:
        raise RuleViolation("Die Notiz ist schon bei Ihnen. Wählen Sie eine andere Fachkraft.", field="recipient")
    if not works_here(actor, recipient, *WHO):
        raise RuleViolation("Diese Person arbeitet nicht im ASD Ihres Amts.", field="recipient")
    with explained(note_passing_once=("Diese Fachkraft hat die Notiz schon.", "recipient")):
        passing = NotePassing.objects.create(
            note=note, recipient=recipient, ground=ground, reason=why, passed_on=actor.today, passed_by=actor.person
        )
    also_changed(passing, "note", "recipient", "ground")


def _check(
    actor: Actor, case: CaseFile, happened_on: date, text: str, entrusted: bool, confider: CasePerson | None
) -> None:
    if happened_on > actor.today:
        raise RuleViolation("Der Tag liegt in der Zukunft.", field="happened_on")
    if not text.strip():
        raise RuleViolation("Schreiben Sie etwas auf.", field="text")
    if confider and not entrusted:
        raise RuleViolation("Wer etwas anvertraut hat, steht nur bei anvertrauten Notizen.", field="confider")
    if confider and confider.case_id != case.pk:
        raise RuleViolation("Diese Person gehört zu einem anderen Fall.", field="confider")
