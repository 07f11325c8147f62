"""Groups with their offices, people, files and dates, each in one query; files without their bytes."""

from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from kernel.access.actor import Actor
from tenants.groups.models import Group, GroupDate, GroupMember, GroupOffice
from tenants.groups.policy import (
    group_date_policy,
    group_file_policy,
    group_member_policy,
    group_office_policy,
    group_policy,
)
from tenants.people.models import Membership
from tenants.registry.models import Office


def groups_for(actor: Actor) -> QuerySet[Any]:
    """Groups with `joined` (or only invited), and how many offices belong."""
    own = GroupOffice.objects.filter(group=OuterRef("pk"), office=actor.place, left_on=None)
    belong = Q(participations__joined_on__isnull=False, participations__left_on=None)
    rows = group_policy.rows(actor).select_related("office")
    return rows.annotate(joined=Exists(own.exclude(joined_on=None)), size=Count("participations", filter=belong))


def _with_own(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Each with `own`: whether it is the own office's."""
    return rows.annotate(
        own=Case(When(office=actor.place, then=Value(True)), default=Value(False), output_field=BooleanField())
    )


def offices_of(actor: Actor, group: Group) -> QuerySet[Any]:
    rows = group_office_policy.rows(actor).filter(group=group, left_on=None)
    return _with_own(actor, rows).select_related("office", "group").order_by("office__name", "id")


def members_for(actor: Actor) -> QuerySet[Any]:
    """Who takes part today; people of an office that left do not."""
    present = GroupOffice.objects.filter(group=OuterRef("group"), office=OuterRef("office"), left_on=None)
    rows = group_member_policy.rows(actor).filter(Exists(present), ended_on=None)
    return _with_own(actor, rows).select_related("office", "organisation")


def files_for(actor: Actor) -> QuerySet[Any]:
    return _with_own(actor, group_file_policy.rows(actor)).select_related("office").defer("content")


def dates_for(actor: Actor) -> QuerySet[Any]:
    """Dates, also those that were."""
    return _with_own(actor, group_date_policy.rows(actor)).select_related("office", "group")


def offices_to_invite(group: Group) -> QuerySet[Office]:
    return Office.objects.exclude(pk__in=group.offices).order_by("name")


def people_to_name(actor: Actor, group: Group) -> QuerySet[Membership]:
    """One membership of each person who has access to the own office today and is not in the group."""
    inside = GroupMember.objects.filter(group=group, office=actor.place, ended_on=None).values("person")
    rows = Membership.objects.on(actor.today).filter(office=actor.place, person__technical=False)
    one_each = rows.order_by("person", "id").distinct("person").values("pk")
    return Membership.objects.filter(pk__in=one_each).exclude(person__in=inside).order_by("sort_key", "id")


def upcoming(actor: Actor, group: Group) -> QuerySet[GroupDate]:
    return dates_for(actor).filter(group=group, held_on__gte=actor.today)
