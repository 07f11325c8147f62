"""Months of hours handed in and approved, the last one only partly; files of hours of the invented provider (R12)."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Model
from psycopg.types.json import Jsonb

from contracts.models import HoursImport, HoursMonth, ProviderRole, WorkKind
from contracts.usecases.hours_rows import COLUMNS
from project.demo_data.facts import Fact
from project.demo_data.hours import ENTRY_COLUMNS, Row
from project.demo_data.payments import INVENTED
from project.demo_data.people import manager_of, worker_names
from project.demo_data.seeds import Seed
from project.demo_data.structure import Structure

State = HoursMonth.State
LAST_MONTH = (State.SUBMITTED, State.OPEN, State.SUBMITTED)  # one worker after the other
RETURNED = "Am 14. fehlt ein Einsatz, bitte nachtragen."
WORKER, ORGANISATION, DAY = (ENTRY_COLUMNS.index(c) for c in ("worker", "organisation_id", "worked_on"))


def build_months(built: Structure, entries: Iterable[Row]) -> list[Model]:
    """A month for whoever worked in it: approved, but for the last whole one and the running one."""
    seed = Seed(f"months {built.facts['key']}")
    this = built.today.replace(day=1)
    last = (this - timedelta(days=1)).replace(day=1)
    managers = {o["key"]: manager_of(o) for o in built.facts["organisations"]}
    worked = sorted({(e[ORGANISATION], e[WORKER], e[DAY].replace(day=1)) for e in entries})
    teams: dict[str, list[UUID]] = {}
    for organisation, worker, month in worked:
        if month == last and worker not in teams.setdefault(organisation, []):
            teams[organisation].append(worker)
    rows: list[Model] = []
    for organisation, worker, month in worked:
        state, reason = State.APPROVED, ""
        if month == this:
            state = State.OPEN
        elif month == last:
            place = teams[organisation].index(worker)
            state = LAST_MONTH[place % len(LAST_MONTH)]
            reason = RETURNED if organisation == INVENTED and state == State.OPEN else ""
        rows.append(_month(seed, organisation, worker, month, state, managers[organisation], reason))
    return rows


def _month(
    seed: Seed, organisation: str, worker: UUID, month: date, state: State, manager: UUID, reason: str
) -> HoursMonth:
    after = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    submitted, approved = state != State.OPEN, state == State.APPROVED
    return HoursMonth(
        id=seed.key(after),
        worker=worker,
        organisation_id=organisation,
        month=month,
        state=state,
        submitted_at=_at(after + timedelta(days=2)) if submitted else None,
        approved_at=_at(after + timedelta(days=5)) if approved else None,
        approved_by=manager if approved else None,
        return_reason=reason,
    )


def _at(day: date) -> datetime:
    return datetime.combine(day, time(8, 30), UTC)


def build_files(built: Structure) -> list[Model]:
    """One file that waits to be booked, and one with faults."""
    fact = next((o for o in built.facts["organisations"] if o["key"] == INVENTED), None)
    role = next((r for r in built.roles if r.organisation_id == INVENTED and _runs(r, built.today)), None)
    if fact is None or role is None:
        return []
    seed, days = Seed(f"files {built.facts['key']}"), [built.today - timedelta(days=n) for n in (1, 2, 3)]
    days = [d for d in days if d.month == built.today.month and d >= role.begins] or [built.today]
    rows = [(name, day) for day in days for name in worker_names(fact)]
    return [_waiting(seed, built, fact, role, rows), _faulty(seed, built, fact, role, rows)]


def _runs(role: ProviderRole, day: date) -> bool:
    return role.begins <= day and (role.ends is None or role.ends >= day)


def _content(district: str, rows: Iterable[tuple[str, date]], duration: str) -> bytes:
    lines = [";".join(COLUMNS.values())]
    for name, day in rows:
        cells = (name, f"{day:%d.%m.%Y}", duration, district, WorkKind.NO_CASE.label, "ohne die Familie", "")
        lines.append(";".join(cells))
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def _waiting(seed: Seed, built: Structure, fact: Fact, role: ProviderRole, rows: list[tuple[str, date]]) -> HoursImport:
    month = f"{rows[0][1]:%Y-%m}"
    sums = [{"month": month, "work_kind": WorkKind.NO_CASE.value, "entries": len(rows), "minutes": 30 * len(rows)}]
    content = _content(role.district.name, rows, "0:30")
    return _file(seed, built, fact, "zeiterfassung.csv", content, len(rows), 30 * len(rows), [], sums)


def _faulty(seed: Seed, built: Structure, fact: Fact, role: ProviderRole, rows: list[tuple[str, date]]) -> HoursImport:
    content = _content(role.district.name, rows[:3], "lange")
    reason = "Diese Dauer verstehen wir nicht. Schreiben Sie sie so: 1:30, 1,5 oder 90 min."
    findings = [{"row": n, "column": COLUMNS["minutes"], "reason": reason} for n in range(2, 2 + len(rows[:3]))]
    return _file(seed, built, fact, "zeiterfassung-alt.csv", content, len(findings), 0, findings, [])


def _file(
    seed: Seed,
    built: Structure,
    fact: Fact,
    filename: str,
    content: bytes,
    rows: int,
    minutes: int,
    findings: list[dict[str, object]],
    sums: list[dict[str, object]],
) -> HoursImport:
    return HoursImport(
        id=seed.key(built.today - timedelta(days=1)),
        organisation_id=INVENTED,
        filename=filename,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        rows=rows,
        minutes=minutes,
        faults=len(findings),
        findings=Jsonb(findings),
        sums=Jsonb(sums),
        recorded_by=manager_of(fact),
    )
