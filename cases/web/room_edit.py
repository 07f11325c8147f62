"""Pages beside the room on which a text, an entry or a block is changed: with versions, so nobody overwrites another."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cases.models import HelpBlock, Item, SheetEntry, SheetText
from cases.policy.items import (
    HelpBlockPerm,
    ItemPerm,
    SheetEntryPerm,
    SheetTextPerm,
    help_block_policy,
    item_policy,
    sheet_entry_policy,
)
from cases.policy.resources import resource_policy
from cases.usecases import blocks, preparation, room
from cases.web.forms.room import BlockForm, EntryForm, GoalForm, TextForm
from kernel.access.errors import Conflict
from kernel.web.forms import carry_out, form_page, initial_of, posted, press
from kernel.web.stamps import page


def _place(item: Item, step: int) -> dict[str, Any]:
    back = f"{reverse('room', args=[item.pk])}?schritt={step}"
    return {"cancel_url": back, "crumbs": [f"Beratung {item.code}", back], "to": lambda row: back}


STEP_OF_TEXT = {"concern": 1, "question": 1, "situation": 2, "will": 3, "duties": 3}


@page(SheetTextPerm.WRITE, "GET", "POST")
def text(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    """A text of the sheet. Where somebody saved meanwhile, both stand side by side to be put together."""
    item = item_policy.fetch(request.actor, ItemPerm.PREPARE, pk=pk)
    if step not in STEP_OF_TEXT:
        raise Http404("Diesen Schritt hat das Blatt nicht.")
    label = SheetText.Step(step).label
    row = SheetText.objects.filter(item=item, step=step).first()
    version, stored = (row.version, row.text) if row else (0, "")
    form = TextForm(posted(request), initial={"text": stored, "version": version})
    form.fields["text"].label = label
    around = _place(item, STEP_OF_TEXT[step])
    if form.is_bound and form.run(preparation.write_text, actor=request.actor, item=item, step=step):
        return redirect(around["cancel_url"])
    if clash := isinstance(form.violation, Conflict):
        written = request.POST.copy()  # what is saved next was written with the other text in view
        written["version"] = str(version)
        form.data = written
    return form_page(
        request,
        form,
        title=f"{label} ändern",
        submit="Speichern",
        template="cases/room/text.html",
        state="Das liest das ganze Team. Schreiben Sie Kürzel statt Namen.",
        clash=clash,
        stored=stored,
        cancel_url=around["cancel_url"],
        crumbs=around["crumbs"],
    )


@page(SheetEntryPerm.CHANGE, "GET", "POST")
def entry(request: HttpRequest, pk: UUID, entry: UUID) -> HttpResponse:
    among = SheetEntry.objects.select_related("item")
    row = sheet_entry_policy.fetch(request.actor, SheetEntryPerm.CHANGE, among=among, pk=entry, item=pk)
    kind = GoalForm if row.kind in SheetEntry.GOALS else EntryForm
    return carry_out(
        request,
        kind(posted(request), initial=initial_of(kind, row)),
        room.rewrite_entry,
        given={"entry": row},
        done="Gespeichert.",
        title=f"{row.get_kind_display()} ändern",
        submit="Speichern",
        **_place(row.item, 6 if row.kind == SheetEntry.Kind.IDEA else 5),
    )


def _suggested(request: HttpRequest) -> dict[str, Any]:
    """What the resource map offers for a block."""
    try:
        key = UUID(request.GET.get("ressource", ""))
    except ValueError:
        return {}
    row = resource_policy.rows(request.actor).filter(pk=key).first()
    return {"resource": row, "who": row.name, "when": row.opening[:200]} if row else {}


@page(HelpBlockPerm.MANAGE, "GET", "POST")
def new_block(request: HttpRequest, pk: UUID) -> HttpResponse:
    item = item_policy.fetch(request.actor, ItemPerm.VIEW, pk=pk)
    return carry_out(
        request,
        BlockForm(posted(request), initial=_suggested(request), actor=request.actor, item=item),
        blocks.add_block,
        given={"item": item},
        done="Baustein ergänzt.",
        title="Baustein ergänzen",
        submit="Ergänzen",
        state="Ein Baustein schlägt vor. Über die Hilfe entscheidet das Jugendamt.",
        **_place(item, 8),
    )


@page(HelpBlockPerm.MANAGE, "GET", "POST")
def block(request: HttpRequest, pk: UUID, block: UUID) -> HttpResponse:
    among = HelpBlock.objects.select_related("item")
    row = help_block_policy.fetch(request.actor, HelpBlockPerm.MANAGE, among=among, pk=block, item=pk)
    form = BlockForm(posted(request), initial=initial_of(BlockForm, row), actor=request.actor, item=row.item)
    return carry_out(
        request,
        form,
        blocks.change_block,
        given={"block": row},
        done="Baustein geändert.",
        title="Baustein ändern",
        submit="Speichern",
        **_place(row.item, 8),
    )


@page(HelpBlockPerm.MANAGE, "POST")
def remove_block(request: HttpRequest, pk: UUID, block: UUID) -> HttpResponse:
    row = help_block_policy.fetch(request.actor, HelpBlockPerm.MANAGE, pk=block, item=pk)
    back = f"{reverse('room', args=[pk])}?schritt=8"
    return press(request, blocks.remove_block, done="Baustein entfernt.", to=lambda b: back, block=row)
