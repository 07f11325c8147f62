"""What is due for a provider and what it has over all offices, each in one query however many they are."""

from uuid import UUID

from django.db.models import F, QuerySet

from kernel.access.actor import Actor
from tenants.worklist.models import OwnBudget, OwnRole, WorkItem
from tenants.worklist.policy import WorklistPerm, own_budget_policy, own_role_policy, worklist_policy


def open_items_for(actor: Actor) -> QuerySet[WorkItem]:
    """What is due; a session that was is nothing to do any more, whether or not its end was noted."""
    rows = worklist_policy.rows(actor, WorklistPerm.VIEW).filter(done_at=None)
    return rows.exclude(kind=WorkItem.Kind.CONFERENCE, due_on__lt=actor.today).select_related("office")


def open_items_of(actor: Actor, person: UUID) -> QuerySet[WorkItem]:
    """What is open for one of the own people, by county; also after access has ended."""
    rows = worklist_policy.rows(actor, WorklistPerm.OF_COLLEAGUE).filter(done_at=None, person=person)
    return rows.select_related("office").order_by("office__name", "due_on", "id")


def own_roles_for(actor: Actor) -> QuerySet[OwnRole]:
    return own_role_policy.rows(actor).select_related("office")


def own_budgets_for(actor: Actor) -> QuerySet[OwnBudget]:
    """Budgets with what is `left` of them, in EUR and minutes."""
    left = {"left": F("amount") - F("paid"), "minutes_left": F("minutes") - F("used")}
    return own_budget_policy.rows(actor).select_related("office").annotate(**left)
