"""The command that lets the first person in, and no further one."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from kernel.audit.models import Entry
from kernel.clock import today
from kernel.tenancy.place import Place, transaction_in
from tenants.people.models import Invitation, Membership, Person
from tests.database import set_up


def invite(key: str, *more: str) -> None:
    call_command("invite_administrator", key, "Leitung@Nord.example", "--name", "Lea Leitung", *more)


@pytest.mark.django_db
def test_an_office_gets_its_first_administrator(nord: Place) -> None:
    invite("nord")
    with transaction_in(nord):
        invitation = Invitation.objects.get()
        assert (invitation.email, invitation.role, invitation.office_id) == (
            "leitung@nord.example",
            "office_admin",
            "nord",
        )
        entry = Entry.objects.get(model="people.invitation")
        assert (entry.via, entry.person, entry.record) == ("command", invitation.invited_by, str(invitation.pk))
    with pytest.raises(CommandError, match="schon eine Einladung offen"):
        invite("nord")


@pytest.mark.django_db
def test_a_provider_gets_its_first_administrator(alpha: Place) -> None:
    invite("alpha", "--provider")
    with transaction_in(alpha):
        assert Invitation.objects.get().organisation_id == "alpha"


@pytest.mark.django_db
def test_the_operator_lets_nobody_in_beside_an_administrator(nord: Place) -> None:
    with set_up():
        person = Person.objects.create(name="Lea Leitung")
        Membership.objects.create(person=person, office_id="nord", role="office_admin", begins=today())
    with pytest.raises(CommandError, match="hat schon eine Verwaltungsperson"):
        invite("nord")


@pytest.mark.django_db
def test_what_does_not_exist_is_said(nord: Place) -> None:
    with pytest.raises(CommandError, match="gibt es nicht"):
        invite("nirgends")
