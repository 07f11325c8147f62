"""What is due for a provider in all its counties: by day, and as a calendar by month."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kernel.web import words
from kernel.web.lists import Pages
from kernel.web.stamps import page
from tenants.people.models import Membership
from tenants.people.policy import StaffInvitationPerm, StaffPerm, staff_invitation_policy, staff_policy
from tenants.registry.places import office_url
from tenants.training.models import CourseSession, Curriculum
from tenants.training.policy.record import RecordPerm, record_policy
from tenants.worklist.models import WorkItem
from tenants.worklist.policy import OF_OWN_STAFF, WorklistPerm
from tenants.worklist.queries import DAYS, is_engaged, open_items_for

OFFICE_URLS = "project.urls_office"
SOON = timedelta(days=21)
SHOWN = 30
NEAR = {0: "Heute", 1: "Morgen"}
Kind = WorkItem.Kind
ICONS = {
    Kind.HOURS_MISSING: "clock",
    Kind.HOURS_TO_APPROVE: "check",
    Kind.INSTALMENT_EXPECTED: "euro",
    Kind.SIGNATURE_OUTSTANDING: "sign",
    Kind.CONTRACT_ENDING: "contracts",
    Kind.INSTRUCTION_ENDING: "people",
    Kind.PROOF_DUE: "document",
    Kind.PROOF_QUERY: "help",
    Kind.TASK_DUE: "cases",
    Kind.CONFERENCE: "calendar",
    Kind.TRAINING: "training",
    Kind.CERTIFICATE_ENDING: "training",
}
ACTIONS = {
    Kind.HOURS_MISSING: "Einreichen",
    Kind.HOURS_TO_APPROVE: "Freigeben",
    Kind.INSTALMENT_EXPECTED: "Ansehen",
    Kind.SIGNATURE_OUTSTANDING: "Zum Vertrag",
    Kind.CONTRACT_ENDING: "Zum Vertrag",
    Kind.INSTRUCTION_ENDING: "Ansehen",
    Kind.PROOF_DUE: "Nachweis erstellen",
    Kind.PROOF_QUERY: "Antworten",
    Kind.TASK_DUE: "Zur Aufgabe",
    Kind.CONFERENCE: "Zur Sitzung",
    Kind.TRAINING: "Zum Kurs",
    Kind.CERTIFICATE_ENDING: "Zum Nachweis",
}

WHEN = {Kind.CERTIFICATE_ENDING: "gilt bis"}


@page(WorklistPerm.VIEW)
def today(request: HttpRequest, organisation: str) -> HttpResponse:
    day = request.actor.today
    rows = open_items_for(request.actor).filter(due_on__lte=day + SOON)
    figures = _figures(rows, day)
    groups = _grouped(request, list(rows[:SHOWN]), lambda i: max(i.due_on, day - timedelta(days=1)))
    for group in groups:
        due: date = group["key"]
        late, near = due < day, (due - day).days in NEAR
        title = "Überfällig" if late else NEAR.get((due - day).days) or words.day_named(due)
        group |= {"late": late, "date": due if near else None, "title": title}
    more = figures[0]["value"] + figures[1]["value"] - SHOWN
    shown = {"groups": groups, "figures": figures, "more": max(more, 0)}
    if not groups and not is_engaged(request.actor):
        shown |= {"new": True, "can_invite": staff_invitation_policy.allows(request.actor, StaffInvitationPerm.INVITE)}
    return render(request, "people/workspace.html", shown)


@page(WorklistPerm.VIEW)
def calendar(request: HttpRequest, organisation: str) -> HttpResponse:
    shown = Pages(open_items_for(request.actor), SHOWN).get_page(request.GET.get("page", "1"))
    groups = _grouped(request, list(shown), lambda i: i.due_on.replace(day=1))
    for group in groups:
        month: date = group["key"]
        group |= {"title": f"{words.MONTHS[month.month - 1]} {month.year}", "date": None, "late": False}
    return render(request, "people/calendar.html", {"groups": groups, "shown": shown})


def _figures(rows: QuerySet[WorkItem], day: date) -> list[dict[str, Any]]:
    late = Count("pk", filter=Q(due_on__lt=day))
    sums = rows.order_by().aggregate(late=late, all=Count("pk"), counties=Count("office", distinct=True))
    return [
        {"label": "überfällig", "value": sums["late"]},
        {"label": "in drei Wochen fällig", "value": sums["all"] - sums["late"]},
        {"label": "Landkreise und Städte", "value": sums["counties"]},
    ]


def _grouped(request: HttpRequest, items: list[WorkItem], key: Callable[[WorkItem], date]) -> list[dict[str, Any]]:
    about = _about(items)
    return [
        {"key": value, "rows": [_row(request, item, about) for item in group]}
        for value, group in groupby(sorted(items, key=lambda i: (key(i), i.due_on)), key)
    ]


@dataclass(frozen=True, slots=True)
class About:
    """What stands beside the items: names of own people, days of courses and curricula by their id."""

    names: dict[UUID, str]
    days: dict[UUID, CourseSession]
    curricula: dict[UUID, str]


def _about(items: list[WorkItem]) -> About:
    """Three queries, however many items."""

    def subjects(kind: WorkItem.Kind) -> set[UUID]:
        return {UUID(item.subject) for item in items if item.kind == kind}

    people = subjects(Kind.INSTRUCTION_ENDING) | {i.person for i in items if i.person and i.kind in OF_OWN_STAFF}
    named = Membership.objects.filter(person__in=people).values_list("person", "display_name")
    curricula = Curriculum.objects.filter(pk__in=subjects(Kind.CERTIFICATE_ENDING)).values_list("pk", "title")
    return About(
        dict(named), CourseSession.objects.select_related("course").in_bulk(subjects(Kind.TRAINING)), dict(curricula)
    )


def _row(request: HttpRequest, item: WorkItem, about: About) -> dict[str, Any]:
    kind = Kind(item.kind)
    what = [kind.label, *_named(item, kind, about), item.code]
    if item.amount is not None:
        what.append(words.money(item.amount))
    return {
        "icon": ICONS[kind],
        "title": " · ".join(filter(None, what)),
        "note": f"{item.office.name}, {'am' if kind in DAYS else WHEN.get(kind, 'fällig am')} {words.day(item.due_on)}",
        "action": ACTIONS[kind],
        "action_url": _address(request, item, kind, about),
        "url": "",
        "badge": "",
        "post": False,
    }


def _named(item: WorkItem, kind: WorkItem.Kind, about: About) -> list[str]:
    if kind == Kind.INSTRUCTION_ENDING:
        return [about.names.get(UUID(item.subject), "")]
    if kind not in OF_OWN_STAFF or item.person is None:
        return []
    key = UUID(item.subject)
    day = about.days.get(key)
    return [day.course.title if day else about.curricula.get(key, ""), about.names.get(item.person, "")]


def _address(request: HttpRequest, item: WorkItem, kind: WorkItem.Kind, about: About) -> str:
    organisation = request.resolver_match.kwargs["organisation"]  # type: ignore[union-attr]
    if kind == Kind.TRAINING:
        day = about.days.get(UUID(item.subject))
        return reverse("offered-course", args=[organisation, day.course_id]) if day else ""
    if kind == Kind.CERTIFICATE_ENDING:
        leads = record_policy.allows(request.actor, RecordPerm.VIEW)
        return reverse("staff-record", args=[organisation]) if leads else reverse("own-record")
    if kind == Kind.INSTRUCTION_ENDING and staff_policy.allows(request.actor, StaffPerm.VIEW):
        return reverse("colleague", args=[organisation, UUID(item.subject)])
    if kind in (Kind.HOURS_MISSING, Kind.HOURS_TO_APPROVE):
        path = reverse("hours-months", urlconf=OFFICE_URLS)
    elif kind == Kind.INSTALMENT_EXPECTED:
        path = reverse("instalments", urlconf=OFFICE_URLS)
    elif kind in (Kind.PROOF_DUE, Kind.PROOF_QUERY):
        path = reverse("proof", args=[UUID(item.subject)], urlconf=OFFICE_URLS)
    elif kind == Kind.INSTRUCTION_ENDING:  # one's own
        path = reverse("today", urlconf=OFFICE_URLS)
    elif kind == Kind.CONFERENCE:
        path = reverse("session", args=[UUID(item.subject)], urlconf=OFFICE_URLS)
    elif kind == Kind.TASK_DUE:
        path = reverse("task", args=[UUID(item.subject)], urlconf=OFFICE_URLS)
    else:
        path = reverse("contract", args=[UUID(item.subject)], urlconf=OFFICE_URLS)
    return office_url(item.office_id, path)
