"""The demo's stories without its volume, for the browser tests: `python -m tests.browser.seed` with the owner's rights.

Beside them an office that is suspended (nord) and one that asks for a second factor (sued), both of the test database.
"""

from datetime import date, timedelta
from typing import Any

import django

STORIES = ("arnsberg", "vogelsberg")
LESS = 40  # the stories' hours are divided by this
FAMILIES = 16


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from kernel.clock import today
    from kernel.tenancy.place import as_owner
    from project.demo_data import load
    from project.demo_data.facts import load_offices
    from tenants.registry.models import Office

    day = today()
    offices = [_small(facts) for facts in load_offices(day) if facts["key"] in STORIES]
    people = load.build_people(offices, day)
    _staff_of_sued(people, day)
    load._load(offices, people, day, "test", print)
    with as_owner():
        Office.objects.filter(key="nord").update(status="suspended")
        Office.objects.filter(key="sued").update(require_mfa=True)
        _open_invitations(people, day)
        _arnsberg_learns(people, day)
    load.write_file(settings.VAR / "demo.json", offices, people, day)
    call_command("collectstatic", "--noinput", verbosity=0)


def _small(facts: dict[str, Any]) -> dict[str, Any]:
    for era in facts["families"]:
        era["first"] = era["last"] = FAMILIES
    for contract in facts["contracts"]:
        if budget := contract.get("budget"):
            budget["hours"] //= LESS
    return facts


def _staff_of_sued(people: Any, day: date) -> None:
    """One for a passkey, one for the code app."""
    from kernel.access.actor import Role
    from project.demo_data.people import Sign

    for local, role in (("planung", Role.PLANNER), ("finanzen", Role.FINANCE)):
        person = people.person(f"{role.label} (Südstadt)")
        people.join(person, role, date(day.year - 1, 1, 1), office="sued")
        people.signs.append(Sign(f"{local}@sued.example", role, person.name, person.id, ("sued",)))


def _open_invitations(people: Any, day: date) -> None:
    """One into an office and one into a provider organisation."""
    from django.utils import timezone

    from kernel.access.actor import Role
    from tenants.people.models import Invitation, hash_of, new_token

    for fields in (
        {"office_id": "arnsberg", "role": Role.PLANNER},
        {"organisation_id": "musterwerk", "role": Role.PROVIDER_WORKER},
    ):
        Invitation.objects.create(
            token_hash=hash_of(new_token()),
            email="eingeladen@hilfenetz.example",
            name="Kim Eingeladen",
            begins=day,
            invited_by=people.signs[0].person,
            expires_at=timezone.now() + timedelta(days=14),
            **fields,
        )


def _arnsberg_learns(people: Any, day: date) -> None:
    """Everyone of the office has learned and is in a group, and so are a provider's people, of whom one learned elsewhere."""
    from datetime import time

    from project.demo_data.records import EVIDENCE
    from tenants.groups.models import Group, GroupDate, GroupFile, GroupMember
    from tenants.notices.models import Delivery, Endpoint
    from tenants.notices.webhooks.messages import new_secret
    from tenants.training.models import (
        Certificate,
        Course,
        CourseAttendance,
        Curriculum,
        Recognition,
        Registration,
    )

    signs = {s.person: s for s in people.signs if "arnsberg" in s.offices and s.organisation in (None, "musterwerk")}
    course = Course.objects.get(office="arnsberg", state="held")
    group = Group.objects.filter(office="arnsberg").first()
    known = {"office_id": "arnsberg", "uploaded_by": people.signs[0].person, "title": "Kursplan", "number": 1}
    about = {"media_type": "application/pdf", "size": len(EVIDENCE), "sha256": "0" * 64, "content": EVIDENCE}
    GroupFile.objects.create(group=group, filename="Kursplan.pdf", **known, **about)
    hours = {"held_on": day + timedelta(days=9), "starts_at": time(9), "ends_at": time(11)}
    GroupDate.objects.create(group=group, office_id="arnsberg", title="Absprache", **hours)
    Curriculum.objects.create(office_id="arnsberg", title="Beratung auf Augenhöhe")
    today = {"first_day": day, "last_day": day, "registers_until": day, "capacity": 5, "attendance_secret": "today"}
    held_today = Course.objects.create(office_id="arnsberg", title="Kurs heute", state="open", **today)
    held_today.sessions.create(day=day, begins=time(9), ends=time(16))
    session = course.sessions.earliest("day")
    for seat, sign in enumerate(signs.values(), course.capacity + 1):
        who = {"person_id": sign.person, "display_name": sign.name, "sort_key": sign.name.lower()}
        at = {"organisation_id": sign.organisation}
        GroupMember.objects.get_or_create(
            group=group, office_id="arnsberg", person=sign.person, ended_on=None,
            defaults={"name": sign.name, "since": day, **at},
        )  # fmt: skip
        if sign.organisation:
            Recognition.objects.create(
                office_id="arnsberg", curriculum=Curriculum.objects.first(), institution="Akademie Musterstadt",
                title="Beratung im Sozialraum", completed_on=day, minutes=600, evidence=EVIDENCE,
                evidence_name="Bescheinigung.pdf", evidence_type="application/pdf", **who, **at,
            )  # fmt: skip
        if course.registrations.filter(person=sign.person).exists():
            continue
        row = Registration.objects.create(
            course=course, office_id="arnsberg", home_office_id=None if sign.organisation else "arnsberg",
            state="placed", seat=seat, registered_by=sign.person, **who, **at,
        )  # fmt: skip
        CourseAttendance.objects.create(registration=row, session=session, how="list", recorded_by=sign.person)
        Certificate.objects.create(
            course=course, curriculum=course.curriculum, office_id="arnsberg", code=f"BROWSER{seat:05}",
            title=course.title, minutes=480, completed_on=day, issued_by=sign.person, **who, **at,
        )  # fmt: skip
    endpoint = Endpoint(
        organisation_id="musterwerk", name="Zeiterfassung", url="https://system.example/", kinds=["proof_due"]
    )
    new_secret(endpoint)
    endpoint.save()
    Delivery.objects.create(endpoint=endpoint, state="delivered", next_at=None)


if __name__ == "__main__":
    main()
