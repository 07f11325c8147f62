"""What the service itself keeps goes at night: sign-ins, invitations, accounts of those who left."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from kernel import clock
from kernel.access.actor import Role
from kernel.keys import uuid7
from kernel.submissions.models import Submission
from kernel.tenancy.place import transaction_in
from project.clearing import clear
from tenants.people.models import Account, Invitation
from tenants.registry.models import JoinRequest
from tests.database import set_up
from tests.factories import contracts
from tests.factories.people import account, join_request, membership, person

pytestmark = pytest.mark.django_db


def invite(place, expires_at):
    with set_up():
        return Invitation.objects.create(
            token_hash=uuid7().hex, email="neu@nord.example", name="Neu", office_id=place.key, role=Role.FINANCE,
            begins=contracts.LONG_AGO, invited_by=uuid7(), expires_at=expires_at,
        )  # fmt: skip


def test_the_service_clears_what_is_over_and_nothing_else(nord):
    now, today = timezone.now(), clock.today()
    gone, fresh, working = person("Gerd Gegangen"), person("Fenja Frisch"), person("Wilma Weiter")
    membership(gone, nord, Role.FINANCE, ends=today - timedelta(days=200))
    membership(fresh, nord, Role.FINANCE, ends=today - timedelta(days=100))
    membership(working, nord, Role.FINANCE, ends=today - timedelta(days=200))
    membership(working, nord, Role.PLANNER)
    accounts = [account(who) for who in (gone, fresh, working, person("Noch Niemand"))]
    old, young = invite(nord, now - timedelta(days=400)), invite(nord, now - timedelta(days=300))
    with set_up():
        Session.objects.create(session_key="alt", session_data="", expire_date=now - timedelta(days=1))
        Session.objects.create(session_key="neu", session_data="", expire_date=now + timedelta(days=1))
    with transaction_in(nord):
        for days in (40, 20):
            row = Submission.objects.create(id=uuid7(), person=uuid7())
            Submission.objects.filter(pk=row.pk).update(at=now - timedelta(days=days))
    with set_up():
        JoinRequest.objects.filter(pk=join_request("Lange her").pk).update(created_at=now - timedelta(days=400))
        for days, name in ((3, "Nie bestätigt"), (1, "Noch Zeit")):
            asked = join_request(name, confirmed_at=None)
            JoinRequest.objects.filter(pk=asked.pk).update(created_at=now - timedelta(days=days))
        join_request("Wartet")
    clear()
    with set_up():
        assert {r.name for r in JoinRequest.objects.all()} == {"Noch Zeit", "Wartet"}
        assert set(Account.objects.filter(pk__in=[a.pk for a in accounts])) == set(accounts[1:])
        assert set(Invitation.objects.filter(pk__in=[old.pk, young.pk])) == {young}
        assert list(Session.objects.values_list("session_key", flat=True)) == ["neu"]
    with transaction_in(nord):
        assert Submission.objects.count() == 1
