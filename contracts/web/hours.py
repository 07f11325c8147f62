"""Pages of hours: entered on a phone, read as a list."""

from uuid import UUID

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from contracts import queries
from contracts.policy import HoursPerm, hours_policy
from contracts.usecases import hours as cases
from contracts.web import tables
from contracts.web.forms import HoursForm
from contracts.web.navigation import money_tabs
from contracts.web.words import district_word
from kernel.web.forms import button, carry_out, initial_of, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page


@page(HoursPerm.VIEW)
def entries(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    rows = queries.hours_for(actor)
    can_record = hours_policy.allows(actor, HoursPerm.RECORD)
    month = rows.filter(worked_on__year=actor.today.year, worked_on__month=actor.today.month)
    return list_page(
        request,
        "contracts/hours.html",
        tabs=money_tabs(request.actor),
        rows=rows,
        table=tables.OwnHoursTable if can_record else tables.HoursTable,
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
    form = HoursForm(
        posted(request),
        initial={"worked_on": request.actor.today},
        actor=request.actor,
        word=district_word(request.actor),
    )
    again = "noch_einmal" in request.POST
    return carry_out(
        request,
        form,
        cases.record_hours,
        done="Stunden gebucht.",
        to=lambda e: reverse("hours-new" if again else "hours"),
        title="Stunden eintragen",
        submit="Stunden buchen",
        cancel_url=reverse("hours"),
        crumbs=["Stunden", reverse("hours")],
    )


@page(HoursPerm.RECORD, "GET", "POST")
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = hours_policy.fetch(request.actor, HoursPerm.RECORD, pk=pk)
    initial = initial_of(HoursForm, row) | {"references": list(row.references.all())}
    form = HoursForm(posted(request), initial=initial, actor=request.actor, word=district_word(request.actor))
    return carry_out(
        request,
        form,
        cases.change_hours,
        given={"entry": row},
        done="Gespeichert.",
        to=lambda e: reverse("hours"),
        title="Stunden ändern",
        submit="Speichern",
        cancel_url=reverse("hours"),
        crumbs=["Stunden", reverse("hours")],
        template="contracts/hours_change.html",
        remove_url=reverse("hours-remove", args=[pk]),
        button=button(row),
    )


@page(HoursPerm.RECORD, "POST")
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = hours_policy.fetch(request.actor, HoursPerm.RECORD, pk=pk)
    return press(request, cases.remove_hours, entry=row, done="Eintrag entfernt.", to=lambda e: reverse("hours"))
