"""Finding a provider that the service knows, and letting in one that has registered (R1)."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from contracts.web.fields import not_engaged
from contracts.web.tables import joining as tables
from kernel.web import words
from kernel.web.forms import UseCaseForm, button, carry_out, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page
from tenants.people.usecases import joining as cases
from tenants.registry.models import JoinRequest
from tenants.registry.policy import JoinRequestPerm, OrganisationPerm, join_request_policy
from tenants.registry.queries import join_requests_for, matching, similar_organisations

SHOWN = 20  # requests that fit


class RefuseForm(UseCaseForm):
    refusal = forms.ChoiceField(
        label="Grund",
        choices=[("", "Bitte wählen"), *JoinRequest.Refusal.choices],
        help_text="Er steht in der Mail an die Ansprechperson.",
    )


@page(OrganisationPerm.FIND)
def find(request: HttpRequest) -> HttpResponse:
    may_see = join_request_policy.allows(request.actor, JoinRequestPerm.VIEW)
    waiting = list(matching(join_requests_for(request.actor), request.GET.get("q", ""))[:SHOWN]) if may_see else []
    return list_page(
        request,
        "contracts/provider_find.html",
        rows=not_engaged(request.actor),
        table=tables.FoundTable,
        filterset=tables.FindFilter,
        filename="traeger-finden",
        requests=tables.JoinRequestTable(waiting, prefix="a-", orderable=False, request=request) if waiting else None,
        empty_title="Kein Träger gefunden.",
        empty_text="Suchen Sie nach einem Teil des Namens oder dem Ort. Fehlt der Träger, bitten Sie ihn, sich auf der "
        "Startseite des Dienstes anzumelden.",
    )


@page(JoinRequestPerm.VIEW)
def join_request(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = join_request_policy.fetch(actor, JoinRequestPerm.VIEW, pk=pk)
    return render(
        request,
        "contracts/join_request.html",
        {
            "row": row,
            "fields": button(row),
            "can_decide": join_request_policy.holds(actor, JoinRequestPerm.DECIDE, row),
            "alike": similar_organisations(row.name),
            "summary": [
                {"label": "Ort", "value": row.town},
                {"label": "Ansprechperson", "value": row.contact},
                {"label": "E-Mail-Adresse", "value": row.email},
                {"label": "Bestätigt am", "value": words.day(row.confirmed_at)},
            ],
        },
    )


@page(JoinRequestPerm.DECIDE, "POST")
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    return press(
        request,
        cases.accept_request,
        join_request=join_request_policy.fetch(request.actor, JoinRequestPerm.DECIDE, pk=pk),
        done="Angenommen. Der Träger wird angelegt und steht gleich unter „Träger finden“; dort nehmen Sie ihn auf.",
        to=lambda row: reverse("provider-find"),
    )


@page(JoinRequestPerm.DECIDE, "GET", "POST")
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = join_request_policy.fetch(request.actor, JoinRequestPerm.DECIDE, pk=pk)
    back = reverse("join-request", args=[pk])
    return carry_out(
        request,
        RefuseForm(posted(request), initial={"version": row.version}),
        cases.refuse_request,
        given={"join_request": row},
        done="Abgelehnt. Die Ansprechperson bekommt eine Mail mit dem Grund.",
        to=lambda r: reverse("provider-find"),
        title="Anmeldung ablehnen",
        state=row.name,
        submit="Ablehnen",
        cancel_url=back,
        crumbs=[row.name, back],
    )
