"""When hours lose their worker, and files of hours that nobody booked go (R12)."""

from typing import Any

from django.contrib.postgres.functions import RandomUUID
from django.db.models import DateField, Exists, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import ExtractYear, TruncDate

from contracts.models import HoursEntry, HoursImport, HoursMonth, Proof
from kernel.access.use_case import place_of_connection
from kernel.retention.matters import matter
from tenants.people.models import Membership


def settled(rows: QuerySet[Any], day: str) -> QuerySet[Any]:
    """Rows of years for which all proofs of the provider are closed, since the last of them; with a known worker."""
    proofs = Proof.objects.filter(organisation=OuterRef("organisation"), year=OuterRef("of_year"))
    closed = proofs.order_by().values("year").annotate(last=Max(TruncDate("closed_at"))).values("last")
    known = Membership.objects.filter(office=place_of_connection()).values("person")
    return (
        rows.filter(worker__in=known)
        .annotate(of_year=ExtractYear(day))
        .filter(~Exists(proofs.exclude(state=Proof.State.CLOSED)))
        .annotate(counts_from=Subquery(closed, output_field=DateField()))
    )


def forget_worker(rows: QuerySet[Any]) -> int:
    """A number of its own for each entry: hours add up as before, and belong to nobody."""
    keys = rows.order_by().values("pk")
    return rows.model.objects.filter(pk__in=keys).update(worker=RandomUUID())


def forget_month(rows: QuerySet[Any]) -> int:
    keys = list(rows.order_by().values_list("pk", flat=True))
    return HoursMonth.objects.filter(pk__in=keys).update(worker=RandomUUID(), return_reason="")


@matter("contracts.settled_hours", sweep=forget_worker)
def settled_hours() -> QuerySet[Any]:
    return settled(HoursEntry.objects.all(), "worked_on")


@matter("contracts.settled_months", sweep=forget_month)
def settled_months() -> QuerySet[Any]:
    return settled(HoursMonth.objects.all(), "month")


def discard(row: HoursImport) -> int:
    """As if somebody had thrown the file away."""
    row.state, row.content, row.findings = HoursImport.State.DISCARDED, None, []
    row.save()
    return 1


@matter("contracts.waiting_files", label=lambda row: f"Stundendatei vom {row.created_at:%d.%m.%Y}", dispose=discard)
def waiting_files() -> QuerySet[Any]:
    rows = HoursImport.objects.filter(state=HoursImport.State.CHECKED)
    return rows.annotate(counts_from=TruncDate("created_at"))
