"""Who may see and change people: the office's administrators in their office, a provider's in their organisation."""

from enum import StrEnum

from django.db.models import Q

from kernel.access.actor import Actor, Role
from kernel.access.policy import Grant, Policy
from tenants.people.models import ApiClient, Instruction, Invitation, Membership


class PeoplePerm(StrEnum):
    """An office's people."""

    VIEW = "people.view"
    GRANT_ROLE = "people.grant_role"
    END = "people.end"


class InvitationPerm(StrEnum):
    """Invitations into an office."""

    VIEW = "invitation.view"
    INVITE = "invitation.invite"
    WITHDRAW = "invitation.withdraw"
    RESEND = "invitation.resend"


class InstructionPerm(StrEnum):
    """Instructions of provider staff on purpose and secrecy (R19)."""

    VIEW = "instruction.view"
    RECORD = "instruction.record"


class ClientPerm(StrEnum):
    """Other systems' access to the office's API."""

    VIEW = "api_client.view"
    CREATE = "api_client.create"
    REVOKE = "api_client.revoke"


class StaffPerm(StrEnum):
    """A provider's own people, in all offices."""

    VIEW = "staff.view"
    NAME = "staff.name_for_office"
    END = "staff.end"


class StaffInvitationPerm(StrEnum):
    """Invitations into a provider organisation."""

    VIEW = "staff_invitation.view"
    INVITE = "staff_invitation.invite"
    WITHDRAW = "staff_invitation.withdraw"
    RESEND = "staff_invitation.resend"


def this_office(actor: Actor, role: Role) -> Q:
    return Q(office=actor.place)


def this_organisation(actor: Actor, role: Role) -> Q:
    """Rows of the organisation in whose place the actor acts; in an office's place there are none."""
    return Q(organisation=actor.place)


def into_this_organisation(actor: Actor, role: Role) -> Q:
    return Q(organisation=actor.place, office=None)


membership_policy = Policy(
    Membership,
    PeoplePerm,
    view=PeoplePerm.VIEW,
    grants=[
        Grant(Role.OFFICE_ADMIN, PeoplePerm, this_office),
    ],
)
invitation_policy = Policy(
    Invitation,
    InvitationPerm,
    view=InvitationPerm.VIEW,
    grants=[
        Grant(Role.OFFICE_ADMIN, InvitationPerm, this_office),
    ],
)
instruction_policy = Policy(
    Instruction,
    InstructionPerm,
    view=InstructionPerm.VIEW,
    grants=[
        Grant(Role.OFFICE_ADMIN, InstructionPerm, this_office),
    ],
)
client_policy = Policy(
    ApiClient,
    ClientPerm,
    view=ClientPerm.VIEW,
    grants=[
        Grant(Role.OFFICE_ADMIN, ClientPerm, this_office),
    ],
)
staff_policy = Policy(
    Membership,
    StaffPerm,
    view=StaffPerm.VIEW,
    grants=[
        Grant(Role.PROVIDER_ADMIN, StaffPerm, this_organisation),
        Grant(Role.PROVIDER_MANAGER, {StaffPerm.VIEW}, this_organisation),
    ],
)
staff_invitation_policy = Policy(
    Invitation,
    StaffInvitationPerm,
    view=StaffInvitationPerm.VIEW,
    grants=[
        Grant(Role.PROVIDER_ADMIN, StaffInvitationPerm, into_this_organisation),
    ],
)
