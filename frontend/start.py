"""The service's own address: where strangers sign in, and from where each person goes on to their places."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from kernel import clock
from kernel.web.stamps import public_page
from tenants.people.places import places_of


@public_page("GET", reason="strangers find the sign-in here")
def start(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return render(request, "landing.html")
    places = places_of(request.user.person_id, clock.today())
    if len(places) == 1 and not places[0]["waiting"] and "alle" not in request.GET:
        return HttpResponseRedirect(places[0]["url"])
    return render(request, "start.html", {"places": places})
