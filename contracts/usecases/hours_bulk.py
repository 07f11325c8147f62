"""Many entries of one's own in one command, all or none; what is wrong is named row by row (R12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.models import CaseReference, District, HoursEntry
from contracts.policy import HoursPerm, district_policy, reference_policy
from contracts.usecases.hours import last_of
from contracts.usecases.hours_rules import Rulebook, Work, store
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import use_case

MOST = 1000
UNKNOWN = "Das gibt es hier nicht."


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry as another system sends it: the district by its key, cases by their numbers."""

    district: UUID
    worked_on: date
    minutes: int
    work_kind: str
    contact: str
    references: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class RowFault:
    row: int
    field: str | None
    message: str


class RowFaults(RuleViolation):
    """Several rows break a rule."""

    def __init__(self, faults: Sequence[RowFault]) -> None:
        super().__init__("Einige Einträge passen nicht. Es wurde nichts gebucht.")
        self.faults = faults


@use_case(HoursPerm.RECORD)
def record_many(*, actor: Actor, entries: Sequence[Draft]) -> HoursEntry:
    """Book up to a thousand entries of one's own at once, all or none (R12)."""
    if not 1 <= len(entries) <= MOST:
        raise RuleViolation(f"Senden Sie 1 bis {MOST} Einträge.", field="entries")
    faults: list[RowFault] = []
    works = _works(actor, entries, faults)
    organisation = actor.the_organisation()
    rules = Rulebook(organisation, actor.today, list(works.values()), hold=True)
    checked = []
    for row, work in works.items():
        try:
            checked.append((work, rules.check(work)))
            rules.take(work)
        except RuleViolation as violation:
            faults.append(RowFault(row, violation.field, violation.message))
    if faults:
        raise RowFaults(sorted(faults, key=lambda f: f.row))
    return last_of(store(organisation, checked))


def _works(actor: Actor, entries: Sequence[Draft], faults: list[RowFault]) -> dict[int, Work]:
    """The rows whose district and cases the actor knows."""
    districts: dict[UUID, District] = district_policy.rows(actor).in_bulk({e.district for e in entries})
    numbers = {n for e in entries for n in e.references}
    known: dict[str, CaseReference] = {r.number: r for r in reference_policy.rows(actor).filter(number__in=numbers)}
    works = {}
    for row, entry in enumerate(entries):
        district = districts.get(entry.district)
        if district is None:
            faults.append(RowFault(row, "district", UNKNOWN))
        if missing := [n for n in entry.references if n not in known]:
            faults.append(RowFault(row, "references", f"Diese Fallreferenz kennen wir nicht: {', '.join(missing)}."))
        if district and not missing:
            cases = [known[n] for n in entry.references]
            works[row] = Work(
                actor.person, district, entry.worked_on, entry.minutes, entry.work_kind, entry.contact, cases
            )
    return works
