"""Pages of hours: entered on a phone, read as a list."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from contracts.policy import HoursPerm, hours_policy
from contracts.queries import hours as queries
from contracts.usecases import hours as cases
from contracts.web.forms.hours import HoursForm
from contracts.web.forms.hours_more import SeveralForm, case_rows
from contracts.web.navigation import hours_tabs, money_tabs
from contracts.web.tables import hours as tables
from contracts.web.tables.hours import OfficeHoursTable
from contracts.web.words import district_word
from kernel.access.actor import Actor
from kernel.web.fields import GermanDateField
from kernel.web.forms import button, carry_out, form_page, initial_of, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page

BACK = "zurueck"  # "woche": where the form was opened


def tabs_for(actor: Actor) -> dict[str, Any]:
    """The tabs of hours; the office has them under those of the money."""
    own = bool(actor.organisations())
    return {"tabs": hours_tabs(actor) if own else money_tabs(actor), "more_tabs": [] if own else hours_tabs(actor)}


def table_for(actor: Actor) -> type[tables.HoursTable]:
    if not actor.organisations():
        return OfficeHoursTable
    return tables.OwnHoursTable if hours_policy.allows(actor, HoursPerm.RECORD) else tables.HoursTable


def day_of(request: HttpRequest, name: str = "tag") -> date:
    """A day in the address; today for none and for nonsense."""
    try:
        return GermanDateField(required=False).clean(request.GET.get(name, "")[:20]) or request.actor.today
    except ValidationError:
        return request.actor.today


def week_address(day: date) -> str:
    return f"{reverse('hours-week')}?ab={day.isoformat()}"


@page(HoursPerm.VIEW)
def entries(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    rows = queries.hours_for(actor)
    can_record = hours_policy.allows(actor, HoursPerm.RECORD)
    month = rows.filter(worked_on__year=actor.today.year, worked_on__month=actor.today.month)
    return list_page(
        request,
        "contracts/hours.html",
        **tabs_for(actor),
        rows=rows,
        table=table_for(actor),
        filterset=tables.HoursFilter,
        filename="stunden",
        can_record=can_record,
        this_month=month.order_by().aggregate(sum=Sum("minutes"))["sum"] or 0,
        empty_title="Noch keine Stunden.",
        empty_text="Was gebucht ist, steht hier.",
        empty_action={"url": reverse("hours-new"), "label": "Stunden eintragen"} if can_record else None,
    )


@page(HoursPerm.RECORD, "GET", "POST")
def record(request: HttpRequest) -> HttpResponse:
    day = day_of(request)
    wanted = {"minutes": request.GET.get("dauer", "")[:10], "district": request.GET.get("raum", "")[:36]}
    if kind := request.GET.get("art", "")[:10]:
        wanted["work_kind"] = kind
    form = HoursForm(
        posted(request),
        initial={"worked_on": day} | {name: value for name, value in wanted.items() if value},
        actor=request.actor,
        word=district_word(request.actor),
    )
    from_week = request.GET.get(BACK) == "woche"
    back = week_address(day) if from_week else reverse("hours")
    return carry_out(
        request,
        form,
        cases.record_hours,
        done="Stunden gebucht.",
        to=lambda e: week_address(e.worked_on) if from_week else reverse("hours"),
        title="Stunden eintragen",
        submit="Stunden buchen",
        cancel_url=back,
        crumbs=["Stunden", back],
        template="contracts/hours_new.html",
    )


@page(HoursPerm.RECORD, "GET", "POST")
def several(request: HttpRequest) -> HttpResponse:
    actor, day = request.actor, day_of(request)
    form = SeveralForm(posted(request), initial={"worked_on": day}, actor=actor, word=district_word(actor))
    rows = case_rows(actor, posted(request))
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        shares = rows.shares(actor)
        if shares is None:
            form.add_error(None, "Unten steht eine Fallreferenz, die wir nicht kennen.")
        elif entry := form.run(cases.record_several, actor=actor, cases=shares):
            messages.success(
                request, "Ein Eintrag gebucht." if len(shares) == 1 else f"{len(shares)} Einträge gebucht."
            )
            return redirect(week_address(entry.worked_on))
    elif request.method == "POST" and not form.errors:
        form.add_error(None, "In den Zeilen unten stimmt etwas noch nicht.")
    return form_page(
        request,
        form,
        title="Mehrere Fälle auf einmal",
        submit="Einträge buchen",
        cancel_url=week_address(day),
        crumbs=["Stunden", week_address(day)],
        state="Je Fall entsteht ein fallspezifischer Eintrag.",
        template="contracts/hours_several.html",
        formset=rows,
    )


@page(HoursPerm.RECORD, "GET", "POST")
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = hours_policy.fetch(request.actor, HoursPerm.RECORD, pk=pk)
    initial = initial_of(HoursForm, row) | {"references": list(row.references.all())}
    form = HoursForm(posted(request), initial=initial, actor=request.actor, word=district_word(request.actor))
    back = week_address(row.worked_on) if request.GET.get(BACK) == "woche" else reverse("hours")
    return carry_out(
        request,
        form,
        cases.change_hours,
        given={"entry": row},
        done="Gespeichert.",
        to=lambda e: back,
        title="Stunden ändern",
        submit="Speichern",
        cancel_url=back,
        crumbs=["Stunden", back],
        template="contracts/hours_change.html",
        remove_url=reverse("hours-remove", args=[pk]),
        button=button(row),
    )


@page(HoursPerm.RECORD, "POST")
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = hours_policy.fetch(request.actor, HoursPerm.RECORD, pk=pk)
    return press(
        request, cases.remove_hours, entry=row, done="Eintrag entfernt.", to=lambda e: week_address(e.worked_on)
    )
