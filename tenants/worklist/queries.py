"""What is due for a provider and what it has over all offices, each in one query however many they are."""

from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from kernel.access.actor import Actor
from tenants.worklist.models import OwnBudget, OwnEngagement, OwnRole, WorkItem
from tenants.worklist.policy import WorklistPerm, own_budget_policy, own_role_policy, worklist_policy

Kind = WorkItem.Kind
DAYS = (Kind.CONFERENCE, Kind.TRAINING)


def open_items_for(actor: Actor) -> QuerySet[WorkItem]:
    """What is due; a day that was is nothing to do any more, and a certificate that runs out has no later one elsewhere."""
    rows = worklist_policy.rows(actor, WorklistPerm.VIEW).filter(done_at=None)
    later = WorkItem.objects.filter(
        kind=Kind.CERTIFICATE_ENDING,
        organisation=OuterRef("organisation"),
        person=OuterRef("person"),
        subject=OuterRef("subject"),
        due_on__gt=OuterRef("due_on"),
        done_at=None,
    )
    over = Q(kind__in=DAYS, due_on__lt=actor.today) | Q(Exists(later), kind=Kind.CERTIFICATE_ENDING)
    return rows.exclude(over).select_related("office")


def open_items_of(actor: Actor, person: UUID) -> QuerySet[WorkItem]:
    """What is open for one of the own people, by county; also after access has ended."""
    rows = worklist_policy.rows(actor, WorklistPerm.OF_COLLEAGUE).filter(done_at=None, person=person)
    return rows.select_related("office").order_by("office__name", "due_on", "id")


def is_engaged(actor: Actor) -> bool:
    """Whether any office has the provider work with it, now, before or later (R1)."""
    return OwnEngagement.objects.filter(organisation=actor.place).exists()


def own_roles_for(actor: Actor) -> QuerySet[OwnRole]:
    return own_role_policy.rows(actor).select_related("office")


def own_budgets_for(actor: Actor) -> QuerySet[OwnBudget]:
    """Budgets with what is `left` of them, in EUR and minutes."""
    left = {"left": F("amount") - F("paid"), "minutes_left": F("minutes") - F("used")}
    return own_budget_policy.rows(actor).select_related("office").annotate(**left)
