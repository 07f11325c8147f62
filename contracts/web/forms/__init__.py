"""The forms of districts, roles, contracts, budgets and hours."""

from contracts.web.forms.budget import LineForm, NewLineForm
from contracts.web.forms.contract import (
    ChecklistForm,
    ContractForm,
    DecisionForm,
    InForceForm,
    PartyForm,
    SignatureForm,
)
from contracts.web.forms.hours import MOST_RECENT, HoursForm
from contracts.web.forms.payments import InstalmentFormSet, InstalmentRow, InstalmentRows, PaymentForm
from contracts.web.forms.shared import REMARK, optional
from contracts.web.forms.territory import DistrictForm, EngageForm, EngagementForm, NewRoleForm, RoleForm

__all__ = [
    "MOST_RECENT",
    "REMARK",
    "ChecklistForm",
    "ContractForm",
    "DecisionForm",
    "DistrictForm",
    "EngageForm",
    "EngagementForm",
    "HoursForm",
    "InForceForm",
    "InstalmentFormSet",
    "InstalmentRow",
    "InstalmentRows",
    "LineForm",
    "NewLineForm",
    "NewRoleForm",
    "PartyForm",
    "PaymentForm",
    "RoleForm",
    "SignatureForm",
    "optional",
]
