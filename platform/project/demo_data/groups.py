"""A working group of several offices, and one to which the first is invited; nobody in it is a natural person."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from django.db import transaction

from project.demo_data.facts import Fact
from project.demo_data.people import office_person
from project.demo_data.seeds import key_of
from tenants.groups.models import Group, GroupDate, GroupMember, GroupOffice
from tenants.people.models import Person

DATES = (("Kursplanung für das nächste Jahr", -21), ("Grundkurs gemeinsam ausschreiben", 16), ("Rückblick", 72))


@transaction.atomic
def replace_groups(offices: Sequence[Fact], today: date) -> None:
    """As the owner: what was loaded before goes."""
    keys = [o["key"] for o in offices]
    Group.objects.filter(office__in=keys).delete()
    training = _found("Fortbildungsplanung Sozialraumorientierung", keys[0], keys[1:3], today)
    _found("Austausch Budgetsteuerung", keys[-1], keys[3:-1], today, invited=keys[:1])
    people = {o["key"]: office_person(o, "fortbildung") for o in offices[:3]}
    names = dict(Person.objects.filter(pk__in=people.values()).values_list("pk", "name"))
    for key, person in people.items():
        GroupMember.objects.create(
            id=key_of(f"group member {key}"), group=training, office_id=key, person=person, name=names[person], since=today
        )  # fmt: skip
    for number, (title, days) in enumerate(DATES):
        GroupDate.objects.create(
            id=key_of(f"group date {number}"), group=training, office_id=keys[number % len(people)], title=title,
            held_on=today + timedelta(days=days), starts_at=time(10), ends_at=time(12), place="Videositzung",
        )  # fmt: skip


def _found(name: str, founder: str, others: Sequence[str], today: date, invited: Sequence[str] = ()) -> Group:
    group = Group.objects.create(
        id=key_of(f"group {name}"), office_id=founder, name=name, offices=[founder, *others, *invited],
        purpose="Termine und Unterlagen gemeinsam; nichts über Fälle.",
    )  # fmt: skip
    for key in (founder, *others, *invited):
        GroupOffice.objects.create(
            id=key_of(f"group office {name} {key}"), group=group, office_id=key, invited_on=today - timedelta(days=60),
            joined_on=None if key in invited else today - timedelta(days=50),
        )  # fmt: skip
    return group
