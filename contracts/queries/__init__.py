"""Reads with a shape: what pages and API show of contracts, budgets and hours, in a fixed number of queries."""

from contracts.queries.budget import delivered_minutes, lines_for
from contracts.queries.contract import contracts_for, parties_of
from contracts.queries.hours import hours_for, recent_references
from contracts.queries.payments import instalments_for
from contracts.queries.territory import districts_for, engagements_for, roles_ending, roles_for

__all__ = [
    "contracts_for",
    "delivered_minutes",
    "districts_for",
    "engagements_for",
    "hours_for",
    "instalments_for",
    "lines_for",
    "parties_of",
    "recent_references",
    "roles_ending",
    "roles_for",
]
