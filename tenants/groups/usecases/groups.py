"""Groups and the offices in them: founded, invited, accepted, left, ended."""

from functools import partial
from uuid import UUID

from django.db import transaction

from kernel.access.actor import Actor
from kernel.access.errors import Denied, RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.tenancy.place import transaction_in
from tenants.groups.models import Group, GroupMember, GroupOffice
from tenants.groups.policy import GroupOfficePerm, GroupPerm, group_policy
from tenants.registry.models import Office

TWICE = "Dieses Jugendamt gehört schon dazu oder ist eingeladen."


@use_case(GroupPerm.FOUND)
def found_group(*, actor: Actor, name: str, purpose: str = "") -> Group:
    """An office founds a group and belongs to it from the first day."""
    group = Group.objects.create(office_id=actor.place, name=name, purpose=purpose, offices=[actor.place])
    own = GroupOffice.objects.create(
        group=group, office_id=actor.place, invited_on=actor.today, joined_on=actor.today
    )  # fmt: skip
    also_changed(own, "group", "office", "joined_on")
    return group


@use_case(GroupPerm.LEAD, on="group")
def change_group(*, actor: Actor, group: Group, name: str, purpose: str = "") -> Group:
    """Another name or purpose."""
    still_open(group)
    group.name, group.purpose = name, purpose
    group.save()
    return group


@use_case(GroupPerm.LEAD, on="group")
def close_group(*, actor: Actor, group: Group) -> Group:
    """The group ends: it can still be read, and nothing is added."""
    still_open(group)
    group.closed_on = actor.today
    group.save()
    return group


@use_case(GroupOfficePerm.INVITE)
def invite_office(*, actor: Actor, group: Group, office: Office) -> GroupOffice:
    """Another office may see name and purpose, and accept or decline."""
    if not group_policy.holds(actor, GroupPerm.LEAD, group):
        raise Denied("Dafür fehlt Ihnen das Recht.")
    group = Group.objects.select_for_update().get(pk=group.pk)  # two invitations wait in line
    still_open(group)
    if office.pk in group.offices:
        raise RuleViolation(TWICE, field="office")
    group.offices = [*group.offices, office.pk]
    group.save()
    also_changed(group, "offices")
    return GroupOffice.objects.create(group=group, office=office, invited_on=actor.today)


@use_case(GroupOfficePerm.ANSWER, on="participation")
def accept_group_invitation(*, actor: Actor, participation: GroupOffice) -> GroupOffice:
    """From now on the own office belongs to the group."""
    _not_left(participation)
    if participation.joined_on:
        raise RuleViolation("Ihr Jugendamt gehört schon zu dieser Gruppe.")
    still_open(participation.group)
    participation.joined_on = actor.today
    participation.save(update_fields=["joined_on"])
    return participation


@use_case(GroupOfficePerm.ANSWER, on="participation")
def leave_group(*, actor: Actor, participation: GroupOffice) -> GroupOffice:
    """Decline the invitation, or leave: at once the own office reads nothing of the group any more."""
    _not_left(participation)
    _end_members(participation, actor)
    participation.left_on = actor.today
    participation.save(update_fields=["left_on"])
    founder = participation.group.office.place
    transaction.on_commit(partial(_forget, founder, participation.group_id, participation.office_id))
    return participation


@use_case(GroupOfficePerm.REMOVE, on="participation")
def remove_office(*, actor: Actor, participation: GroupOffice) -> GroupOffice:
    """The founding office ends another's part, or takes its invitation back."""
    _not_left(participation)
    participation.left_on = actor.today
    participation.save(update_fields=["left_on"])
    _take_out(participation.group_id, participation.office_id)
    return participation


def still_open(group: Group) -> None:
    """Within a use case: to a group that has ended nothing is added."""
    if group.closed_on:
        raise RuleViolation("Diese Gruppe ist beendet. Gründen Sie eine neue, wenn Sie weiterarbeiten wollen.")


def take_part(actor: Actor, group: Group) -> None:
    """Within a use case: who adds something belongs to the group, and it has not ended."""
    belongs = GroupOffice.objects.filter(group=group, office=actor.place, left_on=None).exclude(joined_on=None)
    if not belongs.exists() or not group_policy.holds(actor, GroupPerm.VIEW, group):
        raise Denied("Dafür fehlt Ihnen das Recht.")
    still_open(group)


def _not_left(participation: GroupOffice) -> None:
    if participation.left_on:
        raise RuleViolation("Dieses Jugendamt gehört nicht mehr zu der Gruppe.")


def _end_members(participation: GroupOffice, actor: Actor) -> None:
    for member in GroupMember.objects.filter(
        group=participation.group_id, office=participation.office_id, ended_on=None
    ):
        member.ended_on = actor.today
        member.save()
        also_changed(member, "ended_on")


def _forget(founder: object, group: UUID, office: str) -> None:
    """In the founding office's place, whose row it is: the database no longer shows the group to who left."""
    with transaction_in(founder):  # type: ignore[arg-type]
        _take_out(group, office)


def _take_out(group: UUID, office: str) -> None:
    row = Group.objects.select_for_update().get(pk=group)
    row.offices = [key for key in row.offices if key != office]
    row.save()
