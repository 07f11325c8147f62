"""A person's own address for a calendar program: random, revocable, kept as a hash."""

from django.urls import reverse
from django.utils import timezone

from cases.models import CalendarFeed
from cases.policy.teams import FeedPerm
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from tenants.people.models import hash_of, new_token
from tenants.registry.places import office_url


def address_of(office: str, token: str) -> str:
    """Where a calendar program asks. The token stands behind the question mark: what is there, no log keeps."""
    return office_url(office, f"{reverse('calendar-feed', urlconf='project.urls_office')}?zugang={token}")


@use_case(FeedPerm.OWN)
def open_feed(*, actor: Actor) -> CalendarFeed:
    """A new address; one that was there before shows nothing from now on. The result carries it as `address`."""
    for old in CalendarFeed.objects.filter(person=actor.person, revoked_at=None):
        old.revoked_at = timezone.now()
        old.save()
        also_changed(old, "revoked_at")
    token = new_token()
    feed = CalendarFeed.objects.create(person=actor.person, token_hash=hash_of(token))
    feed.address = address_of(actor.place, token)  # type: ignore[attr-defined]
    return feed


@use_case(FeedPerm.OWN, on="feed")
def revoke_feed(*, actor: Actor, feed: CalendarFeed) -> CalendarFeed:
    """The address answers no more, from this moment."""
    if feed.revoked_at:
        raise RuleViolation("Diese Adresse gilt schon nicht mehr.")
    feed.revoked_at = timezone.now()
    feed.save()
    return feed
