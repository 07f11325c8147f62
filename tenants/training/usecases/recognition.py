"""Recognition of what was learned elsewhere: asked for with its evidence, decided once by the office (R26)."""

from datetime import date
from uuid import UUID

from dateutil.relativedelta import relativedelta

from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.documents.file_types import safe_name
from kernel.documents.uploads import kind_of, looked_at
from kernel.web.fields import clean_text
from tenants.people.models import Membership
from tenants.training.codes import certificate_code
from tenants.training.models import Certificate, Curriculum, Recognition
from tenants.training.policy.record import RecognitionPerm
from tenants.training.usecases.due import feed_certificate
from tenants.worklist.events import Kind, tell

State = Recognition.State
NAME_LENGTH = Recognition._meta.get_field("evidence_name").max_length or 0


@use_case(RecognitionPerm.ASK)
def ask_recognition(
    *,
    actor: Actor,
    person: UUID,
    office: str,
    curriculum: Curriculum,
    institution: str,
    title: str,
    completed_on: date,
    minutes: int,
    filename: str,
    content: bytes,
) -> Recognition:
    """By the worker or the manager, with a file as evidence, in an office where the person works today (R26)."""
    kind = kind_of(content)
    if completed_on > actor.today:
        raise RuleViolation("Die Fortbildung ist noch nicht abgeschlossen.", field="completed_on")
    if minutes < 1:
        raise RuleViolation("Wie lange hat die Fortbildung gedauert?", field="minutes")
    works = Membership.objects.on(actor.today).filter(person=person, office=office)
    if organisations := actor.organisations():
        works = works.filter(organisation__in=organisations)
    membership = works.order_by("-begins").first()
    if membership is None:
        raise RuleViolation("In diesem Jugendamt arbeitet die Person heute nicht.", field="office")
    if Recognition.objects.filter(person=person, office=office, curriculum=curriculum, state=State.ASKED).exists():
        raise RuleViolation("Dieser Antrag liegt dem Jugendamt schon vor.", field="curriculum")
    looked_at(content)
    return Recognition.objects.create(
        office_id=office,
        person_id=person,
        display_name=membership.display_name,
        sort_key=membership.sort_key,
        organisation_id=membership.organisation_id,
        curriculum=curriculum,
        institution=clean_text(institution),
        title=clean_text(title),
        completed_on=completed_on,
        minutes=minutes,
        evidence=content,
        evidence_name=safe_name(filename, kind, NAME_LENGTH),
        evidence_type=kind.media_type,
    )


@use_case(RecognitionPerm.DECIDE, on="recognition")
def recognise(*, actor: Actor, recognition: Recognition, reason: str = "") -> Recognition:
    """It counts like an own course: a certificate is issued, valid from the day it was completed (R26)."""
    _check_open(recognition)
    months = recognition.curriculum.valid_months
    until = recognition.completed_on + relativedelta(months=months) if months else None
    if until and until < actor.today:
        raise RuleViolation("Die Fortbildung liegt so lange zurück, dass sie nicht mehr gilt. Lehnen Sie sie ab.")
    recognition.certificate = Certificate.objects.create(
        code=certificate_code(),
        person_id=recognition.person_id,
        display_name=recognition.display_name,
        sort_key=recognition.sort_key,
        organisation_id=recognition.organisation_id,
        office_id=recognition.office_id,
        curriculum=recognition.curriculum,
        title=recognition.title,
        minutes=recognition.minutes,
        completed_on=recognition.completed_on,
        valid_until=until,
        issued_by=actor.person,
    )
    feed_certificate(recognition.certificate)
    also_changed(recognition.certificate, "code", "curriculum", "completed_on", "valid_until")
    return _decided(actor, recognition, State.RECOGNISED, reason)


@use_case(RecognitionPerm.DECIDE, on="recognition")
def refuse_recognition(*, actor: Actor, recognition: Recognition, reason: str = "") -> Recognition:
    """With the reason, which the worker and the employer read."""
    _check_open(recognition)
    if not reason.strip():
        raise RuleViolation("Schreiben Sie, warum Sie ablehnen.", field="reason")
    return _decided(actor, recognition, State.REFUSED, reason)


def _check_open(recognition: Recognition) -> None:
    if recognition.state != State.ASKED:
        raise RuleViolation("Über diesen Antrag ist schon entschieden.")


def _decided(actor: Actor, recognition: Recognition, state: str, reason: str) -> Recognition:
    recognition.state, recognition.reason = state, clean_text(reason)
    recognition.decided_by, recognition.decided_on = actor.person, actor.today
    recognition.save()
    tell(
        Kind.RECOGNITION_DECIDED,
        office=recognition.office_id,
        organisation=recognition.organisation_id,
        person=recognition.person_id,
        subject=recognition.pk,
    )
    return recognition
