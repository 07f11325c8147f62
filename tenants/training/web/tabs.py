"""The tabs of „Fortbildung“ in an office; each topic adds its line."""

from enum import StrEnum

from django.urls import reverse

from kernel.access.actor import Actor
from kernel.access.policy import policy_of
from tenants.training.policy.courses import CoursePerm, CurriculumPerm, RegistrationPerm

TABS: list[tuple[str, str, StrEnum]] = [
    ("Kurse", "courses", CoursePerm.VIEW),
    ("Anmeldungen", "registrations", RegistrationPerm.VIEW),
    ("Lehrgänge", "curricula", CurriculumPerm.VIEW),
]


def training_tabs(actor: Actor) -> list[dict[str, str]]:
    return [{"label": label, "url": reverse(name)} for label, name, perm in TABS if policy_of(perm).allows(actor, perm)]
