"""Who sees a working group: its members, and who leads an office's part in it. Nothing of groups without the own office."""

from enum import StrEnum

from django.db.models import Q

from kernel.access.actor import OFFICE_ROLES, PROVIDER_ROLES, Actor, Role
from kernel.access.policy import Grant, Policy
from tenants.groups.models import Group, GroupDate, GroupFile, GroupMember, GroupOffice

LEADS = (Role.OFFICE_ADMIN, Role.PLANNER, Role.COORDINATOR, Role.TRAINING)
OTHERS = tuple(sorted((OFFICE_ROLES | PROVIDER_ROLES) - set(LEADS)))


class GroupPerm(StrEnum):
    VIEW = "group.view"
    FOUND = "group.found"
    LEAD = "group.lead"  # name, purpose, end; whom to invite: the founding office's


class GroupOfficePerm(StrEnum):
    VIEW = "group_office.view"
    INVITE = "group_office.invite"
    REMOVE = "group_office.remove"
    ANSWER = "group_office.answer"  # accept, decline, leave: for the own office


class GroupMemberPerm(StrEnum):
    VIEW = "group_member.view"
    NAME = "group_member.name"


class GroupFilePerm(StrEnum):
    VIEW = "group_file.view"
    FILE = "group_file.file"
    REMOVE = "group_file.remove"


class GroupDatePerm(StrEnum):
    VIEW = "group_date.view"
    PLAN = "group_date.plan"


def _groups(actor: Actor, *, joined: bool) -> Q:
    """Groups to which the own office belongs, or is invited as well."""
    own = GroupOffice.objects.filter(office=actor.place, left_on=None)
    return Q(pk__in=(own.exclude(joined_on=None) if joined else own).values("group"))


def of_own_office(actor: Actor, role: Role) -> Q:
    """Groups to which the own office belongs or is invited."""
    return _groups(actor, joined=False)


def founded_here(actor: Actor, role: Role) -> Q:
    """Groups that the own office founded."""
    return Q(office=actor.place)


def as_member(actor: Actor, role: Role) -> Q:
    """Groups for which the own office named the actor."""
    named = GroupMember.objects.filter(person=actor.person, office=actor.place, ended_on=None)
    return _groups(actor, joined=True) & Q(pk__in=named.values("group"))


def _inside(actor: Actor, role: Role) -> Q:
    """What lies in groups to which the own office belongs."""
    return Q(group__in=Group.objects.filter(_groups(actor, joined=True)).values("pk"))


def _as_member(actor: Actor, role: Role) -> Q:
    """What lies in groups for which the own office named the actor."""
    return Q(group__in=Group.objects.filter(as_member(actor, role)).values("pk"))


def offices_of_own_groups(actor: Actor, role: Role) -> Q:
    """The offices of groups to which the own office belongs or is invited."""
    return Q(group__in=Group.objects.filter(_groups(actor, joined=False)).values("pk"))


def guests_of_own_groups(actor: Actor, role: Role) -> Q:
    """Other offices in groups that the own office founded."""
    return Q(group__office=actor.place) & ~Q(office=actor.place)


def own_participation(actor: Actor, role: Role) -> Q:
    """The own office in groups that others founded."""
    return Q(office=actor.place) & ~Q(group__office=actor.place)


def named_here(actor: Actor, role: Role) -> Q:
    """Those whom the own office named."""
    return Q(office=actor.place) & _inside(actor, role)


def own_of_office(actor: Actor, role: Role) -> Q:
    """What the own office put there."""
    return Q(office=actor.place) & _inside(actor, role)


def own_of_member(actor: Actor, role: Role) -> Q:
    """What the actor's office put there, for members of the group."""
    return Q(office=actor.place) & _as_member(actor, role)


group_policy = Policy(
    Group,
    GroupPerm,
    view=GroupPerm.VIEW,
    grants=[
        *(Grant(role, {GroupPerm.VIEW}, of_own_office) for role in LEADS),
        *(Grant(role, {GroupPerm.FOUND, GroupPerm.LEAD}, founded_here) for role in LEADS),
        *(Grant(role, {GroupPerm.VIEW}, as_member) for role in OTHERS),
    ],
)
group_office_policy = Policy(
    GroupOffice,
    GroupOfficePerm,
    view=GroupOfficePerm.VIEW,
    grants=[
        *(Grant(role, {GroupOfficePerm.VIEW}, offices_of_own_groups) for role in LEADS),
        *(Grant(role, {GroupOfficePerm.INVITE, GroupOfficePerm.REMOVE}, guests_of_own_groups) for role in LEADS),
        *(Grant(role, {GroupOfficePerm.ANSWER}, own_participation) for role in LEADS),
        *(Grant(role, {GroupOfficePerm.VIEW}, _as_member) for role in OTHERS),
    ],
)
group_member_policy = Policy(
    GroupMember,
    GroupMemberPerm,
    view=GroupMemberPerm.VIEW,
    grants=[
        *(Grant(role, {GroupMemberPerm.VIEW}, _inside) for role in LEADS),
        *(Grant(role, {GroupMemberPerm.NAME}, named_here) for role in LEADS),
        *(Grant(role, {GroupMemberPerm.VIEW}, _as_member) for role in OTHERS),
    ],
)
group_file_policy = Policy(
    GroupFile,
    GroupFilePerm,
    view=GroupFilePerm.VIEW,
    grants=[
        *(Grant(role, {GroupFilePerm.VIEW}, _inside) for role in LEADS),
        *(Grant(role, {GroupFilePerm.FILE, GroupFilePerm.REMOVE}, own_of_office) for role in LEADS),
        *(Grant(role, {GroupFilePerm.VIEW}, _as_member) for role in OTHERS),
        *(Grant(role, {GroupFilePerm.FILE}, own_of_member) for role in OTHERS),
    ],
)
group_date_policy = Policy(
    GroupDate,
    GroupDatePerm,
    view=GroupDatePerm.VIEW,
    grants=[
        *(Grant(role, {GroupDatePerm.VIEW}, _inside) for role in LEADS),
        *(Grant(role, {GroupDatePerm.PLAN}, own_of_office) for role in LEADS),
        *(Grant(role, {GroupDatePerm.VIEW}, _as_member) for role in OTHERS),
        *(Grant(role, {GroupDatePerm.PLAN}, own_of_member) for role in OTHERS),
    ],
)
