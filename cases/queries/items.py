"""Items as lists show them: code, state, session and who brings them in; nothing of their content."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from cases.models import Item
from cases.policy.items import item_policy
from kernel.access.actor import Actor
from tenants.people.models import Membership


def with_presenter(actor: Actor, rows: QuerySet[Item]) -> QuerySet[Any]:
    """Items with `presenter_name`."""
    known = Membership.objects.filter(person=OuterRef("presenter"), office=actor.place).order_by("-begins")
    return rows.annotate(presenter_name=Subquery(known.values("display_name")[:1]))


def items_for(actor: Actor) -> QuerySet[Any]:
    """The items that the actor may see, the latest on top."""
    rows = item_policy.rows(actor).select_related("district", "session")
    return with_presenter(actor, rows).order_by("-created_at", "-id")
