"""A settled year: nothing of it changes any more (R14). The only place that asks for it, and that says so."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from contracts.models import BudgetLine, Proof
from kernel.access.errors import RuleViolation
from tenants.registry.models import Organisation

Years = set[tuple[UUID, int]]  # a contract's file and a year


def settled(year: int, organisation: Organisation, field: str | None = None) -> RuleViolation:
    return RuleViolation(
        f"Das Jahr {year} ist für {organisation} abgerechnet und abgeschlossen. Es wird nicht wieder geöffnet.",
        field=field,
    )


def settled_years(
    organisation: str, *, years: Collection[int] = (), contract: UUID | None = None, hold: bool = True
) -> Years:
    """The provider's settled years, of one contract's file or all; with `hold` no other is closed until this is done.

    A proof that is being closed at this moment is waited for. Who books holds it together with others who book.
    """
    proofs = Proof.objects.filter(organisation=organisation).order_by("pk")
    if years:
        proofs = proofs.filter(year__in=years)
    if contract:
        proofs = proofs.filter(contract=contract)
    # Which are closed is asked of what was read under the lock: a condition would be judged before it.
    rows = proofs.values_list("contract", "year", "state")
    return {(file, year) for file, year, state in (_shared(rows) if hold else rows) if state == Proof.State.CLOSED}


def year_is_open(line: BudgetLine) -> None:
    """Within a use case: the year of the line is not settled, nor will it be before this is done.

    Help outside every contract has no proof of use.
    """
    if line.contract_id and settled_years(line.organisation_id, years=[line.year], contract=line.contract_id):
        raise settled(line.year, line.organisation)


def _shared(rows: QuerySet[Any, Any]) -> Iterable[tuple[Any, ...]]:
    """The rows, locked against change but not against others who read them so; Django has no such lock."""
    statement, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} FOR SHARE", params)
        return cursor.fetchall()
