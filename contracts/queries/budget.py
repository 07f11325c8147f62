"""Budget lines with what is approved, paid and delivered on them (R10, R15)."""

from functools import cache
from typing import Any

from django.db.models import BooleanField, DateField, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Least

from contracts.models import (
    BudgetLine,
    Contract,
    HoursEntry,
    Instalment,
    Invoice,
    Posting,
)
from contracts.policy import (
    line_policy,
)
from kernel.access.actor import Actor
from kernel.tenancy.built import Once

EUR = BudgetLine._meta.get_field("amount")


DISTRICT = BudgetLine._meta.get_field("district").target_field  # type: ignore[union-attr]


class Same(Func):
    """Whether two values are equal; nothing equals nothing."""

    arg_joiner = " IS NOT DISTINCT FROM "
    template = "(%(expressions)s)"
    output_field = BooleanField()


class DayOf(Func):
    """A day of a year that a column holds."""

    function = "MAKE_DATE"
    output_field = DateField()


def hours_of_lines() -> QuerySet[HoursEntry]:
    """The hours that count on the outer line: its provider's, in its year, under its contract's file (R10).

    A line for a district or a kind of work takes these only, one without takes all, so that lines which their
    dimensions separate never count an hour twice. A line outside every contract takes what was worked under none.
    """
    year = OuterRef("year")
    return HoursEntry.objects.filter(
        Same(F("role__contract"), OuterRef("contract")),
        Q(Same(OuterRef("district"), Value(None, DISTRICT))) | Q(role__district=OuterRef("district")),
        Q(work_kind=OuterRef("work_kind")) | Q(Same(OuterRef("work_kind"), Value(""))),
        role__organisation=OuterRef("organisation"),
        worked_on__range=(DayOf(year, Value(1), Value(1)), DayOf(year, Value(12), Value(31))),
    ).order_by()


def delivered_minutes() -> Coalesce:
    """Minutes that count on the line, as `hours_of_lines` says."""
    worked = hours_of_lines().annotate(all=Value(1)).values("all").annotate(sum=Sum("minutes")).values("sum")
    return Coalesce(Subquery(worked, output_field=IntegerField()), 0)


def _sum(rows: QuerySet[Any], column: str, field: Any = EUR) -> Coalesce:
    """The sum of a line's rows, nothing being 0."""
    total = rows.filter(line=OuterRef("pk")).order_by().values("line").annotate(sum=Sum(column)).values("sum")
    return Coalesce(Subquery(total, output_field=field), Value(0), output_field=field)


def last_day() -> Subquery:
    """The last day of the latest version in force of the line's contract, as far as one is known."""
    versions = Contract.objects.filter(
        Q(pk=OuterRef("contract")) | Q(root=OuterRef("contract")), in_force_since__isnull=False
    ).order_by("-in_force_since", "-id")
    return Subquery(versions.values(last=Least("in_force_until", "terminates_on", "ends"))[:1])


@cache
def _sums() -> dict[str, Any]:
    """What a line is annotated with; made once, as expressions belong to no office."""
    instalments = Instalment.objects.exclude(paid_on=None)
    invoices = Invoice.objects.exclude(paid_on=None)
    sums = {
        "approved": F("amount") + _sum(Posting.objects.all(), "amount"),
        "approved_minutes": F("minutes") + _sum(Posting.objects.all(), "minutes", IntegerField()),
        "paid": _sum(instalments, "amount") + _sum(invoices, "amount"),
        "invoiced": _sum(Invoice.objects.exclude(state=Invoice.State.REJECTED), "amount"),
        "runs_until": last_day(),
    }
    return {name: Once(BudgetLine, sum_) for name, sum_ in sums.items()}


@cache
def _delivered() -> Once:
    return Once(BudgetLine, delivered_minutes())


def money_lines_for(actor: Actor) -> QuerySet[BudgetLine]:
    """Budget lines with what is approved (amount and postings), paid (also what was set off) and billed."""
    return line_policy.rows(actor).select_related("organisation", "contract", "district").annotate(**_sums())


def released_lines() -> QuerySet[Any]:
    """What all providers have, with the same sums; within a use case."""
    rows = BudgetLine.objects.filter(state=BudgetLine.State.RELEASED)
    return rows.select_related("contract").annotate(**_sums())


def lines_for(actor: Actor) -> QuerySet[BudgetLine]:
    """The same with what was delivered on each; for the lines of a whole year `queries.steering.Hours` is quicker."""
    return money_lines_for(actor).annotate(delivered=_delivered())
