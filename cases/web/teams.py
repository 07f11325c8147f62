"""Pages of district teams."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.models import TeamMember
from cases.policy.teams import SessionPerm, TeamPerm, session_policy, team_policy
from cases.queries.teams import AHEAD, members_for, sessions_for, teams_for
from cases.usecases import teams as usecases
from cases.web.forms.conferences import NewTeamMemberForm, TeamMemberForm
from cases.web.tables.conferences import TeamTable
from cases.web.tabs import case_tabs
from contracts.models import District
from contracts.policy import DistrictPerm, district_policy
from contracts.web.territory import word
from kernel.web.forms import carry_out, initial_of, posted
from kernel.web.lists import list_page
from kernel.web.stamps import page

NEXT = 6  # sessions on a team's page


def address(district: District | UUID) -> str:
    return reverse("team", args=[getattr(district, "pk", district)])


@page(TeamPerm.VIEW)
def teams(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        "cases/teams.html",
        tabs=case_tabs(request.actor),
        rows=teams_for(request.actor),
        table=TeamTable,
        filename="teams",
        empty_title="Noch kein Team.",
        empty_text="Sie sehen hier die Teams, in denen Sie heute sind.",
    )


@page(TeamPerm.VIEW)
def team(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    district = district_policy.fetch(actor, DistrictPerm.VIEW, among=teams_for(actor), pk=pk)
    members = list(members_for(actor).filter(district=district))
    today = [m for m in members if m.begins <= actor.today and (m.ends is None or m.ends >= actor.today)]
    sessions = sessions_for(actor).filter(district=district, held_on__gte=actor.today, state__in=AHEAD)[:NEXT]
    return render(
        request,
        "cases/team.html",
        {
            "district": district,
            "word": word(request),
            "today": sorted(today, key=lambda m: str(m.person_name).casefold()),
            "others": [m for m in members if m not in today],
            "sessions": list(sessions),
            "can_manage": team_policy.allows(actor, TeamPerm.MANAGE),
            "can_plan": session_policy.allows(actor, SessionPerm.PLAN),
        },
    )


@page(TeamPerm.MANAGE, "GET", "POST")
def join(request: HttpRequest, pk: UUID) -> HttpResponse:
    district = district_policy.fetch(request.actor, DistrictPerm.VIEW, pk=pk)
    return carry_out(
        request,
        NewTeamMemberForm(posted(request), initial={"begins": request.actor.today}, actor=request.actor),
        usecases.add_team_member,
        given={"district": district},
        done="Ins Team aufgenommen.",
        to=lambda m: address(district),
        title=f"Ins Team {district.name} aufnehmen",
        submit="Aufnehmen",
        cancel_url=address(district),
        crumbs=[f"Team {district.name}", address(district)],
        state="Fachkräfte von Trägern sehen Bögen erst, wenn ihre Unterweisung gilt.",
    )


@page(TeamPerm.MANAGE, "GET", "POST")
def change_member(request: HttpRequest, pk: UUID) -> HttpResponse:
    row: Any = team_policy.fetch(request.actor, TeamPerm.MANAGE, among=members_for(request.actor), pk=pk)
    member: TeamMember = row
    back = address(member.district_id)
    return carry_out(
        request,
        TeamMemberForm(posted(request), initial=initial_of(TeamMemberForm, member)),
        usecases.change_team_member,
        given={"member": member},
        done="Gespeichert.",
        to=lambda _: back,
        title=f"{row.person_name} im Team {member.district.name}",
        submit="Speichern",
        cancel_url=back,
        crumbs=[f"Team {member.district.name}", back],
        state="Nach dem letzten Tag im Team sind die Bögen des Raums geschlossen.",
    )
