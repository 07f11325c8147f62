"""Working groups, as their use cases would have made them; set up as the owner."""

from datetime import time
from typing import Any

from kernel import clock
from kernel.keys import uuid7
from tenants.groups.models import Group, GroupDate, GroupFile, GroupMember, GroupOffice
from tests.database import set_up


def group(founder: str = "nord", *others: str, invited: tuple[str, ...] = (), name: str = "Fortbildung") -> Group:
    with set_up():
        row = Group.objects.create(office_id=founder, name=name, offices=[founder, *others, *invited])
        for key in (founder, *others, *invited):
            joined = None if key in invited else clock.today()
            GroupOffice.objects.create(group=row, office_id=key, invited_on=clock.today(), joined_on=joined)
    return row


def member(of: Group, person: Any, office: str = "nord", organisation: str | None = None) -> GroupMember:
    with set_up():
        return GroupMember.objects.create(
            group=of, office_id=office, organisation_id=organisation, person=person, name="Mira Muster",
            since=clock.today(),
        )  # fmt: skip


def file(of: Group, office: str = "nord", title: str = "Plan") -> GroupFile:
    with set_up():
        return GroupFile.objects.create(
            group=of, office_id=office, title=title, number=1, filename="plan.pdf", media_type="application/pdf", size=4,
            sha256="0" * 64, content=b"%PDF", uploaded_by=uuid7(),
        )  # fmt: skip


def meeting(of: Group, office: str = "nord") -> GroupDate:
    with set_up():
        return GroupDate.objects.create(
            group=of, office_id=office, title="Auftakt", held_on=clock.today(), starts_at=time(9), ends_at=time(11)
        )


def rows(founder: str = "nord", *invited: str) -> list[Any]:
    """A group of an office to which others are invited, with one of everything."""
    of = group(founder, invited=invited)
    with set_up():
        participations = list(of.participations.all())
    return [of, *participations, member(of, uuid7(), founder), file(of, founder), meeting(of, founder)]
