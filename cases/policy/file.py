"""Who may see and do what with what lies in a case: persons, notes, papers; stand-ins, emergencies, imports, rules (R16, R18)."""

from enum import StrEnum

from django.db.models import Q

from cases.models import (
    CaseDocument,
    CaseImport,
    CaseNote,
    CasePerson,
    CaseRules,
    EmergencyAccess,
    NotePassing,
    StandIn,
)
from cases.policy.scopes import in_open_cases, in_own_cases
from kernel.access.actor import Actor, Role
from kernel.access.policy import Grant, Policy


class PersonPerm(StrEnum):
    VIEW = "case_person.view"
    EDIT = "case_person.edit"


class NotePerm(StrEnum):
    VIEW = "case_note.view"
    WRITE = "case_note.write"
    CHANGE = "case_note.change"
    PASS = "case_note.pass"  # noqa: S105 - hand an entrusted note on (R18)


class PaperPerm(StrEnum):
    VIEW = "case_document.view"
    FILE = "case_document.file"
    REMOVE = "case_document.remove"


class StandInPerm(StrEnum):
    VIEW = "stand_in.view"
    SET = "stand_in.set"


class EmergencyPerm(StrEnum):
    VIEW = "emergency.view"
    OPEN = "emergency.open"
    REVIEW = "emergency.review"


class CaseImportPerm(StrEnum):
    VIEW = "case_import.view"
    RUN = "case_import.run"


class RulesPerm(StrEnum):
    VIEW = "case_rules.view"
    CHANGE = "case_rules.change"


def _not_confided_to_others(actor: Actor) -> Q:
    """Ordinary notes, those confided to the actor, and those that were passed on to the actor (R18, § 65)."""
    passed = NotePassing.objects.filter(recipient=actor.person).values("note")
    return Q(entrusted=False) | Q(author=actor.person) | Q(pk__in=passed)


def notes_in_sight(actor: Actor, role: Role) -> Q:
    """Notes of own cases; what was confided stays with its author, also after the case went on (R18)."""
    own = in_own_cases(actor, role) & _not_confided_to_others(actor)
    return own | Q(entrusted=True, author=actor.person, case__restricted_on=None)


def notes_of_the_team(actor: Actor, role: Role) -> Q:
    """Notes of all cases, but never what was confided to others (R18)."""
    return Q(case__restricted_on=None) & _not_confided_to_others(actor)


def own_notes(actor: Actor, role: Role) -> Q:
    """Notes that the actor wrote, in own cases."""
    return in_own_cases(actor, role) & Q(author=actor.person)


def confided_to_the_actor(actor: Actor, role: Role) -> Q:
    """Only who was confided in passes a note on (R18)."""
    return Q(entrusted=True, author=actor.person, case__restricted_on=None)


def own_stand_ins(actor: Actor, role: Role) -> Q:
    """Who stands in for the actor, and for whom the actor stands in."""
    return Q(worker=actor.person) | Q(stand_in=actor.person)


def standing_in_for_the_actor(actor: Actor, role: Role) -> Q:
    """Who stands in for the actor."""
    return Q(worker=actor.person)


def own_emergencies(actor: Actor, role: Role) -> Q:
    """Cases that the actor opened in an emergency."""
    return Q(person=actor.person)


def emergencies_of_others(actor: Actor, role: Role) -> Q:
    """Nobody reviews the own access."""
    return ~Q(person=actor.person)


person_policy = Policy(
    CasePerson,
    PersonPerm,
    view=PersonPerm.VIEW,
    sensitive=True,
    grants=[
        Grant(Role.CASE_WORKER, set(PersonPerm), in_own_cases),
        Grant(Role.ASD_LEAD, {PersonPerm.VIEW}, in_open_cases),
    ],
)

note_policy = Policy(
    CaseNote,
    NotePerm,
    view=NotePerm.VIEW,
    sensitive=True,
    grants=[
        Grant(Role.CASE_WORKER, {NotePerm.VIEW}, notes_in_sight),
        Grant(Role.CASE_WORKER, {NotePerm.WRITE, NotePerm.CHANGE}, own_notes),
        Grant(Role.CASE_WORKER, {NotePerm.PASS}, confided_to_the_actor),
        Grant(Role.ASD_LEAD, {NotePerm.VIEW}, notes_of_the_team),
    ],
)

paper_policy = Policy(
    CaseDocument,
    PaperPerm,
    view=PaperPerm.VIEW,
    sensitive=True,
    grants=[
        Grant(Role.CASE_WORKER, set(PaperPerm), in_own_cases),
        Grant(Role.ASD_LEAD, {PaperPerm.VIEW}, in_open_cases),
    ],
)

stand_in_policy = Policy(
    StandIn,
    StandInPerm,
    view=StandInPerm.VIEW,
    grants=[
        Grant(Role.CASE_WORKER, {StandInPerm.VIEW}, own_stand_ins),
        Grant(Role.CASE_WORKER, {StandInPerm.SET}, standing_in_for_the_actor),
        Grant(Role.ASD_LEAD, set(StandInPerm)),
    ],
)

emergency_policy = Policy(
    EmergencyAccess,
    EmergencyPerm,
    view=EmergencyPerm.VIEW,
    grants=[
        Grant(Role.CASE_WORKER, {EmergencyPerm.VIEW, EmergencyPerm.OPEN}, own_emergencies),
        Grant(Role.ASD_LEAD, {EmergencyPerm.VIEW}),
        Grant(Role.ASD_LEAD, {EmergencyPerm.REVIEW}, emergencies_of_others),
    ],
)

case_import_policy = Policy(
    CaseImport,
    CaseImportPerm,
    view=CaseImportPerm.VIEW,
    grants=[Grant(Role.ASD_LEAD, set(CaseImportPerm))],
)

rules_policy = Policy(
    CaseRules,
    RulesPerm,
    view=RulesPerm.VIEW,
    grants=[
        Grant(Role.OFFICE_ADMIN, set(RulesPerm)),
        Grant(Role.ASD_LEAD, set(RulesPerm)),
        Grant(Role.CASE_WORKER, {RulesPerm.VIEW}),
    ],
)
