"""Sending what waits: claimed in one transaction, sent outside of any, noted in another. One attempt is made by one worker."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from kernel.tenancy.place import PORTAL, transaction_in
from tenants.notices.models import Delivery, Endpoint
from tenants.notices.webhooks import connection, messages
from tenants.notices.webhooks.addresses import NotAllowed, parse
from tenants.worklist.events import Kind, tell

State, Fault = Delivery.State, Delivery.Fault
ATTEMPTS = 7
CLAIMED = timedelta(minutes=2)  # longer than an attempt takes: whoever dies in it leaves it to the next
GONE = 410


def wait_after(attempt: int) -> timedelta:
    """1, 4, 16, 64 minutes and so on: the seventh and last attempt is made almost a day after the first."""
    return timedelta(minutes=4 ** (attempt - 1))


def waiting(now: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(state=State.WAITING, next_at__lte=now, endpoint__paused_at=None)


def send_next() -> bool:
    """Make one attempt that is due; whether there was one."""
    with transaction_in(PORTAL):
        now = timezone.now()
        due = waiting(now).select_for_update(of=("self",), skip_locked=True).select_related("endpoint", "event")
        delivery = due.order_by("next_at", "id").first()
        if delivery is None:
            return False
        delivery.attempts += 1
        delivery.tried_at, delivery.next_at = now, now + CLAIMED
        delivery.version += 1
        delivery.save()
    status, fault = _attempt(delivery)
    with transaction_in(PORTAL):
        _note(delivery.pk, delivery.version, status, fault)
    return True


def _attempt(delivery: Delivery) -> tuple[int | None, str]:
    body = messages.body_of(delivery)
    try:
        status = connection.post(
            parse(delivery.endpoint.url), body, messages.headers_of(delivery, body, timezone.now())
        )
    except NotAllowed:
        return None, Fault.ADDRESS
    except connection.Late:
        return None, Fault.TIMEOUT
    except OSError:
        return None, Fault.UNREACHABLE
    if 200 <= status < 300:
        return status, ""
    if 300 <= status < 400:
        return status, Fault.REDIRECT
    return status, Fault.GONE if status == GONE else Fault.REFUSED


def _note(key: UUID, version: int, status: int | None, fault: str) -> None:
    """Write what came of an attempt, unless another has been begun or asked for since."""
    delivery = Delivery.objects.select_for_update().filter(pk=key, version=version).first()
    if delivery is None:
        return
    delivery.status, delivery.fault = status, fault
    delivery.version += 1
    if not fault:
        delivery.state, delivery.next_at = State.DELIVERED, None
    elif delivery.attempts < ATTEMPTS and fault != Fault.GONE and delivery.event_id:
        delivery.next_at = timezone.now() + wait_after(delivery.attempts)
    else:
        delivery.state, delivery.next_at = State.FAILED, None
        if delivery.event_id:
            _pause(delivery.endpoint_id)
    delivery.save()


def _pause(key: UUID) -> None:
    """Nothing more goes there until somebody has looked; who keeps it is told, once."""
    endpoint = Endpoint.objects.select_for_update().get(pk=key)
    if endpoint.paused_at:
        return
    endpoint.paused_at = timezone.now()
    endpoint.save()
    tell(Kind.WEBHOOK_PAUSED, office=endpoint.office_id, organisation=endpoint.organisation_id, subject=endpoint.pk)
