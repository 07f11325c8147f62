"""A provider's own people: named for an office, and ended everywhere in one step."""

from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import F

from kernel.access.actor import Actor, Role
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from tenants.people.models import Membership
from tenants.people.policy import StaffPerm
from tenants.people.queries import offices_open_to
from tenants.people.tasks import withdraw_invitations
from tenants.people.usecases.invitations import check_engaged, check_period
from tenants.people.usecases.memberships import check_an_administrator_remains, check_not_twice, end


@use_case(StaffPerm.NAME)
def name_for_office(
    *, actor: Actor, person: UUID, office: str, role: Role, begins: date, ends: date | None = None
) -> Membership:
    """Propose an own colleague to an office that has let the organisation in; the office's instruction opens it (R19)."""
    check_period(begins, ends, actor.today)
    if not role.of_provider:
        raise RuleViolation("Diese Rolle gibt es bei einem Träger nicht.", field="role")
    if not Membership.objects.on(actor.today).filter(person=person, organisation=actor.place, office=None).exists():
        raise RuleViolation("Diese Person arbeitet heute nicht für Ihren Träger. Laden Sie sie zuerst ein.")
    if office not in offices_open_to(actor):
        raise RuleViolation(
            "In diesem Amt arbeitet Ihr Träger nicht mit. Bitten Sie das Amt, ihn aufzunehmen.", field="office"
        )
    check_engaged(office, actor.place, begins, ends)
    check_not_twice(person, role, begins, ends, office=office, organisation=actor.place)
    return Membership.objects.create(
        person_id=person, office_id=office, organisation_id=actor.place, role=role, begins=begins, ends=ends
    )


@use_case(StaffPerm.END, on="membership")
def end_colleague(*, actor: Actor, membership: Membership, last_day: date | None = None) -> Membership:
    """End all that the person does for the organisation, in every office, in one step; open invitations end as well."""
    end(membership, last_day, actor.today)
    others = (
        Membership.objects.select_for_update(of=("self",))
        .filter(person=membership.person_id, organisation=actor.place)
        .exclude(pk=membership.pk)
        .exclude(ends__lt=actor.today)
        .exclude(ends__lt=F("begins"))
    )
    for other in others:
        if last_day and other.begins <= last_day:
            other.ends = min(last_day, other.ends or last_day)
            other.save(update_fields=["ends"])
        else:
            end(other, None, actor.today)
        also_changed(other, "ends")
    own = Membership.objects.filter(organisation=actor.place, office=None, role=Role.PROVIDER_ADMIN)
    if own.filter(person=membership.person_id).exists():
        check_an_administrator_remains(own, membership)
    withdraw_invitations.defer(person=str(membership.person_id), place=connection.role)
    return membership
