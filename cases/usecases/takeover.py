"""Existing cases from a table: a dry run first, then those without a fault are taken over. Repeatable by file number."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from cases.models import CaseFile, CaseImport, CasePerson
from cases.policy.file import CaseImportPerm
from cases.usecases.persons import PersonData, free_letter
from cases.usecases.register import end
from cases.usecases.takeover_rows import SHEET, Fault, Wanted, read_cases
from kernel.access.actor import Actor
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.documents.sheets import Limits, Unreadable, read_sheet
from kernel.keys import sort_key
from kernel.sealed.index import blind_parts

LIMITS = Limits(size=5_000_000, rows=3_000)  # what a request takes over within seconds; more come in several files
State = CaseImport.State


@dataclass(slots=True)
class Plan:
    """What taking a table over would do."""

    faults: list[Fault] = field(default_factory=list)
    refused: int = 0
    new: list[tuple[Wanted, CaseFile]] = field(default_factory=list)
    changed: list[CaseFile] = field(default_factory=list)
    ended: list[tuple[CaseFile, date]] = field(default_factory=list)
    same: int = 0
    new_people: list[CasePerson] = field(default_factory=list)
    changed_people: list[CasePerson] = field(default_factory=list)


@use_case(CaseImportPerm.RUN)
def check_takeover(*, actor: Actor, filename: str, content: bytes) -> CaseImport:
    """Read a table and say what would become of it; nothing is taken over yet. Only its kind is kept of its name."""
    kind = "xlsx" if content.startswith(b"PK") else "csv"
    row = CaseImport(filename=f"Tabelle vom {timezone.localtime():%d.%m.%Y %H:%M} ({kind})", content=content)
    row.uploaded_by = actor.person
    _counted(row, plan_for(actor, content))
    row.save()
    return row


@use_case(CaseImportPerm.RUN, on="upload")
def run_takeover(*, actor: Actor, upload: CaseImport) -> CaseImport:
    """Take over all cases without a fault; sent again with corrections, the same numbers change and nothing doubles."""
    _waiting(upload)
    plan = plan_for(actor, bytes(upload.content))
    if not (plan.new or plan.changed or plan.new_people or plan.changed_people):
        raise RuleViolation("Daran ist nichts zu übernehmen. Berichtigen Sie die Tabelle oder verwerfen Sie sie.")
    with explained(cases_casefile_number_key=("Ein Aktenzeichen ist inzwischen vergeben. Prüfen Sie neu.", None)):
        CaseFile.objects.bulk_create([case for _, case in plan.new])
    CasePerson.objects.bulk_create(plan.new_people)
    for row in [*plan.changed, *plan.changed_people]:
        row.save()
    for case, day in plan.ended:
        end(case, max(day, case.begins), "")
    for made in [*(case for _, case in plan.new), *plan.changed, *plan.new_people, *plan.changed_people]:
        also_changed(made)
    _counted(upload, plan)
    upload.state, upload.content = State.DONE, b""
    upload.save()
    return upload


@use_case(CaseImportPerm.RUN, on="upload")
def discard_takeover(*, actor: Actor, upload: CaseImport) -> CaseImport:
    """Throw a table away that was not taken over."""
    _waiting(upload)
    gone = CaseImport.objects.get(pk=upload.pk)
    upload.delete()
    return gone


def plan_for(actor: Actor, content: bytes) -> Plan:
    """The dry run: nothing is written."""
    try:
        sheet = read_sheet(content, LIMITS, SHEET)
    except Unreadable as unreadable:
        raise RuleViolation(unreadable.message, field="file") from unreadable
    reading = read_cases(actor, sheet)
    plan = Plan(faults=reading.faults, refused=reading.refused)
    numbers = [wanted.number for wanted in reading.cases]
    known = {c.number: c for c in CaseFile.objects.filter(number__in=numbers)}
    families: dict[Any, list[CasePerson]] = {}
    for person in CasePerson.objects.filter(case__in=[c.pk for c in known.values()]):
        families.setdefault(person.case_id, []).append(person)
    for wanted in reading.cases:
        case = known.get(wanted.number)
        if case is not None and case.restricted_on:
            plan.faults.append(Fault(wanted.row, "Aktenzeichen", "Dieser Fall ist gesperrt und wird nicht geändert."))
            plan.refused += 1
        else:
            _plan_case(plan, wanted, case, families.get(case.pk, []) if case else [])
    plan.faults.sort(key=lambda fault: fault.row)
    return plan


def _plan_case(plan: Plan, wanted: Wanted, case: CaseFile | None, family: list[CasePerson]) -> None:
    before = len(plan.new_people) + len(plan.changed_people)
    if case is None:
        case = CaseFile(number=wanted.number, version=1, **wanted.register())
        plan.new.append((wanted, case))
        touched = True
    else:
        # An empty cell takes nothing away that was written since; who is responsible changes by a hand-over only (R18).
        given = {k: v for k, v in wanted.register().items() if v not in (None, "") and k not in ("worker", "ends")}
        if wanted.ends and case.ends is None:
            plan.ended.append((case, wanted.ends))
        touched = any(getattr(case, k) != v for k, v in given.items()) or bool(wanted.ends and case.ends is None)
        for name, value in given.items():
            setattr(case, name, value)
        if touched:
            plan.changed.append(case)
    taken = {person.letter for person in family}
    for data in wanted.persons:
        _plan_person(plan, case, data, family, taken)
    if not touched and len(plan.new_people) + len(plan.changed_people) == before:
        plan.same += 1


def _plan_person(plan: Plan, case: CaseFile, data: PersonData, family: list[CasePerson], taken: set[str]) -> None:
    known = next((p for p in family if _same(p, data)), None)
    given = {name: getattr(data, name) for name in data.__slots__ if getattr(data, name) not in (None, "", False)}
    if known is None:
        letter = free_letter(data.role, taken)
        taken.add(letter)
        parts = blind_parts(connection.schema_name, data.given_name, data.family_name)
        plan.new_people.append(CasePerson(case=case, letter=letter, name_parts=parts, version=1, **given))
    elif any(getattr(known, name) != value for name, value in given.items()):
        for name, value in given.items():
            setattr(known, name, value)
        known.name_parts = blind_parts(connection.schema_name, known.given_name, known.family_name)
        plan.changed_people.append(known)


def _same(person: CasePerson, data: PersonData) -> bool:
    """The same person of the family: role and first name, or role, last name and birth date."""
    if person.role != data.role:
        return False
    if person.birth_date and data.birth_date and person.birth_date != data.birth_date:
        return False
    if data.given_name:
        return sort_key(person.given_name) == sort_key(data.given_name)
    return sort_key(person.family_name) == sort_key(data.family_name)


def _waiting(upload: CaseImport) -> None:
    if upload.state != State.CHECKED:
        raise RuleViolation("Diese Tabelle ist schon übernommen.")


def _counted(row: CaseImport, plan: Plan) -> None:
    people = {p.case_id for p in [*plan.new_people, *plan.changed_people]} - {case.pk for _, case in plan.new}
    row.added, row.changed = len(plan.new), len(people | {case.pk for case in plan.changed})
    row.refused = plan.refused
