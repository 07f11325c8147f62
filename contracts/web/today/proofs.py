"""Proofs of use: to prepare and to answer for a provider, to ask for, review, decide and close for the office."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from contracts.models import Proof
from contracts.policy.proofs import ProofPerm, proof_policy
from contracts.queries.proofs import proofs_for, unproven
from contracts.web.today.shared import MOST
from kernel.access.actor import Actor
from kernel.web import words
from kernel.web.today import Due

State = Proof.State


def due(actor: Actor) -> Iterator[Due]:
    if proof_policy.allows(actor, ProofPerm.PREPARE):
        yield from of_provider(actor)
    if proof_policy.allows(actor, ProofPerm.REVIEW):
        yield from of_office(actor)
        yield from to_ask_for(actor)


def of_provider(actor: Actor) -> Iterator[Due]:
    waiting = proofs_for(actor).filter(state__in=(State.OPEN, State.QUERY)).order_by("due_on", "id")
    for proof in waiting[:MOST]:
        link = reverse("proof", args=[proof.pk])
        if proof.state == State.QUERY:
            yield Due(
                f"Rückfrage zum Verwendungsnachweis {proof.year}",
                proof.contract.number,
                actor.today,
                url=link,
                icon="help",
                action="Antworten",
                action_url=link,
            )
        else:
            late = proof.due_on < actor.today
            yield Due(
                f"Verwendungsnachweis {proof.year} einreichen",
                f"{proof.contract.number}, fällig am {words.day(proof.due_on)}",
                proof.due_on,
                url=link,
                icon="document",
                action="Einreichen" if proof.prepared_by else "Erstellen",
                action_url=link if proof.prepared_by else reverse("proof-prepare", args=[proof.pk]),
                badge="überfällig" if late else "",
                tone="warning",
            )


def of_office(actor: Actor) -> Iterator[Due]:
    """What waits for the office; what the actor reviewed waits for somebody else."""
    waiting = proofs_for(actor).filter(state__in=(State.SUBMITTED, State.IN_REVIEW, State.ACCEPTED, State.PARTLY))
    proof: Any
    for proof in waiting.order_by("submitted_at", "id")[:MOST]:
        link = reverse("proof", args=[proof.pk])
        own = proof.state == State.IN_REVIEW and proof.reviewed_by == actor.person
        verb, action = _step(proof)
        yield Due(
            f"Verwendungsnachweis {proof.year} von {proof.organisation} {verb}",
            f"{proof.contract.number}, gezahlt {words.money(proof.paid)}",
            url=link,
            icon="document",
            action="Ansehen" if own else action,
            action_url=link,
            badge="wartet auf eine zweite Person" if own else "",
            tone="info",
        )


def _step(proof: Proof) -> tuple[str, str]:
    if proof.state == State.SUBMITTED:
        return "prüfen", "Prüfen"
    if proof.state == State.IN_REVIEW:
        return "entscheiden", "Entscheiden"
    return "abschließen", "Abschließen"


def to_ask_for(actor: Actor) -> Iterator[Due]:
    """Contracts whose providers have not been asked for last year's proof."""
    year = actor.today.year - 1
    for contract in unproven(actor, year)[:MOST]:
        address = f"{reverse('proof-open')}?vertrag={contract.pk}&jahr={year}"
        yield Due(
            f"Verwendungsnachweise {year} anfordern",
            str(contract),
            url=address,
            icon="document",
            action="Anfordern",
            action_url=address,
        )
