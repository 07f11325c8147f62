"""What is due for a provider over all offices, in one query."""

from django.db.models import QuerySet

from kernel.access.actor import Actor
from tenants.worklist.models import WorkItem
from tenants.worklist.policy import WorklistPerm, worklist_policy


def open_items_for(actor: Actor) -> QuerySet[WorkItem]:
    return worklist_policy.rows(actor, WorklistPerm.VIEW).filter(done_at=None).select_related("office")
