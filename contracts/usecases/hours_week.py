"""Last week's work once more: what the rules allow on the new days, and why the rest does not go (R12)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from contracts.models import HoursEntry, ProviderRole
from contracts.policy import HoursPerm, hours_policy
from contracts.usecases.hours import last_of
from contracts.usecases.hours_rules import Rulebook, Work, store
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import use_case

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Copied:
    """An entry of last week on its new day, with the role it would have there or the reason why it does not go."""

    entry: HoursEntry
    work: Work
    role: ProviderRole | None = None
    problem: str = ""


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


@use_case(HoursPerm.RECORD)
def copy_week(*, actor: Actor, week: date) -> HoursEntry:
    """Book the work of the week before once more, as far as the rules allow; the last new entry is returned (R12)."""
    plan = plan_copy(actor, week, hold=True)
    if not plan:
        raise RuleViolation("In der Woche davor ist nichts gebucht.")
    possible = [(copied.work, copied.role) for copied in plan if copied.role]
    if not possible:
        raise RuleViolation(f"Nichts davon lässt sich übernehmen. {plan[0].problem}")
    return last_of(store(actor.the_organisation(), possible))


def plan_copy(actor: Actor, week: date, *, hold: bool = False) -> list[Copied]:
    """What copying into the week of this day would do, entry by entry; each keeps its role."""
    monday, organisation = monday_of(week), actor.the_organisation()
    entries = list(_own(actor, organisation, monday - WEEK))
    works = [
        Work(
            actor.person,
            entry.district,
            entry.worked_on + WEEK,
            entry.minutes,
            entry.work_kind,
            entry.contact,
            list(entry.references.all()),
            entry.role,
        )
        for entry in entries
    ]
    there = Counter(_likeness(e, e.worked_on) for e in _own(actor, organisation, monday))
    rules = Rulebook(organisation, actor.today, works, hold=hold)
    plan = []
    for entry, work in zip(entries, works, strict=True):
        like = _likeness(entry, work.worked_on)
        if there[like]:
            there[like] -= 1
            plan.append(Copied(entry, work, problem="Das steht in dieser Woche schon."))
            continue
        try:
            role = rules.check(work)
        except RuleViolation as violation:
            plan.append(Copied(entry, work, problem=violation.message))
            continue
        rules.take(work)
        plan.append(Copied(entry, work, role))
    return plan


def _own(actor: Actor, organisation: str, monday: date) -> QuerySet[HoursEntry]:
    return (
        hours_policy.rows(actor, HoursPerm.RECORD)
        .filter(worker=actor.person, organisation=organisation, worked_on__range=(monday, monday + timedelta(days=6)))
        .select_related("district", "role")
        .prefetch_related("references")
        .order_by("worked_on", "id")
    )


def _likeness(entry: HoursEntry, day: date) -> tuple[object, ...]:
    """What makes two entries the same work."""
    cases = frozenset(r.pk for r in entry.references.all())
    return day, entry.district_id, entry.minutes, entry.work_kind, entry.contact, cases
