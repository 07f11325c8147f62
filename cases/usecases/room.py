"""The conference room (R22, R23): everyone of the team contributes, the moderator leads, the presenter selects."""

from datetime import date
from uuid import UUID

from django.utils import timezone

from cases.models import Item, Resource, SheetEntry, SheetText, TeamMember
from cases.policy.items import ItemPerm, SheetEntryPerm, item_policy
from cases.policy.scopes import as_oneself, on
from cases.usecases.traces import without_traces
from kernel.access.actor import Actor
from kernel.access.errors import AlreadySubmitted, Denied, RuleViolation
from kernel.access.use_case import use_case

STEPS = 9
NOT_OPEN = "Diese Beratung ist nicht mehr offen."
BEFORE = "Ohne Willen und Ziele kann nicht beraten werden. Es fehlt noch: {}."


@use_case(SheetEntryPerm.ADD)
def contribute(
    *,
    actor: Actor,
    item: Item,
    kind: str,
    text: str,
    key: UUID,
    resource: Resource | None = None,
    due_on: date | None = None,
) -> SheetEntry:
    """Put an idea or a resource in; `key` is the browser's own, so what is sent twice is kept once (R22).

    Goals come from the family: only who brought the concern in writes them down.
    """
    if kind not in SheetEntry.Kind.values:
        raise RuleViolation("Wählen Sie, was Sie beitragen.", field="kind")
    if known := SheetEntry.objects.filter(key=key).first():
        mine = known.item_id == item.pk and known.written_by == actor.person
        raise AlreadySubmitted if mine else RuleViolation("Senden Sie es mit einem neuen Schlüssel.", field="key")
    if kind in SheetEntry.GOALS and not item_policy.holds(actor, ItemPerm.SELECT, item):
        raise RuleViolation("Ziele schreibt auf, wer das Anliegen einbringt.", field="kind")
    if item.state in (*Item.OVER, Item.State.CONSULTED, Item.State.DECIDED):
        raise RuleViolation(NOT_OPEN)
    if resource and kind not in (*SheetEntry.RESOURCES, SheetEntry.Kind.IDEA):
        raise RuleViolation("Eine Ressource steht nicht bei den Zielen.", field="resource")
    text = _words(text)
    if resource is None or text != resource.name:  # what the map says is open to everybody
        without_traces(actor, item, text=text)
    return SheetEntry.objects.create(
        item=item,
        kind=kind,
        text=text,
        key=key,
        resource=resource,
        due_on=due_on,
        written_by=actor.person,
        organisation_id=_organisation(actor, item),
    )


@use_case(SheetEntryPerm.CHANGE, on="entry")
def rewrite_entry(*, actor: Actor, entry: SheetEntry, text: str, due_on: date | None = None) -> SheetEntry:
    """Change an entry; only its author does."""
    _own(actor, entry)
    entry.text, entry.due_on = _words(text), due_on
    without_traces(actor, entry.item, text=entry.text)
    entry.save()
    return entry


@use_case(SheetEntryPerm.CHANGE, on="entry")
def withdraw_entry(*, actor: Actor, entry: SheetEntry) -> SheetEntry:
    """Take an entry back; one that was selected stays."""
    _own(actor, entry)
    if entry.selected:
        raise RuleViolation("Diese Idee ist ausgewählt. Sie bleibt stehen.")
    SheetEntry.objects.get(pk=entry.pk).delete()
    return entry


@use_case(SheetEntryPerm.SELECT, on="entry")
def select_idea(*, actor: Actor, entry: SheetEntry, selected: bool) -> SheetEntry:
    """The presenter selects; nobody votes (R6, R22)."""
    if entry.kind != SheetEntry.Kind.IDEA:
        raise RuleViolation("Auswählen lassen sich nur Ideen.")
    entry.selected = selected
    entry.save()
    return entry


@use_case(ItemPerm.MODERATE, on="item")
def go_to_step(*, actor: Actor, item: Item, step: int) -> Item:
    """Lead everybody to a step of the sheet (R22)."""
    _open(item)
    if not 1 <= step <= STEPS:
        raise RuleViolation(f"Das Blatt hat die Schritte 1 bis {STEPS}.", field="step")
    item.step = step
    item.save()
    return item


@use_case(ItemPerm.MODERATE, on="item")
def start_clock(*, actor: Actor, item: Item) -> Item:
    """The item's time begins to run now."""
    _open(item)
    item.opened_at = timezone.now()
    item.save()
    return item


@use_case(ItemPerm.SELECT, on="item")
def set_review(*, actor: Actor, item: Item, review_on: date | None) -> Item:
    """When it is looked at whether the help helps (R22, step 9)."""
    if review_on and review_on <= actor.today:
        raise RuleViolation("Die Überprüfung liegt nicht in der Zukunft.", field="review_on")
    item.review_on = review_on
    item.save()
    return item


@use_case(ItemPerm.MODERATE, on="item")
def finish(*, actor: Actor, item: Item) -> Item:
    """End the consultation; with will or goals empty it was none (R22), and the moderator is not the presenter (R23)."""
    _open(item)
    if actor.person == item.presenter:
        raise RuleViolation("Wer das Anliegen einbringt, moderiert es nicht.")
    if missing := _missing(item):
        raise RuleViolation(BEFORE.format(" und ".join(missing)))
    item.state = Item.State.CONSULTED
    item.save()
    return item


def _missing(item: Item) -> list[str]:
    step = SheetText.Step.DUTIES if item.duties else SheetText.Step.WILL
    written = item.texts.filter(step=step).first()
    goals = item.entries.filter(kind__in=SheetEntry.GOALS).exists()
    will = "" if written and written.text.strip() else "die Auflagen" if item.duties else "der Wille in eigenen Worten"
    return [word for word in (will, "" if goals else "mindestens ein Ziel") if word]


def _open(item: Item) -> None:
    if item.state != Item.State.SCHEDULED:
        raise RuleViolation(NOT_OPEN)


def _own(actor: Actor, entry: SheetEntry) -> None:
    if entry.written_by != actor.person:
        raise Denied("Das hat jemand anderes geschrieben. Ändern kann es nur, wer es geschrieben hat.")


def _words(text: str) -> str:
    if not text.strip():
        raise RuleViolation("Schreiben Sie etwas.", field="text")
    return text.strip()


def _organisation(actor: Actor, item: Item) -> str | None:
    """For whom the actor sits in the team today; None for the office."""
    member = TeamMember.objects.filter(on(actor) & as_oneself(actor), district=item.district_id).first()
    return member.organisation_id if member else None
