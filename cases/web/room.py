"""The conference room: one page that all participants have open. It works without scripts; with them it stays in step."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.models import Item, Resource, SheetEntry
from cases.policy.items import ItemPerm, SheetEntryPerm, item_policy, sheet_entry_policy
from cases.policy.resources import ResourcePerm, resource_policy
from cases.queries.resources import search_resources
from cases.queries.room import Room, room_for
from cases.usecases import room as usecases
from cases.usecases.protection import raise_concern
from cases.web.forms.room import ReviewForm
from cases.web.room_live import delivery
from cases.web.room_parts import STEPS
from kernel.access.errors import AlreadySubmitted, Denied, RuleViolation
from kernel.access.use_case import UseCase
from kernel.audit.reads import note_read
from kernel.keys import uuid7
from kernel.web.forms import UseCaseForm
from kernel.web.stamps import page

FOUND = 8
INSTITUTIONAL = SheetEntry.Kind.INSTITUTIONAL.value
KIND_OF = {Resource.Kind.PERSON.value: SheetEntry.Kind.SOCIAL.value}
CONTRIBUTIONS = [
    (SheetEntry.Kind.IDEA, "Idee"),
    *((kind, kind.label) for kind in SheetEntry.RESOURCES),
]


@page(ItemPerm.VIEW)
def room(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = room_for(request.actor, pk)
    if found is None:  # never was, or has left the room: the same words for everybody (R20)
        return render(request, "cases/room/gone.html", status=404)
    note_read(Item, pk)
    return render(request, "cases/room/room.html", _context(request, found))


def _context(request: HttpRequest, found: Room) -> dict[str, Any]:
    asked = request.GET.get("schritt", "")
    content = delivery(found, {})
    lists: dict[str, list[str]] = {}
    for part in content["parts"]:
        lists.setdefault(part["at"].replace("-", "_"), []).append(part["html"])
    texts = {t.step: t for t in found.texts.values()}
    return {
        "item": found.item,
        "rights": found.rights,
        "lists": lists,
        "empty_texts": {s for s in ("concern", "question", "situation", "will", "duties") if s not in texts},
        "step": int(asked) if asked in map(str, range(1, len(STEPS) + 1)) else found.step,
        "steps": list(enumerate(STEPS, 1)),
        "cursor": content["cursor"],
        "now": content["now"],
        "kinds": [(value.value, label) for value, label in CONTRIBUTIONS],
        "key": uuid7(),
        "submission": uuid7(),
        "review_form": ReviewForm(initial={"review_on": found.review_on, "version": found.item.version}),
        "resources": _resources(request, found.item),
        "can_search": resource_policy.allows(request.actor, ResourcePerm.VIEW),
    }


def _resources(request: HttpRequest, item: Item) -> dict[str, Any]:
    words = request.GET.get("suche", "").strip()[:120]
    if not words:
        return {"words": "", "rows": None}
    found = search_resources(request.actor, words, [item.district])[:FOUND]
    rows = [{"resource": row, "kind": KIND_OF.get(row.kind, INSTITUTIONAL), "key": uuid7()} for row in found]
    return {"words": words, "rows": rows}


@page(ItemPerm.VIEW)
def resources(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the district's map has for a word, beside the room."""
    found = room_for(request.actor, pk)
    if found is None:
        return render(request, "cases/room/gone.html", status=404)
    context = {"item": found.item, "rights": found.rights, "resources": _resources(request, found.item)}
    return render(request, "cases/room/_resources.html", context)


def _answer(request: HttpRequest, pk: UUID, *, step: int | None = None) -> HttpResponse:
    """To the script: done, its stream brings what is new. Without a script back to the room."""
    if request.headers.get("X-Room"):
        return JsonResponse({"ok": True})
    back = reverse("room", args=[pk])
    return redirect(f"{back}?schritt={step}" if step else back)


def _refused(request: HttpRequest, pk: UUID, error: RuleViolation) -> HttpResponse:
    if request.headers.get("X-Room"):
        return JsonResponse({"error": error.message}, status=error.status)
    messages.error(request, error.message)
    return redirect("room", pk)


def _do(request: HttpRequest, pk: UUID, use_case: UseCase, *, show: int | None = None, **given: Any) -> HttpResponse:
    try:
        use_case(actor=request.actor, **given)
    except AlreadySubmitted:
        pass  # sent twice, kept once
    except RuleViolation as error:
        return _refused(request, pk, error)
    except Denied as error:
        if not request.headers.get("X-Room"):
            raise
        return JsonResponse({"error": str(error)}, status=403)
    return _answer(request, pk, step=show)


@page(SheetEntryPerm.ADD, "POST")
def contribute(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An idea or a resource, with the browser's own key."""
    item = item_policy.fetch(request.actor, ItemPerm.VIEW, pk=pk)
    kind, resource = request.POST.get("kind", ""), None
    try:
        key = UUID(request.POST.get("key", ""))
        if chosen := request.POST.get("resource"):
            resource = resource_policy.fetch(request.actor, ResourcePerm.VIEW, pk=UUID(chosen))
    except ValueError:
        return _refused(request, pk, RuleViolation("Laden Sie die Seite neu und senden Sie es noch einmal."))
    text = request.POST.get("text", "")
    if len(text) > (SheetEntry._meta.get_field("text").max_length or 0):
        return _refused(request, pk, RuleViolation("Bitte kürzer: höchstens 600 Zeichen."))
    step = 6 if kind == SheetEntry.Kind.IDEA else 5
    given = {"item": item, "kind": kind, "text": text, "key": key, "resource": resource}
    return _do(request, pk, usecases.contribute, show=step, **given)


@page(SheetEntryPerm.SELECT, "POST")
def select(request: HttpRequest, pk: UUID, entry: UUID) -> HttpResponse:
    row = sheet_entry_policy.fetch(request.actor, SheetEntryPerm.SELECT, pk=entry, item=pk)
    chosen = request.POST.get("selected") == "1"
    return _do(request, pk, usecases.select_idea, show=7, entry=row, selected=chosen)


@page(SheetEntryPerm.CHANGE, "POST")
def withdraw(request: HttpRequest, pk: UUID, entry: UUID) -> HttpResponse:
    row = sheet_entry_policy.fetch(request.actor, SheetEntryPerm.CHANGE, pk=entry, item=pk)
    return _do(request, pk, usecases.withdraw_entry, entry=row)


@page(ItemPerm.MODERATE, "POST")
def go_to_step(request: HttpRequest, pk: UUID) -> HttpResponse:
    item = item_policy.fetch(request.actor, ItemPerm.MODERATE, pk=pk)
    step = request.POST.get("step", "")
    return _do(request, pk, usecases.go_to_step, item=item, step=int(step) if step.isdecimal() and len(step) < 3 else 0)


@page(ItemPerm.MODERATE, "POST")
def start_clock(request: HttpRequest, pk: UUID) -> HttpResponse:
    item = item_policy.fetch(request.actor, ItemPerm.MODERATE, pk=pk)
    return _do(request, pk, usecases.start_clock, item=item)


@page(ItemPerm.SELECT, "POST")
def set_review(request: HttpRequest, pk: UUID) -> HttpResponse:
    item = item_policy.fetch(request.actor, ItemPerm.SELECT, pk=pk)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        sentences = [str(sentence) for errors in form.errors.values() for sentence in errors]
        return _refused(request, pk, RuleViolation(" ".join(sentences)))
    review_on = form.cleaned_data["review_on"]
    return _do(request, pk, usecases.set_review, show=9, item=item, review_on=review_on)


@page(ItemPerm.MODERATE, "POST")
def finish(request: HttpRequest, pk: UUID) -> HttpResponse:
    item = item_policy.fetch(request.actor, ItemPerm.MODERATE, pk=pk)
    return _do(request, pk, usecases.finish, item=item)


@page(ItemPerm.VIEW, "POST")
def concern(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Signs of endangerment: the item leaves the room for everybody, without a word on why (R20)."""
    item = item_policy.fetch(request.actor, ItemPerm.VIEW, pk=pk)
    form = UseCaseForm(request.POST)
    form.run(raise_concern, actor=request.actor, item=item)
    if form.violation and not isinstance(form.violation, AlreadySubmitted):
        return _refused(request, pk, form.violation)
    messages.success(request, "Gemeldet. Die Leitung und die zuständige Fachkraft gehen dem sofort nach.")
    return redirect("/")
