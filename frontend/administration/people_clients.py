"""Other systems' access to the office's API: create (the secret is shown once), list, revoke."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from contracts.web.fields import engaged
from frontend.administration.people_forms import ClientForm
from frontend.administration.people_tables import ClientTable
from kernel.access.actor import Role
from kernel.keys import uuid7
from kernel.web import words
from kernel.web.forms import form_page, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page
from tenants.people.policy import ClientPerm, client_policy
from tenants.people.queries import clients_for
from tenants.people.usecases import clients as cases
from tenants.registry.places import base_url, office_url


@page(ClientPerm.VIEW)
def clients(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        "people/clients.html",
        rows=clients_for(request.actor),
        table=ClientTable,
        filename="zugaenge",
        empty_title="Noch kein System hat Zugang.",
        empty_text="Über die Schnittstelle holt zum Beispiel ein Fachverfahren Verträge und Stunden.",
    )


@page(ClientPerm.CREATE, "GET", "POST")
def create(request: HttpRequest) -> HttpResponse:
    form = ClientForm(posted(request), organisations=engaged(request.actor))
    made = form.run(cases.create_client, actor=request.actor) if request.method == "POST" else None
    if made is None:
        return form_page(
            request,
            form,
            title="System Zugang geben",
            submit="Zugang anlegen",
            cancel_url=reverse("api-clients"),
            state="Der Zugang gilt nur für dieses Amt.",
            crumbs=["Zugänge", reverse("api-clients")],
        )
    response = render(
        request,
        "people/client_created.html",
        {
            "client": made,
            "token_url": base_url("/identity/o/api/token"),
            "api_url": office_url(made.office_id, "/api/v1/"),
        },
    )
    response["Cache-Control"] = "no-store"
    return response


@page(ClientPerm.VIEW)
def client(request: HttpRequest, pk: str) -> HttpResponse:
    row: Any = client_policy.fetch(request.actor, ClientPerm.VIEW, among=clients_for(request.actor), pk=pk)
    return render(
        request,
        "people/client.html",
        {
            "client": row,
            "fields": {"submission": uuid7()},
            "summary": [
                {"label": "Kennung", "value": row.client_id},
                {"label": "Rolle", "value": Role(row.role).label if row.role else "keine"},
                {"label": "Angelegt am", "value": words.day(row.created_at)},
                {"label": "Gesperrt am", "value": words.day(row.revoked_at)},
                {"label": "Token-Adresse", "value": base_url("/identity/o/api/token")},
                {"label": "Schnittstelle", "value": office_url(row.office_id, "/api/v1/")},
            ],
        },
    )


@page(ClientPerm.REVOKE, "POST")
def revoke(request: HttpRequest, pk: str) -> HttpResponse:
    row = client_policy.fetch(request.actor, ClientPerm.VIEW, pk=pk)
    return press(
        request,
        cases.revoke_client,
        client=row,
        done="Zugang gesperrt. Seine Token gelten nicht mehr.",
        to=lambda c: reverse("api-clients"),
    )
