"""One office's data: made from its facts, then stored in its schema."""

from dataclasses import dataclass
from datetime import date

from contracts.models import BudgetLine, HoursCase, HoursEntry, Instalment
from project.demo_data.facts import Fact
from project.demo_data.families import Families, build_families
from project.demo_data.hours import CASE_COLUMNS, ENTRY_COLUMNS, Hours, build_hours, hours_years
from project.demo_data.money import build_money
from project.demo_data.people import case_workers, office_person, workers_of
from project.demo_data.store import copy_instances, copy_rows
from project.demo_data.structure import Structure, build_structure


@dataclass(frozen=True)
class OfficeData:
    structure: Structure
    lines: list[BudgetLine]
    instalments: list[Instalment]
    families: Families
    hours: Hours


def generate(facts: Fact, today: date) -> OfficeData:
    """The same rows for the same facts and the same day."""
    structure = build_structure(facts, today, office_person(facts, "verwaltung"))
    lines, instalments = build_money(structure, office_person(facts, "finanzen"))
    families = build_families(structure, case_workers(facts), hours_years(facts))
    hours = build_hours(structure, lines, families.references, workers_of(facts, today))
    return OfficeData(structure, lines, instalments, families, hours)


def store(data: OfficeData) -> None:
    """In a transaction of the office."""
    copy_instances([*data.structure.instances, *data.lines, *data.instalments])
    copy_instances([*data.families.cases, *data.families.references, *data.families.assignments])
    copy_rows(HoursEntry, ENTRY_COLUMNS, data.hours.entries)
    copy_rows(HoursCase, CASE_COLUMNS, data.hours.cases)
