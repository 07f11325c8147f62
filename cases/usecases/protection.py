"""Suspected endangerment (§ 8a SGB VIII): raised anywhere, dealt with apart from ordinary consultation (R20)."""

import secrets
from datetime import timedelta

from django.utils import timezone

from cases.models import CaseFile, CasePerson, Item, Protection
from cases.policy.protection import ProtectionPerm
from cases.policy.scopes import own_cases, own_sheets, sheets_of_own_team
from cases.queries.rules import rules
from contracts.models import District
from contracts.usecases.references import DIGITS
from kernel.access.actor import Actor, Role
from kernel.access.errors import Denied, RuleViolation
from kernel.access.use_case import also_changed, use_case

RAISED_IN_ROOM = "In der Beratung gemeldet. Fragen Sie die Person, die gemeldet hat."


@use_case(ProtectionPerm.RAISE)
def raise_concern(*, actor: Actor, item: Item, concern: str = "") -> Protection:
    """Raise a concern from a consultation: the item leaves the room for everybody at once and goes to § 8a (R20).

    Whoever takes part may do it: the presenter, the case's worker, the moderator, everyone in the team. What becomes of
    it stays with the professionals in charge and the lead.
    """
    takes_part = own_sheets(actor, Role.CASE_WORKER) | sheets_of_own_team(actor, Role.CASE_WORKER)
    seen = Item.objects.select_for_update(of=("self",)).select_related("case").filter(takes_part, pk=item.pk).first()
    if seen is None:
        raise Denied("Dafür fehlt Ihnen das Recht.")
    item = seen
    if item.state in Item.OVER:
        raise RuleViolation("Diese Beratung ist nicht mehr offen. Wenden Sie sich direkt an die Leitung.")
    row = begin_process(
        actor, item.district, item.case, concern or RAISED_IN_ROOM, Protection.Source.CONSULTATION, item=item
    )
    row.persons.set(item.case.persons.filter(role=CasePerson.Role.CHILD))
    item.state = Item.State.MOVED
    item.save()
    also_changed(item, "state")
    return row


@use_case(ProtectionPerm.OPEN)
def open_process(
    *, actor: Actor, district: District, concern: str, source: str, case: CaseFile | None = None
) -> Protection:
    """Begin a process on what the office itself noticed or was told from outside (§ 8a Abs. 1)."""
    if source not in (Protection.Source.OFFICE, Protection.Source.OUTSIDE):
        raise RuleViolation("Wählen Sie, woher die Anhaltspunkte kommen.", field="source")
    if case and case.ends:
        raise RuleViolation("Dieser Fall ist beendet.", field="case")
    row = begin_process(actor, district, case, concern, source)
    if case:
        row.persons.set(case.persons.filter(role=CasePerson.Role.CHILD))
    return row


def begin_process(
    actor: Actor, district: District, case: CaseFile | None, concern: str, source: str, item: Item | None = None
) -> Protection:
    """A new process; the case's own worker who raises it is in charge, everybody else leaves it to the lead."""
    if not concern.strip():
        raise RuleViolation("Schreiben Sie, was Sie beobachtet haben.", field="concern")
    row = Protection.objects.create(
        number=_number(),
        case=case,
        item=item,
        district=district,
        source=source,
        concern=concern.strip(),
        raised_by=actor.person,
        raised_at=timezone.now(),
        assess_until=actor.today + timedelta(days=rules().first_assessment_days),
    )
    in_office = Role.CASE_WORKER in actor.roles
    if in_office and (case is None or CaseFile.objects.filter(own_cases(actor, Role.CASE_WORKER), pk=case.pk).exists()):
        also_changed(row.members.create(person=actor.person, responsible=True), "person", "responsible")
    return row


def _number() -> str:
    """A number that says nothing, for the office's own use."""
    while True:
        number = "S-" + "".join(secrets.choice(DIGITS) for _ in range(6))
        if not Protection.objects.filter(number=number).exists():
            return number
