"""Invitations to sessions by mail, with an entry for the calendar; they never say anything about a case (R17)."""

from collections.abc import Iterable
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse

from cases.calendar_files import entry_of, subject_of
from cases.models import Guest, Item, TeamMember, TeamSession
from cases.queries.teams import on_day
from contracts.queries.names import names_of
from kernel.access.actor import Actor
from kernel.calendar_files import CANCEL, REQUEST, as_text, calendar
from tenants.people import mail
from tenants.registry.models import Office
from tenants.registry.places import office_url
from tenants.worklist import events


def invited_to(session: TeamSession) -> set[UUID]:
    """The team of that day, the moderator, and who brings something in."""
    team = TeamMember.objects.filter(on_day(session.held_on), district=session.district_id)
    presenters = Item.objects.filter(session=session).values_list("presenter", flat=True)
    people = {*team.values_list("person", flat=True), *presenters}
    return people | ({session.moderator} if session.moderator else set())


def tell(actor: Actor, session: TeamSession, kind: str, people: Iterable[UUID]) -> None:
    """Queue one mail each: `kind` is "invited", "changed" or "cancelled"."""
    office = Office.objects.get(key=actor.place).name
    url = office_url(actor.place, reverse("session", args=[session.pk], urlconf="project.urls_office"))
    cancelled = kind == "cancelled"
    entry = entry_of(session, actor.place, url, cancelled=cancelled)
    attached = as_text(calendar(office, CANCEL if cancelled else REQUEST, [entry]))
    words = {"invited": "", "changed": "Geändert: ", "cancelled": "Abgesagt: "}
    context = {
        "kind": kind,
        "session": session,
        "subject": subject_of(session),
        "moderator": names_of(actor, [session.moderator]).get(session.moderator, "") if session.moderator else "",
        "url": url,
        "office": office,
    }
    body = render_to_string("cases/mail/session.txt", context)
    for person in sorted(people):
        if kind == "invited":
            events.tell(
                events.Kind.SESSION_INVITED,
                office=actor.place,
                person=person,
                subject=session.pk,
                due_on=session.held_on,
            )
        mail.send_to_person(person, words[kind] + subject_of(session), body, calendar=attached)


def tell_guest(actor: Actor, guest: Guest, url: str) -> None:
    """The guest's own address by mail; the subject names only the team."""
    session = guest.item.session
    if not guest.email or session is None:
        return
    context = {
        "district": session.district.name,
        "session": session,
        "url": url,
        "office": Office.objects.get(key=actor.place).name,
    }
    mail.send_later(guest.email, subject_of(session), render_to_string("cases/mail/guest.txt", context))
