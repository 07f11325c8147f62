"""Proofs of use: what is settled, what the ledger says, what stands out (R13, R14)."""

from uuid import UUID

from contracts.models import BudgetLine, Proof


def year_closed(organisation: str, contract_file: UUID, year: int) -> bool:
    """Whether a provider's year under a contract's file is settled; then nothing of it changes any more (R14)."""
    return Proof.objects.filter(
        organisation=organisation, contract=contract_file, year=year, state=Proof.State.CLOSED
    ).exists()


def line_closed(line: BudgetLine) -> bool:
    """Whether the year of a line is settled; help outside every contract has no proof of use."""
    return line.contract_id is not None and year_closed(line.organisation_id, line.contract_id, line.year)
