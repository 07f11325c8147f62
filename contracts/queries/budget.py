"""Budget lines."""

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from contracts.models import (
    BudgetLine,
    HoursEntry,
    Instalment,
)
from contracts.policy import (
    line_policy,
)
from kernel.access.actor import Actor


def delivered_minutes() -> Coalesce:
    """Minutes worked by the line's provider in the line's year, in districts where it works under the line's contract."""
    worked = (
        HoursEntry.objects.filter(
            organisation=OuterRef("organisation"),
            worked_on__year=OuterRef("year"),
            role__contract=OuterRef("contract"),
        )
        .order_by()
        .values("organisation")
        .annotate(sum=Sum("minutes"))
        .values("sum")
    )
    return Coalesce(Subquery(worked, output_field=IntegerField()), 0)


def lines_for(actor: Actor) -> QuerySet[BudgetLine]:
    """Budget lines with what was paid and what was worked on them."""
    paid = (
        Instalment.objects.filter(line=OuterRef("pk"))
        .exclude(paid_on=None)
        .order_by()
        .values("line")
        .annotate(sum=Sum("amount"))
        .values("sum")
    )
    return (
        line_policy.rows(actor)
        .select_related("organisation", "contract")
        .annotate(
            paid=Coalesce(Subquery(paid), 0, output_field=BudgetLine._meta.get_field("amount")),
            delivered=delivered_minutes(),
        )
    )
