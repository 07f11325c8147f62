"""How a § 8a process is dealt with: two professionals, the sheet, the family, the outcome, the phase of risk (R20)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from cases.models import AssessmentPart, Protection
from cases.policy.protection import ProtectionPerm
from cases.queries.staff import works_here
from kernel.access.actor import Actor, Role
from kernel.access.errors import Conflict, RuleViolation
from kernel.access.use_case import also_changed, use_case

State, Outcome = Protection.State, Protection.Outcome
ENDANGERED = (Outcome.ACUTE, Outcome.LATENT)
LEAST = 2  # professionals who assess together (§ 8a Abs. 1 Satz 1)


def open_still(protection: Protection) -> None:
    if protection.state == State.CLOSED:
        raise RuleViolation("Dieses Verfahren ist abgeschlossen.")


def not_ahead(actor: Actor, day: date, field: str) -> None:
    if day > actor.today:
        raise RuleViolation("Der Tag liegt in der Zukunft.", field=field)


@use_case(ProtectionPerm.STAFF, on="protection")
def name_member(*, actor: Actor, protection: Protection, person: UUID, responsible: bool = False) -> Protection:
    """Put a professional in charge; one of them is responsible (§ 8a Abs. 1: mehrere Fachkräfte)."""
    open_still(protection)
    if not works_here(actor, person, Role.CASE_WORKER, Role.ASD_LEAD):
        raise RuleViolation("Diese Person arbeitet heute nicht als Fachkraft im Jugendamt.", field="person")
    row = protection.members.filter(person=person).first()
    if row and (row.responsible or not responsible):
        raise RuleViolation("Diese Fachkraft ist schon dabei.", field="person")
    first = not protection.members.exists()
    if responsible and (before := protection.members.filter(responsible=True).first()):
        before.responsible = False
        before.save()
        also_changed(before, "responsible")
    row = row or protection.members.model(protection=protection, person=person)
    row.responsible = responsible or first
    row.save()
    also_changed(row, "person", "responsible")
    protection.save()
    return protection


@use_case(ProtectionPerm.STAFF, on="protection")
def release_member(*, actor: Actor, protection: Protection, person: UUID) -> Protection:
    """Take a professional out; whoever is responsible hands that over first, and two stay once it is assessed."""
    open_still(protection)
    row = protection.members.filter(person=person).first()
    if row is None:
        raise RuleViolation("Diese Person ist nicht dabei.")
    if row.responsible:
        raise RuleViolation("Geben Sie zuerst die Federführung ab.")
    if protection.outcome and protection.members.count() <= LEAST:
        raise RuleViolation("Eingeschätzt haben mindestens zwei Fachkräfte. Benennen Sie zuerst eine andere.")
    also_changed(row, "person")
    row.delete()
    protection.save()
    return protection


@use_case(ProtectionPerm.WORK, on="protection")
def assess(*, actor: Actor, protection: Protection, parts: Iterable[Mapping[str, Any]]) -> Protection:
    """Write the assessment sheet: `parts` are topic, seen, weight and the version that the writer saw (0: none yet)."""
    open_still(protection)
    if protection.outcome:
        raise RuleViolation("Das Ergebnis steht schon fest. Der Bogen wird nicht mehr geändert.")
    known = {part.topic: part for part in protection.parts.all()}
    for given in parts:
        part = known.get(given["topic"]) or AssessmentPart(protection=protection, topic=given["topic"])
        if (part.seen, part.weight) == (given["seen"], given["weight"]):
            continue
        if part.version != given["version"]:
            raise Conflict(f"„{part.get_topic_display()}“ wurde inzwischen geändert. Laden Sie den Bogen neu.")
        part.seen, part.weight, part.written_by = given["seen"], given["weight"], actor.person
        part.save()
        also_changed(part, "seen", "weight")
    if protection.state == State.RAISED:
        protection.state = State.ASSESSING
        protection.save()
    return protection


@use_case(ProtectionPerm.WORK, on="protection")
def involve_family(*, actor: Actor, protection: Protection, involved: bool, why: str = "") -> Protection:
    """Say whether parents and child were involved, or why that would endanger the protection (§ 8a Abs. 1 Satz 2)."""
    open_still(protection)
    if not involved and not why.strip():
        raise RuleViolation("Schreiben Sie, warum die Familie nicht einbezogen wird.", field="why")
    protection.family_involved, protection.not_involved_reason = involved, "" if involved else why.strip()
    protection.save()
    return protection


@use_case(ProtectionPerm.WORK, on="protection")
def record_outcome(*, actor: Actor, protection: Protection, outcome: str, risk_since: date | None = None) -> Protection:
    """The outcome of the assessment: by two professionals at least, and with a word on the family (§ 8a Abs. 1).

    With endangerment the phase of risk begins; without there is none (R20).
    """
    open_still(protection)
    if protection.outcome:
        raise RuleViolation("Das Ergebnis steht schon fest.")
    if protection.members.count() < LEAST:
        raise RuleViolation("Eingeschätzt wird zu zweit. Benennen Sie eine weitere Fachkraft.", field="outcome")
    if protection.family_involved is None:
        raise RuleViolation("Sagen Sie zuerst, ob die Familie einbezogen ist, oder warum nicht.", field="outcome")
    if not protection.parts.exists():
        raise RuleViolation("Füllen Sie zuerst den Einschätzungsbogen aus.", field="outcome")
    if outcome in ENDANGERED:
        protection.begins = risk_since or actor.today
        not_ahead(actor, protection.begins, "risk_since")
    elif risk_since:
        raise RuleViolation("Eine Gefährdungsphase gibt es nur bei einer Gefährdung.", field="risk_since")
    protection.outcome, protection.assessed_at = outcome, timezone.now()
    protection.state = State.CONCEPT if outcome in ENDANGERED else State.ASSESSING
    protection.save()
    return protection


@use_case(ProtectionPerm.WORK, on="protection")
def set_concept(*, actor: Actor, protection: Protection, concept: str, concept_review_on: date) -> Protection:
    """The protection concept, and when it is looked at again."""
    open_still(protection)
    if protection.outcome not in ENDANGERED:
        raise RuleViolation("Ein Schutzkonzept folgt auf eine festgestellte Gefährdung.", field="concept")
    if concept_review_on < actor.today:
        raise RuleViolation("Dieser Tag ist schon vorbei.", field="concept_review_on")
    protection.concept, protection.concept_review_on = concept, concept_review_on
    protection.save()
    return protection


@use_case(ProtectionPerm.WORK, on="protection")
def plan_step(*, actor: Actor, protection: Protection, text: str, due_on: date, person: UUID) -> Protection:
    """Something to do until a day, by one of those in charge."""
    open_still(protection)
    if due_on < actor.today:
        raise RuleViolation("Dieser Tag ist schon vorbei.", field="due_on")
    if not protection.members.filter(person=person).exists():
        raise RuleViolation("Wählen Sie eine Fachkraft des Verfahrens.", field="person")
    also_changed(protection.steps.create(text=text, due_on=due_on, person=person), "text", "due_on", "person")
    protection.save()
    return protection


@use_case(ProtectionPerm.WORK, on="protection")
def finish_step(*, actor: Actor, protection: Protection, step: UUID, done_on: date, result: str = "") -> Protection:
    """That a step was done, and what came of it."""
    open_still(protection)
    row = protection.steps.filter(pk=step).first()
    if row is None or row.done_on:
        raise RuleViolation("Dieser Schritt ist nicht mehr offen.")
    not_ahead(actor, done_on, "done_on")
    row.done_on, row.result = done_on, result
    row.save()
    also_changed(row, "done_on", "result")
    protection.save()
    return protection


@use_case(ProtectionPerm.WORK, on="protection")
def end_risk(*, actor: Actor, protection: Protection, ends: date) -> Protection:
    """The phase of risk is over; its length is an indicator (R20, indicator 14)."""
    open_still(protection)
    if protection.begins is None:
        raise RuleViolation("Es gibt keine Gefährdungsphase.", field="ends")
    if protection.ends:
        raise RuleViolation("Die Gefährdungsphase ist schon beendet.", field="ends")
    if ends < protection.begins:
        raise RuleViolation("Das Ende liegt vor dem Beginn.", field="ends")
    not_ahead(actor, ends, "ends")
    protection.ends = ends
    protection.save()
    return protection


@use_case(ProtectionPerm.WORK, on="protection")
def close_process(*, actor: Actor, protection: Protection, closed_on: date) -> Protection:
    """Close it: assessed, the phase of risk over, no step open."""
    open_still(protection)
    if not protection.outcome:
        raise RuleViolation("Es fehlt das Ergebnis der Einschätzung.", field="closed_on")
    if protection.begins and not protection.ends:
        raise RuleViolation("Beenden Sie zuerst die Gefährdungsphase.", field="closed_on")
    if still := protection.steps.filter(done_on=None).count():
        raise RuleViolation(
            "Ein Schritt ist noch offen." if still == 1 else f"{still} Schritte sind noch offen.", field="closed_on"
        )
    not_ahead(actor, closed_on, "closed_on")
    if closed_on < timezone.localdate(protection.raised_at):
        raise RuleViolation("Das liegt vor der Meldung.", field="closed_on")
    protection.state, protection.closed_on = State.CLOSED, closed_on
    protection.save()
    return protection
