"""What a person sees of their own courses, at the service's own address."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tenants.training.models import Certificate, Registration
from tenants.training.queries.courses import certified


def own_registrations(person: UUID) -> QuerySet[Any]:
    """All that the person did not cancel, the latest first."""
    rows = Registration.objects.filter(person=person).exclude(state=Registration.State.CANCELLED)
    return certified(rows).select_related("course__office").order_by("-course__first_day", "id")


def own_places(person: UUID) -> QuerySet[Registration]:
    return Registration.objects.filter(person=person, state=Registration.State.PLACED).select_related("course")


def certificate_by_code(code: str) -> Certificate | None:
    """What anyone may check: by the code on the sheet."""
    return Certificate.objects.select_related("office").filter(code=code).first()
