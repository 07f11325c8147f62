"""A person's calendar address: its page, and what the address answers."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.calendar_files import entry_of
from cases.models import CalendarFeed, TeamSession
from cases.policy.teams import FeedPerm, feed_policy
from cases.queries.teams import own_sessions
from cases.usecases import feeds as usecases
from kernel.calendar_files import PUBLISH, as_text, calendar
from kernel.clock import today
from kernel.web.forms import UseCaseForm, button, press
from kernel.web.rate import too_many
from kernel.web.stamps import page, public_page
from tenants.people.actors import NoAccess, enter_office
from tenants.people.models import hash_of
from tenants.registry.places import office_url

BACK, AHEAD = timedelta(days=30), timedelta(days=400)
LONGEST = 100  # characters of a token that are looked at


@page(FeedPerm.OWN, "GET", "POST")
def feed(request: HttpRequest) -> HttpResponse:
    """Whether one has an address; sent, a new one is made and shown this once."""
    form = UseCaseForm(request.POST if request.method == "POST" else None)
    made = form.run(usecases.open_feed, actor=request.actor) if request.method == "POST" else None
    row = feed_policy.rows(request.actor).filter(revoked_at=None).first()
    context = {
        "feed": row,
        "address": getattr(made, "address", ""),
        "form": form,
        "button": button(row) if row else {},
        "fresh": UseCaseForm()["submission"].value(),
    }
    return render(request, "cases/feed.html", context, status=form.status)


@page(FeedPerm.OWN, "POST")
def revoke(request: HttpRequest, pk: str) -> HttpResponse:
    row = feed_policy.fetch(request.actor, FeedPerm.OWN, pk=pk)
    return press(
        request,
        usecases.revoke_feed,
        done="Die Adresse gilt nicht mehr.",
        to=lambda _: reverse("feed"),
        feed=row,
    )


@public_page(
    "GET", reason="a calendar program cannot sign in; the random address is the person's own, it holds no client data"
)
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """The person's own sessions. Unknown, revoked and without access are the same 404."""
    if too_many(request):
        return render(request, "429.html", status=429)
    place = request.place  # type: ignore[attr-defined]
    token = request.GET.get("zugang", "")[:LONGEST]
    row = CalendarFeed.objects.filter(token_hash=hash_of(token), revoked_at=None).first()
    if row is None:
        raise Http404("Diese Adresse gibt es nicht.")
    try:
        actor = enter_office(row.person, place, today(), via="feed")
    except NoAccess:
        raise Http404("Diese Adresse gibt es nicht.") from None
    rows = own_sessions(actor).filter(held_on__range=(actor.today - BACK, actor.today + AHEAD))
    entries = [
        entry_of(session, actor.place, office_url(actor.place, reverse("session", args=[session.pk])))
        for session in rows.exclude(state=TeamSession.State.CANCELLED, invited_at=None)
    ]
    text = as_text(calendar(f"Sitzungen, {place.name}", PUBLISH, entries))
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Disposition"] = 'inline; filename="sitzungen.ics"'
    return answer
