"""Writing a sheet before the session, and the check that it betrays nobody (R17, R22, R23)."""

from datetime import date
from uuid import UUID

from django.utils import timezone

from cases.free_text import replaced
from cases.models import HelpBlock, Item, SheetEntry, SheetText
from cases.policy.items import ItemPerm, SheetEntryPerm, SheetTextPerm, item_policy
from cases.queries.preparation import findings_of, found_in, missing_of
from kernel.access.actor import Actor
from kernel.access.errors import Conflict, Denied, RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.keys import uuid7

PREPARED = (*SheetEntry.GOALS, *SheetEntry.RESOURCES)
State = Item.State


@use_case(SheetTextPerm.WRITE)
def write_text(*, actor: Actor, item: Item, step: str, text: str, seen: int) -> SheetText:
    """Save one step's text; `seen` is the version the writer saw, 0 for none: nobody overwrites another (R22)."""
    row = SheetText.objects.select_for_update(of=("self",)).filter(item=item, step=step).first()
    if (row.version if row else 0) != seen:
        raise Conflict("Jemand anderes hat diesen Schritt inzwischen geändert. Laden Sie die Seite neu.")
    _keep_private(item, row.text if row else "", text)
    row = row or SheetText(item=item, step=step, written_by=actor.person)
    row.text, row.written_by = text, actor.person
    row.save()
    if item.state == State.SCHEDULED and (missing := missing_of(item)):
        raise RuleViolation(
            f"Die Beratung steht auf einer Tagesordnung. Lassen Sie stehen: {' und '.join(missing)}.", field="text"
        )
    return row


@use_case(SheetEntryPerm.ADD)
def prepare_entry(
    *, actor: Actor, item: Item, kind: str, text: str, due_on: date | None = None, key: UUID | None = None
) -> SheetEntry:
    """Add a goal or a resource before the session; sent twice, it is there once (R22)."""
    _prepares(actor, item)
    if kind not in PREPARED:
        raise RuleViolation("Ideen sammelt das Team in der Sitzung.", field="kind")
    if known := SheetEntry.objects.filter(key=key, item=item).first() if key else None:
        return known
    _check_due(actor, kind, due_on)
    _keep_private(item, "", text)
    return SheetEntry.objects.create(
        item=item, kind=kind, text=text, due_on=due_on, key=key or uuid7(), written_by=actor.person
    )


@use_case(SheetEntryPerm.CHANGE, on="entry")
def change_prepared_entry(*, actor: Actor, entry: SheetEntry, text: str, due_on: date | None = None) -> SheetEntry:
    """Change a goal or a resource that was written before the session; what the team put in stays theirs (R22)."""
    _prepares(actor, entry.item)
    _of_the_sheet(actor, entry)
    if entry.due_on != due_on:
        _check_due(actor, entry.kind, due_on)
    _keep_private(entry.item, entry.text, text)
    entry.text, entry.due_on = text, due_on
    entry.save()
    return entry


@use_case(ItemPerm.PREPARE, on="item")
def remove_prepared_entry(*, actor: Actor, item: Item, entry: SheetEntry) -> Item:
    """Take a goal or a resource off the sheet; of an item on an agenda the last goal stays (R22)."""
    if entry.item_id != item.pk or entry.kind not in PREPARED:
        raise RuleViolation("Das steht nicht in diesem Bogen.")
    _of_the_sheet(actor, entry)
    also_changed(entry, "text")
    entry.delete()
    if item.state == State.SCHEDULED and missing_of(item):
        raise RuleViolation("Die Beratung steht auf einer Tagesordnung. Lassen Sie mindestens ein Ziel stehen.")
    return item


@use_case(ItemPerm.PREPARE, on="item")
def replace_find(*, actor: Actor, item: Item, finding: str, letter: str) -> Item:
    """Put a letter in the place of a name, everything of the same words in that text at once (R17)."""
    found = next((f for f in findings_of(item) if f.key == finding), None)
    if found is None:
        raise RuleViolation("Diese Stelle gibt es nicht mehr. Laden Sie die Seite neu.")
    letters = set(item.case.persons.values_list("letter", flat=True))
    if letter not in letters:
        raise RuleViolation("Wählen Sie ein Kürzel aus dem Fall.", field="letter")
    text = found.place.text
    same = [f for f in found_in(text, item) if f.text == found.found.text]
    for one in reversed(same):
        text = replaced(text, one, letter)
    kind, _, field = found.place.kind.partition(":")
    row = {"text": SheetText, "entry": SheetEntry, "block": HelpBlock}[kind].objects.get(pk=found.place.pk)
    setattr(row, field or "text", text)
    row.save()
    also_changed(row, field or "text")
    item.save()
    return item


@use_case(ItemPerm.PREPARE, on="item")
def check_item(*, actor: Actor, item: Item, harmless: list[str] | None = None) -> Item:
    """The presenter has read what was found: each place is mended, or means nobody (`harmless`: its keys) (R17).

    What means nobody is kept; the next check asks only for what is new.
    """
    known = set(item.harmless.split() if harmless is None else harmless)
    found = findings_of(item)
    open_ones = [f for f in found if f.key not in known]
    if open_ones:
        count = "Eine Stelle verrät" if len(open_ones) == 1 else f"{len(open_ones)} Stellen verraten"
        raise RuleViolation(
            f"{count} vielleicht, um wen es geht. Ersetzen Sie sie durch ein Kürzel, oder sagen Sie, dass sie niemanden meinen.",
            field="harmless",
        )
    if item.state == State.REGISTERED:
        item.state = State.CHECKED
    item.checked_by, item.checked_at = actor.person, timezone.now()
    item.harmless = " ".join(f.key for f in found)
    item.save()
    return item


def _prepares(actor: Actor, item: Item) -> None:
    """Only who works on the case: to others an answer to a name would confirm it (R17)."""
    if not item_policy.holds(actor, ItemPerm.PREPARE, item):
        raise Denied("Den Bogen schreibt, wer das Anliegen einbringt. In der Sitzung tragen Sie im Raum bei.")


def _of_the_sheet(actor: Actor, entry: SheetEntry) -> None:
    contributed = entry.kind not in SheetEntry.GOALS and entry.item.state == State.SCHEDULED
    if contributed and entry.written_by != actor.person:
        raise Denied("Das hat jemand anderes geschrieben. Ändern kann es nur, wer es geschrieben hat.")


def _keep_private(item: Item, before: str, after: str) -> None:
    """What is new in a checked text must betray nobody: off the agenda the check is due again, on it nothing slips in."""
    if item.state == State.REGISTERED or before == after:
        return
    known = {f.text for f in found_in(before, item)}
    new = [f for f in found_in(after, item) if f.text not in known]
    if not new:
        return
    if item.state == State.SCHEDULED:
        raise RuleViolation(
            f"„{new[0].text}“ verrät vielleicht, um wen es geht ({new[0].what}), und das Team liest schon mit. "
            "Schreiben Sie stattdessen ein Kürzel.",
            field="text",
        )
    fresh = Item.objects.select_for_update(of=("self",), no_key=True).get(pk=item.pk)
    fresh.state, fresh.checked_by, fresh.checked_at = State.REGISTERED, None, None
    fresh.save()
    also_changed(fresh, "state", "checked_by", "checked_at")


def _check_due(actor: Actor, kind: str, due_on: date | None) -> None:
    if due_on and kind not in SheetEntry.GOALS:
        raise RuleViolation("Nur ein Ziel hat einen Tag.", field="due_on")
    if due_on and due_on < actor.today:
        raise RuleViolation("Dieser Tag ist vorbei. Setzen Sie einen künftigen.", field="due_on")
