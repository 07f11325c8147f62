"""Hours that add up to what a budget line contracts times what was delivered, within roles and cases (R12)."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from typing import Any
from uuid import UUID

from contracts.models import BudgetLine, CaseReference, HoursEntry, ProviderRole, WorkKind
from kernel.calendar import working_day_from
from project.demo_data.facts import Fact, years
from project.demo_data.money import divide
from project.demo_data.seeds import Seed
from project.demo_data.structure import Structure

STEP = 15  # minutes
MOST_A_DAY = 600  # minutes of one worker
TRIES = 20
KINDS = {WorkKind.CASE: 74, WorkKind.CROSS_CASE: 8, WorkKind.NO_CASE: 18}
DIRECT = {WorkKind.CASE: 0.72, WorkKind.CROSS_CASE: 0.35, WorkKind.NO_CASE: 0.15}
ENTRY_COLUMNS = (
    "id",
    "worker",
    "organisation_id",
    "role_id",
    "district_id",
    "worked_on",
    "minutes",
    "work_kind",
    "contact",
)
CASE_COLUMNS = ("entry_id", "reference_id")

type Row = tuple[Any, ...]


@dataclass
class Hours:
    entries: list[Row] = field(default_factory=list)
    cases: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Job:
    """What one role is to deliver in one year."""

    role: ProviderRole
    first: date
    last: date
    minutes: int
    entry_minutes: int


@dataclass(frozen=True)
class Spell:
    """A case reference within a job: the working days on which it can be booked."""

    reference: CaseReference
    days: Sequence[date]


def build_hours(
    built: Structure,
    lines: Sequence[BudgetLine],
    references: Sequence[CaseReference],
    workers: Mapping[tuple[str, int], Sequence[UUID]],
) -> Hours:
    """Entries for all released lines; `workers` holds a provider's workers by year."""
    booking = _Booking(built, references, workers)
    for job in _jobs(built, lines):
        booking.book(job)
    return booking.hours


def _jobs(built: Structure, lines: Sequence[BudgetLine]) -> Iterator[Job]:
    delivered = {
        built.contracts[f["id"]].id: f["budget"].get("delivered") for f in built.facts["contracts"] if "budget" in f
    }
    for line in lines:
        if line.state != BudgetLine.State.RELEASED or line.contract is None:
            continue
        first, last = _within(line.contract.begins, line.contract.ends, date(line.year, 1, 1), date(line.year, 12, 31))
        until = min(last, built.today - timedelta(days=1))
        if until < first:
            continue
        share = delivered[line.contract.id] or Seed(f"{line.organisation_id} {line.year}").random.uniform(0.88, 0.99)
        passed = ((until - first).days + 1) / ((last - first).days + 1)
        minutes = round(line.minutes * share * passed / STEP) * STEP
        roles = {
            r: ((r.ends or until) - r.begins).days + 1
            for r in built.roles
            if r.contract_id == line.contract_id and r.organisation_id == line.organisation_id
        }
        for role, part in divide(minutes // STEP, roles).items():
            yield Job(role, first, until, part * STEP, built.facts["entry_minutes"])


def _within(begins: date | None, ends: date | None, first: date, last: date) -> tuple[date, date]:
    return max(begins or first, first), min(ends or last, last)


def hours_years(facts: Fact) -> list[range]:
    """The stretches of years in which hours are booked."""
    booked = sorted(
        {
            y
            for c in facts["contracts"]
            if c.get("budget", {}).get("state") != "draft"
            for y in years(c.get("budget", {"years": (1, 0)}))
        }
    )
    starts = [y for y in booked if y - 1 not in booked]
    return [range(y, next(e for e in booked if e >= y and e + 1 not in booked) + 1) for y in starts]


class _Booking:
    def __init__(
        self, built: Structure, references: Sequence[CaseReference], workers: Mapping[tuple[str, int], Sequence[UUID]]
    ) -> None:
        self.built, self.workers, self.hours = built, workers, Hours()
        self.seed = Seed(f"hours {built.facts['key']}")
        self.random = self.seed.random
        self.by_place: dict[tuple[str, UUID], list[CaseReference]] = defaultdict(list)
        for reference in references:
            self.by_place[reference.organisation_id, reference.district_id].append(reference)
        self.worked: dict[tuple[UUID, date], int] = defaultdict(int)
        self.calendars: dict[int, list[date]] = {}

    def book(self, job: Job) -> None:
        days = self._working_days(job.first, job.last)
        spells = self._spells(job, days)
        shares = divide(job.minutes // STEP, KINDS)
        cases, cross, none = (shares[kind] * STEP for kind in KINDS)
        if not spells:
            cases, cross, none = 0, 0, cases + cross + none
        weights = list(accumulate(len(s.days) for s in spells))
        for minutes in self._portions(cases, job.entry_minutes):
            spell = self.random.choices(spells, cum_weights=weights)[0]
            self._enter(job, self._day(job, spell.days, minutes), minutes, WorkKind.CASE, [spell.reference])
        for minutes in self._portions(cross, job.entry_minutes):
            spell = self.random.choices(spells, cum_weights=weights)[0]
            day = self._day(job, spell.days, minutes)
            others = [s.reference for s in spells if s is not spell and s.days[0] <= day <= s.days[-1]]
            chosen = self.random.sample(others, min(len(others), self.random.choice((1, 1, 2))))
            kind = WorkKind.CROSS_CASE if chosen else WorkKind.CASE
            self._enter(job, day, minutes, kind, [spell.reference, *chosen])
        for minutes in self._portions(none, job.entry_minutes):
            self._enter(job, self._day(job, days, minutes), minutes, WorkKind.NO_CASE, [])

    def _working_days(self, first: date, last: date) -> list[date]:
        if first.year not in self.calendars:
            year = [date(first.year, 1, 1) + timedelta(days=i) for i in range(366)]
            state = self.built.facts["state"]
            self.calendars[first.year] = [d for d in year if d.year == first.year and working_day_from(d, state) == d]
        calendar = self.calendars[first.year]
        return calendar[bisect_left(calendar, first) : bisect_right(calendar, last)]

    def _spells(self, job: Job, days: list[date]) -> list[Spell]:
        found = []
        for reference in self.by_place[job.role.organisation_id, job.role.district_id]:
            left = bisect_left(days, reference.begins)
            right = bisect_right(days, reference.ends or job.last)
            if left < right:
                found.append(Spell(reference, days[left:right]))
        return found

    def _portions(self, minutes: int, mean: int) -> Iterator[int]:
        """Durations around the mean that add up exactly."""
        while minutes > 0:
            portion = min(self.random.randrange(mean // 3, mean * 5 // 3 + 1) // STEP * STEP or STEP, minutes)
            yield portion
            minutes -= portion

    def _day(self, job: Job, days: Sequence[date], minutes: int) -> date:
        """A day on which someone of the team still has time; after some tries any day."""
        for _ in range(TRIES):
            day = days[int(self.random.random() * len(days))]
            team = self.workers[job.role.organisation_id, day.year]
            if any(self.worked[worker, day] + minutes <= MOST_A_DAY for worker in team):
                break
        return day

    def _enter(self, job: Job, day: date, minutes: int, kind: WorkKind, references: Sequence[CaseReference]) -> None:
        worker = self._worker(job, day, minutes, references)
        key = self.seed.key(day)
        direct = self.random.random() < DIRECT[kind]
        contact = HoursEntry.Contact.DIRECT if direct else HoursEntry.Contact.INDIRECT
        role = job.role
        self.hours.entries.append(
            (key, worker, role.organisation_id, role.id, role.district_id, day, minutes, kind.value, contact.value)
        )
        self.hours.cases += [(key, reference.id) for reference in references]

    def _worker(self, job: Job, day: date, minutes: int, references: Sequence[CaseReference]) -> UUID:
        """A case stays with its worker; who has enough for the day hands on to a colleague."""
        team = self.workers[job.role.organisation_id, day.year]
        start = references[0].id.int % len(team) if references else self.random.randrange(len(team))
        order = [team[(start + i) % len(team)] for i in range(len(team))]
        worker = next((w for w in order if self.worked[w, day] + minutes <= MOST_A_DAY), None)
        worker = worker or min(order, key=lambda w: self.worked[w, day])
        self.worked[worker, day] += minutes
        return worker
