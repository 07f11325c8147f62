"""One office's data: made from its facts, then stored in its schema."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Model

from contracts.models import BudgetLine, Contact, HoursCase, HoursEntry, Instalment
from project.demo_data.contract_life import add_life
from project.demo_data.facts import Fact
from project.demo_data.families import Families, build_families
from project.demo_data.hours import CASE_COLUMNS, ENTRY_COLUMNS, Hours, build_hours, hours_years
from project.demo_data.hours_months import build_files, build_months
from project.demo_data.money import build_money
from project.demo_data.payments import Payments
from project.demo_data.people import case_workers, office_person, workers_of
from project.demo_data.proofs import Proofs, build_proofs, set_terms
from project.demo_data.steering import Steering
from project.demo_data.store import copy_instances, copy_rows
from project.demo_data.structure import Structure, build_structure
from project.demo_data.territory import CONTACT_COLUMNS, Territory, build_territory


@dataclass(frozen=True)
class OfficeData:
    structure: Structure
    territory: Territory
    lines: list[BudgetLine]
    instalments: list[Instalment]
    families: Families
    hours: Hours
    steering: Steering
    payments: list[Model]
    proofs: Proofs


def generate(facts: Fact, today: date) -> OfficeData:
    """The same rows for the same facts and the same day."""
    structure = build_structure(facts, today, office_person(facts, "verwaltung"))
    set_terms(structure)
    add_life(structure)
    cashiers = office_person(facts, "finanzen"), office_person(facts, "finanzen2")
    lines, instalments = build_money(structure, cashiers[0])
    families = build_families(structure, case_workers(facts), hours_years(facts))
    hours = build_hours(structure, lines, families.references, workers_of(facts, today))
    steering = Steering(structure, lines, instalments, families.references, cashiers)
    payments = Payments(structure, cashiers).build(instalments, steering.invoices)
    proofs = build_proofs(structure, lines, instalments, hours.entries, cashiers)
    return OfficeData(
        structure, build_territory(structure), lines, instalments, families, hours, steering, payments, proofs
    )


def store(data: OfficeData) -> None:
    """In a transaction of the office."""
    copy_instances([*data.structure.instances, *data.territory.instances, *data.lines, *data.instalments])
    copy_rows(Contact, CONTACT_COLUMNS, data.territory.contacts)
    copy_instances([*data.families.cases, *data.families.references, *data.families.assignments])
    copy_rows(HoursEntry, ENTRY_COLUMNS, data.hours.entries)
    copy_rows(HoursCase, CASE_COLUMNS, data.hours.cases)
    copy_instances([*build_months(data.structure, data.hours.entries), *build_files(data.structure)])
    copy_instances(data.steering.rows)
    copy_instances([*data.payments, *data.proofs.rows])
