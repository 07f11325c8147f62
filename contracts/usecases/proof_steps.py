"""The states of a proof of use and the ways between them: the only place that knows them (R14)."""

from contracts.models import Proof
from contracts.usecases.settled import settled
from kernel.access.errors import RuleViolation

State = Proof.State

WAYS: dict[State, frozenset[State]] = {
    State.OPEN: frozenset({State.SUBMITTED}),
    State.SUBMITTED: frozenset({State.IN_REVIEW}),
    State.IN_REVIEW: frozenset({State.QUERY, State.ACCEPTED, State.PARTLY}),
    State.QUERY: frozenset({State.IN_REVIEW}),
    State.ACCEPTED: frozenset({State.CLOSED}),
    State.PARTLY: frozenset({State.CLOSED}),
    State.CLOSED: frozenset(),
}
WITH_PROVIDER = frozenset({State.OPEN, State.QUERY})  # then the provider may change report and figures
NEEDED = {
    State.OPEN: "Ein Nachweis wird nicht noch einmal geöffnet.",
    State.SUBMITTED: "Eingereicht wird ein offener Nachweis.",
    State.IN_REVIEW: "Geprüft wird ein eingereichter Nachweis.",
    State.QUERY: "Fragen stellen Sie, während Sie prüfen.",
    State.ACCEPTED: "Entschieden wird nach der Prüfung, wenn keine Frage mehr offen ist.",
    State.PARTLY: "Entschieden wird nach der Prüfung, wenn keine Frage mehr offen ist.",
    State.CLOSED: "Abgeschlossen wird ein anerkannter Nachweis.",
}


def move(proof: Proof, to: State) -> None:
    """Bring the proof into a state, if a way leads there; the caller saves it."""
    not_closed(proof)
    if to not in WAYS[State(proof.state)]:
        raise RuleViolation(f"{NEEDED[to]} Dieser ist „{proof.get_state_display()}“.")
    proof.state = to


def not_closed(proof: Proof) -> None:
    """A settled year is never opened again."""
    if proof.state == State.CLOSED:
        raise settled(proof.year, proof.organisation)


def with_provider(proof: Proof) -> None:
    """Only while it is with the provider may the provider change it."""
    not_closed(proof)
    if proof.state not in WITH_PROVIDER:
        raise RuleViolation(
            f"Der Nachweis ist „{proof.get_state_display()}“ und liegt beim Jugendamt. Sie ändern ihn nur bei einer Rückfrage."
        )
