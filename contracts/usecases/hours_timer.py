"""The worker's timer: started with place and kind of work, stopped by booking what it ran (R12)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from contracts.models import District, HoursEntry, HoursTimer
from contracts.policy.hours import TimerPerm
from contracts.usecases.hours import store_new
from contracts.usecases.hours_rules import FIELDS, Rulebook, Work
from kernel import clock
from kernel.access.actor import Actor
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation
from kernel.access.use_case import all_changed, use_case

RUNNING = "Ihre Stoppuhr läuft schon. Halten Sie sie an, bevor Sie neu beginnen."
LONGEST = timedelta(hours=16)  # what ran longer was forgotten


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a timer ran until now: minutes on the day it was started, and after midnight on the next."""

    day: date
    minutes: int
    after_midnight: int = 0
    forgotten: bool = False


@use_case(TimerPerm.RUN)
def start_timer(*, actor: Actor, district: District, work_kind: str) -> HoursTimer:
    """Start the clock where one's provider has a role today; one clock runs at a time (R12)."""
    if running := HoursTimer.objects.filter(worker=actor.person).first():
        raise RuleViolation(f"{RUNNING} Sie läuft seit {timezone.localtime(running.started_at):%d.%m., %H:%M} Uhr.")
    organisation = actor.the_organisation()
    Rulebook(organisation, actor.today, [], hold=False).role_on(district, actor.today)
    with explained(contracts_hourstimer_worker_key=(RUNNING, None)):
        return HoursTimer.objects.create(
            worker=actor.person,
            organisation_id=organisation,
            district=district,
            work_kind=work_kind,
            started_at=clock.now(),
        )


@use_case(TimerPerm.RUN, on="timer")
def stop_timer(*, actor: Actor, timer: HoursTimer, **worked: Any) -> HoursTimer:
    """Book `Work` as the clock measured and the worker corrected it, and end the clock (R12)."""
    all_changed(HoursEntry, store_new(actor, [Work(actor.person, **worked)]), *FIELDS)
    return _ended(timer)


@use_case(TimerPerm.RUN, on="timer")
def discard_timer(*, actor: Actor, timer: HoursTimer) -> HoursTimer:
    """End the clock without booking anything."""
    return _ended(timer)


def _ended(timer: HoursTimer) -> HoursTimer:
    key = timer.pk
    timer.delete()
    timer.pk = key  # for the audit
    return timer


def stretch_of(timer: HoursTimer, now: datetime) -> Stretch:
    """What the clock measured, to the nearest minute and at least one; a day ends at midnight."""
    begun, here = timezone.localtime(timer.started_at), timezone.localtime(now)
    midnight = datetime.combine(here.date(), time(0), here.tzinfo)
    if _between(begun, here) > LONGEST:
        return Stretch(begun.date(), 0, forgotten=True)
    if here.date() <= begun.date():
        return Stretch(begun.date(), max(_minutes(_between(begun, here)), 1))
    return Stretch(begun.date(), max(_minutes(_between(begun, midnight)), 1), _minutes(_between(midnight, here)))


def _between(first: datetime, last: datetime) -> timedelta:
    """What really passed, also in the night in which the clocks change."""
    return last.astimezone(UTC) - first.astimezone(UTC)


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() / 60 + 0.5)
