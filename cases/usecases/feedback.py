"""What became of it: told to the team that thought along, then the office closes the item (R23)."""

from datetime import date

from cases.models import Feedback, Item, ProviderTask
from cases.policy.after import OutcomePerm
from cases.usecases.after_steps import State, move
from cases.usecases.outside import keep_names_inside
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from tenants.worklist.items import Kind, close_item


@use_case(OutcomePerm.GIVE_FEEDBACK, on="item")
def give_feedback(*, actor: Actor, item: Item, outcome: str, text: str, given_on: date) -> Item:
    """The presenter or an executing provider tells what became of it; with the first the item is at feedback (R23)."""
    if item.state != State.FEEDBACK:
        move(item, State.FEEDBACK)
    if given_on > actor.today:
        raise RuleViolation("Der Tag liegt in der Zukunft.", field="given_on")
    if outcome not in Feedback.Outcome.values:
        raise RuleViolation("Wählen Sie, wie es gegangen ist.", field="outcome")
    if not text.strip():
        raise RuleViolation("Schreiben Sie dem Team in einem Satz, was daraus geworden ist.", field="text")
    keep_names_inside(actor, item.case, text=text)
    made = item.feedbacks.create(outcome=outcome, text=text.strip(), given_on=given_on, given_by=actor.person)
    also_changed(made, "outcome", "given_on")
    item.save()
    return item


@use_case(OutcomePerm.CLOSE, on="item")
def close_item_of_team(*, actor: Actor, item: Item) -> Item:
    """The office closes an item whose feedback is there; what providers still had to do falls away (R23)."""
    move(item, State.CLOSED)
    for task in ProviderTask.objects.filter(item=item.pk, done_at=None):
        close_item(office=actor.place, organisation=task.organisation_id, kind=Kind.TASK_DUE, subject=task.pk)
    item.save()
    return item
