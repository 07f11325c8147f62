"""Jobs of this app: queued with each event, and every minute (project.tasks) for what was to wait or was lost with a crash."""

from django.utils import timezone
from procrastinate.contrib.django import app

from kernel.tenancy.place import PORTAL, transaction_in
from tenants.notices import mails, outbox
from tenants.notices.webhooks import sending
from tenants.worklist.events import JOB, wake

MAILS, WEBHOOKS = "send_notice_mails", "send_webhooks"


@app.task(name=JOB, queueing_lock=JOB)
def deliver_notices(timestamp: int = 0, place: str = "") -> None:
    """Hand over what waits in the outbox, then wake those who send."""
    while outbox.hand_over() == outbox.BATCH:
        pass
    with transaction_in(PORTAL, read_only=True):
        now = timezone.now()
        jobs = {MAILS: mails.waiting(now).exists(), WEBHOOKS: sending.waiting(now).exists()}
    for job, needed in jobs.items():
        if needed:
            wake(job)


@app.task(name=MAILS, queueing_lock=MAILS)
def send_notice_mails(place: str) -> None:
    while mails.send_next():
        pass


@app.task(name=WEBHOOKS, queueing_lock=WEBHOOKS)
def send_webhooks(place: str) -> None:
    while sending.send_next():
        pass
