"""What follows a consultation: the team hears what became of it, providers do their tasks.

Deciding is `ItemPerm.DECIDE`, which no role of a provider holds (R6).
"""

from enum import StrEnum

from django.db.models import Q

from cases.models import CaseFile, Item, ProviderTask
from cases.policy.scopes import SHARED, moderated_sessions, not_restricted, own_cases, own_sheets, sheets_of_own_team
from contracts.policy.scopes import own_organisation
from kernel.access.actor import Actor, Role
from kernel.access.policy import Grant, Policy


class OutcomePerm(StrEnum):
    VIEW = "outcome.view"
    PREPARE_MINUTES = "outcome.prepare_minutes"
    APPROVE_MINUTES = "outcome.approve_minutes"
    GIVE_FEEDBACK = "outcome.give_feedback"
    CLOSE = "outcome.close"


class TaskPerm(StrEnum):
    VIEW = "provider_task.view"
    OPEN = "provider_task.open"
    DO = "provider_task.do"


def of_office(actor: Actor, role: Role) -> Q:
    """Items of all cases but those whose term is over, once they are on an agenda."""
    return Q(state__in=SHARED, case__in=CaseFile.objects.filter(not_restricted(actor, role)).values("pk"))


def shown_to_worker(actor: Actor, role: Role) -> Q:
    """Items of the own cases, and those of the own team."""
    return own_sheets(actor, role) | sheets_of_own_team(actor, role)


def presented_or_moderated(actor: Actor, role: Role) -> Q:
    """Items of the own cases, and those of sessions that the actor moderates."""
    return own_sheets(actor, role) | moderated(actor, role)


def moderated(actor: Actor, role: Role) -> Q:
    """Items of sessions that the actor moderates."""
    return Q(state__in=SHARED, session__in=moderated_sessions(actor))


def carried_out(actor: Actor, role: Role) -> Q:
    """Items after whose decision the actor's provider has something to do."""
    tasks = ProviderTask.objects.filter(organisation_id__in=actor.organisations(role))
    return Q(state__in=SHARED, pk__in=tasks.values("item"))


def shown_to_provider(actor: Actor, role: Role) -> Q:
    """Items of the own team, and those after which the actor's provider has something to do."""
    return sheets_of_own_team(actor, role) | carried_out(actor, role)


def of_own_items(actor: Actor, role: Role) -> Q:
    """Tasks after decisions in the own cases."""
    return Q(item__case__in=CaseFile.objects.filter(own_cases(actor, role)).values("pk"))


PROVIDERS = (Role.PROVIDER_WORKER, Role.PROVIDER_MANAGER)

outcome_policy = Policy(
    Item,
    OutcomePerm,
    view=OutcomePerm.VIEW,
    sensitive=True,
    grants=[
        Grant(Role.CASE_WORKER, {OutcomePerm.VIEW, OutcomePerm.APPROVE_MINUTES}, shown_to_worker),
        Grant(Role.CASE_WORKER, {OutcomePerm.GIVE_FEEDBACK, OutcomePerm.CLOSE}, own_sheets),
        Grant(Role.CASE_WORKER, {OutcomePerm.PREPARE_MINUTES}, presented_or_moderated),
        Grant(Role.ASD_LEAD, {OutcomePerm.VIEW, OutcomePerm.APPROVE_MINUTES, OutcomePerm.CLOSE}, of_office),
        Grant(Role.PROVIDER_WORKER, {OutcomePerm.VIEW}, shown_to_provider),
        Grant(Role.PROVIDER_WORKER, {OutcomePerm.PREPARE_MINUTES}, moderated),
        Grant(Role.PROVIDER_WORKER, {OutcomePerm.GIVE_FEEDBACK}, carried_out),
        Grant(Role.PROVIDER_MANAGER, {OutcomePerm.VIEW, OutcomePerm.GIVE_FEEDBACK}, carried_out),
    ],
)

task_policy = Policy(
    ProviderTask,
    TaskPerm,
    view=TaskPerm.VIEW,
    sensitive=True,
    grants=[
        Grant(Role.CASE_WORKER, set(TaskPerm), of_own_items),
        Grant(Role.ASD_LEAD, {TaskPerm.VIEW}),
        *(Grant(role, {TaskPerm.VIEW, TaskPerm.DO}, own_organisation) for role in PROVIDERS),
    ],
)
