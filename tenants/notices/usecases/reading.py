"""What people do with their notices."""

from collections.abc import Mapping

from django.utils import timezone

from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from tenants.notices.frequency import mail_time
from tenants.notices.models import Notice, Preference
from tenants.notices.policy import NoticePerm, notice_policy
from tenants.people.models import Person


@use_case(NoticePerm.READ, on="notice")
def read_notice(*, actor: Actor, notice: Notice) -> Notice:
    """Read once, and then no mail reminds of it; again changes nothing."""
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])
    return notice


@use_case(NoticePerm.READ)
def read_all_notices(*, actor: Actor) -> Notice:
    """Everything that is shown to the person here."""
    unread = list(notice_policy.rows(actor, NoticePerm.READ).filter(read_at=None).select_for_update(of=("self",)))
    if not unread:
        raise RuleViolation("Sie haben schon alles gelesen.")
    Notice.objects.filter(pk__in=[n.pk for n in unread]).update(read_at=timezone.now())
    for notice in unread[1:]:
        also_changed(notice, "read_at")
    return unread[0]


def choose_frequencies(*, person: Person, chosen: Mapping[str, str]) -> None:
    """How often each kind comes by mail, from now on and for what waits; at the base host, for oneself."""
    Preference.objects.bulk_create(
        [Preference(person=person, kind=kind, frequency=frequency) for kind, frequency in chosen.items()],
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["frequency"],
    )
    now = timezone.now()
    for kind, frequency in chosen.items():
        waiting = Notice.objects.filter(person=person, event__kind=kind, mail_at__isnull=False)
        waiting.update(mail_at=mail_time(frequency, now))
