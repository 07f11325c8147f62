"""A file of hours: checked first, booked as a whole when somebody says so (R12)."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils import timezone

from contracts.models import HoursEntry, HoursImport, ProviderRole
from contracts.policy.hours import HoursPerm, ImportPerm, hours_policy
from contracts.usecases.hours_rows import COLUMNS, SHEET, Fault, Reading, read_works
from contracts.usecases.hours_rules import FIELDS, Rulebook, Work, store
from kernel.access.actor import Actor, Role
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation
from kernel.access.use_case import all_changed, use_case
from kernel.documents.sheets import Limits, Unreadable, read_sheet
from kernel.web import words

LIMITS = Limits(size=5_000_000, rows=20_000)
MOST_FAULTS = 200  # kept and shown; all are counted
COLUMN_OF = COLUMNS | {"role": COLUMNS["district"]}
TWICE = "Diese Datei ist schon gebucht. Dieselben Stunden werden nicht zweimal gebucht."

State = HoursImport.State


@dataclass(slots=True)
class Check:
    """What booking a file would do."""

    rows: int = 0
    minutes: int = 0
    faults: list[Fault] = field(default_factory=list)
    checked: list[tuple[Work, ProviderRole]] = field(default_factory=list)
    sums: list[dict[str, Any]] = field(default_factory=list)


@use_case(ImportPerm.BOOK)
def check_import(*, actor: Actor, filename: str, content: bytes) -> HoursImport:
    """Read a file and judge each row by the rules of booking; nothing is booked yet (R12)."""
    organisation, digest = actor.the_organisation(), hashlib.sha256(content).hexdigest()
    same = HoursImport.objects.filter(organisation=organisation, sha256=digest).exclude(state=State.DISCARDED).first()
    if same:
        day = words.day(same.booked_at or same.created_at)
        raise RuleViolation(
            TWICE if same.state == State.BOOKED else f"Diese Datei liegt seit {day} zum Buchen bereit.", field="file"
        )
    row = HoursImport(
        organisation_id=organisation,
        filename=filename.rpartition("/")[2][-200:],
        sha256=digest,
        content=content,
        recorded_by=actor.person,
    )
    return _keep(row, _check(actor, row, hold=False))


@use_case(ImportPerm.BOOK, on="upload")
def recheck_import(*, actor: Actor, upload: HoursImport) -> HoursImport:
    """Judge the file again, because months or roles have changed since."""
    _waiting(upload)
    return _keep(upload, _check(actor, upload, hold=False))


@use_case(ImportPerm.BOOK, on="upload")
def book_import(*, actor: Actor, upload: HoursImport) -> HoursImport:
    """Book all rows of a file, or none; afterwards its bytes are gone (R12)."""
    _waiting(upload)
    check = _check(actor, upload, hold=True)
    if check.faults:
        first = check.faults[0]
        raise RuleViolation(
            f"Es wurde nichts gebucht. Zeile {first.row}, {first.column}: {first.reason} Berichtigen Sie die Datei und "
            "lesen Sie sie neu ein."
        )
    all_changed(HoursEntry, store(upload.organisation_id, check.checked), *FIELDS)
    upload.booked_at = timezone.now()
    with explained(import_once=(TWICE, None)):
        return _settle(upload, State.BOOKED)


@use_case(ImportPerm.BOOK, on="upload")
def discard_import(*, actor: Actor, upload: HoursImport) -> HoursImport:
    """Throw a file away that was not booked."""
    _waiting(upload)
    return _settle(upload, State.DISCARDED)


def _waiting(upload: HoursImport) -> None:
    if upload.state != State.CHECKED:
        raise RuleViolation(f"Diese Datei ist schon {upload.get_state_display()}.")


def _settle(upload: HoursImport, state: str) -> HoursImport:
    upload.state, upload.content, upload.findings = state, None, []
    upload.save()
    return upload


def _keep(upload: HoursImport, check: Check) -> HoursImport:
    upload.rows, upload.minutes, upload.sums = check.rows, check.minutes, check.sums
    upload.faults, upload.findings = len(check.faults), [asdict(f) for f in check.faults[:MOST_FAULTS]]
    upload.save()
    return upload


def _check(actor: Actor, upload: HoursImport, *, hold: bool) -> Check:
    organisation = upload.organisation_id
    try:
        sheet = read_sheet(bytes(upload.content or b""), LIMITS, SHEET)
    except Unreadable as unreadable:
        raise RuleViolation(unreadable.message, field="file") from unreadable
    reading = read_works(actor, organisation, upload.recorded_by, sheet)
    _may_book(actor, upload, reading)
    rules = Rulebook(organisation, actor.today, list(reading.works.values()), hold=hold)
    check = Check(rows=reading.rows, faults=reading.faults)
    for number, work in reading.works.items():
        try:
            role = rules.check(work)
        except RuleViolation as violation:
            column = COLUMN_OF.get(violation.field or "", COLUMNS["worked_on"])
            check.faults.append(Fault(number, column, violation.message))
            continue
        rules.take(work)
        check.checked.append((work, role))
    check.faults.sort(key=lambda fault: fault.row)
    check.minutes, check.sums = sum(w.minutes for w, _ in check.checked), _sums([w for w, _ in check.checked])
    return check


def _may_book(actor: Actor, upload: HoursImport, reading: Reading) -> None:
    """Who leads a team books for it; a worker for nobody else."""
    leads = upload.organisation_id in actor.organisations(Role.PROVIDER_MANAGER)
    if reading.team and not leads:
        raise RuleViolation(
            "Für andere bucht nur die Leitung. Löschen Sie die Spalte „Fachkraft“, dann sind es Ihre Stunden.",
            field="file",
        )
    if not reading.team and upload.recorded_by == actor.person and not hours_policy.allows(actor, HoursPerm.RECORD):
        raise RuleViolation("In der Datei fehlt die Spalte „Fachkraft“. Nehmen Sie die Vorlage.", field="file")


def _sums(works: Sequence[Work]) -> list[dict[str, Any]]:
    """Entries and minutes by month and kind of work."""
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for work in works:
        total = sums[f"{work.month:%Y-%m}", work.work_kind]
        total[0] += 1
        total[1] += work.minutes
    return [
        {"month": month, "work_kind": kind, "entries": entries, "minutes": minutes}
        for (month, kind), (entries, minutes) in sorted(sums.items())
    ]
