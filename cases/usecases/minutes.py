"""Minutes of an item, made from its sheet: prepared, approved by a second person of the office, then unchangeable (R23)."""

import hashlib
import json
from typing import Any

from cases.models import Item, Minutes, MinutesDraft
from cases.policy.after import OutcomePerm
from cases.queries.minutes import approved_of, content_of, day_of
from kernel.access.actor import Actor
from kernel.access.errors import Denied, RuleViolation
from kernel.access.use_case import also_changed, use_case

STANDS = "Das Protokoll ist genehmigt und wird nicht mehr geändert."


@use_case(OutcomePerm.PREPARE_MINUTES, on="item")
def prepare_minutes(*, actor: Actor, item: Item) -> Item:
    """The moderator or the presenter makes the minutes from the sheet as it is now; again replaces what waits."""
    held_on = day_of(item)
    if approved_of(item):
        raise RuleViolation(STANDS)
    draft = MinutesDraft.objects.filter(item=item.pk).first() or MinutesDraft(item=item)
    draft.held_on, draft.content, draft.prepared_by = held_on, encoded(content_of(actor, item)), actor.person
    draft.save()
    also_changed(draft, "held_on", "prepared_by")
    item.save()
    return item


@use_case(OutcomePerm.APPROVE_MINUTES, on="item")
def approve_minutes(*, actor: Actor, item: Item) -> Item:
    """A second person of the office approves what was prepared; from now on it stands (R23)."""
    held_on = day_of(item)
    if actor.organisations():
        raise Denied("Das Protokoll genehmigt das Jugendamt.")
    if approved_of(item):
        raise RuleViolation(STANDS)
    draft = MinutesDraft.objects.select_for_update().filter(item=item.pk, held_on=held_on).first()
    if draft is None:
        raise RuleViolation("Das Protokoll ist noch nicht vorbereitet.")
    if draft.prepared_by == actor.person:
        raise RuleViolation("Sie haben das Protokoll vorbereitet. Genehmigen muss es eine zweite Person.")
    made = Minutes.objects.create(
        item=item,
        held_on=held_on,
        content=draft.content,
        sha256=hashlib.sha256(draft.content).hexdigest(),
        prepared_by=draft.prepared_by,
        approved_by=actor.person,
    )
    also_changed(made, "held_on", "sha256", "prepared_by", "approved_by")
    draft.delete()
    item.save()
    return item


def encoded(content: dict[str, Any]) -> bytes:
    """The same content gives the same bytes, and so the same sum."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
