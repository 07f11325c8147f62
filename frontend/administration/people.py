"""The office's people: list, one person, roles, instructions."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from contracts.web.fields import engaged
from frontend.administration import people_tables as tables
from frontend.administration.people_forms import EndForm, GrantForm, InstructForm
from kernel.access.actor import Role
from kernel.web import words
from kernel.web.forms import carry_out, posted
from kernel.web.lists import list_page
from kernel.web.stamps import page
from tenants.people import queries
from tenants.people.models import Invitation, Membership
from tenants.people.policy import InstructionPerm, PeoplePerm, instruction_policy, invitation_policy, membership_policy
from tenants.people.usecases import memberships as cases


@page(PeoplePerm.VIEW)
def people(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    rows = queries.people_for(actor)
    return list_page(
        request,
        "people/people.html",
        rows=rows,
        table=tables.PeopleTable,
        filterset=tables.PeopleFilter,
        filename="personen",
        waiting=rows.filter(status__in=["waiting", "expired"]).count(),
        invitations=invitation_policy.rows(actor, among=Invitation.objects.open()).count(),
        empty_title="Niemand passt zu dieser Auswahl.",
        empty_text="Ändern Sie die Auswahl, oder laden Sie jemanden ein.",
    )


@page(PeoplePerm.VIEW)
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    roles = list(queries.people_for(actor).filter(person=pk).order_by("-begins", "id"))
    if not roles:
        raise Http404("Das gibt es hier nicht.")
    instructions = list(instruction_policy.rows(actor).filter(person=pk).select_related("organisation"))
    related = [
        {
            "id": "roles",
            "title": "Rollen",
            "table": tables.RolesTable(roles, prefix="r-", request=request),
            "action": {"url": reverse("role-grant", args=[pk]), "label": "Weitere Rolle geben"},
        }
    ]
    if instructions or any(r.organisation_id for r in roles):
        related.append(
            {
                "id": "instructions",
                "title": "Unterweisungen (§ 78 Abs. 2 SGB X)",
                "table": tables.InstructionTable(instructions, prefix="i-", request=request),
            }
        )
    return render(
        request,
        "people/person.html",
        {
            "name": roles[0].display_name,
            "related": related,
            "waiting": [r for r in roles if r.status in ("waiting", "expired")],
            "state": queries.STATUS[_best(roles)],
        },
    )


def _best(roles: list[Any]) -> str:
    """The state of the person as a whole: the first in the order of the states."""
    return min((r.status for r in roles), key=list(queries.STATUS).index)


def _role(request: HttpRequest, pk: UUID) -> Membership:
    among = queries.people_for(request.actor)
    return membership_policy.fetch(request.actor, PeoplePerm.VIEW, among=among, pk=pk)


@page(PeoplePerm.GRANT_ROLE, "GET", "POST")
def grant(request: HttpRequest, pk: UUID) -> HttpResponse:
    known = queries.people_for(request.actor).filter(person=pk).first()
    if known is None:
        raise Http404("Das gibt es hier nicht.")
    address = reverse("person", args=[pk])
    return carry_out(
        request,
        GrantForm(posted(request), today=request.actor.today, organisations=engaged(request.actor)),
        cases.grant_role,
        given={"person": pk},
        done="Rolle gegeben.",
        to=lambda m: address,
        title="Weitere Rolle geben",
        state=known.display_name,
        submit="Rolle geben",
        cancel_url=address,
        crumbs=[known.display_name, address],
    )


@page(PeoplePerm.END, "GET", "POST")
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _role(request, pk)
    address = reverse("person", args=[row.person_id])
    return carry_out(
        request,
        EndForm(posted(request)),
        cases.end_membership,
        given={"membership": row},
        done="Rolle beendet.",
        to=lambda m: address,
        title="Rolle beenden",
        state=f"{row.display_name}, {Role(row.role).label}",
        submit="Rolle beenden",
        cancel_url=address,
        crumbs=[row.display_name, address],
        intro="Frühere Einträge behalten den Namen. Mit der letzten Rolle für einen Träger endet auch die Unterweisung.",
    )


@page(InstructionPerm.RECORD, "GET", "POST")
def instruct(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _role(request, pk)
    address = reverse("person", args=[row.person_id])
    return carry_out(
        request,
        InstructForm(posted(request), today=request.actor.today),
        cases.record_instruction,
        given={"membership": row},
        done="Unterweisung festgehalten. Der Zugang ist offen.",
        to=lambda i: address,
        title="Unterweisung festhalten",
        state=f"{row.display_name}, {row.organisation}",
        submit="Unterweisung festhalten",
        cancel_url=address,
        crumbs=[row.display_name, address],
        intro="Wer für einen Träger arbeitet, wird vor dem ersten Zugang über Zweckbindung und Geheimhaltung unterwiesen "
        f"(§ 78 Abs. 2 SGB X). Rolle: {Role(row.role).label}, {words.period(row.begins, row.ends)}.",
    )
