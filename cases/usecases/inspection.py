"""What a person asks about the own data, and the office's answer within a month (Art. 12 Abs. 3 DSGVO)."""

from datetime import date

from cases.models import CasePerson, PersonRequest
from cases.policy.inspection import RequestPerm
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import use_case


@use_case(RequestPerm.ANSWER)
def record_request(*, actor: Actor, person: CasePerson, kind: str, received_on: date, text: str = "") -> PersonRequest:
    """Note that somebody asked, wants something corrected, or objects."""
    if received_on > actor.today:
        raise RuleViolation("Der Tag liegt in der Zukunft.", field="received_on")
    if kind != PersonRequest.Kind.INSPECTION and not text.strip():
        raise RuleViolation("Schreiben Sie, was die Person anders sieht.", field="text")
    return PersonRequest.objects.create(person=person, kind=kind, received_on=received_on, text=text.strip())


@use_case(RequestPerm.ANSWER, on="request")
def answer_request(*, actor: Actor, request: PersonRequest, answer: str, answered_on: date) -> PersonRequest:
    """What the office answered; the objection stays noted beside it."""
    if request.answered_on:
        raise RuleViolation("Dieses Anliegen ist schon beantwortet.")
    if answered_on > actor.today:
        raise RuleViolation("Der Tag liegt in der Zukunft.", field="answered_on")
    if answered_on < request.received_on:
        raise RuleViolation("Die Antwort liegt vor dem Eingang.", field="answered_on")
    request.answer, request.answered_on, request.answered_by = answer, answered_on, actor.person
    request.save()
    return request
