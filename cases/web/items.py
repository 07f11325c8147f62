"""Pages of items: the list, one item with its sheet, and its way to a session and back."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.models import Item
from cases.policy import CasePerm, case_policy
from cases.policy.after import OutcomePerm, outcome_policy
from cases.policy.items import ItemPerm, item_policy
from cases.policy.teams import GuestPerm, guest_policy
from cases.queries.items import items_for
from cases.queries.minutes import CONSULTED
from cases.queries.sheet import Sheet, sheet_for
from cases.usecases import items as usecases
from cases.web.file_tabs import file_tabs
from cases.web.forms.items import ItemForm, ModeForm, RemarkForm, ScheduleForm
from cases.web.tables.conferences import ITEM_TONES, ItemFilter, ItemTable
from cases.web.tabs import case_tabs
from contracts.queries.names import names_of
from kernel.audit.reads import note_read
from kernel.web import words
from kernel.web.forms import button, carry_out, initial_of, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page

State = Item.State


def address(item: Item) -> str:
    return reverse("item", args=[item.pk])


@page(ItemPerm.VIEW)
def items(request: HttpRequest) -> HttpResponse:
    note_read(Item)
    return list_page(
        request,
        "cases/items.html",
        tabs=case_tabs(request.actor),
        rows=items_for(request.actor),
        table=ItemTable,
        filterset=ItemFilter,
        filename="beratungen",
        empty_title="Keine Beratungen gefunden.",
        empty_text="Ein Anliegen bringen Sie auf der Seite eines Falls ein. Bögen Ihres Teams stehen hier, sobald sie auf einer Tagesordnung sind.",
    )


@page(ItemPerm.VIEW)
def item(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    sheet = sheet_for(actor, pk)
    row = Item.objects.select_related("session", "district", "case").get(pk=pk)
    names = names_of(actor, [row.presenter])
    guests: list[Any] = list(guest_policy.rows(actor).filter(item=row))
    for guest in guests:
        guest.button = button(guest)
    may_refuse = item_policy.holds(actor, ItemPerm.REFUSE, row)
    before = row.state in (State.REGISTERED, State.CHECKED, State.SCHEDULED)
    return render(
        request,
        "cases/item.html",
        {
            "item": row,
            "sheet": sheet,
            "tone": ITEM_TONES.get(row.state, "neutral"),
            "steps": steps(row, sheet) if sheet.may_prepare and before else [],
            "guests": guests,
            "can_invite": guest_policy.allows(actor, GuestPerm.INVITE)
            and sheet.may_prepare
            and row.state == State.SCHEDULED,
            "case_url": reverse("case", args=[row.case_id])
            if case_policy.holds(actor, CasePerm.VIEW, row.case)
            else "",
            "can_refuse": may_refuse and before,
            "can_bring_back": sheet.may_decide
            and row.state in (State.CONSULTED, State.FEEDBACK, State.REJECTED, State.WITHDRAWN, State.CARRIED_OUT),
            "shows_remark": bool(row.remark) and (sheet.may_decide or may_refuse),
            "has_room": row.state == State.SCHEDULED,
            "outcome_url": reverse("outcome", args=[pk])
            if row.state in CONSULTED and outcome_policy.holds(actor, OutcomePerm.VIEW, row)
            else "",
            "button": button(row),
            "summary": [
                {"label": "Raum", "value": row.district.name, "url": reverse("team", args=[row.district_id])},
                {
                    "label": "Sitzung",
                    "value": words.day_named(row.session.held_on) if row.session else "noch keine",
                    "url": reverse("session", args=[row.session_id]) if row.session else "",
                },
                {"label": "Bringt ein", "value": names.get(row.presenter, "nicht mehr hier")},
                {"label": "Zeit", "value": f"{row.minutes} Minuten"},
                {"label": "Namen", "value": row.get_mode_display()},
            ],
        },
    )


def steps(row: Item, sheet: Sheet) -> list[dict[str, str]]:
    """What the presenter does until the team can consult, as a task list in any order (R22, R23)."""
    checked = row.state != State.REGISTERED
    done = {True: "done", False: "open"}
    return [
        {
            "state": "problem" if sheet.missing else "done",
            "label": "Bogen schreiben",
            "url": reverse("item-sheet", args=[row.pk]),
            "text": " und ".join(sheet.missing) + (" fehlt noch." if sheet.missing else "Wille und Ziele stehen da."),
        },
        {
            "state": done[checked],
            "label": "Datenschutz prüfen",
            "url": reverse("item-check", args=[row.pk]),
            "text": "Das Team liest Kürzel und Altersgruppen. Namen im Text werden Ihnen gezeigt.",
        },
        {
            "state": done[row.state == State.SCHEDULED] if checked and not sheet.missing else "blocked",
            "label": "Auf eine Tagesordnung setzen",
            "url": reverse("item-schedule", args=[row.pk]) if checked and not sheet.missing else "",
            "text": f"Sitzung am {words.day(row.session.held_on)}."
            if row.session
            else "Erst dann sieht das Team den Bogen.",
        },
    ]


@page(ItemPerm.REGISTER, "GET", "POST")
def new_item(request: HttpRequest, pk: UUID) -> HttpResponse:
    case = case_policy.fetch(request.actor, CasePerm.WORK, pk=pk)
    back = reverse("case-items", args=[pk])
    return carry_out(
        request,
        ItemForm(posted(request), initial={"minutes": 45}),
        usecases.register_item,
        given={"case": case},
        done="Angemeldet. Schreiben Sie jetzt den Bogen; er speichert sich selbst.",
        to=lambda made: reverse("item-sheet", args=[made.pk]),
        title="Anliegen ins Team einbringen",
        submit="Anmelden",
        cancel_url=back,
        crumbs=[f"Fall {case.number}", back],
        state="Im Team heißt der Fall nur nach einer Zufallskennung. Das Aktenzeichen erfährt niemand.",
    )


@page(ItemPerm.VIEW)
def of_case(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All items and consents of one case, for who works on it."""
    actor = request.actor
    case = case_policy.fetch(actor, CasePerm.VIEW, pk=pk)
    rows = list(items_for(actor).filter(case=case))
    for row in rows:
        row.tone = ITEM_TONES.get(row.state, "neutral")
    if rows:
        note_read(Item)
    return render(
        request,
        "cases/case_items.html",
        {
            "case": case,
            "tabs": file_tabs(actor, case),
            "items": rows,
            "can_register": case_policy.holds(actor, CasePerm.WORK, case) and not case.ends,
        },
    )


def fetched(request: HttpRequest, permission: ItemPerm, pk: UUID) -> Item:
    among = Item.objects.select_related("district", "session")
    return item_policy.fetch(request.actor, permission, among=among, pk=pk)  # type: ignore[attr-defined]


def step(request: HttpRequest, row: Item, form: Any, use_case: Any, **shown: Any) -> HttpResponse:
    """The page of a form that does something with an item, and back to it."""
    given = {"item": row} | shown.pop("given", {})
    return carry_out(
        request,
        form,
        use_case,
        given=given,
        to=lambda _: address(row),
        cancel_url=address(row),
        crumbs=[f"Beratung {row.code}", address(row)],
        **shown,
    )


@page(ItemPerm.PREPARE, "GET", "POST")
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetched(request, ItemPerm.PREPARE, pk)
    return step(
        request,
        row,
        ItemForm(posted(request), initial=initial_of(ItemForm, row)),
        usecases.change_item,
        done="Gespeichert.",
        title=f"Angaben zu {row.code} ändern",
        submit="Speichern",
    )


@page(ItemPerm.PREPARE, "GET", "POST")
def mode(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetched(request, ItemPerm.PREPARE, pk)
    return step(
        request,
        row,
        ModeForm(posted(request), initial=initial_of(ModeForm, row)),
        usecases.set_mode,
        done="Gespeichert.",
        title="Kürzel oder Namen",
        submit="Speichern",
        state="Namen sieht nur, wen eine Einwilligung nennt, und nur von den Menschen, die eingewilligt haben.",
        intro="Ein Widerruf wirkt sofort. Gäste sehen immer Kürzel.",
    )


@page(ItemPerm.PREPARE, "GET", "POST")
def schedule(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetched(request, ItemPerm.PREPARE, pk)
    initial = initial_of(ScheduleForm, row) | {"session": row.session_id}
    form = ScheduleForm(posted(request), initial=initial, actor=request.actor, item=row)
    none_ahead = not form.fields["session"].queryset.exists()  # type: ignore[attr-defined]
    return step(
        request,
        row,
        form,
        usecases.schedule_item,
        done="Steht auf der Tagesordnung. Das Team kann den Bogen jetzt lesen.",
        title=f"{row.code} auf eine Tagesordnung setzen",
        submit="Auf die Tagesordnung",
        state="In diesem Raum ist keine Sitzung geplant. Bitten Sie die Planung um einen Termin." if none_ahead else "",
    )


@page(ItemPerm.PREPARE, "POST")
def unschedule(request: HttpRequest, pk: UUID) -> HttpResponse:
    return press(
        request,
        usecases.unschedule_item,
        done="Steht nicht mehr auf der Tagesordnung. Das Team sieht den Bogen nicht mehr.",
        to=address,
        item=fetched(request, ItemPerm.PREPARE, pk),
    )


@page(ItemPerm.PREPARE, "GET", "POST")
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetched(request, ItemPerm.PREPARE, pk)
    return step(
        request,
        row,
        RemarkForm(posted(request), initial={"version": row.version}, optional=True),
        usecases.withdraw_item,
        done="Zurückgezogen.",
        title=f"{row.code} zurückziehen",
        submit="Zurückziehen",
        state="Das Team sieht den Bogen dann nicht mehr. Sie können das Anliegen später wieder einbringen.",
    )


@page(ItemPerm.REFUSE, "GET", "POST")
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetched(request, ItemPerm.REFUSE, pk)
    back = reverse("items")
    return carry_out(
        request,
        RemarkForm(posted(request), initial={"version": row.version}),
        usecases.refuse_item,
        given={"item": row},
        done="Nicht angenommen. Wer einbringt, liest die Begründung.",
        to=lambda _: back,
        title=f"{row.code} nicht annehmen",
        submit="Nicht annehmen",
        cancel_url=address(row),
        crumbs=[f"Beratung {row.code}", address(row)],
        state="Schreiben Sie, was fehlt oder wohin das Anliegen besser passt. Ohne Namen.",
    )


@page(ItemPerm.DECIDE, "GET", "POST")
def bring_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetched(request, ItemPerm.DECIDE, pk)
    return step(
        request,
        row,
        RemarkForm(posted(request), initial={"version": row.version}, optional=True),
        usecases.bring_back_item,
        done="Zurück in der Vorbereitung. Was geschrieben ist, steht noch da.",
        title=f"{row.code} noch einmal beraten",
        submit="Zurück ins Team",
    )
