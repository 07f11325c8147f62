"""Webhooks of an office, kept by its administration, or of a provider, kept by the administration of the provider."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from kernel.access.actor import Actor, Role
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from tenants.notices.audience import PERSONAL
from tenants.notices.models import Delivery, Endpoint
from tenants.notices.policy import DeliveryPerm, EndpointPerm, is_own_workspace
from tenants.notices.tasks import WEBHOOKS
from tenants.notices.webhooks.addresses import NotAllowed, parse, resolve
from tenants.notices.webhooks.messages import new_secret, renewed_secret
from tenants.worklist.events import Kind, wake

MOST = 10  # per office or provider
KINDS = [
    kind for kind in Kind if kind not in {*PERSONAL, Kind.HOURS_MISSING, Kind.CERTIFICATE_ENDING}
]  # nothing about one person


@use_case(EndpointPerm.CREATE)
def create_endpoint(*, actor: Actor, name: str, url: str, kinds: Sequence[str]) -> Endpoint:
    """A public address by https that gets the events of these kinds; `secret` is on the result, this once."""
    if Role.OFFICE_ADMIN in actor.roles:
        owner = {"office_id": actor.place}
    elif is_own_workspace(actor, Role.PROVIDER_ADMIN):
        owner = {"organisation_id": actor.place}
    else:
        raise RuleViolation("Webhooks Ihres Trägers legen Sie im Arbeitsplatz des Trägers an.")
    if Endpoint.objects.filter(**owner).count() >= MOST:
        raise RuleViolation(f"Es gibt schon {MOST} Webhooks. Löschen Sie einen, den Sie nicht mehr brauchen.")
    endpoint = Endpoint(**owner)
    secret = new_secret(endpoint)
    _keep(endpoint, name, url, kinds)
    endpoint.secret = secret  # type: ignore[attr-defined]
    return endpoint


@use_case(EndpointPerm.CHANGE, on="endpoint")
def change_endpoint(*, actor: Actor, endpoint: Endpoint, name: str, url: str, kinds: Sequence[str]) -> Endpoint:
    """The secret stays."""
    _keep(endpoint, name, url, kinds)
    return endpoint


@use_case(EndpointPerm.CHANGE, on="endpoint")
def renew_secret(*, actor: Actor, endpoint: Endpoint, at_once: bool = False) -> Endpoint:
    """Another secret, on the result as `secret`, this once; with `at_once` the one before is worth nothing from now on."""
    secret = renewed_secret(endpoint, timezone.now(), at_once=at_once)
    endpoint.save()
    endpoint.secret = secret  # type: ignore[attr-defined]
    return endpoint


@use_case(EndpointPerm.CHANGE, on="endpoint")
def resume_endpoint(*, actor: Actor, endpoint: Endpoint) -> Endpoint:
    """After a pause: what waits is sent now."""
    if endpoint.paused_at is None:
        raise RuleViolation("Dieser Webhook ist nicht angehalten.")
    endpoint.paused_at = None
    endpoint.save()
    endpoint.deliveries.filter(state=Delivery.State.WAITING).update(next_at=timezone.now())
    _send_soon()
    return endpoint


@use_case(EndpointPerm.DELETE, on="endpoint")
def delete_endpoint(*, actor: Actor, endpoint: Endpoint) -> Endpoint:
    """With the list of what was sent there."""
    key = endpoint.pk
    endpoint.delete()
    endpoint.pk = key
    return endpoint


@use_case(EndpointPerm.TEST, on="endpoint")
def send_test(*, actor: Actor, endpoint: Endpoint) -> Endpoint:
    """A message of the type `test`, once."""
    if endpoint.paused_at:
        raise RuleViolation("Dieser Webhook ist angehalten. Setzen Sie ihn fort, bevor Sie ihn prüfen.")
    also_changed(Delivery.objects.create(endpoint=endpoint), "endpoint", "state")
    _send_soon()
    return endpoint


@use_case(DeliveryPerm.REPLAY, on="delivery")
def replay_delivery(*, actor: Actor, delivery: Delivery) -> Delivery:
    """Send a message once more, with the same id; where it fails it is tried again as the first time."""
    if delivery.endpoint.paused_at:
        raise RuleViolation("Dieser Webhook ist angehalten. Setzen Sie ihn fort, bevor Sie noch einmal senden.")
    if delivery.state == Delivery.State.WAITING:
        raise RuleViolation("Diese Meldung wird gerade gesendet.")
    delivery.state, delivery.attempts, delivery.next_at = Delivery.State.WAITING, 0, timezone.now()
    delivery.version += 1
    delivery.save()
    _send_soon()
    return delivery


def _keep(endpoint: Endpoint, name: str, url: str, kinds: Sequence[str]) -> None:
    url = url.strip()
    try:
        resolve(parse(url))
    except NotAllowed as no:
        raise RuleViolation(str(no), field="url") from no
    if not kinds:
        raise RuleViolation("Wählen Sie mindestens ein Ereignis.", field="kinds")
    endpoint.name, endpoint.url, endpoint.kinds = name.strip(), url, [k for k in KINDS if k in set(kinds)]
    endpoint.save()


def _send_soon() -> None:
    transaction.on_commit(lambda: wake(WEBHOOKS))
