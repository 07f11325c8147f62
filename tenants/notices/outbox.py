"""Handing over the outbox: each event once becomes the notices of those it concerns and the messages to other systems."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from kernel.access.actor import Role
from kernel.clock import today
from kernel.tenancy.place import PORTAL, transaction_in
from tenants.notices.audience import AT_HOME, OFFICE, OFFICE_WHEN_DONE, PERSONAL, PROVIDER, TRAINING
from tenants.notices.frequency import USUAL, mail_time
from tenants.notices.models import Delivery, Endpoint, Notice, Preference
from tenants.people.models import Membership, instructed
from tenants.worklist.models import Event

BATCH = 200


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody holds today in an office or, without one, in an organisation."""

    person: UUID
    role: Role
    office: str | None
    organisation: str | None


def hand_over() -> int:
    """Some of what waits; how many. Workers take different rows, and a row that was taken is never taken again."""
    with transaction_in(PORTAL):
        events = list(
            Event.objects.select_for_update(skip_locked=True)
            .filter(told_at=None, tell_on__lte=today())
            .order_by("tell_on", "id")[:BATCH]
        )
        if events:
            _settle(events)
            _notify(events)
            _send(events)
            Event.objects.filter(pk__in=[e.pk for e in events]).update(told_at=timezone.now())
        return len(events)


def _settle(events: Sequence[Event]) -> None:
    """What is done needs no reading any more."""
    for event in events:
        if event.done:
            earlier = Notice.objects.filter(
                event__kind=event.kind,
                event__subject=event.subject,
                event__office=event.office_id,
                event__organisation=event.organisation_id,
                event__person=event.person,
                read_at=None,
            )
            earlier.update(read_at=timezone.now(), mail_at=None)


def _notify(events: Sequence[Event]) -> None:
    held = _held(events)
    concerned = [(event, *found) for event in events for found in sorted(_concerned(event, held), key=str)]
    chosen = {
        (person, kind): frequency
        for person, kind, frequency in Preference.objects.filter(
            person__in={person for _, person, _, _ in concerned}
        ).values_list("person", "kind", "frequency")
    }
    now = timezone.now()
    Notice.objects.bulk_create(
        (
            Notice(
                event=event,
                person_id=person,
                office_id=office,
                organisation_id=organisation,
                mail_at=mail_time(chosen.get((person, event.kind), USUAL[event.kind]), now),
            )
            for event, person, office, organisation in concerned
        ),
        ignore_conflicts=True,
    )


def _held(events: Iterable[Event]) -> list[Held]:
    """Everyone whom one of the events could concern, in one query; provider staff in an office if instructed (R19)."""
    day = today()
    at = Q(office__in={e.office_id for e in events if e.office_id}) | Q(
        office=None, organisation__in={e.organisation_id for e in events if e.organisation_id}
    )
    rows = Membership.objects.on(day).filter(at, person__technical=False).annotate(is_instructed=instructed(day))
    return [
        Held(person, Role(role), office, organisation)
        for person, role, office, organisation, valid in rows.values_list(
            "person", "role", "office", "organisation", "is_instructed"
        )
        if valid or office is None or not Role(role).of_provider
    ]


def _concerned(event: Event, held: Sequence[Held]) -> Iterator[tuple[UUID, str | None, str | None]]:
    """Person, and the office or the organisation where it is shown to them; each once."""
    found: set[tuple[UUID, str | None, str | None]] = set()
    in_office = OFFICE.get(event.kind, frozenset()) if event.done == (event.kind in OFFICE_WHEN_DONE) else frozenset()
    in_workspace = frozenset() if event.done else PROVIDER.get(event.kind, frozenset())
    for one in held:
        if event.person not in (None, one.person):
            continue
        where = None if event.kind in AT_HOME else event.office_id
        if (
            one.organisation
            and one.role in in_workspace
            and (one.organisation, one.office)
            == (
                event.organisation_id,
                where,
            )
        ):
            found.add((one.person, None, one.organisation))
        elif one.office and one.office == event.office_id and (one.role in in_office or event.kind in PERSONAL):
            found.add((one.person, one.office, None))
    if event.kind in TRAINING and (at_work := {one for one in found if one[2]}):
        found = at_work  # who works for a provider reads it there, not in each office as well
    yield from found


def _send(events: Sequence[Event]) -> None:
    """To an office's endpoints what happened there, to a provider's what concerns it; nothing about one person."""
    endpoints = list(
        Endpoint.objects.filter(
            Q(office__in={e.office_id for e in events if e.office_id})
            | Q(organisation__in={e.organisation_id for e in events if e.organisation_id})
        )
    )
    Delivery.objects.bulk_create(
        (
            Delivery(endpoint=endpoint, event=event)
            for event in events
            if event.person is None
            for endpoint in endpoints
            if event.kind in endpoint.kinds
            and (endpoint.office_id or "", endpoint.organisation_id or "")
            in ((event.office_id, ""), ("", event.organisation_id))
        ),
        ignore_conflicts=True,
    )
