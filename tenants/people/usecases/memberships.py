"""Roles of people in an office: giving one to someone known here, ending one, and the instruction of provider staff."""

from datetime import date
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db import connection

from kernel.access.actor import Actor, Role
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from tenants.people.models import DAY, DatedQuerySet, Instruction, Membership
from tenants.people.policy import InstructionPerm, PeoplePerm, membership_policy
from tenants.people.usecases.invitations import check_engaged, check_period
from tenants.worklist.items import Kind, close_item, open_item


@use_case(PeoplePerm.GRANT_ROLE)
def grant_role(
    *,
    actor: Actor,
    person: UUID,
    role: Role,
    begins: date,
    ends: date | None = None,
    organisation: str | None = None,
) -> Membership:
    """A further role for someone who belongs to the office already; everyone else is invited."""
    check_period(begins, ends, actor.today)
    known = Membership.objects.filter(person=person, office=actor.place)
    if not known.exists():
        raise RuleViolation("Diese Person gehört nicht zum Amt. Laden Sie sie ein.")
    if role in (Role.OPERATOR, Role.SELF) or role.of_provider is not bool(organisation):
        raise RuleViolation("Diese Rolle passt nicht dazu, für wen die Person arbeitet.", field="role")
    if organisation and not known.filter(organisation=organisation).exists():
        raise RuleViolation(
            "Für diesen Träger arbeitet die Person hier nicht. Laden Sie sie ein.", field="organisation"
        )
    if organisation:
        check_engaged(actor.place, organisation, begins, ends)
    check_not_twice(person, role, begins, ends, office=actor.place, organisation=organisation)
    return Membership.objects.create(
        person_id=person, office_id=actor.place, organisation_id=organisation, role=role, begins=begins, ends=ends
    )


def check_not_twice(
    person: UUID, role: Role, begins: date, ends: date | None, *, office: str | None, organisation: str | None
) -> None:
    """The same role is not held twice at the same time."""
    same = Membership.objects.filter(person=person, role=role, office=office, organisation=organisation)
    overlapping = same.exclude(ends__lt=begins)
    if (overlapping.exclude(begins__gt=ends) if ends else overlapping).exists():
        raise RuleViolation("Diese Rolle besteht in dieser Zeit schon.", field="role")


@use_case(PeoplePerm.END, on="membership")
def end_membership(*, actor: Actor, membership: Membership, last_day: date | None = None) -> Membership:
    """At once, or after a last day. With a provider's last role here, its instruction ends as well (R19)."""
    end(membership, last_day, actor.today)
    if membership.role == Role.OFFICE_ADMIN:
        check_an_administrator_remains(
            Membership.objects.filter(office=actor.place, role=Role.OFFICE_ADMIN), membership
        )
    if membership.organisation_id and membership.ends:
        end_instructions(actor.place, membership.organisation_id, membership.person_id, membership.ends)
    return membership


def end(membership: Membership, last_day: date | None, today: date) -> None:
    """Set the last day; without one the role ends at once, and one that has not begun yet never begins."""
    if membership.ends and membership.ends < max(today, membership.begins):
        raise RuleViolation("Diese Rolle ist schon beendet.")
    if last_day is None:
        last_day = max(today, membership.begins) - DAY
    elif last_day < max(today, membership.begins):
        raise RuleViolation(
            "Der letzte Tag liegt in der Vergangenheit oder vor dem Beginn. Leer heißt: sofort.", field="last_day"
        )
    if membership.ends and membership.ends < last_day:
        raise RuleViolation("So lange gilt die Rolle gar nicht. Wählen Sie einen früheren Tag.", field="last_day")
    membership.ends = last_day
    membership.save(update_fields=["ends"])


def check_an_administrator_remains(administrators: DatedQuerySet, ended: Membership) -> None:
    """Nobody locks everyone out: the day after, someone else administers. Two who end each other wait in line."""
    place = f"administrators:{ended.office_id}:{ended.organisation_id}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [place])
    after = (ended.ends or ended.begins) + DAY
    if not administrators.on(after).exclude(person=ended.person_id).exists():
        raise RuleViolation(
            "Das ist die letzte Person mit dieser Rolle. Geben Sie sie zuerst einer anderen.", field="last_day"
        )


def end_instructions(office: str, organisation: str, person: UUID, last_day: date) -> None:
    """With the last role for a provider; who is named again is instructed again (R19)."""
    after = last_day + DAY
    roles = Membership.objects.filter(person=person, office=office, organisation=organisation)
    if roles.exclude(ends__lt=after).exists():
        return
    for instruction in Instruction.objects.filter(
        person=person, office=office, organisation=organisation, ends__gte=after
    ):
        instruction.ends = max(last_day, instruction.begins - DAY)
        instruction.save(update_fields=["ends"])
        also_changed(instruction, "ends")
    close_item(office=office, organisation=organisation, kind=Kind.INSTRUCTION_ENDING, subject=person)


@use_case(InstructionPerm.RECORD)
def record_instruction(
    *, actor: Actor, membership: Membership, instructed_on: date, valid_until: date | None = None
) -> Instruction:
    """R19 (§ 78(2) SGB X): from the day of the instruction the provider's worker may enter, for a year unless said otherwise."""
    membership = membership_policy.fetch(actor, PeoplePerm.VIEW, pk=membership.pk)
    if not membership.organisation_id:
        raise RuleViolation("Eine Unterweisung brauchen nur Beschäftigte eines Trägers.")
    if instructed_on > actor.today:
        raise RuleViolation(
            "Die Unterweisung liegt in der Zukunft. Halten Sie sie fest, wenn sie stattgefunden hat.",
            field="instructed_on",
        )
    valid_until = valid_until or instructed_on + relativedelta(years=1)
    if valid_until < instructed_on:
        raise RuleViolation("Das Ende liegt vor der Unterweisung.", field="valid_until")
    if valid_until < actor.today:
        raise RuleViolation("Diese Unterweisung wäre schon abgelaufen. Unterweisen Sie neu.", field="valid_until")
    open_item(
        office=actor.place,
        organisation=membership.organisation_id,
        kind=Kind.INSTRUCTION_ENDING,
        subject=membership.person_id,
        due_on=valid_until,
    )
    return Instruction.objects.create(
        person_id=membership.person_id,
        office_id=actor.place,
        organisation_id=membership.organisation_id,
        begins=instructed_on,
        ends=valid_until,
        recorded_by=actor.person,
    )
