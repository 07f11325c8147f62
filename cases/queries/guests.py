"""Guests by their address: who it is, and whether it still opens something (R19)."""

from typing import Any

from django.http import HttpRequest

from cases.models import Guest, Item, TeamSession
from kernel import clock
from kernel.audit.models import Entry
from tenants.people.models import hash_of

LONGEST = 100  # characters of a token that are looked at
STILL = (TeamSession.State.PLANNED, TeamSession.State.INVITED, TeamSession.State.RUNNING)


def guest_of(token: str) -> Guest | None:
    """The guest with this address."""
    rows = Guest.objects.select_related("item__session__district", "item__district", "item__case")
    return rows.filter(token_hash=hash_of(token[:LONGEST])).first()


def is_open(guest: Guest) -> bool:
    """From the invitation to the end of the session; not after it, not when the item is in no session any more."""
    item, session = guest.item, guest.item.session
    if guest.revoked_at or session is None or item.case.restricted_on:
        return False
    if item.state not in (Item.State.SCHEDULED, Item.State.CONSULTED) or session.state not in STILL:
        return False
    now = clock.now()
    if now.date() != session.held_on:
        return now.date() < session.held_on
    return session.state == TeamSession.State.RUNNING or now.time() <= session.ends_at


def log_guest(guest: Guest, request: HttpRequest, verb: str, model: str, record: Any) -> None:
    """What a guest read or did, in the audit: a guest is no person of the service, so the entry names the guest's row."""
    Entry.objects.create(
        place=request.place.key,  # type: ignore[attr-defined]
        person=None,
        via="guest",
        verb=verb,
        model=model,
        record=str(record),
        fields=[f"guest:{guest.pk}"],
        address=request.META.get("REMOTE_ADDR") or None,
    )
