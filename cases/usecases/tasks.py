"""Tasks of providers after a decision; in all its offices the provider sees that one is due, by its code only."""

from datetime import date

from django.utils import timezone

from cases.models import Help, Item, ProviderTask
from cases.policy.after import TaskPerm
from cases.policy.items import ItemPerm, item_policy
from cases.usecases.after_steps import State, move
from cases.usecases.outside import keep_names_inside
from kernel.access.actor import Actor
from kernel.access.errors import Denied, RuleViolation
from kernel.access.use_case import also_changed, use_case
from tenants.registry.models import Organisation
from tenants.worklist.items import Kind, close_item, open_item

AFTER = (State.DECIDED, State.CARRIED_OUT)


def give_task(
    actor: Actor, item: Item, organisation: Organisation, text: str, *, due_on: date, help: Help | None = None
) -> ProviderTask:
    """Within a use case: the provider has something to do."""
    task = ProviderTask.objects.create(item=item, help=help, organisation=organisation, text=text, due_on=due_on)
    also_changed(task, "item", "organisation", "due_on")
    open_item(
        office=actor.place,
        organisation=organisation.pk,
        kind=Kind.TASK_DUE,
        subject=task.pk,
        due_on=due_on,
        code=item.code,
    )
    return task


@use_case(TaskPerm.OPEN)
def open_task(*, actor: Actor, item: Item, organisation: Organisation, text: str, due_on: date) -> ProviderTask:
    """The office asks a provider for something more after the decision."""
    if not item_policy.holds(actor, ItemPerm.DECIDE, item):
        raise Denied("Dafür fehlt Ihnen das Recht.")
    item = Item.objects.select_for_update(no_key=True).get(pk=item.pk)
    if item.state not in AFTER:
        raise RuleViolation("Aufgaben gibt es nach der Entscheidung und bis zur Rückmeldung.")
    if due_on < actor.today:
        raise RuleViolation("Der Tag liegt in der Vergangenheit.", field="due_on")
    keep_names_inside(actor, item.case, text=text)
    return give_task(actor, item, organisation, text.strip(), due_on=due_on)


@use_case(TaskPerm.DO, on="task")
def do_task(*, actor: Actor, task: ProviderTask) -> ProviderTask:
    """It is done; with the first task that is done what was decided is being carried out (R23)."""
    if task.done_at:
        raise RuleViolation("Diese Aufgabe ist schon erledigt.")
    task.done_at, task.done_by = timezone.now(), actor.person
    task.save()
    close_item(office=actor.place, organisation=task.organisation_id, kind=Kind.TASK_DUE, subject=task.pk)
    item = Item.objects.select_for_update(no_key=True).get(pk=task.item_id)
    if item.state == State.DECIDED:
        move(item, State.CARRIED_OUT)
        item.save()
        also_changed(item, "state")
    return task
