"""Notices by mail, gathered per person: kind, code, office, day and a link; nothing about clients is in an event at all."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from kernel.clock import today
from kernel.tenancy.place import PORTAL, transaction_in
from tenants.notices.audience import words_of
from tenants.notices.models import Notice
from tenants.notices.policy import notice_policy
from tenants.people.actors import NoAccess, enter_place
from tenants.people.mail import address_for, send_template
from tenants.people.places import workspace_path
from tenants.registry.places import base_url, office_url

PATH = "benachrichtigungen/"


def waiting(now: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(mail_at__lte=now)


def send_next() -> bool:
    """One person's mail, of all that is due for them now; whether there was one to think about.

    It is queued in the transaction in which the notices are marked: together or not at all.
    """
    with transaction_in(PORTAL):
        due = waiting(timezone.now()).select_for_update(of=("self",), skip_locked=True)
        first = due.order_by("mail_at", "id").first()
        if first is None:
            return False
        taken = list(due.filter(person=first.person_id))
        shown = _still_theirs(first.person_id, taken)
        if shown and (to := address_for(first.person_id)):
            send_template(to, "notices", {"notices": shown, "settings_url": base_url(f"/konto/{PATH}")})
        Notice.objects.filter(pk__in=[n.pk for n in taken]).update(mail_at=None)
    return True


def _still_theirs(person: UUID, taken: list[Notice]) -> list[dict[str, Any]]:
    """Of these what is unread and the person may still see, asked as a page would ask."""
    unread = Notice.objects.filter(pk__in=[n.pk for n in taken], read_at=None)
    places = unread.select_related("office", "organisation").order_by()
    found: list[Notice] = []
    for place in {notice.place for notice in places}:
        try:
            actor = enter_place(person, place, today())
        except NoAccess:
            continue
        at = {"office": place.key} if place.is_office else {"organisation": place.key}
        found += notice_policy.rows(actor, among=unread.filter(**at)).select_related("event__office")
    return [
        {"what": words_of(n.event), "event": n.event, "url": url_of(n)}
        for n in sorted(found, key=lambda n: (n.event.due_on or today(), n.pk))
    ]


def url_of(notice: Notice) -> str:
    """The page with the person's notices, where this one is shown."""
    if notice.office_id:
        return office_url(notice.office_id, f"/{PATH}")
    return base_url(workspace_path(str(notice.organisation_id)) + PATH)
