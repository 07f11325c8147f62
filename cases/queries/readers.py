"""Who read a case, from the audit: the case itself and whatever lies in it, but never that there is a process under § 8a (R20)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from cases.models import CaseFile
from contracts.queries.names import names_of
from kernel.access.actor import Actor
from kernel.audit.models import Entry

WORDS = {
    "casefile": "Akte",
    "caseperson": "Angaben zur Familie",
    "casenote": "Notiz",
    "casedocument": "Unterlage",
    "item": "Beratung im Team",
    "help": "Hilfe",
    "helpplan": "Hilfeplan",
    "consent": "Einwilligung",
}
HIDDEN = ("protection",)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one person looked at on one day."""

    day: date
    person: UUID | None
    name: str
    what: str
    times: int


def readings(actor: Actor, case: CaseFile) -> list[Reading]:
    """All reads by person and day, the newest first; a fixed number of queries."""
    rows = (
        Entry.objects.filter(_of(case), verb="read")
        .annotate(day=TruncDate("at"))
        .order_by()
        .values("day", "person", "model")
        .annotate(times=Count("pk"))
    )
    grouped: dict[tuple[date, UUID | None], dict[str, int]] = {}
    for row in rows:
        seen = grouped.setdefault((row["day"], row["person"]), {})
        word = WORDS.get(row["model"].rpartition(".")[2], "Teil der Akte")
        seen[word] = seen.get(word, 0) + row["times"]
    names = names_of(actor, {person for _, person in grouped})
    found = [
        Reading(day, who, names.get(who, "nicht mehr hier") if who else "der Dienst", ", ".join(sorted(seen)), sum(seen.values()))
        for (day, who), seen in grouped.items()
    ]  # fmt: skip
    return sorted(found, key=lambda r: (-r.day.toordinal(), r.name))


def _of(case: CaseFile) -> Q:
    """The audit's records of the case and of what hangs on it."""
    condition = Q(model=case._meta.label_lower, record=str(case.pk))
    for relation in CaseFile._meta.related_objects:
        model = relation.related_model
        if relation.field.many_to_many or model._meta.model_name in HIDDEN:
            continue
        keys = model._default_manager.filter(**{relation.field.name: case}).values_list("pk", flat=True)
        if records := [str(key) for key in keys]:
            condition |= Q(model=model._meta.label_lower, record__in=records)
    return condition
