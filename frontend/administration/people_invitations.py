"""Invitations into the office: send, list, send again, withdraw."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from contracts.web.fields import engaged
from frontend.administration import people_tables as tables
from frontend.administration.people_forms import InviteForm
from kernel.keys import uuid7
from kernel.web import words
from kernel.web.forms import carry_out, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page
from tenants.people.models import Invitation
from tenants.people.policy import InvitationPerm, invitation_policy
from tenants.people.usecases import invitations as cases


@page(InvitationPerm.INVITE, "GET", "POST")
def invite(request: HttpRequest) -> HttpResponse:
    return carry_out(
        request,
        InviteForm(posted(request), today=request.actor.today, organisations=engaged(request.actor)),
        cases.invite_person,
        done="Einladung verschickt.",
        to=lambda i: reverse("invitations"),
        title="Person einladen",
        state="Die Person bekommt eine Mail mit einem Link, der 14 Tage gilt.",
        submit="Einladung senden",
        cancel_url=reverse("people"),
        crumbs=["Personen", reverse("people")],
    )


@page(InvitationPerm.VIEW)
def invitations(request: HttpRequest) -> HttpResponse:
    rows = invitation_policy.rows(request.actor, among=Invitation.objects.open()).select_related("organisation")
    return list_page(
        request,
        "people/invitations.html",
        rows=rows,
        table=tables.InvitationTable,
        filterset=tables.InvitationFilter,
        filename="einladungen",
        invite_url=reverse("invite"),
        people_url=reverse("people"),
        empty_title="Keine offenen Einladungen.",
        empty_text="Wer eingeladen ist und noch nicht angenommen hat, steht hier.",
    )


@page(InvitationPerm.VIEW)
def invitation(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = invitation_policy.fetch(request.actor, InvitationPerm.VIEW, pk=pk)
    return render(
        request,
        "people/sent_invitation.html",
        {
            "invitation": row,
            "summary": summary_of(row),
            "fields": {"submission": uuid7()},
            "resend_url": reverse("invitation-resend", args=[pk]),
            "withdraw_url": reverse("invitation-withdraw", args=[pk]),
            "list_url": reverse("invitations"),
        },
    )


def summary_of(row: Invitation) -> list[dict[str, Any]]:
    return [
        {"label": "E-Mail-Adresse", "value": row.email},
        {"label": "Rolle", "value": row.get_role_display()},
        *([{"label": "Träger", "value": row.organisation}] if row.organisation_id and row.office_id else []),
        {"label": "Gilt", "value": words.period(row.begins, row.ends)},
        {"label": "Stand", "value": tables.INVITATION_STATES[row.state]},
        {"label": "Eingeladen am", "value": words.day(row.created_at)},
        {"label": "Link gilt bis", "value": words.day(row.expires_at)},
    ]


@page(InvitationPerm.RESEND, "POST")
def resend(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = invitation_policy.fetch(request.actor, InvitationPerm.VIEW, pk=pk)
    return press(
        request,
        cases.resend_invitation,
        invitation=row,
        done="Einladung noch einmal verschickt. Der alte Link gilt nicht mehr.",
        to=lambda i: reverse("invitations"),
    )


@page(InvitationPerm.WITHDRAW, "POST")
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = invitation_policy.fetch(request.actor, InvitationPerm.VIEW, pk=pk)
    return press(
        request,
        cases.withdraw_invitation,
        invitation=row,
        done="Einladung zurückgezogen.",
        to=lambda i: reverse("invitations"),
    )
