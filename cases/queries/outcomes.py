"""What became of consultations: decision, tasks, minutes and feedback of an item, and items that nobody heard of again."""

from django.db.models import QuerySet

from cases.models import Item, ProviderTask
from cases.policy.after import OutcomePerm, outcome_policy, task_policy
from kernel.access.actor import Actor

State = Item.State
WAITING = (State.DECIDED, State.CARRIED_OUT)


def outcomes_for(actor: Actor) -> QuerySet[Item]:
    """Items with what followed, as far as the actor may know of it."""
    rows = outcome_policy.rows(actor).select_related("district", "session", "minutes_prepared")
    return rows.prefetch_related("feedbacks", "decisions__helps__organisation")


def tasks_for(actor: Actor) -> QuerySet[ProviderTask]:
    """Tasks of the own provider, or after decisions in the own cases."""
    return task_policy.rows(actor).select_related("item", "organisation")


def without_feedback(actor: Actor) -> QuerySet[Item]:
    """Items whose day of review is over and of which the team has not heard; the oldest first (R23)."""
    rows = outcome_policy.rows(actor, OutcomePerm.GIVE_FEEDBACK).filter(state__in=WAITING, review_on__lte=actor.today)
    return rows.select_related("district").order_by("review_on", "id")
