"""What people change about themselves."""

from kernel.keys import sort_key
from tenants.people.models import Membership, Person


def change_name(*, person: Person, name: str) -> None:
    """The name, here and on all memberships, which carry it for the offices' lists."""
    person.name = name.strip()
    person.save(update_fields=["name", "sort_key"])
    Membership.objects.filter(person=person).update(display_name=person.name, sort_key=sort_key(person.name))
