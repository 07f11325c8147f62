"""Pages of a centre: its history, its team, what it offers."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from contracts.models import Centre
from contracts.policy import CentrePerm, DistrictPerm, centre_policy, district_policy
from contracts.policy.offers import ContactPerm, MemberPerm, OfferPerm, contact_policy, member_policy, offer_policy
from contracts.queries.offers import contact_counts, members_for, members_of, offers_for
from contracts.usecases import centres as cases
from contracts.web.forms.centres import CentreForm, CloseCentreForm, MemberForm, NewMemberForm, RelocateForm
from kernel.web import words
from kernel.web.forms import carry_out, initial_of, posted
from kernel.web.stamps import page

MONTHS = 12  # of contacts on the page


def address(centre: Centre) -> str:
    return reverse("centre", args=[centre.pk])


def opening(centre: Centre) -> str:
    """When it opened, as exactly as it is known."""
    if centre.precision == Centre.Precision.PLANNED or centre.opened_on is None:
        return f"geplant für {words.day(centre.opened_on)}" if centre.opened_on else "geplant"
    if centre.precision == Centre.Precision.YEAR:
        return str(centre.opened_on.year)
    if centre.precision == Centre.Precision.MONTH:
        return words.month(centre.opened_on)
    return words.day(centre.opened_on)


@page(CentrePerm.VIEW)
def centre(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    among = Centre.objects.select_related("district").prefetch_related("periods__district")
    row = centre_policy.fetch(actor, CentrePerm.VIEW, among=among, pk=pk)
    team = list(members_of(actor, row))
    counts = contact_counts(actor).filter(centre=row) if contact_policy.allows(actor, ContactPerm.VIEW) else None
    return render(
        request,
        "contracts/centre.html",
        {
            "centre": row,
            "is_open": row.is_open_on(actor.today),
            "is_planned": row.opened_on is None or row.opened_on > actor.today,
            "today": actor.today,
            "team": team,
            "offers": list(offers_for(actor).filter(centre=row)),
            "counts": list(counts[:MONTHS]) if counts is not None else [],
            "can_manage": centre_policy.holds(actor, CentrePerm.MANAGE, row),
            "can_manage_team": member_policy.allows(actor, MemberPerm.MANAGE),
            "can_offer": offer_policy.allows(actor, OfferPerm.MANAGE),
            "can_count": contact_policy.allows(actor, ContactPerm.RECORD),
            "history": history(row, actor.today),
            "summary": [
                {
                    "label": "Gehört zu",
                    "value": row.district.name,
                    "url": reverse("district", args=[row.district_id]),
                },
                {"label": "Eröffnet", "value": opening(row)},
                *([{"label": "Letzter Tag", "value": words.day(row.closed_on)}] if row.closed_on else []),
                *([{"label": "Anschrift", "value": row.address}] if row.address else []),
                *([{"label": "Bemerkung", "value": row.remark}] if row.remark else []),
            ],
        },
    )


def history(row: Centre, today: date) -> list[dict[str, Any]]:
    """What it was called and where it belonged; nothing for a centre that never changed (R3)."""
    events = [
        {"date": p.begins, "text": f"„{p.name}“", "by": p.district.name, "future": p.begins > today}
        for p in row.periods.all()
    ]
    if events and row.closed_on:
        events.append({"date": row.closed_on, "text": "Letzter Tag", "by": "", "future": row.closed_on > today})
    return events


@page(CentrePerm.MANAGE, "GET", "POST")
def new_centre(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = district_policy.fetch(request.actor, DistrictPerm.VIEW, pk=pk)
    back = reverse("district", args=[pk])
    return carry_out(
        request,
        CentreForm(posted(request)),
        cases.create_centre,
        given={"district": row},
        done="Zentrum angelegt.",
        to=address,
        title=f"Zentrum in {row.name} anlegen",
        submit="Anlegen",
        cancel_url=back,
        crumbs=[row.name, back],
    )


def step(request: HttpRequest, row: Centre, form: Any, use_case: Any, **shown: Any) -> HttpResponse:
    """The page of a form that does something with a centre, and back to it."""
    given = {"centre": row} | shown.pop("given", {})
    return carry_out(
        request,
        form,
        use_case,
        given=given,
        to=lambda _: address(row),
        cancel_url=address(row),
        crumbs=[row.name, address(row)],
        **shown,
    )


def _managed(request: HttpRequest, pk: UUID) -> Centre:
    among = Centre.objects.select_related("district")
    return centre_policy.fetch(request.actor, CentrePerm.MANAGE, among=among, pk=pk)  # type: ignore[attr-defined]


@page(CentrePerm.MANAGE, "GET", "POST")
def change_centre(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _managed(request, pk)
    return step(
        request,
        row,
        CentreForm(posted(request), initial=initial_of(CentreForm, row)),
        cases.change_centre,
        given={"district": row.district},
        done="Gespeichert.",
        title=f"Zentrum {row.name} ändern",
        submit="Speichern",
        intro="Hier berichtigen Sie Angaben oder eröffnen ein geplantes Zentrum.",
    )


@page(CentrePerm.MANAGE, "GET", "POST")
def relocate_centre(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _managed(request, pk)
    initial = {"version": row.version, "name": row.name, "district": row.district}
    return step(
        request,
        row,
        RelocateForm(posted(request), initial=initial, actor=request.actor),
        cases.relocate_centre,
        done="Eingetragen.",
        title=f"{row.name} umbenennen oder verlegen",
        submit="Eintragen",
        intro="Vor diesem Tag bleiben Name und Raum, wie sie waren. Kontakte bleiben dem damaligen Raum zugeordnet.",
    )


@page(CentrePerm.MANAGE, "GET", "POST")
def close_centre(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _managed(request, pk)
    return step(
        request,
        row,
        CloseCentreForm(posted(request), initial={"version": row.version}),
        cases.close_centre,
        done="Der letzte Tag ist eingetragen.",
        title=f"{row.name} schließen",
        submit="Schließen",
    )


@page(MemberPerm.MANAGE, "GET", "POST")
def new_member(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = centre_policy.fetch(request.actor, CentrePerm.VIEW, pk=pk)
    return step(
        request,
        row,
        NewMemberForm(posted(request), actor=request.actor),
        cases.add_member,
        done="Ins Team aufgenommen.",
        title=f"Ins Team von {row.name} aufnehmen",
        submit="Aufnehmen",
    )


@page(MemberPerm.MANAGE, "GET", "POST")
def change_member(request: HttpRequest, pk: UUID) -> HttpResponse:
    row: Any = member_policy.fetch(request.actor, MemberPerm.MANAGE, among=members_for(request.actor), pk=pk)
    back = address(row.centre)
    return carry_out(
        request,
        MemberForm(posted(request), initial=initial_of(MemberForm, row)),
        cases.change_member,
        given={"member": row},
        done="Gespeichert.",
        to=lambda _: back,
        title=f"{row.person_name} im Team",
        submit="Speichern",
        cancel_url=back,
        crumbs=[row.centre.name, back],
    )
