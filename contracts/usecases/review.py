"""Proofs of use on the office's side: reviewed by one, decided by another, settled and closed (R13, R14)."""

from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from contracts.models import Contract, Proof, ProofQuery
from contracts.policy.proofs import ProofPerm
from contracts.queries.findings import findings_of
from contracts.queries.proofs import costs_of, open_instalments, terms_of
from contracts.usecases.proof_steps import State, move, not_closed
from contracts.usecases.proofs import ask_the_provider, bring_up_to_date
from contracts.usecases.settlement import settle_surplus
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.web import words


@use_case(ProofPerm.REVIEW, on="proof")
def begin_review(*, actor: Actor, proof: Proof) -> Proof:
    """Take a submitted proof on; who reviews it does not decide on it (R14)."""
    if proof.state == State.QUERY:
        raise RuleViolation("Der Träger hat noch nicht alle Fragen beantwortet.")
    move(proof, State.IN_REVIEW)
    if actor.person == proof.prepared_by:
        raise RuleViolation("Sie haben diesen Nachweis selbst erstellt. Prüfen muss ihn jemand anderes.")
    _not_of_the_provider(actor, proof)
    proof.reviewed_by = actor.person
    proof.save()
    return proof


@use_case(ProofPerm.REVIEW, on="proof")
def ask_query(*, actor: Actor, proof: Proof, question: str) -> Proof:
    """Put a question to the provider, who may now also correct the figures (R14)."""
    if not question.strip():
        raise RuleViolation("Schreiben Sie, was Sie wissen möchten.", field="question")
    if proof.state != State.QUERY:  # several questions may wait
        move(proof, State.QUERY)
        proof.save()
    query = ProofQuery.objects.create(
        proof=proof, question=question.strip(), asked_on=actor.today, asked_by=actor.person
    )
    also_changed(query, "question")
    ask_the_provider(actor, proof)
    return proof


def paid_for(proof: Proof) -> Decimal:
    """What the provider got for the year, as the proof's figures have it."""
    return proof.figures.aggregate(sum=Sum("ledger_paid"))["sum"] or Decimal(0)


def in_full(proof: Proof, terms: Contract) -> Decimal:
    """What accepting in full accepts: the costs up to what was paid; under §§ 78a-g what was paid (R5)."""
    paid = paid_for(proof)
    if terms.regime == Contract.Regime.RESIDENTIAL:
        return paid
    return min(sum((costs_of(f) for f in proof.figures.all()), Decimal(0)), paid)


@use_case(ProofPerm.DECIDE, on="proof")
def decide_proof(
    *,
    actor: Actor,
    proof: Proof,
    outcome: str,
    accepted: Decimal | None = None,
    decision_reason: str = "",
) -> Proof:
    """Accept in full or in part; neither who prepared nor who reviewed it decides, and findings need a reason (R13, R14)."""
    move(proof, State.PARTLY if outcome == State.PARTLY else State.ACCEPTED)
    if actor.person in (proof.reviewed_by, proof.prepared_by):
        raise RuleViolation(
            "Sie haben diesen Nachweis geprüft oder erstellt. Entscheiden muss eine zweite Person (Vier-Augen-Prinzip)."
        )
    _not_of_the_provider(actor, proof)
    if unpaid := open_instalments(proof).order_by("due_on").first():
        raise RuleViolation(
            f"Ein Abschlag vom {words.day(unpaid.due_on)} über {words.money(unpaid.amount)} ist noch offen. "
            "Zahlen oder verrechnen Sie ihn zuerst."
        )
    bring_up_to_date(proof)
    findings = findings_of(proof)
    terms = terms_of(proof.contract, proof.year)
    full = in_full(proof, terms)
    if proof.state == State.PARTLY:
        full = _part(proof, terms, accepted, full, decision_reason)
    elif findings and not decision_reason.strip():
        raise RuleViolation(
            "Der Nachweis hat Auffälligkeiten. Begründen Sie, warum Sie ihn anerkennen.", field="decision_reason"
        )
    proof.accepted, proof.findings, proof.decision_reason = full, findings, decision_reason.strip()
    proof.decided_by, proof.decided_at = actor.person, timezone.now()
    proof.save()
    return proof


def _not_of_the_provider(actor: Actor, proof: Proof) -> None:
    """Several people may have worked on a proof; none of the provider's judges it, also with a second role (R14)."""
    if proof.organisation_id in actor.organisations():
        raise RuleViolation(f"Sie arbeiten auch für {proof.organisation}. Über den Nachweis urteilt jemand anderes.")


def _part(proof: Proof, terms: Contract, accepted: Decimal | None, full: Decimal, reason: str) -> Decimal:
    if terms.regime == Contract.Regime.RESIDENTIAL:
        raise RuleViolation(
            "Unter §§ 78a–g SGB VIII gibt es keinen nachträglichen Ausgleich (§ 78d Abs. 1). Erkennen Sie an; "
            "Buchungsfehler berichtigen Sie mit einer Buchung.",
            field="outcome",
        )
    if accepted is None or accepted < 0:
        raise RuleViolation("Geben Sie an, welchen Betrag Sie anerkennen.", field="accepted")
    if accepted > (paid := paid_for(proof)):
        raise RuleViolation(f"Anerkannt werden höchstens {words.money(paid)}, das Gezahlte.", field="accepted")
    if accepted >= full:
        raise RuleViolation(
            f"Belegt sind {words.money(full)}. Wer so viel anerkennt, erkennt ganz an.", field="accepted"
        )
    if not reason.strip():
        raise RuleViolation("Begründen Sie, was Sie nicht anerkennen.", field="decision_reason")
    return accepted


@use_case(ProofPerm.CLOSE, on="proof")
def close_proof(*, actor: Actor, proof: Proof) -> Proof:
    """Settle the surplus as the contract says and close the year; nothing of it changes afterwards (R14)."""
    not_closed(proof)
    move(proof, State.CLOSED)
    if open_instalments(proof).exists():
        raise RuleViolation("Ein Abschlag dieses Jahres ist wieder offen. Zahlen oder verrechnen Sie ihn zuerst.")
    bring_up_to_date(proof)  # what was paid since the decision
    proof.surplus = settle_surplus(actor, proof, terms_of(proof.contract, proof.year))
    proof.closed_at = timezone.now()
    proof.save()
    return proof
