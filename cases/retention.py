"""When family files, consultations and § 8a processes go, and what goes with them (R16, R20, § 9b Abs. 2 SGB VIII)."""

from datetime import date
from typing import Any

from django.db.models import Case, DateField, Exists, F, Func, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, Greatest, TruncDate

from cases.models import CaseFile, CasePerson, Item, Protection, ProviderNotice, SessionSeries, TeamSession
from kernel.retention.erasing import erase, referring_to
from kernel.retention.matters import matter
from kernel.retention.policy import the_policy

AGE = 30  # years: from then on the 70 years of a help file count


class Birthday(Func):
    """The day on which someone born on a day is AGE."""

    template = f"(%(expressions)s + interval '{AGE} years')::date"
    output_field = DateField()


def with_processes(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Files and items on which a § 8a process stands, running or kept."""
    return rows.filter(protections__isnull=False)


def restrict_file(row: CaseFile, day: date | None) -> None:
    """Out of everybody's lists, or back."""
    row.restricted_on = day
    row.save(update_fields=["restricted_on"])


@matter(
    "cases.files",
    label=lambda row: f"Fall {row.number}",
    running=with_processes,
    because="Dazu gibt es noch ein Verfahren nach § 8a. Es wird nicht gelöscht.",
    restrict=restrict_file,
)
def files() -> QuerySet[Any]:
    """Ended cases, from the 30th birthday of the youngest; of whom no birth date is known, as if born at the end."""
    young = CasePerson.objects.filter(case=OuterRef("pk"), role=CasePerson.Role.CHILD)
    youngest = young.order_by().values("case").annotate(last=Max("birth_date")).values("last")
    unknown = ~Exists(young) | Exists(young.filter(birth_date=None))
    born = Greatest(Subquery(youngest), Case(When(unknown, then=F("ends"))), output_field=DateField())
    return CaseFile.objects.filter(ends__isnull=False).annotate(
        counts_from=Greatest(Birthday(born), F("ends"), output_field=DateField())
    )


def dispose_of_item(row: Item) -> int:
    """The sheet with all that was said goes; the frame stays as long as minutes or a decision stand on it."""
    gone, keep = 0, False
    for relation in referring_to(Item):
        for one in relation.related_model._base_manager.filter(**{relation.field.name: row.pk}):
            if the_policy().of_model(relation.related_model) == "conference":
                gone += erase(one)
            else:
                keep = True
    return gone if keep else gone + erase(row)


@matter(
    "cases.consultations",
    label=lambda row: f"Beratung {row.code}",
    running=lambda rows: rows.filter(protection__isnull=False),
    because="Dazu gibt es ein Verfahren nach § 8a. Es wird nicht gelöscht.",
    dispose=dispose_of_item,
)
def consultations() -> QuerySet[Any]:
    """Items that are over and still hold something of the sheet, or have nothing that stands on them."""
    full = Q(texts__isnull=False) | Q(entries__isnull=False) | Q(blocks__isnull=False) | Q(feedbacks__isnull=False)
    bare = Q(decision=None, minutes_approved=None, tasks=None)
    keys = Item.objects.filter(full | Q(guests__isnull=False) | bare).values("pk")
    return Item.objects.filter(state__in=Item.OVER, pk__in=keys).annotate(
        counts_from=Greatest(TruncDate("changed_at"), Coalesce("session__held_on", TruncDate("changed_at")))
    )


@matter("cases.sessions", label=lambda row: f"Sitzung am {row.held_on:%d.%m.%Y}")
def sessions() -> QuerySet[Any]:
    """Sessions from which nothing is kept any more."""
    return TeamSession.objects.filter(items=None).annotate(counts_from=F("held_on"))


@matter("cases.series", label=lambda row: f"Sitzungsreihe seit {row.begins:%d.%m.%Y}")
def series() -> QuerySet[Any]:
    return SessionSeries.objects.filter(sessions=None).annotate(counts_from=F("ends"))


@matter(
    "cases.processes",
    label=lambda row: f"Verfahren {row.number}",
    running=lambda rows: rows.exclude(state=Protection.State.CLOSED),
    because="Dieses Verfahren nach § 8a läuft noch. Es wird nicht gelöscht.",
)
def processes() -> QuerySet[Any]:
    """Processes with their sheet, steps and the provider's notice; running ones have no day from which to count."""
    return Protection.objects.annotate(counts_from=F("closed_on"))


@matter("cases.notices", label=lambda row: f"Mitteilung vom {row.created_at:%d.%m.%Y}")
def notices() -> QuerySet[Any]:
    """Notices of providers that never became a process."""
    rows = ProviderNotice.objects.filter(protection=None, received_at__isnull=False)
    return rows.annotate(counts_from=TruncDate("received_at"))
