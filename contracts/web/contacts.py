"""Contacts in two taps: one opens the page of one's centre, one counts (R23b). And their list, as numbers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from contracts.models import Centre, Contact
from contracts.policy import CentrePerm, centre_policy
from contracts.policy.offers import ContactPerm, contact_policy
from contracts.queries.offers import contact_counts, open_centres, own_today, teams_of
from contracts.usecases.contacts import last_of, record_contact, undo_contact
from contracts.web.forms.centres import LateContactForm
from contracts.web.navigation import space_tabs
from contracts.web.tables.centres import ContactFilter, ContactTable
from kernel.access.errors import AlreadySubmitted
from kernel.keys import uuid7
from kernel.web.forms import UseCaseForm, button, carry_out, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page

CHOSEN = "zentrum"
COUNTING = {Contact.Kind.WALK_IN: "contact-walk-in", Contact.Kind.COUNSELLING: "contact-counselling"}


def address(centre: Centre) -> str:
    return f"{reverse('contact-count')}?{CHOSEN}={centre.pk}"


@page(ContactPerm.VIEW)
def contacts(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        "contracts/contacts.html",
        tabs=space_tabs(request.actor),
        rows=contact_counts(request.actor),
        table=ContactTable,
        filterset=ContactFilter,
        filename="kontakte",
        can_count=contact_policy.allows(request.actor, ContactPerm.RECORD),
        empty_title="Noch keine Kontakte gezählt.",
        empty_text="Gezählt wird im Zentrum, mit einem Tippen je Kontakt.",
    )


@page(ContactPerm.RECORD)
def count(request: HttpRequest) -> HttpResponse:
    """Two big buttons for the chosen centre, or the own one; else the choice of a centre."""
    actor = request.actor
    own = teams_of(actor)
    every = list(open_centres(actor))
    wanted = request.GET.get(CHOSEN, "")
    chosen = next((c for c in every if str(c.pk) == wanted), own[0] if len(own) == 1 else None)
    done = own_today(actor)
    last = last_of(actor)
    return render(
        request,
        "contracts/contact_count.html",
        {
            "centre": chosen,
            "own": own,
            "others": [c for c in every if c not in own],
            "address": f"{reverse('contact-count')}?{CHOSEN}=",
            "kinds": [
                {
                    "label": kind.label,
                    "url": reverse(COUNTING[kind], args=[chosen.pk]) if chosen else "",
                    "count": done.get(kind.value, 0),
                    "submission": uuid7(),
                }
                for kind in Contact.Kind
            ],
            "total": sum(done.values()),
            "last": last,
            "button": button(last) if last else {},
        },
    )


@page(ContactPerm.RECORD, "POST")
def record(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """One more; a second tap on the same button before the page is back counts nothing twice."""
    centre = centre_policy.fetch(request.actor, CentrePerm.VIEW, among=Centre.objects.select_related("district"), pk=pk)
    label = Contact.Kind(kind).label
    form = UseCaseForm(request.POST)
    if form.run(record_contact, actor=request.actor, centre=centre, kind=kind) is None:
        if not isinstance(form.violation, AlreadySubmitted):
            raise form.violation or AlreadySubmitted
        messages.info(request, "Das war schon gezählt.")
    else:
        messages.success(request, f"Gezählt: {label} in {centre.name}.")
    return redirect(address(centre))


@page(ContactPerm.RECORD, "POST")
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = contact_policy.fetch(request.actor, ContactPerm.RECORD, among=Contact.objects.select_related("centre"), pk=pk)
    centre = row.centre
    return press(request, undo_contact, contact=row, done="Zurückgenommen.", to=lambda _: address(centre))


@page(ContactPerm.RECORD, "GET", "POST")
def late(request: HttpRequest) -> HttpResponse:
    own = teams_of(request.actor)
    initial = {"centre": own[0].pk if own else None, "kind": Contact.Kind.WALK_IN, "happened_on": request.actor.today}
    return carry_out(
        request,
        LateContactForm(posted(request), initial=initial, actor=request.actor, kinds=Contact.Kind),
        record_contact,
        done="Nachgetragen.",
        to=lambda c: address(c.centre),
        title="Kontakt nachtragen",
        submit="Zählen",
        cancel_url=reverse("contact-count"),
        crumbs=["Kontakt zählen", reverse("contact-count")],
        intro="Für heute genügt ein Tippen auf der Seite davor. Namen werden nie gespeichert.",
    )
