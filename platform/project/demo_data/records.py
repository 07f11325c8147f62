"""Training records of the demo in the shared schema: requirements, certificates, recognitions, certificates of conduct."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from dateutil.relativedelta import relativedelta

from kernel.access.actor import Role
from project.demo_data.people import People
from project.demo_data.seeds import key_of
from tenants.people.models import Membership
from tenants.registry.models import Office
from tenants.training.codes import ALPHABET, CERTIFICATE
from tenants.training.models import (
    Certificate,
    ConductAssurance,
    ConductCheck,
    Curriculum,
    Recognition,
    Release,
    Requirement,
)

HOME = "vogelsberg"  # the office that described what all use
BASIC, PROTECTION = "Grundkurs Sozialraumorientierung", "Kinderschutz nach § 8a SGB VIII"
CURRICULA = {BASIC: (60, 1440), PROTECTION: (36, 480)}  # valid months, minutes
ROLES = {
    BASIC: [Role.ASD_LEAD, Role.CASE_WORKER, Role.PROVIDER_WORKER],
    PROTECTION: [Role.CASE_WORKER, Role.PROVIDER_WORKER],
}
EVIDENCE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj trailer<</Root 1 0 R>>"
)


def clear_records(offices: Sequence[Office], persons: Iterable[UUID]) -> None:
    """Before the people go, what hangs on them."""
    Recognition.objects.filter(office__in=offices).delete()
    Certificate.objects.filter(office__in=offices, course=None).delete()
    Release.objects.filter(person__in=persons).delete()
    ConductCheck.objects.filter(person__in=persons).delete()
    ConductAssurance.objects.filter(office__in=offices).delete()
    Requirement.objects.filter(office__in=offices).delete()


def store_records(people: People, offices: Sequence[Office], today: date) -> None:
    """Who has what follows from the person's key: most have it, some soon no more, some never had it."""
    curricula = {
        title: Curriculum.objects.get_or_create(
            office_id=HOME, title=title, defaults={"id": key_of(f"curriculum {title}"), "valid_months": months}
        )[0]
        for title, (months, _) in CURRICULA.items()
    }
    for office in offices:
        for title, curriculum in curricula.items():
            Requirement.objects.create(
                id=key_of(f"requirement {office.key} {title}"),
                office=office,
                curriculum=curriculum,
                roles=ROLES[title],
                within_months=12,
                begins=date(today.year - 2, 1, 1),
            )
    workers = [m for m in people.memberships if m.office_id and m.ends is None and not m.person.technical]
    first = {m.person_id: m for m in reversed(workers)}
    Certificate.objects.bulk_create(
        row
        for title, curriculum in curricula.items()
        for m in first.values()
        if m.role in ROLES[title]
        for row in _certificate(m, curriculum, today)
    )
    Recognition.objects.bulk_create(_recognitions(first.values(), curricula[BASIC], today))
    _store_conduct(people, today)


def _certificate(member: Membership, curriculum: Curriculum, today: date) -> Iterator[Certificate]:
    key = key_of(f"certificate {member.person_id} {curriculum.title}")
    months, minutes = CURRICULA[curriculum.title]
    kind = key.int % 10
    if kind > 7:  # never had it
        return
    left = {6: timedelta(days=40 + key.int % 120), 7: -timedelta(days=20 + key.int % 200)}  # soon, run out
    until = today + left.get(kind, timedelta(days=200 + key.int % 900))
    completed = until - relativedelta(months=months)
    yield Certificate(
        id=key,
        code="".join(ALPHABET[key.int >> 5 * n & 31] for n in range(CERTIFICATE)),
        person=member.person,
        display_name=member.display_name,
        sort_key=member.sort_key,
        organisation_id=member.organisation_id,
        office_id=member.office_id or "",
        curriculum=curriculum,
        title=curriculum.title,
        minutes=minutes,
        completed_on=completed,
        valid_until=until,
        issued_by=member.person_id,
    )


def _recognitions(members: Iterable[Membership], curriculum: Curriculum, today: date) -> Iterator[Recognition]:
    """Some who never had it have learned it elsewhere."""
    for m in members:
        key = key_of(f"certificate {m.person_id} {curriculum.title}")
        if m.role == Role.PROVIDER_WORKER and key.int % 10 > 7:
            yield Recognition(
                id=key_of(f"recognition {m.person_id}"),
                version=1,
                office_id=m.office_id or "",
                person=m.person,
                display_name=m.display_name,
                sort_key=m.sort_key,
                organisation_id=m.organisation_id,
                curriculum=curriculum,
                institution="Akademie Musterstadt",
                title="Sozialraumarbeit kompakt",
                completed_on=today - timedelta(days=90 + key.int % 300),
                minutes=1440,
                evidence=EVIDENCE,
                evidence_name="Teilnahmebescheinigung.pdf",
                evidence_type="application/pdf",
            )


def _store_conduct(people: People, today: date) -> None:
    """A provider's own people: a few are missing or too old; who has all of them has assured it."""
    staff: dict[str, list[Membership]] = {}
    offices: dict[str, set[str]] = {}
    for m in people.memberships:
        if m.organisation_id and m.ends is None:
            offices.setdefault(m.organisation_id, set()).add(m.office_id or "")
            if m.office_id is None:
                staff.setdefault(m.organisation_id, []).append(m)
    checks: list[ConductCheck] = []
    assurances: list[ConductAssurance] = []
    for organisation, members in staff.items():
        keys = {m: key_of(f"conduct {m.person_id}") for m in members}
        for m, key in keys.items():
            if key.int % 9:
                days = 365 * 5 + 90 if key.int % 9 == 1 else 100 + key.int % 1500
                checks.append(_check(m, key, today - timedelta(days=days)))
        if all(key.int % 9 > 1 for key in keys.values()):
            assurances += [
                ConductAssurance(
                    id=key_of(f"assurance {organisation} {office}"),
                    office_id=office,
                    organisation_id=organisation,
                    given_on=today - timedelta(days=60),
                    given_by=members[0].person_id,
                    people=len(members),
                )
                for office in sorted(offices[organisation] - {""})
            ]
    ConductCheck.objects.bulk_create(checks)
    ConductAssurance.objects.bulk_create(assurances)


def _check(member: Membership, key: UUID, day: date) -> ConductCheck:
    return ConductCheck(
        id=key,
        version=1,
        organisation_id=member.organisation_id or "",
        person=member.person,
        display_name=member.display_name,
        sort_key=member.sort_key,
        certificate_date=day,
        inspected_on=day + timedelta(days=14),
        clear=True,
        recorded_by=member.person_id,
    )
