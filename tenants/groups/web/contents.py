"""Pages of a group's people, files and dates."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from kernel.web import words
from kernel.web.forms import UseCaseForm, carry_out, posted
from kernel.web.stamps import page
from tenants.groups import queries
from tenants.groups.calendar_files import calendar_of
from tenants.groups.models import Group, GroupDate, GroupFile, GroupMember
from tenants.groups.policy import (
    GroupDatePerm,
    GroupFilePerm,
    GroupMemberPerm,
    GroupPerm,
    group_date_policy,
    group_file_policy,
    group_member_policy,
    group_policy,
)
from tenants.groups.usecases import contents as cases
from tenants.groups.web.forms import DateForm, FileForm, MemberForm
from tenants.groups.web.groups import address
from tenants.registry.places import office_url


def _back(group: Group, part: str, **given: Any) -> dict[str, Any]:
    """What each of these forms needs to lead back to the group's page."""
    there = f"{address(group.pk)}#{part}"
    return {"to": lambda _: there, "cancel_url": there, "crumbs": [group.name, address(group.pk)], **given}


def _group(request: HttpRequest, pk: UUID) -> Group:
    return group_policy.fetch(request.actor, GroupPerm.VIEW, pk=pk)


@page(GroupMemberPerm.NAME, "GET", "POST")
def new_member(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _group(request, pk)
    form = MemberForm(posted(request))
    form.offer("membership", queries.people_to_name(request.actor, row).select_related("organisation"))
    back = _back(row, "members", title="Person benennen", submit="Benennen", done="Benannt.")
    return carry_out(
        request,
        form,
        cases.name_for_group,
        given={"group": row},
        state="Die anderen Jugendämter der Gruppe sehen den Namen.",
        **back,
    )


@page(GroupMemberPerm.NAME, "GET", "POST")
def end_member(request: HttpRequest, pk: UUID) -> HttpResponse:
    among = GroupMember.objects.select_related("group")
    row = group_member_policy.fetch(request.actor, GroupMemberPerm.NAME, among=among, pk=pk)
    form = UseCaseForm(posted(request), initial={"version": row.version})
    back = _back(row.group, "members", title="Mitarbeit beenden", submit="Beenden", done="Beendet.")
    return carry_out(request, form, cases.end_member, given={"member": row}, state=row.name, **back)


@page(GroupFilePerm.FILE, "GET", "POST", upload=cases.LARGEST)
def new_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _group(request, pk)
    form = FileForm(posted(request), request.FILES if request.method == "POST" else None)
    back = _back(row, "files", title="Datei ablegen", submit="Ablegen", done="Datei abgelegt.", draft="")
    return carry_out(
        request,
        form,
        cases.file_in_group,
        given={"group": row},
        state="Alle Jugendämter der Gruppe können sie herunterladen.",
        **back,
    )


@page(GroupFilePerm.REMOVE, "GET", "POST")
def remove_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    among = GroupFile.objects.select_related("group").defer("content")
    row = group_file_policy.fetch(request.actor, GroupFilePerm.REMOVE, among=among, pk=pk)
    form = UseCaseForm(posted(request), initial={"version": row.version})
    back = _back(row.group, "files", title="Datei entfernen", submit="Entfernen", done="Datei entfernt.")
    said = f"{row.title}, Fassung {row.number}. Sie ist danach für alle weg."
    return carry_out(request, form, cases.remove_file, given={"file": row}, state=said, **back)


@page(GroupFilePerm.VIEW)
def download(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The bytes as they came; the browser keeps them as a file and guesses nothing."""
    row = group_file_policy.fetch(request.actor, GroupFilePerm.VIEW, pk=pk)
    return _file(bytes(row.content), row.media_type, row.filename)


@page(GroupDatePerm.PLAN, "GET", "POST")
def new_date(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _group(request, pk)
    back = _back(row, "dates", title="Termin planen", submit="Planen", done="Termin geplant.")
    return carry_out(request, DateForm(posted(request)), cases.plan_date, given={"group": row}, **back)


@page(GroupDatePerm.PLAN, "GET", "POST")
def cancel_date(request: HttpRequest, pk: UUID) -> HttpResponse:
    among = GroupDate.objects.select_related("group")
    row = group_date_policy.fetch(request.actor, GroupDatePerm.PLAN, among=among, pk=pk)
    form = UseCaseForm(posted(request), initial={"version": row.version})
    back = _back(row.group, "dates", title="Termin absagen", submit="Absagen", done="Abgesagt.")
    said = f"{row.title} am {words.day(row.held_on)}"
    return carry_out(request, form, cases.cancel_date, given={"date": row}, state=said, **back)


@page(GroupDatePerm.VIEW)
def calendar(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _group(request, pk)
    url = office_url(request.actor.place, reverse("group", args=[pk]))
    content = calendar_of(row, queries.dates_for(request.actor).filter(group=row), url)
    return _file(content, "text/calendar; charset=utf-8", "termine.ics")


def _file(content: bytes, media_type: str, filename: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(True, filename)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
