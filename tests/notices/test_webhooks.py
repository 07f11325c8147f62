"""Webhooks: signed, sent once, tried again for a day, replayed; each place its own. The receiver is a real one."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from kernel.access.actor import Role
from kernel.access.errors import RuleViolation
from kernel.tenancy.place import bound
from tenants.notices.models import Delivery, Endpoint, Notice
from tenants.notices.usecases import webhooks
from tenants.notices.webhooks import connection, sending
from tenants.notices.webhooks.sending import ATTEMPTS, send_next, wait_after
from tenants.worklist.models import Event
from tests.database import set_up
from tests.factories import people
from tests.notices.conftest import delivery_to, due_now, endpoint, hand_over, in_workspace

pytestmark = pytest.mark.django_db


def send_all() -> int:
    sent = 0
    while send_next():
        sent += 1
    return sent


def test_the_library_verifies_what_was_sent(receiver, proof_asked):
    row = endpoint(receiver.url, office="nord")
    subject = proof_asked()
    hand_over()
    assert send_all() == 1
    ((headers, body),) = receiver.got
    got = Webhook(row.clear).verify(body, headers)
    assert got["type"] == "proof_due.due"
    assert got["data"] == {
        "id": got["data"]["id"], "kind": "proof_due", "done": False, "office": "nord", "organisation": "alpha",
        "subject": subject, "code": "V-7/2026", "due_on": got["data"]["due_on"],
    }  # fmt: skip
    with pytest.raises(WebhookVerificationError):
        Webhook(row.clear).verify(body.replace(b"alpha", b"beta!"), headers)
    done = delivery_to(row)
    assert (done.state, done.status, done.attempts, done.next_at) == ("delivered", 204, 1, None)


def test_each_place_gets_its_own_events_only(receiver, proof_asked):
    rows = {
        name: endpoint(receiver.url, **owner)
        for name, owner in {
            "nord": {"office": "nord"}, "sued": {"office": "sued"}, "alpha": {"organisation": "alpha"}, "beta": {"organisation": "beta"},
        }.items()
    }  # fmt: skip
    proof_asked("alpha")
    hand_over()
    with set_up():
        got = set(Delivery.objects.values_list("endpoint", flat=True))
    assert got == {rows["nord"].pk, rows["alpha"].pk}


def test_the_database_shows_a_place_its_own_endpoints_and_deliveries_only(
    nord, sued, alpha, beta, receiver, proof_asked
):
    office, provider = endpoint(receiver.url, office="nord"), endpoint(receiver.url, organisation="alpha")
    proof_asked()
    hand_over()
    for place, seen in ((nord, {office.pk}), (sued, set()), (alpha, {provider.pk}), (beta, set())):
        with bound(place):
            assert set(Endpoint.objects.values_list("pk", flat=True)) == seen
            assert set(Delivery.objects.values_list("endpoint", flat=True)) == seen


def test_what_was_not_asked_for_is_not_sent(receiver, proof_asked):
    row = endpoint(receiver.url, office="nord")
    with set_up():
        Endpoint.objects.filter(pk=row.pk).update(kinds=["task_due"])
    proof_asked()
    hand_over()
    assert send_all() == 0


def test_a_failure_is_tried_again_at_growing_distances_over_a_day_and_then_the_endpoint_rests(receiver, proof_asked):
    keeper = in_workspace("alpha", Role.PROVIDER_ADMIN)
    row = endpoint(receiver.url, organisation="alpha")
    receiver.status = 500
    proof_asked()
    hand_over()
    waits = []
    for _ in range(ATTEMPTS - 1):
        assert send_all() == 1
        waiting = delivery_to(row)
        waits.append(round((waiting.next_at - waiting.tried_at).total_seconds() / 60))
        assert (waiting.state, waiting.status, waiting.fault) == ("waiting", 500, "refused")
        due_now(waiting)
    assert waits == [1, 4, 16, 64, 256, 1024]
    assert timedelta(hours=22) < sum((wait_after(n) for n in range(1, ATTEMPTS)), timedelta()) < timedelta(hours=25)
    send_all()
    failed = delivery_to(row)
    assert (failed.state, failed.attempts, failed.next_at) == ("failed", ATTEMPTS, None)
    assert failed.endpoint.paused_at and len({h["webhook-id"] for h, _ in receiver.got}) == 1
    hand_over()
    with set_up():
        assert Notice.objects.filter(person=keeper, event__kind="webhook_paused", organisation="alpha").count() == 1


def test_while_it_rests_events_wait_and_go_when_it_is_resumed(
    nord, receiver, proof_asked, django_capture_on_commit_callbacks
):
    row = endpoint(receiver.url, office="nord")
    with set_up():
        Endpoint.objects.update(paused_at=timezone.now())
    proof_asked()
    hand_over()
    assert send_all() == 0
    admin = people.actor(nord, Role.OFFICE_ADMIN)
    with bound(nord):
        webhooks.resume_endpoint(actor=admin, endpoint=row)
    assert send_all() == 1 and delivery_to(row).state == "delivered"


def test_who_answers_410_is_asked_no_more(receiver, proof_asked):
    row = endpoint(receiver.url, office="nord")
    receiver.status = 410
    proof_asked()
    hand_over()
    send_all()
    assert (delivery_to(row).state, delivery_to(row).fault) == ("failed", "gone") and delivery_to(
        row
    ).endpoint.paused_at


def test_a_redirect_is_not_followed(receiver, proof_asked):
    row = endpoint(receiver.url, office="nord")
    receiver.status, receiver.headers = 307, {"Location": receiver.url}
    proof_asked()
    hand_over()
    send_all()
    assert len(receiver.got) == 1 and delivery_to(row).fault == "redirect"


def test_who_does_not_answer_in_time_is_left(receiver, proof_asked, monkeypatch):
    monkeypatch.setattr(connection, "SECONDS", 0.3)
    receiver.wait = 5
    row = endpoint(receiver.url, office="nord")
    proof_asked()
    hand_over()
    send_all()
    assert (delivery_to(row).fault, delivery_to(row).state) == ("timeout", "waiting")


def test_where_nobody_listens_it_is_tried_again(receiver, proof_asked):
    row = endpoint("http://127.0.0.1:9/", office="nord")
    proof_asked()
    hand_over()
    send_all()
    assert (delivery_to(row).fault, delivery_to(row).state) == ("unreachable", "waiting")


def test_an_address_that_turned_private_is_refused_at_delivery(receiver, proof_asked, settings):
    row = endpoint(receiver.url.replace("http:", "https:"), office="nord")
    settings.WEBHOOK_LOOPBACK = False
    proof_asked()
    hand_over()
    send_all()
    assert delivery_to(row).fault == "address" and receiver.got == []


def test_what_one_worker_is_sending_another_leaves(receiver, proof_asked, monkeypatch):
    """While an attempt is under way the message is claimed; a second worker finds nothing to do."""
    endpoint(receiver.url, office="nord")
    proof_asked()
    hand_over()
    others = []
    post = connection.post

    def meanwhile(*given):
        others.append(send_next())
        return post(*given)

    monkeypatch.setattr(sending.connection, "post", meanwhile)
    assert send_all() == 1 and others == [False] and len(receiver.got) == 1


def test_a_replay_sends_the_same_message_again(nord, receiver, proof_asked):
    row = endpoint(receiver.url, office="nord")
    proof_asked()
    hand_over()
    send_all()
    admin = people.actor(nord, Role.OFFICE_ADMIN)
    with bound(nord):
        webhooks.replay_delivery(actor=admin, delivery=delivery_to(row))
        with pytest.raises(RuleViolation, match="gerade gesendet"):
            webhooks.replay_delivery(actor=admin, delivery=delivery_to(row))
    assert send_all() == 1
    (first, body), (second, again) = receiver.got
    assert first["webhook-id"] == second["webhook-id"] and body == again


def test_a_test_message_is_sent_once_and_pauses_nothing(nord, receiver):
    row = endpoint(receiver.url, office="nord")
    admin = people.actor(nord, Role.OFFICE_ADMIN)
    receiver.status = 500
    with bound(nord):
        webhooks.send_test(actor=admin, endpoint=row)
    assert send_all() == 1
    assert json.loads(receiver.got[0][1])["type"] == "test"
    assert delivery_to(row).state == "failed" and not delivery_to(row).endpoint.paused_at


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1/", "https://10.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/"]
)
def test_a_private_address_is_refused_when_it_is_entered(nord, url):
    admin = people.actor(nord, Role.OFFICE_ADMIN)
    with bound(nord), pytest.raises(RuleViolation, match="internen Netz"):
        webhooks.create_endpoint(actor=admin, name="Innen", url=url, kinds=["proof_due"])


def verified_by(secrets: list[str], message: tuple[dict[str, str], bytes]) -> list[bool]:
    headers, body = message
    found = []
    for secret in secrets:
        try:
            Webhook(secret).verify(body, headers)
            found.append(True)
        except WebhookVerificationError:
            found.append(False)
    return found


def test_after_a_renewal_both_secrets_hold_for_a_week_and_then_the_new_one_alone(nord, receiver, proof_asked):
    row, admin = endpoint(receiver.url, office="nord"), people.actor(nord, Role.OFFICE_ADMIN)
    with bound(nord):
        new = webhooks.renew_secret(actor=admin, endpoint=Endpoint.objects.get()).secret
    secrets = [row.clear, new]
    proof_asked()
    hand_over()
    send_all()
    assert verified_by(secrets, receiver.got[-1]) == [True, True]
    with set_up():
        kept = Endpoint.objects.get()
        assert timedelta(days=6) < kept.old_until - timezone.now() < timedelta(days=8)
        assert row.clear[6:] not in kept.old_secret
        Endpoint.objects.update(old_until=timezone.now() - timedelta(seconds=1))
    proof_asked()
    hand_over()
    send_all()
    assert verified_by(secrets, receiver.got[-1]) == [False, True]


def test_a_secret_that_became_known_is_worth_nothing_at_once(nord, receiver, proof_asked):
    row, admin = endpoint(receiver.url, office="nord"), people.actor(nord, Role.OFFICE_ADMIN)
    with bound(nord):
        webhooks.renew_secret(actor=admin, endpoint=Endpoint.objects.get())
        last = webhooks.renew_secret(actor=admin, endpoint=Endpoint.objects.get(), at_once=True).secret
    proof_asked()
    hand_over()
    send_all()
    assert verified_by([row.clear, last], receiver.got[-1]) == [False, True]
    assert len(receiver.got[-1][0]["webhook-signature"].split()) == 1


def test_the_secret_lies_sealed(nord, receiver):
    admin = people.actor(nord, Role.OFFICE_ADMIN)
    with bound(nord):
        made = webhooks.create_endpoint(actor=admin, name="A", url=receiver.url, kinds=["proof_due"])
    assert made.secret.startswith("whsec_") and made.secret[6:] not in made.sealed_secret
    with set_up():
        assert not hasattr(Endpoint.objects.get(pk=made.pk), "secret") and Event.objects.count() == 0
