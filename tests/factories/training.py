"""Training as its own tables hold it, written with the owner's rights."""

from datetime import date
from typing import Any

from kernel import clock
from kernel.keys import uuid7
from tenants.people.models import Person
from tenants.training.models import Certificate, ConductCheck, Curriculum, Recognition, Release, Requirement
from tests.database import set_up

PDF = b"%PDF-1.7 Zeugnis"


def record_curriculum(office: str = "nord", title: str = "Grundkurs", **fields: Any) -> Curriculum:
    with set_up():
        return Curriculum.objects.get_or_create(office_id=office, title=title, defaults=fields)[0]


def record_certificate(
    who: Person, office: str = "nord", organisation: str | None = None, **fields: Any
) -> Certificate:
    """A certificate of the basic course, completed today."""
    curriculum = fields.pop("curriculum", None) or record_curriculum()
    given = {
        "code": uuid7().hex[-16:],
        "display_name": who.name,
        "sort_key": who.sort_key,
        "title": curriculum.title,
        "minutes": 480,
        "completed_on": clock.today(),
        "issued_by": uuid7(),
    }
    with set_up():
        return Certificate.objects.create(
            person=who, office_id=office, organisation_id=organisation, curriculum=curriculum, **given | fields
        )


def record_recognition(
    who: Person, office: str = "nord", organisation: str | None = None, **fields: Any
) -> Recognition:
    given = {
        "curriculum": record_curriculum(),
        "institution": "Akademie Musterstadt",
        "title": "Sozialraum kompakt",
        "completed_on": clock.today(),
        "minutes": 600,
        "evidence": PDF,
        "evidence_name": "zeugnis.pdf",
        "evidence_type": "application/pdf",
        "display_name": who.name,
        "sort_key": who.sort_key,
    }
    with set_up():
        return Recognition.objects.create(person=who, office_id=office, organisation_id=organisation, **given | fields)


def record_requirement(office: str = "nord", **fields: Any) -> Requirement:
    given = {
        "curriculum": record_curriculum(),
        "roles": ["case_worker", "provider_worker"],
        "begins": date(2020, 1, 1),
        "within_months": 12,
    }
    with set_up():
        return Requirement.objects.create(office_id=office, **given | fields)


def record_release(who: Person, organisation: str, **fields: Any) -> Release:
    with set_up():
        return Release.objects.create(person=who, organisation_id=organisation, **{"begins": clock.today()} | fields)


def record_check(who: Person, organisation: str = "alpha", **fields: Any) -> ConductCheck:
    given = {"certificate_date": clock.today(), "inspected_on": clock.today(), "clear": True, "recorded_by": uuid7()}
    with set_up():
        return ConductCheck.objects.create(
            person=who, organisation_id=organisation, display_name=who.name, sort_key=who.sort_key, **given | fields
        )
