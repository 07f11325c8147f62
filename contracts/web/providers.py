"""Pages of the providers that work for the office."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from contracts.models import FieldOfHelp
from contracts.policy import EngagementPerm, LinePerm, engagement_policy, line_policy
from contracts.queries.budget import lines_for
from contracts.queries.territory import engagements_for, roles_for
from contracts.usecases import engagement as cases
from contracts.web.forms.territory import EngageForm, EngagementForm
from contracts.web.navigation import space_tabs
from contracts.web.tables import territory as tables
from contracts.web.territory import fields_of, role_rows, since, word
from kernel.web import words
from kernel.web.forms import carry_out, initial_of, posted
from kernel.web.lists import list_page
from kernel.web.stamps import page
from kernel.web.timeline import build_timeline


@page(EngagementPerm.VIEW)
def providers(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        "contracts/providers.html",
        tabs=space_tabs(request.actor),
        rows=engagements_for(request.actor),
        table=tables.EngagementTable,
        filterset=tables.EngagementFilter,
        filename="traeger",
        can_manage=engagement_policy.allows(request.actor, EngagementPerm.MANAGE),
        empty_title="Noch keine Träger.",
        empty_text="Nehmen Sie den ersten Träger auf.",
    )


@page(EngagementPerm.VIEW)
def provider(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = engagement_policy.fetch(actor, EngagementPerm.VIEW, among=engagements_for(actor), pk=pk)
    every = list(roles_for(actor).filter(organisation=row.organisation_id))
    chosen = request.GET.get("feld", "")
    roles = [r for r in every if chosen not in FieldOfHelp or r.field_of_help == chosen]
    lines = (
        lines_for(actor).filter(organisation=row.organisation_id) if line_policy.allows(actor, LinePerm.VIEW) else None
    )
    return render(
        request,
        "contracts/provider.html",
        {
            "engagement": row,
            "roles": roles,
            "fields": fields_of(every, chosen),
            "lines": list(lines[:12]) if lines is not None else [],
            "word": word(request),
            "timeline": build_timeline(
                "Rollen", role_rows(roles, actor, by="district"), today=actor.today, start=since(roles, actor.today)
            )
            if roles
            else None,
            "can_manage": engagement_policy.allows(actor, EngagementPerm.MANAGE),
            "summary": [
                {"label": "Art", "value": row.organisation.get_kind_display()},
                {"label": "Arbeitet mit", "value": words.period(row.begins, row.ends)},
                *([{"label": "Ort", "value": row.organisation.town}] if row.organisation.town else []),
                *([{"label": "Bemerkung", "value": row.remark}] if row.remark else []),
            ],
        },
    )


@page(EngagementPerm.MANAGE, "GET", "POST")
def engage(request: HttpRequest) -> HttpResponse:
    return carry_out(
        request,
        EngageForm(posted(request), actor=request.actor, initial={"organisation": request.GET.get("organisation")}),
        cases.engage_organisation,
        done="Träger aufgenommen.",
        to=lambda e: reverse("provider", args=[e.pk]),
        title="Träger aufnehmen",
        submit="Aufnehmen",
        cancel_url=reverse("provider-find"),
        crumbs=["Träger finden", reverse("provider-find")],
    )


@page(EngagementPerm.MANAGE, "GET", "POST")
def change_provider(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = engagement_policy.fetch(request.actor, EngagementPerm.MANAGE, among=engagements_for(request.actor), pk=pk)
    back = reverse("provider", args=[pk])
    return carry_out(
        request,
        EngagementForm(posted(request), initial=initial_of(EngagementForm, row)),
        cases.change_engagement,
        given={"engagement": row},
        done="Gespeichert.",
        to=lambda e: back,
        title=f"{row.organisation} ändern",
        submit="Speichern",
        cancel_url=back,
        crumbs=[str(row.organisation), back],
    )
