"""What a split is based on: lines of a former year, hours or case references per district (R10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Coalesce

from contracts.models import Allocation, BudgetLine, Contract, District, HoursCase, HoursEntry
from contracts.policy.steering import allocation_policy
from kernel.access.actor import Actor


class Figure(models.TextChoices):
    """Figures of the platform by which a total can be split."""

    HOURS = "hours", "geleistete Stunden"
    REFERENCES = "references", "bearbeitete Fälle (Fallreferenzen)"


@dataclass(frozen=True, slots=True)
class Share:
    """One share of a split: for whom, and with which weight; hours and posts where they are carried on."""

    organisation: str
    weight: Decimal
    district: UUID | None = None
    work_kind: str = ""
    setting: str = ""
    minutes: int | None = None
    posts: Decimal = Decimal(0)
    corridor_percent: Decimal | None = None

    @property
    def place(self) -> tuple[str, UUID | None, str, str]:
        return self.organisation, self.district, self.work_kind, self.setting


def lines_of_year(contract: Contract, year: int) -> Sequence[BudgetLine]:
    """Released lines of a contract's file in a year with what is approved on them."""
    return list(
        BudgetLine.objects.filter(contract=contract.file, year=year, state=BudgetLine.State.RELEASED)
        .annotate(
            approved=F("amount") + Coalesce(Sum("postings__amount"), Decimal(0)),
            approved_minutes=F("minutes") + Coalesce(Sum("postings__minutes"), 0),
            approved_posts=F("posts") + Coalesce(Sum("postings__posts"), Decimal(0)),
        )
        .order_by("organisation__sort_key", "district__sort_key", "work_kind", "setting", "id")
    )


def shares_of_year(contract: Contract, year: int) -> list[Share]:
    """The approved amounts of a former year as weights."""
    rows: Any = lines_of_year(contract, year)
    return [
        Share(
            organisation=line.organisation_id,
            weight=line.approved,
            district=line.district_id,
            work_kind=line.work_kind,
            setting=line.setting,
            minutes=line.approved_minutes,
            posts=line.approved_posts,
            corridor_percent=line.corridor_percent,
        )
        for line in rows
        if line.approved > 0
    ]


def shares_of_figure(contract: Contract, year: int, figure: str) -> list[Share]:
    """A figure of a year per provider and district under the contract as weights."""
    worked = HoursEntry.objects.filter(
        role__contract=contract.file, worked_on__range=(date(year, 1, 1), date(year, 12, 31))
    ).order_by()
    if figure == Figure.HOURS:
        rows: Any = worked.values("organisation", "district").annotate(weight=Sum("minutes"))
    else:
        rows = (
            HoursCase.objects.filter(entry__in=worked)
            .values(organisation=F("entry__organisation"), district=F("entry__district"))
            .annotate(weight=Count("reference", distinct=True))
        )
    order = rows.order_by("organisation", "district")
    names = dict(District.objects.values_list("pk", "sort_key"))
    return sorted(
        (Share(row["organisation"], Decimal(row["weight"]), row["district"]) for row in order),
        key=lambda share: (share.organisation, names[share.district] if share.district else ""),
    )


def allocations_for(actor: Actor) -> QuerySet[Allocation]:
    return allocation_policy.rows(actor).select_related("contract").annotate(count=Count("shares"))
