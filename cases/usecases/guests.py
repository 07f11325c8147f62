"""Guests of one item: by name and function, instructed before they see anything, until the session ends (R19)."""

from django.urls import reverse
from django.utils import timezone

from cases.models import Guest, Item
from cases.policy.teams import GuestPerm
from cases.usecases.session_mails import tell_guest
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import use_case
from tenants.people.models import hash_of, new_token
from tenants.registry.places import office_url


def address_of(office: str, token: str) -> str:
    """The guest's page. The token stands behind the question mark: what is there, no log keeps."""
    return office_url(office, f"{reverse('guest', urlconf='project.urls_office')}?zugang={token}")


@use_case(GuestPerm.INVITE)
def invite_guest(*, actor: Actor, item: Item, name: str, function: str, email: str = "") -> Guest:
    """Invite somebody to one item of one session; the address is shown once and kept as a hash (R19).

    The result carries it as `address`.
    """
    if item.state != Item.State.SCHEDULED or item.session is None:
        raise RuleViolation("Setzen Sie die Beratung zuerst auf eine Tagesordnung. Ein Gast kommt zu einer Sitzung.")
    if item.session.held_on < actor.today:
        raise RuleViolation("Diese Sitzung ist vorbei.")
    token = new_token()
    guest = Guest.objects.create(item=item, name=name, function=function, email=email, token_hash=hash_of(token))
    guest.address = address_of(actor.place, token)  # type: ignore[attr-defined]
    tell_guest(actor, guest, guest.address)  # type: ignore[attr-defined]
    return guest


@use_case(GuestPerm.INVITE, on="guest")
def instruct_guest(*, actor: Actor, guest: Guest) -> Guest:
    """The presenter has instructed the guest in person (§ 78 SGB X)."""
    if guest.instructed_at:
        raise RuleViolation("Dieser Gast ist schon unterwiesen.")
    guest.instructed_at, guest.instructed_by = timezone.now(), actor.person
    guest.save()
    return guest


@use_case(GuestPerm.INVITE, on="guest")
def uninvite_guest(*, actor: Actor, guest: Guest) -> Guest:
    """The address shows nothing any more, from this moment."""
    if guest.revoked_at:
        raise RuleViolation("Dieser Gast ist schon ausgeladen.")
    guest.revoked_at = timezone.now()
    guest.save()
    return guest
