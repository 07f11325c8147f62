"""Training in a provider's workspace: courses of all counties, and the own people in them (R26)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kernel.web.forms import carry_out, posted, press
from kernel.web.lists import list_page, part_of_page
from kernel.web.stamps import page
from tenants.registry.places import base_url
from tenants.training.models import Course
from tenants.training.policy.courses import (
    OfferedPerm,
    StaffRegistrationPerm,
    offered_policy,
    staff_registration_policy,
)
from tenants.training.policy.record import RecordPerm, record_policy
from tenants.training.queries import courses as queries
from tenants.training.usecases import registrations as usecases
from tenants.training.web.course_forms import RegisterForm
from tenants.training.web.course_tables import (
    ColleagueTable,
    CourseFilter,
    OfferedTable,
    RegistrationFilter,
    StaffRegistrationTable,
)
from tenants.training.web.courses import calendar_response, facts_of
from tenants.training.web.papers import certificate_response


def _tabs(organisation: str) -> list[dict[str, str]]:
    found = [("Kurse", "offered-courses"), ("Anmeldungen", "staff-registrations")]
    return [{"label": label, "url": reverse(name, args=[organisation])} for label, name in found]


@page(OfferedPerm.VIEW)
def courses(request: HttpRequest, organisation: str) -> HttpResponse:
    return list_page(
        request,
        "training/offered.html",
        tabs=_tabs(organisation),
        rows=queries.offered_for(request.actor),
        table=OfferedTable,
        filterset=CourseFilter,
        filename="kurse",
        empty_title="Zurzeit ist kein Kurs geplant.",
        empty_text="Hier stehen die Kurse aller Jugendämter, mit denen Sie arbeiten.",
    )


def _course(request: HttpRequest, pk: UUID) -> Any:
    return offered_policy.fetch(request.actor, OfferedPerm.VIEW, among=queries.offered_for(request.actor), pk=pk)  # type: ignore[attr-defined]


@page(OfferedPerm.VIEW)
def course(request: HttpRequest, organisation: str, pk: UUID) -> HttpResponse:
    row = _course(request, pk)
    registered = queries.certified(queries.staff_registrations_for(request.actor).filter(course=row))
    people = registered.exclude(state="cancelled").order_by("sort_key", "id")
    begun = row.first_day is not None and row.first_day <= request.actor.today
    may_cancel = row.state == Course.State.OPEN and not begun
    return render(
        request,
        "training/offered_course.html",
        {
            "slug": organisation,
            "course": row,
            "summary": facts_of(row),
            "sessions": queries.sessions_of(row),
            "modules": list(row.modules.all()),
            "partners": [p.office.name for p in row.partners.select_related("office")],
            "people": part_of_page(
                request, ColleagueTable, people, "people", exclude=() if may_cancel else ("cancel",)
            ),
            "may_register": row.state == Course.State.OPEN and row.registers_until >= request.actor.today,
            "attend_url": base_url("/fortbildung/anwesend/"),
        },
    )


@page(OfferedPerm.VIEW)
def dates(request: HttpRequest, organisation: str, pk: UUID) -> HttpResponse:
    return calendar_response(_course(request, pk))


@page(StaffRegistrationPerm.REGISTER, "GET", "POST")
def register(request: HttpRequest, organisation: str, pk: UUID) -> HttpResponse:
    row = _course(request, pk)
    address = reverse("offered-course", args=[organisation, pk])
    return carry_out(
        request,
        RegisterForm(posted(request), staff=queries.registrable_colleagues(request.actor)),
        usecases.register_colleague,
        given={"course": row},
        done="Angemeldet. Ob es ein Platz ist, steht unten.",
        to=lambda registration: address,
        title="Zum Kurs anmelden",
        submit="Anmelden",
        cancel_url=address,
        crumbs=[row.title, address],
    )


@page(StaffRegistrationPerm.VIEW)
def registrations(request: HttpRequest, organisation: str) -> HttpResponse:
    return list_page(
        request,
        "training/offered.html",
        tabs=_tabs(organisation),
        rows=queries.staff_registrations_for(request.actor),
        table=StaffRegistrationTable,
        filterset=RegistrationFilter,
        filename="anmeldungen",
        empty_title="Noch ist niemand angemeldet.",
        empty_text="Öffnen Sie einen Kurs, um jemanden anzumelden.",
        empty_action={"url": reverse("offered-courses", args=[organisation]), "label": "Kurse ansehen"},
    )


def _registration(request: HttpRequest, permission: StaffRegistrationPerm, pk: UUID) -> Any:
    among = queries.certified(queries.staff_registrations_for(request.actor))  # type: ignore[attr-defined]
    return staff_registration_policy.fetch(request.actor, permission, among=among, pk=pk)  # type: ignore[attr-defined]


@page(StaffRegistrationPerm.CANCEL, "POST")
def cancel(request: HttpRequest, organisation: str, pk: UUID) -> HttpResponse:
    row = _registration(request, StaffRegistrationPerm.CANCEL, pk)
    return press(
        request,
        usecases.cancel_colleague,
        registration=row,
        done="Abgemeldet. Der Platz ist frei.",
        to=lambda registration: reverse("offered-course", args=[organisation, registration.course_id]),
    )


@page(StaffRegistrationPerm.VIEW)
def certificate(request: HttpRequest, organisation: str, pk: UUID) -> HttpResponse:
    """One's own, or a colleague's as far as the record shows it: no longer when they have left (R26)."""
    row, actor = _registration(request, StaffRegistrationPerm.VIEW, pk), request.actor
    if row.person_id != actor.person:
        record_policy.fetch(actor, RecordPerm.VIEW, pk=row.certificate)
    return certificate_response(row.certificate)
