"""Teams of centres, their offers and dates, and anonymous contacts (R3, R23b)."""

from enum import StrEnum

from django.db.models import Q, QuerySet

from contracts.models import CentreMember, Contact, Offer, OfferDate
from contracts.policy.scopes import MEMBERS, own_organisation
from kernel.access.actor import OFFICE_ROLES, Actor, Role
from kernel.access.policy import Grant, Policy


class MemberPerm(StrEnum):
    VIEW = "centre_member.view"
    MANAGE = "centre_member.manage"


class OfferPerm(StrEnum):
    VIEW = "offer.view"
    MANAGE = "offer.manage"


class OfferDatePerm(StrEnum):
    VIEW = "offer_date.view"
    MANAGE = "offer_date.manage"


class ContactPerm(StrEnum):
    VIEW = "contact.view"
    RECORD = "contact.record"


def own_centres(actor: Actor) -> QuerySet:
    """Keys of the centres in whose team the actor is today."""
    today = Q(ends=None) | Q(ends__gte=actor.today)
    return CentreMember.objects.filter(today, person=actor.person, begins__lte=actor.today).values("centre")


def offers_of_own_centres(actor: Actor, role: Role) -> Q:
    """Offers of the centres in whose team the actor is."""
    return Q(centre__in=own_centres(actor))


def dates_of_own_centres(actor: Actor, role: Role) -> Q:
    """Dates of offers of the centres in whose team the actor is."""
    return Q(offer__centre__in=own_centres(actor))


def dates_of_own_offers(actor: Actor, role: Role) -> Q:
    """Dates of offers that the provider holds for which the actor has the role."""
    return Q(offer__organisation_id__in=actor.organisations(role))


def contacts_in_sight(actor: Actor, role: Role) -> Q:
    """Contacts of the own provider and of the centres in whose team the actor is."""
    return own_organisation(actor, role) | Q(centre__in=own_centres(actor))


def own_contacts(actor: Actor, role: Role) -> Q:
    """Contacts that the actor counted."""
    return Q(recorded_by=actor.person)


EVERYWHERE = (Role.OFFICE_ADMIN, Role.PLANNER)
IN_CENTRES = (Role.CASE_WORKER, Role.PROVIDER_WORKER)

member_policy = Policy(
    CentreMember,
    MemberPerm,
    view=MemberPerm.VIEW,
    grants=[
        *(Grant(role, {MemberPerm.VIEW}) for role in MEMBERS),
        *(Grant(role, {MemberPerm.MANAGE}) for role in EVERYWHERE),
    ],
)

offer_policy = Policy(
    Offer,
    OfferPerm,
    view=OfferPerm.VIEW,
    grants=[
        *(Grant(role, {OfferPerm.VIEW}) for role in MEMBERS),
        *(Grant(role, {OfferPerm.MANAGE}) for role in EVERYWHERE),
        *(Grant(role, {OfferPerm.MANAGE}, offers_of_own_centres) for role in IN_CENTRES),
        Grant(Role.PROVIDER_MANAGER, {OfferPerm.MANAGE}, own_organisation),
    ],
)

offer_date_policy = Policy(
    OfferDate,
    OfferDatePerm,
    view=OfferDatePerm.VIEW,
    grants=[
        *(Grant(role, {OfferDatePerm.VIEW}) for role in MEMBERS),
        *(Grant(role, {OfferDatePerm.MANAGE}) for role in EVERYWHERE),
        *(Grant(role, {OfferDatePerm.MANAGE}, dates_of_own_centres) for role in IN_CENTRES),
        Grant(Role.PROVIDER_MANAGER, {OfferDatePerm.MANAGE}, dates_of_own_offers),
    ],
)

contact_policy = Policy(
    Contact,
    ContactPerm,
    view=ContactPerm.VIEW,
    grants=[
        *(Grant(role, {ContactPerm.VIEW}) for role in sorted(OFFICE_ROLES)),
        Grant(Role.PROVIDER_WORKER, {ContactPerm.VIEW}, contacts_in_sight),
        Grant(Role.PROVIDER_MANAGER, {ContactPerm.VIEW}, own_organisation),
        Grant(Role.PROVIDER_ADMIN, {ContactPerm.VIEW}, own_organisation),
        *(Grant(role, {ContactPerm.RECORD}, own_contacts) for role in IN_CENTRES),
    ],
)
