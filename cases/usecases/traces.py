"""What somebody puts in while the team reads along must betray nobody (R17).

An answer must not betray anybody either. That a word *is* a name of this case is said only to who works on the case and
knows the names. Everybody else gets an answer that follows from their own words alone: „Frau Beispiel“, a telephone number,
an address look the same in every case, and who tries out names learns nothing. A bare name that slips through so is not kept
silent: the presenter sees a mark on the entry and puts the letter in its place (`cases.queries.room`).
"""

from collections.abc import Iterable

from cases.free_text import BIRTH, EMAIL, NAME, NUMBER, PHONE, STREET, TITLE, Found, find
from cases.models import Item
from cases.policy.items import ItemPerm, item_policy
from cases.queries.preparation import found_in
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation

# Places are no traces here: a school or a club is what a team speaks of.
TRACES = (NAME, TITLE, PHONE, EMAIL, STREET, BIRTH, NUMBER)
KNOWN = "Das sähe das ganze Team: {}. Schreiben Sie stattdessen das Kürzel."
LOOKS = "Das sieht nach einem Namen oder einer Anschrift aus: {}. Schreiben Sie ein Kürzel oder eine Aufgabe, etwa „die Lehrerin“."


def without_traces(actor: Actor, item: Item, kinds: Iterable[str] = TRACES, **texts: str) -> None:
    """Refuse texts, each by its field, that hold such traces."""
    knows = any(item_policy.holds(actor, right, item) for right in (ItemPerm.SELECT, ItemPerm.PREPARE))
    for field, text in texts.items():
        found: list[Found] = found_in(text, item) if knows else find(text)
        if traces := [f"„{f.text}“" for f in found if f.kind in kinds]:
            raise RuleViolation((KNOWN if knows else LOOKS).format(", ".join(traces)), field=field)
