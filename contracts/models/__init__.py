"""Districts, providers' roles, framework contracts, budgets, instalments, hours."""

from contracts.models.budget import BudgetLine, Instalment
from contracts.models.contract import Contract, Party, Signature
from contracts.models.engagement import Engagement, ProviderRole
from contracts.models.hours import CaseReference, HoursCase, HoursEntry
from contracts.models.terms import FieldOfHelp, Setting, WorkKind
from contracts.models.territory import Centre, District

__all__ = [
    "BudgetLine",
    "CaseReference",
    "Centre",
    "Contract",
    "District",
    "Engagement",
    "FieldOfHelp",
    "HoursCase",
    "HoursEntry",
    "Instalment",
    "Party",
    "ProviderRole",
    "Setting",
    "Signature",
    "WorkKind",
]
