"""What the terms do every night in an office, and the preview of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kernel.access.actor import SERVICE, Actor, Membership, Role
from kernel.access.use_case import place_of_connection
from kernel.clock import today
from kernel.retention import usecases
from kernel.retention.matters import WITHIN, Matter, all_matters, matters_of
from kernel.retention.models import Disposal
from kernel.retention.policy import RetentionClass, the_policy
from kernel.tenancy.jobs import place_job

State = Disposal.State
A_NIGHT = 300  # matters of a kind: a transaction must not last for hours


def service_actor() -> Actor:
    """The service itself, in the office of the transaction."""
    held = frozenset({Membership(Role.OFFICE_ADMIN)})
    return Actor(SERVICE, "Hilfenetz", place_of_connection(), held, today(), via="job")


@place_job
def keep_terms() -> None:
    """Restrict, offer and delete what is due today."""
    run(service_actor())


def run(actor: Actor) -> None:
    for of, matter in all_matters():
        if matter.sweep is not None:
            if matter.ready(of, actor.today).exists():
                usecases.sweep_matter(actor=actor, of=of, matter=matter)
        elif of.way == "archive":
            _towards_the_archive(actor, of, matter)
        else:
            for row in matter.ready(of, actor.today)[:A_NIGHT]:
                usecases.dispose_matter(actor=actor, of=of, matter=matter, row=row)


def _towards_the_archive(actor: Actor, of: RetentionClass, matter: Matter) -> None:
    label = matter.model._meta.label_lower
    own = Disposal.objects.filter(model=label, rule=of.name)
    ready = matter.ready(of, actor.today)
    for disposal in own.filter(state__in=(State.OFFERED, State.TAKEN, State.REFUSED), record__in=ready.values("pk"))[
        :A_NIGHT
    ]:
        if usecases.answered(disposal, actor):
            usecases.dispose_offered(actor=actor, disposal=disposal)
    since = actor.today - timedelta(days=the_policy().restricted_days)
    for disposal in own.filter(state=State.RESTRICTED, restricted_on__lte=since, record__in=ready.values("pk"))[
        :A_NIGHT
    ]:
        usecases.offer_matter(actor=actor, disposal=disposal)
    for row in _not_yet_on_its_way(matter, ready)[:A_NIGHT]:
        usecases.restrict_matter(actor=actor, of=of, matter=matter, row=row)


def _not_yet_on_its_way(matter: Matter, rows: QuerySet[Any]) -> QuerySet[Any]:
    on_its_way = Disposal.objects.filter(model=matter.model._meta.label_lower, record=OuterRef("pk"))
    return rows.exclude(Exists(on_its_way))


@dataclass(frozen=True, slots=True)
class Outlook:
    """What of a class goes now, within a year, and went."""

    of: RetentionClass
    now: int = 0
    soon: int = 0
    waiting: int = 0  # restricted or offered
    gone: int = 0


def outlook(day: date) -> list[Outlook]:
    """Per class, in the order of the file; what only the operator removes has no numbers."""
    states = {
        row["rule"]: row
        for row in Disposal.objects.order_by()
        .values("rule")
        .annotate(
            waiting=Count("pk", filter=~Q(state=State.DELETED)), gone=Count("pk", filter=Q(state=State.DELETED))
        )
    }  # fmt: skip
    found = []
    for of in the_policy().classes.values():
        if not of.matters:
            found.append(Outlook(of))
            continue
        matters = matters_of(of)
        now = sum(_not_yet_on_its_way(m, m.ready(of, day)).count() for m in matters)
        soon = sum(m.over(of, day + WITHIN).count() - m.over(of, day).count() for m in matters)
        counts = states.get(of.name, {"waiting": 0, "gone": 0})
        found.append(Outlook(of, now, soon, counts["waiting"], counts["gone"]))
    return found


@dataclass(frozen=True, slots=True)
class Going:
    """One matter that goes, by what the office knows it."""

    label: str
    of: RetentionClass
    due_on: date


def going(day: date, name: str = "", most: int = 1000) -> Iterator[Going]:
    """What goes until a day, by file number; the first to go on top."""
    for of, matter in all_matters():
        if (not name or of.name == name) and matter.sweep is None:
            for row in matter.over(of, day)[:most]:
                yield Going(matter.label(row), of, of.due_on(row.counts_from))
