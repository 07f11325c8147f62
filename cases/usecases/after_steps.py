"""The way of an item after the consultation: the only place that knows it (R23)."""

from cases.models import Item
from kernel.access.errors import RuleViolation

State = Item.State
WAYS: dict[State, frozenset[State]] = {
    State.CONSULTED: frozenset({State.DECIDED}),
    State.DECIDED: frozenset({State.CARRIED_OUT, State.FEEDBACK}),
    State.CARRIED_OUT: frozenset({State.FEEDBACK}),
    State.FEEDBACK: frozenset({State.CLOSED}),
}
NEEDED = {
    State.DECIDED: "Entschieden wird, wenn das Team beraten hat.",
    State.CARRIED_OUT: "Umgesetzt wird, was das Jugendamt entschieden hat.",
    State.FEEDBACK: "Eine Rückmeldung gibt es, nachdem das Jugendamt entschieden hat.",
    State.CLOSED: "Abgeschlossen wird, wenn die Rückmeldung da ist.",
}


def move(item: Item, to: State) -> None:
    """Bring the item into a state, if a way leads there; the caller saves it."""
    if to not in WAYS.get(State(item.state), frozenset()):
        raise RuleViolation(f"{NEEDED[to]} Diese Beratung ist „{item.get_state_display()}“.")
    item.state = to
