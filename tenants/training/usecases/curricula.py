"""What can be learned: a curriculum in modules (R26)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.web.fields import clean_text
from tenants.training.models import Curriculum, Module
from tenants.training.policy.courses import CurriculumPerm


@dataclass(frozen=True, slots=True)
class ModuleGiven:
    """A module as somebody wrote it down; its number is its place in the list."""

    title: str
    minutes: int


@use_case(CurriculumPerm.WRITE)
def add_curriculum(
    *, actor: Actor, title: str, modules: Sequence[ModuleGiven], purpose: str = "", valid_months: int | None = None
) -> Curriculum:
    """Describe a training in modules; `valid_months` after its end it has to be refreshed (R26)."""
    return _keep(Curriculum(office_id=actor.place), title, modules, purpose, valid_months)


@use_case(CurriculumPerm.WRITE, on="curriculum")
def change_curriculum(
    *,
    actor: Actor,
    curriculum: Curriculum,
    title: str,
    modules: Sequence[ModuleGiven],
    purpose: str = "",
    valid_months: int | None = None,
) -> Curriculum:
    """Change the description; what was certified stays as it was."""
    return _keep(curriculum, title, modules, purpose, valid_months)


@use_case(CurriculumPerm.WRITE, on="curriculum")
def retire_curriculum(*, actor: Actor, curriculum: Curriculum, retired_on: date) -> Curriculum:
    """It is offered no more; certificates keep their validity."""
    if curriculum.retired_on:
        raise RuleViolation("Der Lehrgang wird schon nicht mehr angeboten.", field="retired_on")
    curriculum.retired_on = retired_on
    curriculum.save()
    return curriculum


def _keep(
    row: Curriculum, title: str, modules: Sequence[ModuleGiven], purpose: str, valid_months: int | None
) -> Curriculum:
    title = clean_text(title)
    if not title:
        raise RuleViolation("Wie heißt der Lehrgang?", field="title")
    if not modules:
        raise RuleViolation("Ein Lehrgang hat mindestens ein Modul.")
    if valid_months == 0:
        raise RuleViolation("Die Gültigkeit ist mindestens ein Monat. Leer heißt: ohne Ablauf.", field="valid_months")
    if Curriculum.objects.filter(office=row.office_id, title=title).exclude(pk=row.pk).exists():
        raise RuleViolation("Einen Lehrgang mit diesem Titel gibt es schon.", field="title")
    row.title, row.purpose, row.valid_months = title, purpose.strip(), valid_months
    row.save()
    _set_modules(row, modules)
    return row


def _set_modules(curriculum: Curriculum, modules: Sequence[ModuleGiven]) -> None:
    """By number: what a course or certificate names keeps its key."""
    kept = {row.number: row for row in curriculum.modules.all()}
    for number, given in enumerate(modules, 1):
        if given.minutes < 1:
            raise RuleViolation(f"Modul {number}: Die Dauer fehlt.")
        row = kept.pop(number, None) or Module(curriculum=curriculum, number=number)
        if (row.title, row.minutes) != (given.title, given.minutes):
            row.title, row.minutes = given.title, given.minutes
            row.save()
            also_changed(row, "title", "minutes")
    for row in kept.values():
        if row.course_set.exists():
            raise RuleViolation(f"Modul {row.number} steht in einem Kurs und bleibt.")
        row.delete()
