"""What is due for providers by contracts and months of hours: opened and closed with the change it follows from."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db.models import Count, Exists, F, Q
from django.utils import timezone

from contracts.models import Contract, HoursMonth, Party
from contracts.queries.hours_months import booked_in_month
from kernel.access.use_case import place_of_connection
from tenants.worklist.items import Kind, settle_items
from tenants.worklist.models import WorkItem

SIGN_WITHIN, APPROVE_WITHIN = timedelta(days=14), timedelta(days=7)
SUBMIT_ON_THE = 10  # of the month after
OF_CONTRACTS = (Kind.SIGNATURE_OUTSTANDING, Kind.CONTRACT_ENDING)
OF_MONTHS = (Kind.HOURS_MISSING, Kind.HOURS_TO_APPROVE)


def feed_contract(contract: Contract) -> None:
    """Signatures that are outstanding and the end that is known, for this version and the one before it (R4)."""
    subjects = [pk for pk in (contract.pk, contract.previous_id) if pk]
    settle_items(place_of_connection(), OF_CONTRACTS, _of_contracts(Q(contract__in=subjects)), subjects=subjects)


def feed_months(**which: Any) -> None:
    """Months in which something is booked and that wait for their worker or for the provider's lead (R12)."""
    months = list(HoursMonth.objects.filter(**which).annotate(booked=Exists(booked_in_month())))
    due = (item for month in months if (item := _of_month(month)))
    settle_items(place_of_connection(), OF_MONTHS, due, subjects=[month.pk for month in months])


def expect_month(key: UUID, organisation: str, worker: UUID, month: date) -> WorkItem:
    """That a worker hands in a month, by a day of the next one."""
    due_on = month + relativedelta(months=1, day=SUBMIT_ON_THE)
    return _item(Kind.HOURS_MISSING, organisation, key, due_on, f"{month:%m/%Y}", person=worker)


def rebuild() -> None:
    """All of the office, from what is stored."""
    settle_items(place_of_connection(), OF_CONTRACTS, _of_contracts(Q()))
    months = HoursMonth.objects.annotate(booked=Exists(booked_in_month()))
    settle_items(place_of_connection(), OF_MONTHS, (item for month in months if (item := _of_month(month))))


def _of_contracts(which: Q) -> Iterator[WorkItem]:
    parties = Party.objects.filter(which).exclude(organisation=None).annotate(signed=Count("signatures"))
    running = Q(contract__state=Contract.State.IN_FORCE)
    unsigned = Q(contract__state=Contract.State.DECIDED, signed__lt=F("signatories"))
    for party in parties.filter(running | unsigned).select_related("contract"):
        contract = party.contract
        if contract.state == Contract.State.DECIDED:
            decided = contract.decided_on or contract.begins or timezone.localdate(contract.created_at)
            kind, due_on = Kind.SIGNATURE_OUTSTANDING, decided + SIGN_WITHIN
        elif contract.last_day:
            kind, due_on = Kind.CONTRACT_ENDING, contract.last_day
        else:
            continue
        yield _item(kind, str(party.organisation_id), contract.pk, due_on, contract.number)


def _of_month(month: Any) -> WorkItem | None:
    if month.state == HoursMonth.State.SUBMITTED:
        due_on = timezone.localdate(month.submitted_at) + APPROVE_WITHIN
        return _item(Kind.HOURS_TO_APPROVE, month.organisation_id, month.pk, due_on, f"{month.month:%m/%Y}")
    if month.state == HoursMonth.State.OPEN and month.booked:
        return expect_month(month.pk, month.organisation_id, month.worker, month.month)
    return None


def _item(
    kind: Kind, organisation: str, subject: UUID, due_on: date, code: str, *, person: UUID | None = None
) -> WorkItem:
    return WorkItem(
        office_id=place_of_connection(),
        organisation_id=organisation,
        kind=kind,
        person=person,
        subject=str(subject),
        due_on=due_on,
        code=code,
    )
