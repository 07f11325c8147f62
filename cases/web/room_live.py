"""The room's stream, and the same content for browsers behind a proxy that lets no stream through."""

import json
import time
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import set_urlconf

from cases.models import Item
from cases.policy.items import ItemPerm, item_policy
from cases.queries.room import Questions, Room, room_for
from cases.web.room_parts import cursor_of, marks_of, now, parts_of
from kernel import clock
from kernel.audit import reads
from kernel.live.notices import Room as Address
from kernel.live.stream import Ended, Message, Subscription, hand_over
from kernel.tenancy.place import transaction_in
from kernel.web.stamps import page
from tenants.people.actors import NoAccess, enter_place
from tenants.people.sign_in import still_signed_in
from tenants.registry.places import place_for_host

LOOK_AGAIN = 2.0  # seconds for which a session and an office that were looked at hold


@page(ItemPerm.VIEW)
def stream(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Opened like the page and logged as a read; from then on `Reader` reads with the rights of the moment."""
    item = item_policy.fetch(request.actor, ItemPerm.VIEW, pk=pk)
    has = request.headers.get("Last-Event-ID") or request.GET.get("stand", "")
    host = request.get_host().rsplit(":", 1)[0].lower()
    reader = Reader(host, request.urlconf, request.actor.person, request.session.session_key or "", item.pk, has)
    return hand_over(request, Subscription(Address(request.actor.place, item.pk), request.actor.person, reader.read))


@page(ItemPerm.VIEW)
def state(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All of the room, or 204 for whoever has it already (`?stand=`)."""
    room = room_for(request.actor, pk)
    if room is None:
        raise Http404("Das gibt es hier nicht.")
    cursor = cursor_of(marks_of(room))
    if request.GET.get("stand") == cursor:
        return HttpResponse(status=204)
    reads.note_read(Item, pk)
    answer = JsonResponse(delivery(room, {}))
    answer["Cache-Control"] = "no-store"
    return answer


def delivery(room: Room, known: dict[str, str]) -> dict[str, Any]:
    """What a browser gets that has `known`; `all` names every part when it may have others, `gone` those to take out."""
    marks = marks_of(room)
    content: dict[str, Any] = {
        "cursor": cursor_of(marks),
        "now": now(),
        "step": room.step,
        "rights": {name: getattr(room.rights, name) for name in room.rights.__slots__},
        "parts": [part.data for part in parts_of(room, known)],
    }
    return content | ({"gone": sorted(known.keys() - marks.keys())} if known else {"all": sorted(marks)})


class Reader:
    """One reader's view of one room, remembering marks and what to ask: never a text, and no right."""

    def __init__(self, host: str, urlconf: Any, person: UUID, session_key: str, item: UUID, has: str) -> None:
        self.host, self.urlconf, self.person, self.session_key, self.item = host, urlconf, person, session_key, item
        self.has = has  # the cursor that the browser brought, until the first delivery
        self.known: dict[str, str] = {}
        self.looked_at = 0.0
        self.asked: Questions | None = None

    def read(self) -> Message | None:
        """In a thread, outside any transaction."""
        place = place_for_host(self.host)
        if place is None or place.status != "active":
            raise Ended("gone")
        if time.monotonic() - self.looked_at > LOOK_AGAIN:
            if not still_signed_in(self.session_key, self.person, place):
                raise Ended("signed_out")
            self.looked_at = time.monotonic()
        set_urlconf(self.urlconf)  # of this thread, in which no request runs
        # What is delivered is part of the read that was logged when the stream was opened.
        with reads.collecting(), transaction_in(place, read_only=True):
            try:
                actor = enter_place(self.person, place, clock.today())
            except NoAccess:
                raise Ended("gone") from None
            if self.asked is None or self.asked.actor != actor:  # other roles, another day: other questions
                self.asked = Questions(actor, self.item)
            room = room_for(actor, self.item, self.known, self.asked)
            if room is None:
                raise Ended("gone")
            return self._message(room)

    def _message(self, room: Room) -> Message | None:
        marks = marks_of(room)
        cursor, has = cursor_of(marks), self.has
        self.has = ""
        if cursor == has or marks == self.known:
            self.known = marks
            return None
        content, self.known = delivery(room, self.known), marks
        return Message(json.dumps(content, ensure_ascii=False, separators=(",", ":")), cursor)
