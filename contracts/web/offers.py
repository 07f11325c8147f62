"""Pages of offers and their dates (R23b)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from contracts.models import Offer, OfferDate
from contracts.policy import CentrePerm, centre_policy
from contracts.policy.offers import OfferDatePerm, OfferPerm, offer_date_policy, offer_policy
from contracts.queries.offers import dates_for, offers_for
from contracts.usecases import offers as cases
from contracts.web.forms.centres import AttendanceForm, DateForm, OfferForm, SeriesForm
from contracts.web.navigation import space_tabs
from contracts.web.tables.centres import DateFilter, DateTable, OfferFilter, OfferTable, date_state
from kernel.access.actor import Actor
from kernel.web import words
from kernel.web.forms import button, carry_out, initial_of, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page

AHEAD, PAST = 12, 12  # dates on an offer's page; the list of dates has all


def address(offer: Offer) -> str:
    return reverse("offer", args=[offer.pk])


def address_of_date(date: OfferDate) -> str:
    return reverse("offer", args=[date.offer_id])


@page(OfferPerm.VIEW)
def offers(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        "contracts/offers.html",
        tabs=space_tabs(request.actor),
        rows=offers_for(request.actor),
        table=OfferTable,
        filterset=OfferFilter,
        filename="angebote",
        empty_title="Keine Angebote gefunden.",
        empty_text="Ändern Sie die Filter, oder legen Sie auf der Seite eines Zentrums eines an.",
    )


@page(OfferDatePerm.VIEW)
def dates(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        "contracts/offer_dates.html",
        tabs=space_tabs(request.actor),
        rows=dates_for(request.actor).order_by("-held_on", "begins_at", "id"),
        table=DateTable,
        filterset=DateFilter,
        filename="termine",
        empty_title="Keine Termine gefunden.",
        empty_text="Ändern Sie die Filter, oder planen Sie Termine auf der Seite eines Angebots.",
    )


@page(OfferPerm.VIEW)
def offer(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row: Any = offer_policy.fetch(actor, OfferPerm.VIEW, among=offers_for(actor), pk=pk)
    can = offer_policy.holds(actor, OfferPerm.MANAGE, row)
    own = dates_for(actor).filter(offer=row)
    ahead = own.filter(held_on__gt=actor.today).order_by("held_on", "begins_at")
    past = own.filter(held_on__lte=actor.today).order_by("-held_on", "-begins_at")
    return render(
        request,
        "contracts/offer.html",
        {
            "offer": row,
            "groups": [
                {"title": "Nächste Termine", "rows": [_shown(d, actor) for d in ahead[:AHEAD]], "future": True},
                {"title": "Vergangene Termine", "rows": [_shown(d, actor) for d in past[:PAST]], "future": False},
            ],
            "all_url": f"{reverse('offer-dates')}?centre={row.centre_id}&q={row.name}",
            "can_manage": can,
            "figures": [
                {
                    "label": "Termine in diesem Jahr",
                    "value": words.number(row.held),
                    "note": "stattgefunden und gezählt",
                },
                {"label": "Besuche in diesem Jahr", "value": words.number(row.came), "note": "Erwachsene und Kinder"},
                {
                    "label": "Besuche je Termin",
                    "value": words.number(row.came / row.held, 1) if row.held else words.NOTHING,
                    "note": "",
                },
            ],
            "summary": [
                {"label": "Zentrum", "value": row.centre.name, "url": reverse("centre", args=[row.centre_id])},
                {"label": "Träger", "value": str(row.organisation or "Jugendamt")},
                {"label": "Gibt es", "value": words.period(row.begins, row.ends)},
                *([{"label": "Für wen", "value": row.audience}] if row.audience else []),
            ],
        },
    )


def _shown(date: OfferDate, actor: Actor) -> dict[str, object]:
    label, tone = date_state(date, actor.today)
    return {
        "date": date,
        "state": label,
        "tone": tone,
        "countable": not date.cancelled and date.held_on <= actor.today,
        "cancellable": not date.cancelled and date.adults is None,
        "back": "Findet doch statt" if date.held_on > actor.today else "Fand doch statt",
        "button": button(date),
    }


@page(OfferPerm.MANAGE, "GET", "POST")
def new_offer(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = centre_policy.fetch(request.actor, CentrePerm.VIEW, pk=pk)
    back = reverse("centre", args=[pk])
    own = sorted(request.actor.organisations())
    return carry_out(
        request,
        OfferForm(posted(request), initial={"begins": request.actor.today}, actor=request.actor),
        cases.create_offer,
        given={"centre": row},
        done="Angebot angelegt. Planen Sie jetzt die Termine.",
        to=address,
        title=f"Angebot in {row.name} anlegen",
        submit="Anlegen",
        cancel_url=back,
        crumbs=[row.name, back],
        intro="" if not own else "Anlegen können Sie Angebote der Zentren, in deren Team Sie sind, und Ihres Trägers.",
    )


def _managed(request: HttpRequest, pk: UUID) -> Offer:
    among = Offer.objects.select_related("centre", "organisation")
    return offer_policy.fetch(request.actor, OfferPerm.MANAGE, among=among, pk=pk)  # type: ignore[attr-defined]


@page(OfferPerm.MANAGE, "GET", "POST")
def change_offer(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _managed(request, pk)
    return carry_out(
        request,
        OfferForm(
            posted(request),
            initial=initial_of(OfferForm, row) | {"organisation": row.organisation},
            actor=request.actor,
        ),
        cases.change_offer,
        given={"offer": row},
        done="Gespeichert.",
        to=address,
        title=f"{row.name} ändern",
        submit="Speichern",
        cancel_url=address(row),
        crumbs=[row.name, address(row)],
    )


@page(OfferPerm.MANAGE, "GET", "POST")
def plan_dates(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _managed(request, pk)
    return carry_out(
        request,
        SeriesForm(posted(request), initial={"version": row.version}),
        cases.plan_dates,
        given={"offer": row},
        done="Termine eingetragen.",
        to=address,
        title=f"Termine für {row.name}",
        submit="Termine eintragen",
        cancel_url=address(row),
        crumbs=[row.name, address(row)],
        intro="Ein Termin oder eine ganze Reihe. Einzelne Termine sagen Sie später ab.",
    )


def _managed_date(request: HttpRequest, pk: UUID) -> OfferDate:
    return offer_date_policy.fetch(
        request.actor,  # type: ignore[attr-defined]
        OfferDatePerm.MANAGE,
        among=dates_for(request.actor),  # type: ignore[attr-defined]
        pk=pk,
    )


@page(OfferDatePerm.MANAGE, "GET", "POST")
def change_date(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _managed_date(request, pk)
    back = address_of_date(row)
    return carry_out(
        request,
        DateForm(posted(request), initial=initial_of(DateForm, row)),
        cases.change_date,
        given={"date": row},
        done="Gespeichert.",
        to=address_of_date,
        title=f"Termin am {words.day_text(row.held_on)} ändern",
        submit="Speichern",
        cancel_url=back,
        crumbs=[row.offer.name, back],
    )


@page(OfferDatePerm.MANAGE, "GET", "POST")
def count_attendance(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _managed_date(request, pk)
    back = address_of_date(row)
    return carry_out(
        request,
        AttendanceForm(posted(request), initial=initial_of(AttendanceForm, row)),
        cases.count_attendance,
        given={"date": row},
        done="Gezählt.",
        to=address_of_date,
        title=f"Wer kam am {words.day_text(row.held_on)}?",
        submit="Speichern",
        cancel_url=back,
        crumbs=[row.offer.name, back],
        intro="Nur Zahlen, keine Namen.",
    )


@page(OfferDatePerm.MANAGE, "POST")
def cancel_date(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _managed_date(request, pk)
    return press(request, cases.cancel_date, date=row, done="Termin abgesagt.", to=address_of_date)


@page(OfferDatePerm.MANAGE, "POST")
def reinstate_date(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _managed_date(request, pk)
    return press(request, cases.reinstate_date, date=row, done="Der Termin findet statt.", to=address_of_date)
