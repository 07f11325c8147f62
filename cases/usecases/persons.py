"""The people of a case: letters are given by themselves, names become findable without the database knowing them (R17)."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import connection

from cases.models import CaseFile, CasePerson
from cases.policy.file import PersonPerm
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.sealed.index import blind_parts

LETTERS = {
    CasePerson.Role.CHILD: "K",
    CasePerson.Role.MOTHER: "M",
    CasePerson.Role.FATHER: "V",
    CasePerson.Role.GUARDIAN: "G",
    CasePerson.Role.PARTNER: "P",
    CasePerson.Role.RELATIVE: "A",
    CasePerson.Role.OTHER: "B",
}
OLDEST = 125  # years


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonData:
    """What is known of a person; nothing but role and one name is needed."""

    role: str
    given_name: str = ""
    family_name: str = ""
    birth_date: date | None = None
    sex: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    remark: str = ""
    custodial: bool = False
    capable: bool = False
    living: str = ""
    foreign_origin: bool | None = None
    german_at_home: bool | None = None


NAMES = [f.name for f in fields(PersonData)]


@use_case(PersonPerm.EDIT)
def add_person(*, actor: Actor, case: CaseFile, **data: Any) -> CasePerson:
    """Someone of the family, or close to it, joins the case."""
    return add(actor, case, PersonData(**data))


@use_case(PersonPerm.EDIT, on="person")
def change_person(*, actor: Actor, person: CasePerson, **data: Any) -> CasePerson:
    """Correct or complete what is known; another role gives another letter (Art. 16 GDPR)."""
    known = PersonData(**data)
    _check(actor, known)
    if known.role != person.role:
        person.letter = next_letter(person.case, known.role)
    _fill(person, known)
    return person


@use_case(PersonPerm.EDIT, on="person")
def remove_person(*, actor: Actor, person: CasePerson) -> CasePerson:
    """Take someone out who was entered by mistake; whoever something hangs on stays."""
    related = [(r.related_model._default_manager, r.field.name) for r in CasePerson._meta.related_objects]
    if any(rows.filter(**{name: person}).exists() for rows, name in related):
        raise RuleViolation(
            "An dieser Person hängen schon Einträge. Berichtigen Sie die Angaben, statt sie zu entfernen."
        )
    gone = CasePerson.objects.get(pk=person.pk)
    person.delete()
    return gone


def add(actor: Actor, case: CaseFile, data: PersonData) -> CasePerson:
    """The person with the next letter, within a use case."""
    _check(actor, data)
    person = CasePerson(case=case, letter=next_letter(case, data.role))
    _fill(person, data)
    also_changed(person, "case", "role")
    return person


def next_letter(case: CaseFile, role: str) -> str:
    """The letter that the next person with this role gets."""
    return free_letter(role, set(case.persons.values_list("letter", flat=True)))


def free_letter(role: str, taken: set[str]) -> str:
    """K1, K2 … for children; M, V and the others without a number, from the second on M2, V2 (R17)."""
    base, number = LETTERS[CasePerson.Role(role)], 1
    while (letter := base if number == 1 and base != "K" else f"{base}{number}") in taken:
        number += 1
    return letter


def _check(actor: Actor, data: PersonData) -> None:
    if not (data.given_name.strip() or data.family_name.strip()):
        raise RuleViolation("Geben Sie einen Vornamen oder einen Nachnamen an.", field="given_name")
    if data.birth_date and data.birth_date > actor.today:
        raise RuleViolation("Das Geburtsdatum liegt in der Zukunft. Prüfen Sie das Jahr.", field="birth_date")
    if data.birth_date and data.birth_date.year < actor.today.year - OLDEST:
        raise RuleViolation("Das Geburtsdatum liegt zu weit zurück. Prüfen Sie das Jahr.", field="birth_date")


def _fill(person: CasePerson, data: PersonData) -> None:
    for name in NAMES:
        setattr(person, name, getattr(data, name))
    person.name_parts = blind_parts(connection.schema_name, data.given_name, data.family_name)
    person.save()
