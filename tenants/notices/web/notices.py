"""A person's notices in an office or in a workspace, the number at the bell, and how often they come by mail."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from kernel import clock
from kernel.access.actor import Role
from kernel.keys import uuid7
from kernel.web import words
from kernel.web.forms import button, press
from kernel.web.lists import Pages
from kernel.web.stamps import account_page, page
from tenants.notices import queries
from tenants.notices.audience import kinds_of, words_of
from tenants.notices.models import Notice
from tenants.notices.policy import NoticePerm, notice_policy
from tenants.notices.usecases import reading
from tenants.notices.web.forms import FrequencyForm
from tenants.notices.web.places import at
from tenants.notices.web.targets import ICONS, target_of
from tenants.people.models import Membership
from tenants.registry.places import base_url

PER_PAGE = 25


@page(NoticePerm.VIEW)
def notices(request: HttpRequest, organisation: str = "") -> HttpResponse:
    shown = Pages(queries.notices_for(request.actor), PER_PAGE).get_page(request.GET.get("page", "1"))
    unread = queries.unread_for(request.actor)
    return render(
        request,
        "notices/notices.html",
        {
            "rows": [_row(request, notice) for notice in shown],
            "shown": shown,
            "unread": unread,
            "read_all_url": at(request, "bell-read-all"),
            "fields": {"submission": uuid7()},
            "settings_url": base_url("/konto/benachrichtigungen/"),
        },
    )


def _row(request: HttpRequest, notice: Notice) -> dict[str, Any]:
    event = notice.event
    note = [event.office.name if event.office else "", f"Termin {words.day(event.due_on)}" if event.due_on else ""]
    return {
        "title": " · ".join(filter(None, [words_of(event), event.code])),
        "note": ", ".join(filter(None, [*note, f"gemeldet am {words.day(notice.at)}"])),
        "icon": ICONS[event.kind],  # type: ignore[index]
        "url": target_of(request, event),
        "unread": notice.read_at is None,
        "read_url": at(request, "bell-read", pk=notice.pk),
        "fields": button(notice),
    }


@page(NoticePerm.VIEW)
def count(request: HttpRequest, organisation: str = "") -> HttpResponse:
    """Asked by the bell every minute, for the page that is looked at (docs/adr/0011)."""
    return JsonResponse({"unread": queries.unread_for(request.actor)}, headers={"Cache-Control": "no-store"})


@page(NoticePerm.READ, "POST")
def read(request: HttpRequest, pk: UUID, organisation: str = "") -> HttpResponse:
    notice = notice_policy.fetch(request.actor, NoticePerm.READ, pk=pk)
    return press(request, reading.read_notice, notice=notice, done="Gelesen.", to=lambda n: at(request, "bell"))


@page(NoticePerm.READ, "POST")
def read_all(request: HttpRequest, organisation: str = "") -> HttpResponse:
    return press(request, reading.read_all_notices, done="Alles gelesen.", to=lambda n: at(request, "bell"))


@account_page("GET", "POST", reason="each person chooses for themselves")
def frequencies(request: HttpRequest) -> HttpResponse:
    person = request.user.person  # type: ignore[union-attr]
    held = Membership.objects.on(clock.today()).filter(person=person).values_list("role", flat=True)
    kinds = kinds_of(frozenset(map(Role, held)))
    form = FrequencyForm(
        request.POST if request.method == "POST" else None, kinds=kinds, initial=queries.frequencies_of(person)
    )
    if request.method == "POST" and form.is_valid():
        reading.choose_frequencies(person=person, chosen=form.cleaned_data)
        messages.success(request, "Gespeichert.")
        return redirect("frequencies")
    return render(request, "notices/frequencies.html", {"form": form}, status=422 if form.is_bound else 200)
