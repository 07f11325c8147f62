"""A provider's own people: who may enter which office, named for one, ended everywhere in one step."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from frontend.administration.people_forms import EndForm, NameForOfficeForm
from frontend.workspace import tables
from kernel.web.forms import carry_out, posted
from kernel.web.lists import list_page
from kernel.web.stamps import page
from tenants.people import queries
from tenants.people.policy import StaffPerm, staff_policy
from tenants.people.usecases import staff as cases
from tenants.worklist.queries import open_items_of

SHOWN = 100  # open items of one person


@page(StaffPerm.VIEW)
def staff(request: HttpRequest, organisation: str) -> HttpResponse:
    rows = queries.staff_for(request.actor)
    return list_page(
        request,
        "people/staff.html",
        rows=rows,
        table=tables.StaffTable,
        filterset=tables.StaffFilter,
        filename="personen",
        slug=organisation,
        can_manage=staff_policy.allows(request.actor, StaffPerm.NAME),
        waiting=rows.filter(status__in=["waiting", "expired"]).count(),
        empty_title="Niemand passt zu dieser Auswahl.",
        empty_text="Ändern Sie die Auswahl, oder laden Sie jemanden ein.",
    )


def _roles_of(request: HttpRequest, person: UUID) -> list[Any]:
    roles = list(queries.staff_for(request.actor).filter(person=person).order_by("office__name", "-begins"))
    if not roles:
        raise Http404("Das gibt es hier nicht.")
    return roles


@page(StaffPerm.VIEW)
def colleague(request: HttpRequest, organisation: str, pk: UUID) -> HttpResponse:
    roles = _roles_of(request, pk)
    can_manage = staff_policy.allows(request.actor, StaffPerm.END)
    related = [{"id": "roles", "title": "Rollen", "table": tables.ColleagueTable(roles, prefix="r-", request=request)}]
    if can_manage and (left_open := _left_open(request, pk)):
        related.append({"id": "open", "title": "Offen je Jugendamt", "table": left_open})
    return render(
        request,
        "people/colleague.html",
        {
            "name": roles[0].display_name,
            "slug": organisation,
            "pk": pk,
            "can_manage": can_manage,
            "works_here": any(r.status != "ended" for r in roles),
            "waiting": [r for r in roles if r.status in ("waiting", "expired")],
            "related": related,
        },
    )


def _left_open(request: HttpRequest, person: UUID) -> tables.OpenTable | None:
    """What somebody else takes over when the person leaves, before the step and after it."""
    items = list(open_items_of(request.actor, person)[:SHOWN])
    return tables.OpenTable(items, prefix="o-", request=request) if items else None


@page(StaffPerm.NAME, "GET", "POST")
def name(request: HttpRequest, organisation: str, pk: UUID) -> HttpResponse:
    roles = _roles_of(request, pk)
    address = reverse("colleague", args=[organisation, pk])
    form = NameForOfficeForm(posted(request), today=request.actor.today, offices=queries.offices_open_to(request.actor))
    return carry_out(
        request,
        form,
        cases.name_for_office,
        given={"person": pk},
        to=lambda m: address,
        cancel_url=address,
        done="Benannt. Der Zugang öffnet sich, wenn das Jugendamt die Unterweisung festgehalten hat.",
        title="Für ein Jugendamt benennen",
        state=roles[0].display_name,
        submit="Benennen",
        crumbs=[roles[0].display_name, address],
        intro="Zugang zum Jugendamt hat die Person erst, wenn es sie unterwiesen und das festgehalten hat (§ 78 Abs. 2 SGB X). "
        "Zur Wahl stehen Jugendämter, die Ihren Träger aufgenommen haben.",
    )


@page(StaffPerm.END, "GET", "POST")
def end(request: HttpRequest, organisation: str, pk: UUID) -> HttpResponse:
    current = [r for r in _roles_of(request, pk) if r.status != "ended"]
    if not current:
        raise Http404("Das gibt es hier nicht.")
    first = max(current, key=lambda r: (r.status != "future", r.office_id is None))
    address = reverse("colleague", args=[organisation, pk])
    return carry_out(
        request,
        EndForm(posted(request)),
        cases.end_colleague,
        given={"membership": first},
        to=lambda m: address,
        done="Überall beendet.",
        title="Überall beenden",
        state=first.display_name,
        submit="Überall beenden",
        cancel_url=address,
        crumbs=[first.display_name, address],
        intro="Alle Rollen dieser Person für Ihren Träger enden, in jedem Jugendamt. Frühere Einträge behalten den Namen.",
        template="people/colleague_end.html",
        table=_left_open(request, pk),
    )
