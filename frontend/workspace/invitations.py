"""Invitations into a provider organisation."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from frontend.administration.people_forms import ColleagueForm
from frontend.administration.people_invitations import summary_of
from frontend.administration.people_tables import InvitationFilter
from frontend.workspace import tables
from kernel.keys import uuid7
from kernel.web.forms import carry_out, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page
from tenants.people.models import Invitation
from tenants.people.policy import StaffInvitationPerm, staff_invitation_policy
from tenants.people.usecases import invitations as cases


@page(StaffInvitationPerm.INVITE, "GET", "POST")
def invite(request: HttpRequest, organisation: str) -> HttpResponse:
    people = reverse("staff", args=[organisation])
    return carry_out(
        request,
        ColleagueForm(posted(request), today=request.actor.today),
        cases.invite_colleague,
        done="Einladung verschickt.",
        to=lambda i: reverse("staff-invitations", args=[organisation]),
        title="Person einladen",
        state="Die Person bekommt eine Mail mit einem Link, der 14 Tage gilt.",
        submit="Einladung senden",
        cancel_url=people,
        crumbs=["Personen", people],
    )


@page(StaffInvitationPerm.VIEW)
def invitations(request: HttpRequest, organisation: str) -> HttpResponse:
    return list_page(
        request,
        "people/invitations.html",
        rows=staff_invitation_policy.rows(request.actor, among=Invitation.objects.open()),
        table=tables.StaffInvitationTable,
        filterset=InvitationFilter,
        filename="einladungen",
        invite_url=reverse("staff-invite", args=[organisation]),
        people_url=reverse("staff", args=[organisation]),
        empty_title="Keine offenen Einladungen.",
        empty_text="Wer eingeladen ist und noch nicht angenommen hat, steht hier.",
    )


def _fetch(request: HttpRequest, pk: UUID) -> Invitation:
    return staff_invitation_policy.fetch(request.actor, StaffInvitationPerm.VIEW, pk=pk)


@page(StaffInvitationPerm.VIEW)
def invitation(request: HttpRequest, organisation: str, pk: UUID) -> HttpResponse:
    row = _fetch(request, pk)
    return render(
        request,
        "people/sent_invitation.html",
        {
            "invitation": row,
            "summary": summary_of(row),
            "fields": {"submission": uuid7()},
            "resend_url": reverse("staff-invitation-resend", args=[organisation, pk]),
            "withdraw_url": reverse("staff-invitation-withdraw", args=[organisation, pk]),
            "list_url": reverse("staff-invitations", args=[organisation]),
        },
    )


@page(StaffInvitationPerm.RESEND, "POST")
def resend(request: HttpRequest, organisation: str, pk: UUID) -> HttpResponse:
    return press(
        request,
        cases.resend_colleague,
        invitation=_fetch(request, pk),
        done="Einladung noch einmal verschickt. Der alte Link gilt nicht mehr.",
        to=lambda i: reverse("staff-invitations", args=[organisation]),
    )


@page(StaffInvitationPerm.WITHDRAW, "POST")
def withdraw(request: HttpRequest, organisation: str, pk: UUID) -> HttpResponse:
    return press(
        request,
        cases.withdraw_colleague,
        invitation=_fetch(request, pk),
        done="Einladung zurückgezogen.",
        to=lambda i: reverse("staff-invitations", args=[organisation]),
    )
