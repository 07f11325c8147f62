"""What decides whether hours may be booked (R12): read once, then asked for one entry or for twenty thousand."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.utils import timezone

from contracts.models import (
    CaseReference,
    District,
    HoursCase,
    HoursEntry,
    HoursMonth,
    ProviderRole,
    WorkKind,
)
from contracts.usecases.due import expect_month
from contracts.usecases.settled import settled, settled_years
from kernel.access.errors import RuleViolation
from kernel.keys import uuid7
from kernel.tenancy.rows import copy_in
from kernel.web import words
from tenants.worklist.items import open_items

FIELDS = ("worker", "organisation", "role", "district", "worked_on", "minutes", "work_kind", "contact")
COLUMNS = (
    "id", "version", "created_at", "changed_at",
    "worker", "organisation_id", "role_id", "district_id", "worked_on", "minutes", "work_kind", "contact",
)  # fmt: skip
DAY = 24 * 60  # minutes
BATCH = 2000  # rows of one INSERT

State = HoursMonth.State


@dataclass(frozen=True, slots=True)
class Work:
    """Work as somebody entered it; without a role the rules find the one it belongs to."""

    worker: UUID
    district: District
    worked_on: date
    minutes: int
    work_kind: str
    contact: str
    references: Sequence[CaseReference] = ()
    role: ProviderRole | None = None

    @property
    def month(self) -> date:
        return self.worked_on.replace(day=1)


class Rulebook:
    """The provider's roles, the workers' locked months and booked days, and the settled years.

    Reads a fixed number of times, however much work it is asked about.
    """

    def __init__(
        self,
        organisation: str,
        today: date,
        works: Collection[Work],
        *,
        hold: bool,
        instead_of: HoursEntry | None = None,
    ) -> None:
        """`hold` locks the workers' months and the years until the transaction ends; `instead_of` is an entry that is being changed."""
        self.organisation, self.today = organisation, today
        months = {(w.worker, w.month) for w in works}
        if instead_of:
            months.add((instead_of.worker, instead_of.worked_on.replace(day=1)))
        self._months = months_of(organisation, months, hold=hold)
        self._roles: dict[UUID, list[ProviderRole]] = defaultdict(list)
        for role in ProviderRole.objects.filter(organisation=organisation).select_related("organisation"):
            self._roles[role.district_id].append(role)
        self._settled = settled_years(organisation, years={m.year for _, m in months}, hold=hold) if months else set()
        self._booked = _booked(works, instead_of)

    def check(self, work: Work) -> ProviderRole:
        """The role under which the work is booked; raises `RuleViolation` with its field."""
        if work.worked_on > self.today:
            raise RuleViolation("Der Tag liegt in der Zukunft. Buchen Sie, was geleistet ist.", field="worked_on")
        if not 1 <= work.minutes <= DAY:
            raise RuleViolation("Die Dauer liegt zwischen 1 Minute und 24 Stunden.", field="minutes")
        role = self._chosen(work, work.role) if work.role else self.role_on(work.district, work.worked_on)
        self.check_open(work.worker, work.worked_on, role)
        if self._booked[work.worker, work.worked_on] + work.minutes > DAY:
            raise RuleViolation("An diesem Tag wären es zusammen mehr als 24 Stunden.", field="minutes")
        self._check_references(work)
        return role

    def take(self, work: Work) -> None:
        """The work counts from now on for what its day still has room for."""
        self._booked[work.worker, work.worked_on] += work.minutes

    def check_open(self, worker: UUID, day: date, role: ProviderRole) -> None:
        """Neither is the worker's month handed in nor the year settled (R12, R14)."""
        state = self._months.get((worker, day.replace(day=1)), State.OPEN)
        if state == State.SUBMITTED:
            raise RuleViolation(
                f"{words.month(day)} ist eingereicht. Erst muss die Leitung ihn zurückgeben.", field="worked_on"
            )
        if state == State.APPROVED:
            raise RuleViolation(
                f"{words.month(day)} ist freigegeben. Erst muss die Leitung ihn wieder öffnen.", field="worked_on"
            )
        if (role.contract_id, day.year) in self._settled:
            raise settled(day.year, role.organisation, field="worked_on")

    def role_on(self, district: District, day: date) -> ProviderRole:
        """The provider's role in the district on a day; of several the one under a contract (R12)."""
        here = self._roles.get(district.pk, [])
        if not here:
            raise RuleViolation(f"Ihr Träger hat keine Rolle in {district.name}.", field="district")
        if valid := [r for r in here if covers(r, day)]:
            return min(valid, key=lambda r: (r.contract_id is None, r.begins, r.pk))
        raise RuleViolation(
            f"Ihr Träger hat am {day:%d.%m.%Y} keine Rolle in {district.name}. Prüfen Sie Tag und Raum.",
            field="worked_on",
        )

    def _chosen(self, work: Work, role: ProviderRole) -> ProviderRole:
        if role not in self._roles.get(work.district.pk, []):
            raise RuleViolation(f"Diese Rolle hat Ihr Träger nicht in {work.district.name}.", field="role")
        if covers(role, work.worked_on):
            return role
        when = f"endete am {role.ends:%d.%m.%Y}" if role.ends and role.ends < work.worked_on else "beginnt später"
        raise RuleViolation(
            f"Diese Rolle in {work.district.name} {when}. Wählen Sie eine, die an diesem Tag gilt.", field="role"
        )

    def _check_references(self, work: Work) -> None:
        count, day = len({r.pk for r in work.references}), work.worked_on
        if work.work_kind == WorkKind.CASE and count != 1:
            raise RuleViolation(
                "Fallspezifische Arbeit gehört zu genau einem Fall. Wählen Sie ihn.", field="references"
            )
        if work.work_kind == WorkKind.CROSS_CASE and count < 2:
            raise RuleViolation("Fallübergreifende Arbeit nennt mindestens zwei Fälle.", field="references")
        if work.work_kind == WorkKind.NO_CASE and count:
            raise RuleViolation("Fallunspezifische Arbeit nennt keinen Fall.", field="references")
        for reference in work.references:
            if reference.organisation_id != self.organisation:
                raise RuleViolation("Diese Fallreferenz gehört nicht zu Ihrem Träger.", field="references")
            if day < reference.begins or (reference.ends and day > reference.ends):
                raise RuleViolation(
                    f"Die Fallreferenz {reference.number} gilt an diesem Tag nicht.", field="references"
                )


def covers(role: ProviderRole, day: date) -> bool:
    return role.begins <= day and (role.ends is None or role.ends >= day)


def months_of(organisation: str, wanted: Collection[tuple[UUID, date]], *, hold: bool) -> dict[tuple[UUID, date], str]:
    """The states of workers' months; with `hold` they exist afterwards and nobody else changes them meanwhile."""
    if not wanted:
        return {}
    rows = HoursMonth.objects.filter(
        organisation=organisation, worker__in={w for w, _ in wanted}, month__in={m for _, m in wanted}
    )
    if hold:
        HoursMonth.objects.bulk_create(
            (HoursMonth(organisation_id=organisation, worker=w, month=m, version=1) for w, m in sorted(wanted)),
            ignore_conflicts=True,
            batch_size=BATCH,
        )
        rows = rows.order_by("worker", "month").select_for_update(of=("self",))
    found = list(rows.values_list("pk", "worker", "month", "state"))
    if hold:
        open_items(expect_month(pk, organisation, w, m) for pk, w, m, state in found if state == State.OPEN)
    return {(worker, month): state for _, worker, month, state in found}


def _booked(works: Collection[Work], but: HoursEntry | None) -> dict[tuple[UUID, date], int]:
    """Minutes that the workers have booked by day, for whichever provider."""
    booked: dict[tuple[UUID, date], int] = defaultdict(int)
    if not works:
        return booked
    days = {w.worked_on for w in works}
    entries = HoursEntry.objects.filter(worker__in={w.worker for w in works}, worked_on__range=(min(days), max(days)))
    if but:
        entries = entries.exclude(pk=but.pk)
    sums = entries.order_by().values_list("worker", "worked_on").annotate(sum=Sum("minutes"))
    booked.update({(worker, day): minutes for worker, day, minutes in sums})
    return booked


def store(organisation: str, checked: Iterable[tuple[Work, ProviderRole]]) -> list[UUID]:
    """The keys of new entries with their cases; the rules were asked before, the caller notes them for the audit."""
    now = timezone.now()
    entries: list[tuple[Any, ...]] = []
    cases: list[tuple[UUID, UUID]] = []
    for work, role in checked:
        key = uuid7()
        where = organisation, role.pk, work.district.pk
        what = work.worked_on, work.minutes, work.work_kind, work.contact
        entries.append((key, 1, now, now, work.worker, *where, *what))
        cases += [(key, reference) for reference in {r.pk: None for r in work.references}]
    copy_in(HoursEntry, COLUMNS, entries)
    copy_in(HoursCase, ("entry_id", "reference_id"), cases)
    return [entry[0] for entry in entries]
