"""Reads with a shape: what a person has been told here, and what was sent to other systems."""

from typing import Any

from django.db.models import Max, Q, QuerySet

from kernel.access.actor import Actor
from tenants.notices.frequency import USUAL
from tenants.notices.models import Delivery, Endpoint, Notice, Preference
from tenants.notices.policy import (
    DeliveryPerm,
    EndpointPerm,
    NoticePerm,
    delivery_policy,
    endpoint_policy,
    notice_policy,
)
from tenants.people.models import Person


def notices_for(actor: Actor) -> QuerySet[Notice]:
    return notice_policy.rows(actor, NoticePerm.VIEW).select_related("event__office")


def unread_for(actor: Actor) -> int:
    return notice_policy.rows(actor, NoticePerm.VIEW).filter(read_at=None).count()


def endpoints_for(actor: Actor) -> QuerySet[Any]:
    """With the time of the last message that was accepted."""
    accepted = Max("deliveries__tried_at", filter=Q(deliveries__state=Delivery.State.DELIVERED))
    return endpoint_policy.rows(actor, EndpointPerm.VIEW).annotate(accepted_at=accepted)


def deliveries_for(actor: Actor, endpoint: Endpoint | None = None) -> QuerySet[Delivery]:
    rows = delivery_policy.rows(actor, DeliveryPerm.VIEW).select_related("event", "endpoint")
    return rows.filter(endpoint=endpoint) if endpoint else rows


def frequencies_of(person: Person) -> dict[str, str]:
    """By kind: the person's choice, else what is usual."""
    return {**USUAL, **dict(Preference.objects.filter(person=person).values_list("kind", "frequency"))}
