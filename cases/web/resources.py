"""Pages of the resource map (R24)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.models import Resource
from cases.policy.resources import ResourcePerm, resource_policy
from cases.queries.resources import resources_for, stale_since
from cases.usecases import resources as usecases
from cases.usecases.resources_import import COLUMNS, LIMITS, Line, check_file, import_resources
from cases.web.forms.resources import GoneForm, ResourceForm, TableForm
from cases.web.tables.resources import ResourceFilter, ResourceTable
from cases.web.tabs import case_tabs
from contracts.models import DistrictBorder
from contracts.policy import HoursPerm, hours_policy
from contracts.policy.territory import district_policy
from contracts.queries.names import names_of
from contracts.web.drawing import Area, Spot, draw_map
from contracts.web.territory import word
from kernel.access.errors import RuleViolation
from kernel.web import words
from kernel.web.forms import button, carry_out, initial_of, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page

MOST_SPOTS = 1000


def address(row: Resource) -> str:
    return reverse("resource", args=[row.pk])


@page(ResourcePerm.VIEW)
def resources(request: HttpRequest) -> HttpResponse:
    can_add = resource_policy.allows(request.actor, ResourcePerm.EDIT)
    return list_page(
        request,
        "cases/resources.html",
        tabs=case_tabs(request.actor),
        rows=resources_for(request.actor),
        table=ResourceTable,
        filterset=ResourceFilter,
        filename="ressourcen",
        can_add=can_add,
        can_import=resource_policy.allows(request.actor, ResourcePerm.IMPORT),
        empty_title="Nichts gefunden.",
        empty_text="Suchen Sie mit einem anderen Wort, oder tragen Sie ein, was Sie kennen.",
        empty_action={"url": reverse("resource-new"), "label": "Ressource eintragen"} if can_add else None,
    )


@page(ResourcePerm.VIEW)
def resource_map(request: HttpRequest) -> HttpResponse:
    """Where they are, over the borders of the districts; made here, nothing is fetched from elsewhere."""
    actor = request.actor
    chosen = ResourceFilter(request.GET, queryset=resources_for(actor), request=request)
    rows = list(chosen.qs.exclude(latitude=None)[:MOST_SPOTS])
    borders = DistrictBorder.objects.filter(district__in=district_policy.rows(actor), district__ends=None)
    areas = [
        Area(b.district.name, reverse("district", args=[b.district_id]), b.geometry)
        for b in borders.select_related("district")
    ]
    spots = [
        Spot(r.name, address(r), (float(r.longitude), float(r.latitude)), r.get_kind_display()) for r in rows
    ]  # fmt: skip
    return render(
        request,
        "cases/resource_map.html",
        {
            "tabs": case_tabs(actor),
            "filter": chosen,
            "map": draw_map(areas, spots),
            "rows": rows[:25],
            "count": len(rows),
        },
    )


@page(ResourcePerm.VIEW)
def resource(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = resource_policy.fetch(actor, ResourcePerm.VIEW, among=resources_for(actor), pk=pk)
    can_edit = resource_policy.holds(actor, ResourcePerm.EDIT, row)
    known_by = names_of(actor, [row.confirmed_by]).get(row.confirmed_by, words.NOTHING)
    books = hours_policy.allows(actor, HoursPerm.RECORD)
    return render(
        request,
        "cases/resource.html",
        {
            "resource": row,
            "old": row.closed_on is None and row.last_confirmed_on < stale_since(actor),
            "can_edit": can_edit,
            "button": button(row),
            "hours_url": f"{reverse('hours-new')}?art=no_case&raum={row.districts.all()[0].pk}" if books else "",
            "summary": [
                {"label": word(request, plural=True), "value": ", ".join(d.name for d in row.districts.all())},
                *(
                    {"label": label, "value": value}
                    for label, value in (
                        ("Zeiten", row.opening),
                        ("Anschrift", row.address),
                        ("Ansprechstelle", row.contact),
                        ("Telefon", row.phone),
                    )
                    if value
                ),
                {"label": "Zuletzt bestätigt", "value": words.day(row.last_confirmed_on), "note": f"von {known_by}"},
            ],
        },
    )


@page(ResourcePerm.EDIT, "GET", "POST")
def new_resource(request: HttpRequest) -> HttpResponse:
    back = reverse("resources")
    return carry_out(
        request,
        ResourceForm(posted(request), actor=request.actor, word=word(request, plural=True)),
        usecases.add_resource,
        done="Eingetragen.",
        to=address,
        title="Ressource eintragen",
        submit="Eintragen",
        cancel_url=back,
        crumbs=["Ressourcen", back],
        state="Wer oder was hilft Familien hier? Keine Angaben über Familien.",
    )


def _editable(request: HttpRequest, pk: UUID) -> Resource:
    among = Resource.objects.prefetch_related("districts")
    return resource_policy.fetch(request.actor, ResourcePerm.EDIT, among=among, pk=pk)  # type: ignore[attr-defined]


@page(ResourcePerm.EDIT, "GET", "POST")
def change_resource(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _editable(request, pk)
    initial = initial_of(ResourceForm, row) | {
        "districts": [d.pk for d in row.districts.all()],
        "tags": ", ".join(row.tags),
    }
    form = ResourceForm(posted(request), initial=initial, actor=request.actor, word=word(request, plural=True), row=row)
    return carry_out(
        request,
        form,
        usecases.change_resource,
        given={"resource": row},
        done="Gespeichert.",
        to=address,
        title=f"{row.name} ändern",
        submit="Speichern",
        cancel_url=address(row),
        crumbs=[row.name, address(row)],
    )


@page(ResourcePerm.EDIT, "POST")
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _editable(request, pk)
    return press(request, usecases.confirm_resource, resource=row, done="Danke, bestätigt.", to=address)


@page(ResourcePerm.EDIT, "GET", "POST")
def gone(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _editable(request, pk)
    return carry_out(
        request,
        GoneForm(posted(request), initial={"version": row.version, "closed_on": request.actor.today}),
        usecases.close_resource,
        given={"resource": row},
        done="Vermerkt.",
        to=address,
        title=f"{row.name} gibt es nicht mehr",
        submit="Vermerken",
        cancel_url=address(row),
        crumbs=[row.name, address(row)],
    )


@page(ResourcePerm.IMPORT, "GET", "POST", upload=LIMITS.size)
def import_table(request: HttpRequest) -> HttpResponse:
    """Check a table and say of each row what becomes of it; nothing is taken over while one is wrong."""
    form = TableForm(posted(request), request.FILES or None)
    lines: list[Line] = []
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"]
        try:
            lines = check_file(request.actor, content)
        except RuleViolation as violation:
            form.add_error("file", violation.message)
        else:
            ready = request.POST.get("step") == "import" and not any(line.fault for line in lines)
            if ready and form.run(import_resources, actor=request.actor) is not None:
                messages.success(request, f"{len(lines)} Einträge übernommen.")
                return redirect(reverse("resources"))
    faults = [line for line in lines if line.fault]
    context: dict[str, Any] = {
        "form": form,
        "lines": faults or lines,
        "count": len(lines),
        "faults": len(faults),
        "columns": ", ".join(COLUMNS.values()),
        "kinds": ", ".join(kind.label for kind in Resource.Kind),
        "cancel_url": reverse("resources"),
    }
    wrong = request.method == "POST" and (form.errors or faults)
    return render(request, "cases/resource_import.html", context, status=422 if wrong else 200)
