"""Who sees whose record (R26), who asks for and decides recognitions, keeps requirements, and keeps § 72a facts (R25)."""

from enum import StrEnum

from django.db.models import Q

from kernel.access.actor import Actor, Role
from kernel.access.policy import Grant, Policy
from tenants.people.models import Membership
from tenants.people.policy import this_office, this_organisation
from tenants.training.models import (
    Certificate,
    ConductAssurance,
    ConductCheck,
    Recognition,
    Release,
    Requirement,
)


class RecordPerm(StrEnum):
    """Certificates of workers; whose office issued one may revoke it."""

    VIEW = "record.view"
    REVOKE = "record.revoke"


class RecognitionPerm(StrEnum):
    """What was learned elsewhere."""

    VIEW = "recognition.view"
    ASK = "recognition.ask"
    DECIDE = "recognition.decide"


class ReleasePerm(StrEnum):
    """The own record, released to an employer."""

    VIEW = "release.view"
    GIVE = "release.give"
    REVOKE = "release.revoke"


class RequirementPerm(StrEnum):
    """Who must have what by when, and how many have it."""

    VIEW = "requirement.view"
    KEEP = "requirement.keep"
    NAMES = "requirement.names"


class OwnCoveragePerm(StrEnum):
    """The requirements of all offices for a provider's own people."""

    VIEW = "own_coverage.view"


class ConductPerm(StrEnum):
    """Certificates of conduct, the employer's alone (R25)."""

    VIEW = "conduct.view"
    RECORD = "conduct.record"
    REMOVE = "conduct.remove"


class AssurancePerm(StrEnum):
    """What providers have assured to the office (R25)."""

    VIEW = "assurance.view"


class OwnAssurancePerm(StrEnum):
    """What the provider has assured to offices (R25)."""

    VIEW = "own_assurance.view"
    GIVE = "own_assurance.give"


PROVIDER_LEADS = (Role.PROVIDER_ADMIN, Role.PROVIDER_MANAGER)
FIGURES = (Role.PLANNER, Role.ASD_LEAD, Role.COORDINATOR, Role.AUDITOR, Role.OFFICE_ADMIN)


def own(actor: Actor, role: Role) -> Q:
    """What is the actor's own."""
    return Q(person=actor.person)


def works_here(actor: Actor, role: Role) -> Q:
    """Records of whoever works in the office today, wherever they were earned; and what the office issued itself (R26)."""
    staff = Membership.objects.on(actor.today).filter(office=actor.place)
    return Q(person__in=staff.values("person")) | Q(office=actor.place)


def of_own_staff(actor: Actor, role: Role) -> Q:
    """While somebody works for the provider: what was earned with it, and in the workspace what they released (R26)."""
    organisations = actor.organisations(role)
    staff = Membership.objects.on(actor.today).filter(organisation__in=organisations)
    seen = Q(organisation__in=organisations)
    if actor.place in organisations:
        released = Release.objects.filter(organisation=actor.place, revoked_on=None)
        seen |= Q(person__in=released.values("person"))
    return seen & Q(person__in=staff.values("person"))


def asked_for_own_staff(actor: Actor, role: Role) -> Q:
    """While somebody works for the provider: what was learned elsewhere and counts for the work with it (R26)."""
    organisations = actor.organisations(role)
    staff = Membership.objects.on(actor.today).filter(organisation__in=organisations)
    return Q(organisation__in=organisations, person__in=staff.values("person"))


def where_own_staff_works(actor: Actor, role: Role) -> Q:
    """Of the offices in which the provider has people today."""
    there = Membership.objects.on(actor.today).filter(organisation=actor.place).exclude(office=None)
    return Q(office__in=there.values("office"))


record_policy = Policy(
    Certificate,
    RecordPerm,
    view=RecordPerm.VIEW,
    grants=[
        Grant(Role.TRAINING, {RecordPerm.VIEW}, works_here),
        Grant(Role.TRAINING, {RecordPerm.REVOKE}, this_office),
        *(Grant(role, {RecordPerm.VIEW}, of_own_staff) for role in PROVIDER_LEADS),
        Grant(Role.SELF, {RecordPerm.VIEW}, own),
    ],
)
recognition_policy = Policy(
    Recognition,
    RecognitionPerm,
    view=RecognitionPerm.VIEW,
    grants=[
        Grant(Role.TRAINING, {RecognitionPerm.VIEW, RecognitionPerm.DECIDE}, this_office),
        *(Grant(role, {RecognitionPerm.VIEW, RecognitionPerm.ASK}, asked_for_own_staff) for role in PROVIDER_LEADS),
        Grant(Role.SELF, {RecognitionPerm.VIEW, RecognitionPerm.ASK}, own),
    ],
)
release_policy = Policy(Release, ReleasePerm, view=ReleasePerm.VIEW, grants=[Grant(Role.SELF, ReleasePerm, own)])
requirement_policy = Policy(
    Requirement,
    RequirementPerm,
    view=RequirementPerm.VIEW,
    grants=[
        Grant(Role.TRAINING, RequirementPerm, this_office),
        *(Grant(role, {RequirementPerm.VIEW}, this_office) for role in FIGURES),
    ],
)
own_coverage_policy = Policy(
    Requirement,
    OwnCoveragePerm,
    view=OwnCoveragePerm.VIEW,
    grants=[Grant(role, OwnCoveragePerm, where_own_staff_works) for role in PROVIDER_LEADS],
)
conduct_policy = Policy(
    ConductCheck,
    ConductPerm,
    view=ConductPerm.VIEW,
    grants=[Grant(role, ConductPerm, this_organisation) for role in PROVIDER_LEADS],
)
assurance_policy = Policy(
    ConductAssurance,
    AssurancePerm,
    view=AssurancePerm.VIEW,
    grants=[
        Grant(role, AssurancePerm, this_office)
        for role in (Role.TRAINING, Role.OFFICE_ADMIN, Role.PLANNER, Role.AUDITOR)
    ],
)
own_assurance_policy = Policy(
    ConductAssurance,
    OwnAssurancePerm,
    view=OwnAssurancePerm.VIEW,
    grants=[Grant(role, OwnAssurancePerm, this_organisation) for role in PROVIDER_LEADS],
)
