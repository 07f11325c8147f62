"""What the demo's people were told: what is due next, handed over as the job does it, and an office's webhook that rests."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from project.demo_data.seeds import key_of
from tenants.notices import outbox
from tenants.notices.models import Delivery, Endpoint
from tenants.notices.webhooks.messages import new_secret
from tenants.worklist.models import Event, WorkItem

URL = "https://fachverfahren.beispiel.example/hilfenetz"
State, Fault = Delivery.State, Delivery.Fault


def store_notices(office: str, items: Iterable[WorkItem], today: date) -> None:
    """In the office's transaction: the next thing of each kind for each provider, and a webhook to which some went."""
    events = list(_events(items, today))
    Event.objects.bulk_create(events)
    now = timezone.now()
    endpoint = Endpoint(
        id=key_of(f"webhook {office}"),
        office_id=office,
        name="Fachverfahren",
        url=URL,
        kinds=[Event.Kind.INSTALMENT_EXPECTED, Event.Kind.INSTRUCTION_ENDING, Event.Kind.PROOF_DUE],
        paused_at=now - timedelta(hours=6),
    )
    new_secret(endpoint)
    endpoint.save()
    sent = [event for event in events if event.kind in endpoint.kinds][:8]
    Delivery.objects.bulk_create(_deliveries(endpoint, sent, now))


def _events(items: Iterable[WorkItem], today: date) -> Iterator[Event]:
    told: set[tuple[str, str]] = set()
    known = [item for item in items if item.done_at is None and item.due_on >= today and item.kind in Event.Kind]
    for item in sorted(known, key=lambda item: (item.due_on, item.pk)):
        matter = item.organisation_id, item.kind
        if matter not in told:
            told.add(matter)
            yield Event(
                id=key_of(f"event {item.pk}"),
                office_id=item.office_id,
                organisation_id=item.organisation_id,
                person=item.person,
                kind=item.kind,
                subject=item.subject,
                code=item.code,
                due_on=item.due_on,
                tell_on=today,
            )


def _deliveries(endpoint: Endpoint, events: list[Event], now: datetime) -> Iterator[Delivery]:
    """The last of them failed for a day."""
    for number, event in enumerate(events):
        failed = number == len(events) - 1
        tried = now - timedelta(days=1, minutes=7 * (len(events) - number))
        yield Delivery(
            id=key_of(f"delivery {event.pk}"),
            endpoint=endpoint,
            event=event,
            created_at=tried,
            state=State.FAILED if failed else State.DELIVERED,
            attempts=7 if failed else 1,
            next_at=None,
            tried_at=now - timedelta(hours=6) if failed else tried,
            status=503 if failed else 200,
            fault=Fault.REFUSED if failed else "",
        )


def tell_people() -> None:
    """Outside of any transaction, as the job does it."""
    while outbox.hand_over():
        pass
