"""What is due for the providers, as the use cases would have opened it."""

from collections.abc import Iterator, Sequence
from datetime import date

from contracts.models import BudgetLine, Instalment
from project.demo_data.people import People
from project.demo_data.seeds import key_of
from tenants.worklist.models import WorkItem

Kind = WorkItem.Kind


def work_items(office: str, instalments: Sequence[Instalment], people: People, today: date) -> Iterator[WorkItem]:
    for instalment in instalments:
        if instalment.paid_on is None:
            yield _instalment(office, instalment, instalment.line)
    for instruction in people.instructions:
        if instruction.office_id == office and instruction.ends >= today:
            yield WorkItem(
                id=key_of(f"due {instruction.id}"),
                office_id=office,
                organisation_id=instruction.organisation_id,
                kind=Kind.INSTRUCTION_ENDING,
                subject=str(instruction.person_id),
                due_on=instruction.ends,
            )


def _instalment(office: str, instalment: Instalment, line: BudgetLine) -> WorkItem:
    return WorkItem(
        id=key_of(f"due {instalment.id}"),
        office_id=office,
        organisation_id=line.organisation_id,
        kind=Kind.INSTALMENT_EXPECTED,
        subject=str(instalment.pk),
        due_on=instalment.due_on,
        amount=instalment.amount,
        code=f"{line.under}/{line.year}/{instalment.number}",
    )
