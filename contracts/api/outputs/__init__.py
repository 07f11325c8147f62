"""How records look to other systems: what the same actor's pages show, nothing else (no worker of an hours entry)."""

from contracts.api.outputs.budget import LineOutput
from contracts.api.outputs.contract import ContractOutput, PartyOutput, SignatureOutput
from contracts.api.outputs.hours import HoursOutput, ReferenceOutput
from contracts.api.outputs.payments import InstalmentOutput
from contracts.api.outputs.shared import ContractRef, DistrictRef, OrganisationOutput, OrganisationRef, ReferenceRef
from contracts.api.outputs.territory import CentreOutput, DistrictOutput, EngagementOutput, RoleOutput, TimelineOutput

__all__ = [
    "CentreOutput",
    "ContractOutput",
    "ContractRef",
    "DistrictOutput",
    "DistrictRef",
    "EngagementOutput",
    "HoursOutput",
    "InstalmentOutput",
    "LineOutput",
    "OrganisationOutput",
    "OrganisationRef",
    "PartyOutput",
    "ReferenceOutput",
    "ReferenceRef",
    "RoleOutput",
    "SignatureOutput",
    "TimelineOutput",
]
