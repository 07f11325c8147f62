"""Who may see courses, register and organise: an office's people in their office, a provider's in their workspace (R26)."""

from enum import StrEnum

from django.db.models import Q

from kernel.access.actor import OFFICE_ROLES, PROVIDER_ROLES, Actor, Role
from kernel.access.policy import Grant, Policy
from tenants.people.models import Membership
from tenants.people.policy import this_office
from tenants.training.models import Course, Curriculum, Registration


class CurriculumPerm(StrEnum):
    """What can be learned; each office reads those of the others."""

    VIEW = "curriculum.view"
    WRITE = "curriculum.write"


class CoursePerm(StrEnum):
    """An office's courses, its own and those it holds with others; REPORT is costs and feedback, NAMES who takes part."""

    VIEW = "course.view"
    WRITE = "course.write"
    REPORT = "course.report"
    NAMES = "course.names"


class OfferedPerm(StrEnum):
    """Courses as a provider finds them."""

    VIEW = "offered_course.view"


class RegistrationPerm(StrEnum):
    """Registrations in an office: one's own, one's staff's, and those for its courses."""

    VIEW = "registration.view"
    REGISTER = "registration.register"
    REGISTER_OTHERS = "registration.register_others"
    CANCEL = "registration.cancel"
    CERTIFY = "registration.certify"


class StaffRegistrationPerm(StrEnum):
    """A provider's own people: in the courses of all offices, or with a token of one office in its courses."""

    VIEW = "staff_registration.view"
    REGISTER = "staff_registration.register"
    CANCEL = "staff_registration.cancel"


class OwnPlacePerm(StrEnum):
    """One's own registrations everywhere, at the service's own address."""

    VIEW = "own_place.view"
    ATTEND = "own_place.attend"
    ANSWER = "own_place.answer"


def oneself(actor: Actor, role: Role) -> Q:
    return Q(person=actor.person)


def held_here(actor: Actor, role: Role) -> Q:
    """Courses that the office organises or holds together with another."""
    return Q(office=actor.place) | Q(partners__office=actor.place)


def announced_here(actor: Actor, role: Role) -> Q:
    return held_here(actor, role) & ~Q(state=Course.State.DRAFT)


def offered_to(actor: Actor, role: Role) -> Q:
    """In the workspace courses of the offices in which one of the organisation's people has or had a role.

    In an office (by its token) what this office organises, and nothing of others.
    """
    if actor.place not in actor.organisations(role):
        return Q(office=actor.place) & ~Q(state=Course.State.DRAFT)
    offices = Membership.objects.filter(organisation=actor.place).exclude(office=None).values("office")
    return (Q(office__in=offices) | Q(partners__office__in=offices)) & ~Q(state=Course.State.DRAFT)


def oneself_here(actor: Actor, role: Role) -> Q:
    return Q(person=actor.person, home_office=actor.place)


def own_staff(actor: Actor, role: Role) -> Q:
    return Q(home_office=actor.place)


def of_courses_here(actor: Actor, role: Role) -> Q:
    return Q(office=actor.place) | Q(course__partners__office=actor.place) | Q(home_office=actor.place)


def own_people(actor: Actor, role: Role) -> Q:
    """Of the own organisation: in its workspace in all courses, in an office (by its token) in those of this office."""
    own = Q(organisation__in=actor.organisations(role))
    return own if actor.place in actor.organisations(role) else own & Q(office=actor.place)


def oneself_among_own_people(actor: Actor, role: Role) -> Q:
    return own_people(actor, role) & Q(person=actor.person)


REPORTERS = (Role.TRAINING, Role.OFFICE_ADMIN, Role.PLANNER)
LEADERS = (Role.ASD_LEAD, Role.OFFICE_ADMIN, Role.TRAINING)  # register their office's people
OWN = {RegistrationPerm.VIEW, RegistrationPerm.REGISTER, RegistrationPerm.CANCEL}

curriculum_policy = Policy(
    Curriculum,
    CurriculumPerm,
    view=CurriculumPerm.VIEW,
    grants=[
        *(Grant(role, {CurriculumPerm.VIEW}) for role in sorted(OFFICE_ROLES)),
        Grant(Role.TRAINING, {CurriculumPerm.WRITE}, this_office),
    ],
)
course_policy = Policy(
    Course,
    CoursePerm,
    view=CoursePerm.VIEW,
    grants=[
        *(Grant(role, {CoursePerm.VIEW, CoursePerm.REPORT}, held_here) for role in REPORTERS),
        *(Grant(role, {CoursePerm.VIEW}, announced_here) for role in sorted(OFFICE_ROLES - set(REPORTERS))),
        Grant(Role.TRAINING, {CoursePerm.WRITE}, this_office),
        Grant(Role.TRAINING, {CoursePerm.NAMES}, held_here),
    ],
)
offered_policy = Policy(
    Course,
    OfferedPerm,
    view=OfferedPerm.VIEW,
    grants=[Grant(role, OfferedPerm, offered_to) for role in sorted(PROVIDER_ROLES)],
)
registration_policy = Policy(
    Registration,
    RegistrationPerm,
    view=RegistrationPerm.VIEW,
    grants=[
        *(Grant(role, OWN, oneself_here) for role in sorted(OFFICE_ROLES)),
        *(Grant(role, OWN | {RegistrationPerm.REGISTER_OTHERS}, own_staff) for role in LEADERS),
        Grant(Role.TRAINING, {RegistrationPerm.VIEW}, of_courses_here),
        Grant(Role.TRAINING, {RegistrationPerm.CANCEL, RegistrationPerm.CERTIFY}, this_office),
    ],
)
staff_registration_policy = Policy(
    Registration,
    StaffRegistrationPerm,
    view=StaffRegistrationPerm.VIEW,
    grants=[
        *(Grant(r, StaffRegistrationPerm, own_people) for r in (Role.PROVIDER_ADMIN, Role.PROVIDER_MANAGER)),
        Grant(Role.PROVIDER_WORKER, StaffRegistrationPerm, oneself_among_own_people),
    ],
)
own_place_policy = Policy(
    Registration,
    OwnPlacePerm,
    view=OwnPlacePerm.VIEW,
    grants=[Grant(Role.SELF, OwnPlacePerm, oneself)],
)
