"""Minutes of an item: preview, preparation, approval by a second person, the approved page and its PDF (R23)."""

from pathlib import Path
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.models import Item, Minutes, MinutesDraft
from cases.policy.after import OutcomePerm, outcome_policy
from cases.policy.items import ItemPerm, item_policy
from cases.queries.minutes import minutes_for
from cases.usecases import minutes as usecases
from contracts.queries.names import names_of
from kernel.access.actor import Actor
from kernel.documents.pdf import pdf_response, render_pdf
from kernel.web import words
from kernel.web.forms import button, press
from kernel.web.stamps import page

TEMPLATE = Path(__file__).parents[1] / "documents" / "minutes.typ"


def address(item: Item) -> str:
    return reverse("minutes", args=[item.pk])


def _fetched(actor: Actor, pk: UUID) -> Item:
    return item_policy.fetch(actor, ItemPerm.VIEW, among=Item.objects.select_related("session", "district"), pk=pk)


@page(ItemPerm.VIEW)
def minutes(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = _fetched(actor, pk)
    approved, draft, content = minutes_for(actor, row)
    prepares = outcome_policy.holds(actor, OutcomePerm.PREPARE_MINUTES, row)
    approves = outcome_policy.holds(actor, OutcomePerm.APPROVE_MINUTES, row)
    return render(
        request,
        "cases/minutes.html",
        {
            "item": row,
            "content": content,
            "approved": approved,
            "sentence": _sentence(actor, approved, draft),
            "tone": "success" if approved else "warning" if draft else "neutral",
            "word": "genehmigt" if approved else "vorbereitet" if draft else "Vorschau",
            "by": names_of(actor, [approved.prepared_by, approved.approved_by]) if approved else {},
            "button": button(row),
            "can_prepare": prepares and not approved,
            "prepared": draft is not None,
            "can_approve": approves and draft is not None and draft.prepared_by != actor.person,
        },
    )


def _sentence(actor: Actor, approved: Minutes | None, draft: MinutesDraft | None) -> str:
    if approved:
        return f"Am {words.day_text(approved.approved_at)} genehmigt. Es wird nicht mehr geändert."
    if draft is None:
        return "So sähe das Protokoll jetzt aus. Moderation oder einbringende Fachkraft bereitet es vor."
    if draft.prepared_by == actor.person:
        return "Sie haben es vorbereitet. Genehmigen muss eine zweite Person des Jugendamts."
    return "Es ist vorbereitet und wartet auf die Genehmigung."


@page(OutcomePerm.PREPARE_MINUTES, "POST")
def prepare(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = outcome_policy.fetch(request.actor, OutcomePerm.PREPARE_MINUTES, pk=pk)
    return press(
        request, usecases.prepare_minutes, item=row, done="Vorbereitet. Jetzt genehmigt eine zweite Person.", to=address
    )


@page(OutcomePerm.APPROVE_MINUTES, "POST")
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = outcome_policy.fetch(request.actor, OutcomePerm.APPROVE_MINUTES, pk=pk)
    return press(request, usecases.approve_minutes, item=row, done="Protokoll genehmigt.", to=address)


@page(ItemPerm.VIEW)
def as_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = _fetched(actor, pk)
    approved, _, content = minutes_for(actor, row)
    names = names_of(actor, [approved.prepared_by, approved.approved_by]) if approved else {}
    data = content | {
        "title": f"Protokoll der Beratung {content['code']}",
        "office": f"{request.place.name} (Jugendamt)",
        "state": f"Sitzung vom {content['held_on']} in {content['district']}",
        "printed": f"Stand {words.day_text(actor.today)}",
        "approved": f"Vorbereitet von {names.get(approved.prepared_by, 'unbekannt')}, genehmigt von "
        f"{names.get(approved.approved_by, 'unbekannt')} am {words.day_text(approved.approved_at)}. "
        f"Prüfsumme (SHA-256): {approved.sha256}"
        if approved
        else "Noch nicht genehmigt.",
    }
    return pdf_response(render_pdf(TEMPLATE, data), f"protokoll-{row.code}.pdf")
