"""Certificates and recognitions, as whoever asks may see them; and what a person takes along (Art. 20 GDPR)."""

from datetime import date
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from kernel.access.actor import Actor
from tenants.people.models import Membership
from tenants.registry.models import Organisation
from tenants.training.models import Certificate, Curriculum, Recognition, Registration, Release
from tenants.training.policy.record import recognition_policy, record_policy, release_policy

SOON = relativedelta(months=6)
STATES = {"valid": "gültig", "soon": "läuft bald aus", "expired": "abgelaufen", "revoked": "widerrufen"}
STATE_TONES = {"valid": "success", "soon": "warning", "expired": "danger", "revoked": "neutral"}


def record_for(actor: Actor) -> QuerySet[Any]:
    """Certificates that the actor may see, with `state`."""
    rows = record_policy.rows(actor).select_related("office", "organisation", "curriculum")
    return with_state(rows, actor.today)


def with_state(rows: QuerySet[Any], today: date) -> QuerySet[Any]:
    """Each certificate with `state`: valid, soon (it runs out within six months), expired or revoked."""
    return rows.annotate(
        state=Case(
            When(revoked_at__isnull=False, then=Value("revoked")),
            When(valid_until__lt=today, then=Value("expired")),
            When(valid_until__lte=today + SOON, then=Value("soon")),
            default=Value("valid"),
            output_field=CharField(),
        )
    )


def recognitions_for(actor: Actor) -> QuerySet[Recognition]:
    """Recognitions without the bytes of their evidence."""
    rows = recognition_policy.rows(actor).select_related("office", "organisation", "curriculum", "certificate")
    return rows.defer("evidence")


def recognition_of(certificate: Certificate) -> Recognition | None:
    """What it was issued for, where it was learned elsewhere and the place may read that; without the bytes."""
    return Recognition.objects.filter(certificate=certificate).defer("evidence").first()


def curricula_on(day: date) -> QuerySet[Curriculum]:
    """What is offered on a day, in any office."""
    return Curriculum.objects.filter(Q(retired_on=None) | Q(retired_on__gt=day)).select_related("office")


def people_on(rows: QuerySet[Membership], day: date, *and_by: str) -> QuerySet[Any]:
    """One membership, the oldest, for each person who works there on the day (in each office ...); systems are no people."""
    current = rows.filter(Q(begins__lte=day) & (Q(ends=None) | Q(ends__gte=day)))
    earlier = current.filter(**{name: OuterRef(name) for name in ("person", *and_by)}).filter(
        Q(begins__lt=OuterRef("begins")) | Q(begins=OuterRef("begins"), pk__lt=OuterRef("pk"))
    )
    return current.filter(~Exists(earlier), person__technical=False)


def employers_of(person: UUID, today: date) -> QuerySet[Organisation]:
    """Providers for which somebody works now or will soon, and those that still hold a release."""
    works = Membership.objects.filter(person=person).filter(Q(ends=None) | Q(ends__gte=today))
    released = Release.objects.filter(person=person, revoked_on=None)
    return Organisation.objects.filter(
        Q(pk__in=works.values("organisation")) | Q(pk__in=released.values("organisation"))
    ).order_by("sort_key")


def employers_with_release(actor: Actor) -> QuerySet[Any]:
    """The actor's employers, each with the release that it holds (`released`) and since when (`released_on`)."""
    given = release_policy.rows(actor).filter(organisation=OuterRef("pk"), revoked_on=None)
    rows = employers_of(actor.person, actor.today)
    return rows.annotate(released=Subquery(given.values("pk")[:1]), released_on=Subquery(given.values("begins")[:1]))


def own_data(actor: Actor) -> dict[str, Any]:
    """All that training knows of the actor, for taking along (Art. 20 GDPR)."""
    registrations = Registration.objects.filter(person=actor.person).select_related("course", "organisation", "office")
    releases = Release.objects.filter(person=actor.person).select_related("organisation")
    return {
        "person": actor.name,
        "made_on": actor.today,
        "certificates": [
            {
                "title": row.title, "curriculum": row.curriculum and row.curriculum.title, "code": row.code,
                "issued_by": row.office.name, "employer": row.organisation and row.organisation.name,
                "minutes": row.minutes, "completed_on": row.completed_on, "valid_until": row.valid_until, "state": row.state,
                "revoked_at": row.revoked_at, "revoke_reason": row.get_revoke_reason_display(),
            }
            for row in record_for(actor)
        ],
        "recognitions": [
            {
                "title": row.title, "curriculum": row.curriculum.title, "institution": row.institution, "office": row.office.name,
                "minutes": row.minutes, "completed_on": row.completed_on, "evidence": row.evidence_name, "state": row.state,
                "decided_on": row.decided_on, "reason": row.reason,
            }
            for row in recognitions_for(actor)
        ],
        "registrations": [
            {
                "course": row.course.title, "office": row.office.name, "first_day": row.course.first_day,
                "last_day": row.course.last_day, "state": row.state, "registered_at": row.registered_at,
                "employer": row.organisation and row.organisation.name,
            }
            for row in registrations
        ],
        "releases": [
            {"to": row.organisation.name, "begins": row.begins, "revoked_on": row.revoked_on} for row in releases
        ],
    }  # fmt: skip
