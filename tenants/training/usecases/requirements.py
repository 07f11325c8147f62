"""Who must have what by when (R26), kept by the training organiser."""

from collections.abc import Iterable
from datetime import date, timedelta

from kernel.access.actor import OFFICE_ROLES, PROVIDER_ROLES, Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import use_case
from tenants.training.models import Curriculum, Requirement
from tenants.training.policy.record import RequirementPerm


@use_case(RequirementPerm.KEEP)
def add_requirement(
    *, actor: Actor, curriculum: Curriculum, roles: Iterable[str], within_months: int, begins: date
) -> Requirement:
    """From a day on; who begins later has as many months from then."""
    chosen = _checked(roles)
    there = Requirement.objects.filter(office=actor.place, curriculum=curriculum, ends=None)
    if any(set(row.roles) & set(chosen) for row in there):
        raise RuleViolation("Für eine dieser Rollen gilt diese Pflicht schon.", field="roles")
    return Requirement.objects.create(
        office_id=actor.place, curriculum=curriculum, roles=chosen, within_months=within_months, begins=begins
    )


@use_case(RequirementPerm.KEEP, on="requirement")
def end_requirement(*, actor: Actor, requirement: Requirement, ends: date) -> Requirement:
    """After its last day nobody needs it any more; a requirement that is taken back ends the day before its first."""
    if requirement.ends and requirement.ends < actor.today:
        raise RuleViolation("Diese Pflicht ist schon beendet.", field="ends")
    if ends < requirement.begins - timedelta(days=1):
        raise RuleViolation("Der letzte Tag liegt vor dem ersten.", field="ends")
    requirement.ends = ends
    requirement.save()
    return requirement


def _checked(roles: Iterable[str]) -> list[str]:
    chosen = sorted(set(roles))
    if not chosen:
        raise RuleViolation("Für wen gilt die Pflicht?", field="roles")
    if not set(chosen) <= OFFICE_ROLES | PROVIDER_ROLES:
        raise RuleViolation("Diese Rolle gibt es in einem Jugendamt nicht.", field="roles")
    return chosen
