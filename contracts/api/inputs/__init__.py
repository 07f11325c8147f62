"""What other systems may send: the arguments of the use cases, with the model's lengths and choices."""

from contracts.api.inputs.budget import LineChangeInput, LineInput
from contracts.api.inputs.contract import (
    ChecklistInput,
    ContractInput,
    DecisionInput,
    InForceInput,
    PartyInput,
    PartyRemovalInput,
    SignatureInput,
)
from contracts.api.inputs.hours import HoursInput, ReferenceInput
from contracts.api.inputs.payments import InstalmentsInput, PaymentInput, PlannedInput
from contracts.api.inputs.shared import CENT, MONEY, OrganisationField
from contracts.api.inputs.territory import (
    CentreInput,
    DistrictInput,
    EngagementChangeInput,
    EngagementInput,
    RoleChangeInput,
    RoleInput,
)

__all__ = [
    "CENT",
    "MONEY",
    "CentreInput",
    "ChecklistInput",
    "ContractInput",
    "DecisionInput",
    "DistrictInput",
    "EngagementChangeInput",
    "EngagementInput",
    "HoursInput",
    "InForceInput",
    "InstalmentsInput",
    "LineChangeInput",
    "LineInput",
    "OrganisationField",
    "PartyInput",
    "PartyRemovalInput",
    "PaymentInput",
    "PlannedInput",
    "ReferenceInput",
    "RoleChangeInput",
    "RoleInput",
    "SignatureInput",
]
