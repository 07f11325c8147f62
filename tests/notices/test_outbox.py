"""The outbox: told with the change, handed over once, to those whose role lets them see it."""

from datetime import timedelta

import pytest
from django.db import transaction

from kernel import clock
from kernel.access.actor import Role
from kernel.tenancy.place import bound
from tenants.notices import outbox
from tenants.notices.models import Notice
from tenants.people.models import Membership
from tenants.worklist.items import Kind, close_item, open_item
from tenants.worklist.models import Event
from tests.database import set_up
from tests.factories import people
from tests.notices.conftest import hand_over, in_workspace

pytestmark = pytest.mark.django_db


def notices() -> list[Notice]:
    with set_up():
        return list(Notice.objects.select_related("event", "person"))


def test_a_change_that_is_taken_back_tells_nothing(nord):
    with bound(nord), pytest.raises(ValueError), transaction.atomic():
        open_item(office="nord", organisation="alpha", kind=Kind.TASK_DUE, subject="1", due_on=clock.today())
        raise ValueError
    with set_up():
        assert not Event.objects.exists()


def test_who_leads_at_the_provider_gets_it_and_nobody_else(nord, proof_asked):
    lead, other, worker = (
        in_workspace("alpha", Role.PROVIDER_MANAGER),
        in_workspace("beta", Role.PROVIDER_MANAGER),
        in_workspace("alpha", Role.PROVIDER_WORKER),
    )
    proof_asked()
    hand_over()
    told = {n.person_id for n in notices()}
    assert lead.pk in told and not told & {other.pk, worker.pk}


def test_what_happens_in_a_county_is_told_to_who_works_there(proof_asked):
    there = in_workspace("alpha", Role.PROVIDER_MANAGER)
    in_workspace("alpha", Role.PROVIDER_MANAGER, county="sued")
    in_workspace("alpha", Role.PROVIDER_MANAGER, county="")
    proof_asked()
    hand_over()
    assert [n.person_id for n in notices()] == [there.pk]


def test_what_was_handed_over_is_not_handed_over_again(proof_asked):
    in_workspace("alpha", Role.PROVIDER_MANAGER)
    proof_asked()
    assert outbox.hand_over() == 1 and outbox.hand_over() == 0
    with set_up():  # even if a crash had left it waiting, nobody is told twice
        Event.objects.update(told_at=None)
    outbox.hand_over()
    assert len(notices()) == 1


def test_the_same_thing_opened_again_unchanged_tells_nothing(nord):
    same = {"office": "nord", "organisation": "alpha", "kind": Kind.TASK_DUE, "subject": "1", "due_on": clock.today()}
    with bound(nord):
        open_item(**same)
        hand_over()
        open_item(**same)
        assert Event.objects.count() == 1
        open_item(**same | {"due_on": clock.today() + timedelta(days=1)})
        assert Event.objects.count() == 2


def test_what_is_due_in_a_year_is_told_three_weeks_before(proof_asked):
    in_workspace("alpha", Role.PROVIDER_MANAGER)
    proof_asked(days=365)
    hand_over()
    assert notices() == []
    with set_up():
        event = Event.objects.get()
        assert event.tell_on == event.due_on - timedelta(days=21)
        Event.objects.update(tell_on=clock.today())
    hand_over()
    assert len(notices()) == 1


def test_what_is_done_before_it_was_told_is_not_told_as_due(nord, proof_asked):
    subject = proof_asked(days=365)
    with bound(nord):
        close_item(office="nord", organisation="alpha", kind=Kind.PROOF_DUE, subject=subject)
        assert [e.done for e in Event.objects.filter(told_at=None)] == [True]


def test_done_settles_what_was_unread_and_tells_the_office(nord, proof_asked):
    in_workspace("alpha", Role.PROVIDER_MANAGER)
    finance = people.actor(nord, Role.FINANCE)
    subject = proof_asked()
    hand_over()
    with bound(nord):
        close_item(office="nord", organisation="alpha", kind=Kind.PROOF_DUE, subject=subject)
    hand_over()
    due, done = sorted(notices(), key=lambda n: n.event.done)
    assert due.read_at and due.mail_at is None
    assert (done.person_id, done.office_id, done.read_at) == (finance.person, "nord", None)


def test_provider_staff_without_instruction_are_told_nothing_in_the_office(nord):
    """R19: without a valid instruction the office is closed to them."""
    from tenants.worklist import events

    valid, expired = people.person(), people.person()
    people.membership(valid, nord, Role.PROVIDER_WORKER, "alpha")
    people.membership(expired, nord, Role.PROVIDER_WORKER, "alpha", instructed_until=clock.today() - timedelta(days=1))
    with bound(nord):
        for someone in (valid, expired):
            events.tell(events.Kind.SESSION_INVITED, office="nord", person=someone.pk, subject="1")
    hand_over()
    assert [n.person_id for n in notices()] == [valid.pk]


def test_who_lost_the_role_is_told_nothing(proof_asked):
    gone = in_workspace("alpha", Role.PROVIDER_MANAGER)
    with set_up():
        Membership.objects.filter(person=gone).update(ends=clock.today() - timedelta(days=1))
    proof_asked()
    hand_over()
    assert notices() == []


def test_an_event_holds_codes_and_ids_and_no_text(proof_asked):
    proof_asked()
    with set_up():
        event = Event.objects.get()
    assert (event.code, event.kind) == ("V-7/2026", "proof_due")
    texts = {f.name: f.max_length for f in Event._meta.fields if f.get_internal_type() in ("TextField", "CharField")}
    assert max(texts.values()) <= 64
