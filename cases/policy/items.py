"""Who sees a consultation sheet and who writes in it (R6, R17, R19, R22, R23).

How other topics use it: fetch an item with `item_policy.fetch(actor, ItemPerm.VIEW, pk=pk)` (the read is logged) and read
its sheet with `cases.queries.sheet.sheet_for`. A use case of the room names `ItemPerm.CONTRIBUTE` (everyone of the team of
that day), `ItemPerm.MODERATE` (the session's moderator, never the presenter) or `ItemPerm.SELECT` (who works on the case);
what the office decides names `ItemPerm.DECIDE`, which no role of a provider holds (R6).
"""

from enum import StrEnum

from django.db.models import Exists, OuterRef, Q

from cases.models import HelpBlock, Item, SheetEntry, SheetText, TeamMember
from cases.policy.scopes import as_oneself, moderated_sessions, own_sheets, sheets_of_own_team
from kernel.access.actor import Actor, Role
from kernel.access.policy import Grant, Policy, Scope

# Who works with families sits in a team; by other roles nobody sees what is said about one ("Who sees what").
TEAM_ROLES = (Role.CASE_WORKER, Role.ASD_LEAD, Role.PROVIDER_WORKER)
OPEN = (Item.State.REGISTERED, Item.State.CHECKED, Item.State.SCHEDULED)


class ItemPerm(StrEnum):
    VIEW = "item.view"
    REGISTER = "item.register"  # bring a concern in
    PREPARE = "item.prepare"  # write the sheet, check it, put it on an agenda, withdraw it, invite guests
    CONTRIBUTE = "item.contribute"  # ideas and resources, in the session
    MODERATE = "item.moderate"  # step, time, order; not for the presenter
    SELECT = "item.select"  # which ideas, which blocks
    REFUSE = "item.refuse"
    DECIDE = "item.decide"


class SheetTextPerm(StrEnum):
    VIEW = "sheet_text.view"
    WRITE = "sheet_text.write"


class SheetEntryPerm(StrEnum):
    VIEW = "sheet_entry.view"
    ADD = "sheet_entry.add"
    CHANGE = "sheet_entry.change"
    SELECT = "sheet_entry.select"


class HelpBlockPerm(StrEnum):
    VIEW = "help_block.view"
    MANAGE = "help_block.manage"


def team_of_that_day(actor: Actor, role: Role) -> Q:
    """Items on an agenda, for who is in the team today and on the day of the session (R23)."""
    there = TeamMember.objects.filter(
        as_oneself(actor),
        Q(ends=None) | Q(ends__gte=OuterRef("session__held_on")),
        district=OuterRef("district"),
        begins__lte=OuterRef("session__held_on"),
    )
    return sheets_of_own_team(actor, role) & Q(Exists(there), state=Item.State.SCHEDULED)


def moderated_items(actor: Actor, role: Role) -> Q:
    """Items of sessions that the actor moderates and to which the actor brought nothing of the own (R23)."""
    return Q(session__in=moderated_sessions(actor), state__in=[Item.State.SCHEDULED, Item.State.CONSULTED]) & ~Q(
        presenter=actor.person
    )


def own_prepared_sheets(actor: Actor, role: Role) -> Q:
    """Items of the cases that the actor works on, until they were consulted."""
    return own_sheets(actor, role) & Q(state__in=OPEN)


def own_sheets_in_the_room(actor: Actor, role: Role) -> Q:
    """Items of the cases that the actor works on, in the session and until the office has decided."""
    return own_sheets(actor, role) & Q(state__in=[Item.State.SCHEDULED, Item.State.CONSULTED])


def sheets_not_restricted(actor: Actor, role: Role) -> Q:
    """Items of all cases but those whose term is over."""
    return Q(case__restricted_on=None)


def _of_items(scope: Scope, name: str) -> Scope:
    """What belongs to items of a scope."""

    def of_items(actor: Actor, role: Role) -> Q:
        return Q(item__in=Item.objects.filter(scope(actor, role)).values("pk"))

    of_items.__name__, of_items.__doc__ = name, f"Of {(scope.__doc__ or '')[:1].lower()}{(scope.__doc__ or '')[1:]}"
    return of_items


def own_entries_in_session(actor: Actor, role: Role) -> Q:
    """What the actor put in, while the item is on an agenda and the actor in the team of that day."""
    return Q(written_by=actor.person) & of_team_of_that_day(actor, role)


of_team = _of_items(sheets_of_own_team, "of_team")
of_team_of_that_day = _of_items(team_of_that_day, "of_team_of_that_day")
of_own = _of_items(own_sheets, "of_own")
of_own_prepared = _of_items(own_prepared_sheets, "of_own_prepared")
of_own_in_the_room = _of_items(own_sheets_in_the_room, "of_own_in_the_room")
of_moderated = _of_items(moderated_items, "of_moderated")
of_not_restricted = _of_items(sheets_not_restricted, "of_not_restricted")

item_policy = Policy(
    Item,
    ItemPerm,
    view=ItemPerm.VIEW,
    sensitive=True,
    grants=[
        *(Grant(role, {ItemPerm.VIEW}, sheets_of_own_team) for role in TEAM_ROLES),
        *(Grant(role, {ItemPerm.CONTRIBUTE}, team_of_that_day) for role in TEAM_ROLES),
        *(Grant(role, {ItemPerm.MODERATE}, moderated_items) for role in TEAM_ROLES),
        Grant(Role.CASE_WORKER, {ItemPerm.VIEW, ItemPerm.REGISTER, ItemPerm.DECIDE}, own_sheets),
        Grant(Role.CASE_WORKER, {ItemPerm.PREPARE}, own_prepared_sheets),
        Grant(Role.CASE_WORKER, {ItemPerm.SELECT}, own_sheets_in_the_room),
        Grant(Role.ASD_LEAD, {ItemPerm.VIEW, ItemPerm.REFUSE, ItemPerm.DECIDE}, sheets_not_restricted),
        *(Grant(role, {ItemPerm.REFUSE}, moderated_items) for role in TEAM_ROLES),
    ],
)

sheet_text_policy = Policy(
    SheetText,
    SheetTextPerm,
    view=SheetTextPerm.VIEW,
    grants=[
        *(Grant(role, {SheetTextPerm.VIEW}, of_team) for role in TEAM_ROLES),
        Grant(Role.CASE_WORKER, {SheetTextPerm.VIEW}, of_own),
        Grant(Role.CASE_WORKER, {SheetTextPerm.WRITE}, of_own_prepared),
        Grant(Role.ASD_LEAD, {SheetTextPerm.VIEW}, of_not_restricted),
    ],
)

sheet_entry_policy = Policy(
    SheetEntry,
    SheetEntryPerm,
    view=SheetEntryPerm.VIEW,
    grants=[
        *(Grant(role, {SheetEntryPerm.VIEW}, of_team) for role in TEAM_ROLES),
        *(Grant(role, {SheetEntryPerm.ADD}, of_team_of_that_day) for role in TEAM_ROLES),
        *(Grant(role, {SheetEntryPerm.CHANGE}, own_entries_in_session) for role in TEAM_ROLES),
        Grant(Role.CASE_WORKER, {SheetEntryPerm.VIEW}, of_own),
        Grant(Role.CASE_WORKER, {SheetEntryPerm.ADD, SheetEntryPerm.CHANGE}, of_own_prepared),
        Grant(Role.CASE_WORKER, {SheetEntryPerm.SELECT}, of_own_in_the_room),
        Grant(Role.ASD_LEAD, {SheetEntryPerm.VIEW}, of_not_restricted),
    ],
)

help_block_policy = Policy(
    HelpBlock,
    HelpBlockPerm,
    view=HelpBlockPerm.VIEW,
    grants=[
        *(Grant(role, {HelpBlockPerm.VIEW}, of_team) for role in TEAM_ROLES),
        Grant(Role.CASE_WORKER, {HelpBlockPerm.VIEW}, of_own),
        Grant(Role.CASE_WORKER, {HelpBlockPerm.MANAGE}, of_own_in_the_room),
        *(Grant(role, {HelpBlockPerm.MANAGE}, of_moderated) for role in TEAM_ROLES),
        Grant(Role.ASD_LEAD, {HelpBlockPerm.VIEW}, of_not_restricted),
    ],
)
