"""Gaps in the districts, offers whose attendance is missing, and the way to count a contact."""

from collections.abc import Iterator

from django.urls import reverse

from contracts.policy import RolePerm, role_policy
from contracts.policy.offers import ContactPerm, OfferDatePerm, contact_policy, offer_date_policy
from contracts.queries.coverage import gaps_for
from contracts.queries.offers import own_today, teams_of, uncounted_dates
from contracts.web.today.shared import MOST, WARNING
from kernel.access.actor import Actor
from kernel.web import words
from kernel.web.today import Due
from tenants.registry.policy import JoinRequestPerm, join_request_policy


def due(actor: Actor) -> Iterator[Due]:
    if contact_policy.allows(actor, ContactPerm.RECORD):
        yield from contacts(actor)
    if offer_date_policy.allows(actor, OfferDatePerm.MANAGE):
        yield from attendance(actor)
    if role_policy.allows(actor, RolePerm.MANAGE):
        yield from gaps(actor)
    if join_request_policy.allows(actor, JoinRequestPerm.DECIDE):
        yield from joining(actor)


def contacts(actor: Actor) -> Iterator[Due]:
    """For who is in the team of an open centre: one tap to the page where the next one counts (R23b)."""
    if not (centres := teams_of(actor)):
        return
    total = sum(own_today(actor).values())
    yield Due(
        "Kontakt zählen",
        f"Heute haben Sie {words.number(total)} gezählt" if total else ", ".join(c.name for c in centres),
        actor.today,
        url=reverse("contact-count"),
        icon="people",
        action="Zählen",
        action_url=reverse("contact-count"),
    )


def attendance(actor: Actor) -> Iterator[Due]:
    """Dates of the own centres that are over and not yet counted (R23b)."""
    for date in uncounted_dates(actor).order_by("held_on", "begins_at")[:MOST]:
        yield Due(
            f"{date.offer.name}: Wer kam am {words.day_text(date.held_on)}?",
            date.offer.centre.name,
            date.held_on,
            url=reverse("offer", args=[date.offer_id]),
            icon="people",
            action="Zählen",
            action_url=reverse("offer-date-count", args=[date.pk]),
        )


def gaps(actor: Actor) -> Iterator[Due]:
    """Districts in which a provider is missing within a year (R2)."""
    for gap in gaps_for(actor, actor.today + WARNING)[:MOST]:
        yield Due(
            gap.sentence,
            gap.reason,
            None if gap.now else gap.begins,
            url=reverse("district", args=[gap.district.pk]),
            icon="warning",
            action="Rolle vergeben",
            action_url=reverse("role-new", args=[gap.district.pk]),
            badge="Lücke",
            tone="warning",
        )


def joining(actor: Actor) -> Iterator[Due]:
    """Providers that have registered and wait for an office to accept them (R1)."""
    rows = join_request_policy.rows(actor, JoinRequestPerm.DECIDE)
    for row in rows.order_by("confirmed_at")[:MOST]:
        yield Due(
            f"Neuer Träger: {row.name}",
            f"{row.town}. Hat sich angemeldet und wartet auf ein Jugendamt.",
            url=reverse("join-request", args=[row.pk]),
            icon="people",
            action="Prüfen",
            action_url=reverse("join-request", args=[row.pk]),
        )
