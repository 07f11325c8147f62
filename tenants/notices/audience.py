"""Whom an event concerns: roles of the provider, shown in its workspace; roles of the office there; or one person alone.

What happens in a county is told to the provider's people who hold the role there, as its worklist is.

Who loses the role loses the notice: pages, API and mails ask the same table through the policy.
"""

from kernel.access.actor import PROVIDER_ROLES, Role
from tenants.worklist.models import Event

Kind = Event.Kind
LEADS = frozenset({Role.PROVIDER_ADMIN, Role.PROVIDER_MANAGER})
# Of one's own training: told to the person alone, in the office or in the provider's workspace.
TRAINING = frozenset(
    {
        Kind.COURSE_PLACE, Kind.COURSE_WAITING, Kind.COURSE_LEFT, Kind.COURSE_CANCELLED, Kind.RECOGNITION_DECIDED,
        Kind.CERTIFICATE_REVOKED,
    }
)  # fmt: skip

PROVIDER: dict[str, frozenset[Role]] = {
    Kind.HOURS_MISSING: frozenset({Role.PROVIDER_WORKER}),
    Kind.HOURS_TO_APPROVE: frozenset({Role.PROVIDER_MANAGER}),
    Kind.INSTALMENT_EXPECTED: LEADS,
    Kind.SIGNATURE_OUTSTANDING: LEADS,
    Kind.CONTRACT_ENDING: LEADS,
    Kind.INSTRUCTION_ENDING: LEADS,
    Kind.PROOF_DUE: LEADS,
    Kind.PROOF_QUERY: LEADS,
    Kind.TASK_DUE: frozenset({Role.PROVIDER_MANAGER, Role.PROVIDER_WORKER}),
    Kind.CERTIFICATE_ENDING: PROVIDER_ROLES,  # whose it is
    Kind.WEBHOOK_PAUSED: frozenset({Role.PROVIDER_ADMIN}),
    Kind.ENGAGED: frozenset({Role.PROVIDER_ADMIN}),
    **dict.fromkeys(TRAINING, PROVIDER_ROLES),
}
OFFICE: dict[str, frozenset[Role]] = {
    Kind.CONTRACT_ENDING: frozenset({Role.PLANNER}),
    Kind.INSTRUCTION_ENDING: frozenset({Role.OFFICE_ADMIN}),
    Kind.PROOF_DUE: frozenset({Role.FINANCE}),
    Kind.PROOF_QUERY: frozenset({Role.FINANCE}),
    Kind.WEBHOOK_PAUSED: frozenset({Role.OFFICE_ADMIN}),
}
AT_HOME = TRAINING | {  # the provider's, in whatever county
    Kind.INSTRUCTION_ENDING,
    Kind.CERTIFICATE_ENDING,
    Kind.WEBHOOK_PAUSED,
    Kind.ENGAGED,
}
PERSONAL = TRAINING | {Kind.SESSION_INVITED}
# An office is told that these were done; that they became due it knows, for it asked for them itself.
OFFICE_WHEN_DONE = frozenset({Kind.PROOF_DUE, Kind.PROOF_QUERY})

DONE = {
    Kind.PROOF_DUE: "Verwendungsnachweis eingereicht",
    Kind.PROOF_QUERY: "Rückfrage beantwortet",
}
DUE = {Kind.PROOF_DUE: "Verwendungsnachweis fällig"}


def words_of(event: Event) -> str:
    """What happened, in words; the same on pages, in mails and in the API."""
    kind = Kind(event.kind)
    if event.done:
        return DONE.get(kind) or f"{kind.label}: erledigt"
    return DUE.get(kind) or kind.label


def office_kinds(role: Role) -> list[str]:
    return [*PERSONAL, *(kind for kind, roles in OFFICE.items() if role in roles)]


def provider_kinds(role: Role, *, at_home: bool) -> list[str]:
    """Of the provider itself, or by the role in a county."""
    return [kind for kind, roles in PROVIDER.items() if role in roles and (kind in AT_HOME) is at_home]


def kinds_of(roles: frozenset[Role]) -> list[Kind]:
    """The kinds that people with these roles may get, for the page where they choose."""
    got = PERSONAL.union(
        *(office_kinds(role) for role in roles),
        *(provider_kinds(role, at_home=home) for role in roles for home in (True, False)),
    )
    return [kind for kind in Kind if kind in got]
