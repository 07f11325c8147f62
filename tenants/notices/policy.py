"""Who sees which notice, and who keeps the webhooks of an office or of a provider."""

from enum import StrEnum

from django.db.models import Q

from kernel.access.actor import OFFICE_ROLES, PROVIDER_ROLES, Actor, Role
from kernel.access.policy import NOTHING, Grant, Policy
from tenants.notices.audience import office_kinds, provider_kinds
from tenants.notices.models import Delivery, Endpoint, Notice
from tenants.worklist.policy import open_offices


class NoticePerm(StrEnum):
    VIEW = "notice_to_me.view"
    READ = "notice_to_me.read"


class EndpointPerm(StrEnum):
    VIEW = "webhook.view"
    CREATE = "webhook.create"
    CHANGE = "webhook.change"
    DELETE = "webhook.delete"
    TEST = "webhook.test"


class DeliveryPerm(StrEnum):
    VIEW = "webhook_delivery.view"
    REPLAY = "webhook_delivery.replay"


def own(actor: Actor, role: Role) -> Q:
    """The person's own notices, of kinds that concern the role, while the person holds it here or in the county."""
    shown = Q(office=actor.place, event__kind__in=office_kinds(role))
    if is_own_workspace(actor, role):
        workspace = Q(organisation=actor.place)
        shown |= workspace & Q(event__kind__in=provider_kinds(role, at_home=True))
        for held in sorted(PROVIDER_ROLES):
            there = Q(event__office__in=open_offices(actor, held).values("pk"))
            shown |= workspace & there & Q(event__kind__in=provider_kinds(held, at_home=False))
    return Q(person=actor.person) & shown


def is_own_workspace(actor: Actor, role: Role) -> bool:
    return actor.place in actor.organisations(role)


def of_this_place(actor: Actor, role: Role) -> Q:
    """The office's own; or the provider's, in its workspace only."""
    if role == Role.OFFICE_ADMIN:
        return Q(office=actor.place)
    return Q(organisation=actor.place) if is_own_workspace(actor, role) else NOTHING


def to_this_place(actor: Actor, role: Role) -> Q:
    return Q(endpoint__in=Endpoint.objects.filter(of_this_place(actor, role)).values("pk"))


KEEPERS = (Role.OFFICE_ADMIN, Role.PROVIDER_ADMIN)

notice_policy = Policy(
    Notice,
    NoticePerm,
    view=NoticePerm.VIEW,
    grants=[Grant(role, NoticePerm, own) for role in sorted(OFFICE_ROLES | PROVIDER_ROLES)],
)
endpoint_policy = Policy(
    Endpoint,
    EndpointPerm,
    view=EndpointPerm.VIEW,
    grants=[Grant(role, EndpointPerm, of_this_place) for role in KEEPERS],
)
delivery_policy = Policy(
    Delivery,
    DeliveryPerm,
    view=DeliveryPerm.VIEW,
    grants=[Grant(role, DeliveryPerm, to_this_place) for role in KEEPERS],
)
