"""Pages of providers' roles, of the lead's change, and of gaps."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from contracts.models import ProviderRole
from contracts.policy import DistrictPerm, RolePerm, district_policy, role_policy
from contracts.queries import territory as queries
from contracts.queries.coverage import gaps_for
from contracts.usecases import engagement as cases
from contracts.web.forms.territory import HandOverForm, NewRoleForm, RoleForm
from contracts.web.navigation import space_tabs
from contracts.web.tables import territory as tables
from contracts.web.tables.centres import GapTable, ManagedGapTable
from contracts.web.territory import role_rows, since, word
from kernel.web.forms import carry_out, initial_of, posted
from kernel.web.lists import list_page
from kernel.web.stamps import page
from kernel.web.timeline import build_timeline

YEARS_BACK = 2
MOST_BARS = 120  # of the timeline; the list below has all


@page(RolePerm.VIEW)
def roles(request: HttpRequest) -> HttpResponse:
    """A timeline per district or per provider, filtered like the list below it."""
    actor = request.actor
    rows = queries.roles_for(actor)
    by = "organisation" if request.GET.get("je") == "traeger" else "district"
    chosen = tables.RoleFilter(request.GET, queryset=rows, request=request).qs
    current = list(chosen.exclude(ends__lt=actor.today.replace(year=actor.today.year - YEARS_BACK, month=1, day=1)))
    shown = current[:MOST_BARS]
    text = "district" if by == "organisation" else "organisation"
    return list_page(
        request,
        "contracts/roles.html",
        tabs=space_tabs(actor),
        rows=rows,
        table=tables.RoleTable,
        filterset=tables.RoleFilter,
        filename="rollen",
        by=by,
        list_top="contracts/_role_timeline.html",
        left_out=len(current) - len(shown),
        timeline=build_timeline(
            "Rollen je Träger" if by == "organisation" else f"Rollen je {word(request)}",
            role_rows(shown, actor, by=by, text=text),
            today=actor.today,
            start=since(shown, actor.today),
        )
        if shown
        else None,
        word=word(request),
        words=word(request, plural=True),
        empty_title="Keine Rollen gefunden.",
        empty_text=f"Ändern Sie die Filter, oder vergeben Sie eine Rolle auf der Seite eines {word(request)}s.",
    )


@page(RolePerm.VIEW)
def gaps(request: HttpRequest) -> HttpResponse:
    """Where a provider is missing, in all districts and fields of help (R2)."""
    actor = request.actor
    found = gaps_for(actor)
    return list_page(
        request,
        "contracts/gaps.html",
        tabs=space_tabs(actor),
        rows=found,
        table=ManagedGapTable if role_policy.allows(actor, RolePerm.MANAGE) else GapTable,
        filename="luecken",
        now=sum(gap.now for gap in found),
        uses_leads=bool(actor.settings.get("uses_leads")),
        words=word(request, plural=True),
        empty_title="Keine Lücke.",
        empty_text="Für jeden Raum ist jemand da, so weit geplant ist.",
    )


@page(RolePerm.MANAGE, "GET", "POST")
def new_role(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = district_policy.fetch(request.actor, DistrictPerm.VIEW, pk=pk)
    back = reverse("district", args=[pk])
    return carry_out(
        request,
        NewRoleForm(posted(request), actor=request.actor),
        cases.assign_role,
        given={"district": row},
        done="Rolle vergeben.",
        to=lambda r: back,
        title=f"Rolle in {row.name} vergeben",
        submit="Rolle vergeben",
        cancel_url=back,
        crumbs=[row.name, back],
        intro="Eine Rolle ist kein Alleinrecht: Jede Hilfe kann auch ein anderer Träger leisten (§ 5 SGB VIII).",
    )


@page(RolePerm.MANAGE, "GET", "POST")
def change_role(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = role_policy.fetch(request.actor, RolePerm.MANAGE, among=queries.roles_for(request.actor), pk=pk)
    back = reverse("district", args=[row.district_id])
    return carry_out(
        request,
        RoleForm(posted(request), initial=initial_of(RoleForm, row), actor=request.actor),
        cases.change_role,
        given={"role": row},
        done="Gespeichert.",
        to=lambda r: back,
        template="contracts/role_change.html",
        title=f"Rolle von {row.organisation} ändern",
        submit="Speichern",
        cancel_url=back,
        crumbs=[row.district.name, back],
        role=row,
        is_lead=row.kind == ProviderRole.Kind.LEAD,
    )


@page(RolePerm.MANAGE, "GET", "POST")
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = role_policy.fetch(request.actor, RolePerm.MANAGE, among=queries.roles_for(request.actor), pk=pk)
    back = reverse("district", args=[row.district_id])
    form = HandOverForm(posted(request), initial={"version": row.version}, actor=request.actor, role=row)
    return carry_out(
        request,
        form,
        cases.hand_over_lead,
        given={"role": row},
        done="Der Wechsel ist eingetragen.",
        to=lambda r: back,
        title=f"Federführung in {row.district.name} wechseln",
        submit="Wechsel eintragen",
        cancel_url=back,
        crumbs=[row.district.name, back],
        intro=f"Bisher: {row.organisation}, {row.get_field_of_help_display()}. Der Tag kann in der Zukunft liegen.",
    )
