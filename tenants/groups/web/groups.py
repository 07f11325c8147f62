"""Pages of groups and the offices in them."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kernel.web.forms import UseCaseForm, button, carry_out, initial_of, posted, press
from kernel.web.lists import list_page, part_of_page
from kernel.web.stamps import page
from tenants.groups import queries
from tenants.groups.models import Group, GroupOffice
from tenants.groups.policy import (
    GroupDatePerm,
    GroupFilePerm,
    GroupMemberPerm,
    GroupOfficePerm,
    GroupPerm,
    group_date_policy,
    group_file_policy,
    group_member_policy,
    group_office_policy,
    group_policy,
)
from tenants.groups.usecases import groups as cases
from tenants.groups.web import tables
from tenants.groups.web.forms import GroupForm, InviteForm


def address(group: UUID) -> str:
    return reverse("group", args=[group])


@page(GroupPerm.VIEW)
def groups(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        "groups/groups.html",
        rows=queries.groups_for(request.actor),
        table=tables.GroupTable,
        filename="arbeitsgruppen",
        can_found=group_policy.allows(request.actor, GroupPerm.FOUND),
        empty_title="Noch keine Arbeitsgruppe.",
        empty_text="Gründen Sie eine und laden Sie andere Jugendämter ein, oder warten Sie auf deren Einladung.",
    )


@page(GroupPerm.VIEW)
def group(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row: Any = group_policy.fetch(actor, GroupPerm.VIEW, among=queries.groups_for(actor), pk=pk)
    offices = queries.offices_of(actor, row)
    own = offices.filter(office=actor.place).first()
    leads = group_office_policy.allows(actor, GroupOfficePerm.ANSWER)
    founded = row.office_id == actor.place
    return render(
        request,
        "groups/group.html",
        {
            "group": row,
            "own": own,
            "button": button(own) if own else {},
            "can_answer": leads and not founded,
            "can_lead": leads and founded and row.closed_on is None,
            "related": _related(request, row, offices, open=row.closed_on is None) if row.joined else [],
        },
    )


def _related(request: HttpRequest, row: Group, offices: QuerySet[Any], *, open: bool) -> list[dict[str, Any]]:
    """The parts of the page; each with what the actor may add, and may do with the own office's rows."""
    actor = request.actor
    members, files = (rows.filter(group=row) for rows in (queries.members_for(actor), queries.files_for(actor)))
    dates = queries.upcoming(actor, row)
    invites = row.office_id == actor.place and group_office_policy.allows(actor, GroupOfficePerm.REMOVE)
    names = group_member_policy.allows(actor, GroupMemberPerm.NAME)
    removes = group_file_policy.allows(actor, GroupFilePerm.REMOVE)
    plans = group_date_policy.allows(actor, GroupDatePerm.PLAN)
    add = {
        "dates": ("group-date-new", "Termin planen", open and plans),
        "files": ("group-file-new", "Datei ablegen", open),
        "members": ("group-member-new", "Person benennen", open and names),
        "offices": ("group-invite", "Jugendamt einladen", open and invites),
    }
    parts = [
        ("dates", tables.DateTable, dates, plans),
        ("files", tables.FileTable, files, removes),
        ("members", tables.MemberTable, members, names),
        ("offices", tables.OfficeTable, offices, invites),
    ]
    return [
        {
            "id": id,
            "title": table.caption,
            "table": part_of_page(request, table, rows, id, exclude=() if may_act else ("action",)),
            "action": {"url": reverse(add[id][0], args=[row.pk]), "label": add[id][1]} if add[id][2] else None,
        }
        for id, table, rows, may_act in parts
    ]


@page(GroupPerm.FOUND, "GET", "POST")
def new_group(request: HttpRequest) -> HttpResponse:
    return carry_out(
        request,
        GroupForm(posted(request)),
        cases.found_group,
        done="Gruppe gegründet. Laden Sie jetzt andere Jugendämter ein.",
        to=lambda row: address(row.pk),
        title="Arbeitsgruppe gründen",
        state="Für Planung und Austausch zwischen Jugendämtern. Angaben zu Fällen gehören nicht hierher.",
        submit="Gründen",
        cancel_url=reverse("groups"),
    )


@page(GroupPerm.LEAD, "GET", "POST")
def change_group(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = group_policy.fetch(request.actor, GroupPerm.LEAD, pk=pk)
    return carry_out(
        request,
        GroupForm(posted(request), initial=initial_of(GroupForm, row)),
        cases.change_group,
        given={"group": row},
        done="Gespeichert.",
        to=lambda row: address(row.pk),
        title="Arbeitsgruppe ändern",
        submit="Speichern",
        cancel_url=address(pk),
        crumbs=[row.name, address(pk)],
    )


@page(GroupPerm.LEAD, "GET", "POST")
def close_group(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = group_policy.fetch(request.actor, GroupPerm.LEAD, pk=pk)
    return carry_out(
        request,
        UseCaseForm(posted(request), initial={"version": row.version}),
        cases.close_group,
        given={"group": row},
        done="Gruppe beendet.",
        to=lambda row: address(row.pk),
        title="Arbeitsgruppe beenden",
        state="Die Gruppe bleibt lesbar; neue Termine, Dateien und Mitglieder kommen nicht mehr hinzu.",
        submit="Gruppe beenden",
        cancel_url=address(pk),
        crumbs=[row.name, address(pk)],
    )


@page(GroupOfficePerm.INVITE, "GET", "POST")
def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = group_policy.fetch(request.actor, GroupPerm.LEAD, pk=pk)
    form = InviteForm(posted(request))
    form.offer("office", queries.offices_to_invite(row))
    return carry_out(
        request,
        form,
        cases.invite_office,
        given={"group": row},
        done="Eingeladen. Das Jugendamt sieht jetzt Name und Zweck und kann annehmen.",
        to=lambda _: f"{address(pk)}#offices",
        title="Jugendamt einladen",
        submit="Einladen",
        cancel_url=address(pk),
        crumbs=[row.name, address(pk)],
    )


def _participation(request: HttpRequest, permission: GroupOfficePerm, pk: UUID) -> GroupOffice:
    among = GroupOffice.objects.select_related("group", "office")
    return group_office_policy.fetch(request.actor, permission, among=among, pk=pk)


@page(GroupOfficePerm.REMOVE, "GET", "POST")
def remove_office(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _participation(request, GroupOfficePerm.REMOVE, pk)
    return carry_out(
        request,
        UseCaseForm(posted(request), initial={"version": row.version}),
        cases.remove_office,
        given={"participation": row},
        done="Herausgenommen.",
        to=lambda _: address(row.group_id),
        title=f"{row.office} herausnehmen",
        state="Das Jugendamt und seine Leute sehen ab sofort nichts mehr von der Gruppe. Seine Dateien bleiben.",
        submit="Herausnehmen",
        cancel_url=address(row.group_id),
        crumbs=[row.group.name, address(row.group_id)],
    )


@page(GroupOfficePerm.ANSWER, "POST")
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _participation(request, GroupOfficePerm.ANSWER, pk)
    return press(
        request,
        cases.accept_group_invitation,
        participation=row,
        done="Angenommen. Benennen Sie jetzt Personen für die Gruppe.",
        to=lambda _: address(row.group_id),
    )


@page(GroupOfficePerm.ANSWER, "GET", "POST")
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _participation(request, GroupOfficePerm.ANSWER, pk)
    verb = "verlassen" if row.joined_on else "ablehnen"
    return carry_out(
        request,
        UseCaseForm(posted(request), initial={"version": row.version}),
        cases.leave_group,
        given={"participation": row},
        done="Ihr Jugendamt gehört nicht mehr zu der Gruppe.",
        to=lambda _: reverse("groups"),
        title=f"Gruppe {verb}" if row.joined_on else "Einladung ablehnen",
        state="Ihr Jugendamt und seine Leute sehen danach nichts mehr von der Gruppe. Ihre Dateien bleiben dort.",
        submit=verb.capitalize(),
        cancel_url=address(row.group_id),
        crumbs=[row.group.name, address(row.group_id)],
    )
