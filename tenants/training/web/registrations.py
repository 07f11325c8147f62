"""Pages of registrations in an office: one's own, one's staff's, and those of a course (R26)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from kernel.web import words
from kernel.web.forms import button, carry_out, posted, press
from kernel.web.lists import list_page
from kernel.web.qr import qr_svg
from kernel.web.stamps import page
from tenants.registry.places import base_url
from tenants.training.codes import WINDOW, attendance_code
from tenants.training.models import Course, CourseSession, Registration
from tenants.training.policy.courses import CoursePerm, RegistrationPerm, course_policy, registration_policy
from tenants.training.queries import courses as queries
from tenants.training.usecases import attendance
from tenants.training.usecases import registrations as usecases
from tenants.training.web import courses
from tenants.training.web.course_forms import FinishForm, PresentForm, RegisterForm
from tenants.training.web.course_tables import CostTable, ParticipantTable, RegistrationFilter, RegistrationTable
from tenants.training.web.papers import certificate_response
from tenants.training.web.tabs import training_tabs


def address(row: Registration) -> str:
    return reverse("registration", args=[row.pk])


def _to_course(row: Registration) -> str:
    return reverse("course", args=[row.course_id])


@page(RegistrationPerm.VIEW)
def registrations(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        "training/registrations.html",
        tabs=training_tabs(request.actor),
        rows=queries.registrations_for(request.actor),
        table=RegistrationTable,
        filterset=RegistrationFilter,
        filename="anmeldungen",
        empty_title="Hier steht keine Anmeldung.",
        empty_text="Unter „Kurse“ melden Sie sich an.",
        empty_action={"url": reverse("courses"), "label": "Kurse ansehen"},
    )


@page(RegistrationPerm.REGISTER, "POST")
def register_me(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = courses.opened(request, CoursePerm.VIEW, pk)
    return press(
        request,
        usecases.register,
        course=row,
        person=request.actor.person,
        done="Angemeldet. Ob Sie einen Platz haben, steht unten.",
        to=_to_course,
    )


@page(RegistrationPerm.REGISTER_OTHERS, "GET", "POST")
def register_other(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = courses.opened(request, CoursePerm.VIEW, pk)
    return carry_out(
        request,
        RegisterForm(posted(request), staff=queries.office_staff(request.actor.place, request.actor.today)),
        usecases.register,
        given={"course": row},
        done="Angemeldet.",
        to=_to_course,
        title="Jemanden anmelden",
        submit="Anmelden",
        cancel_url=courses.address(row),
        crumbs=[row.title, courses.address(row)],
    )


def _opened(request: HttpRequest, permission: RegistrationPerm, pk: UUID) -> Any:
    among = queries.certified(queries.with_attendance(queries.registrations_for(request.actor)))  # type: ignore[attr-defined]
    return registration_policy.fetch(request.actor, permission, among=among, pk=pk)  # type: ignore[attr-defined]


@page(RegistrationPerm.VIEW)
def registration(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _opened(request, RegistrationPerm.VIEW, pk)
    certify = registration_policy.holds(request.actor, RegistrationPerm.CERTIFY, row)
    held = row.course.state == Course.State.HELD
    return render(
        request,
        "training/registration.html",
        {
            "registration": row,
            "tone": {"placed": "success", "waiting": "warning"}.get(row.state, "neutral"),
            "button": button(row),
            "can_cancel": row.state != Registration.State.CANCELLED
            and row.course.state == Course.State.OPEN
            and registration_policy.holds(request.actor, RegistrationPerm.CANCEL, row),
            "can_certify": certify and held and row.days and not row.certified,
            "summary": [
                {"label": "Kurs", "value": row.course.title, "url": _to_course(row)},
                {"label": "Arbeitet bei", "value": row.employer},
                {"label": "Angemeldet am", "value": words.day(row.registered_at)},
                {"label": "Tage da", "value": str(row.days)},
            ],
        },
    )


@page(RegistrationPerm.CANCEL, "POST")
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _opened(request, RegistrationPerm.CANCEL, pk)
    return press(
        request, usecases.cancel_registration, registration=row, done="Abgemeldet. Der Platz ist frei.", to=_to_course
    )


@page(RegistrationPerm.CERTIFY, "GET", "POST")
def certify(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _opened(request, RegistrationPerm.CERTIFY, pk)
    return carry_out(
        request,
        FinishForm(posted(request), initial={"version": row.version, "share": 100}),
        attendance.issue_certificate,
        given={"registration": row},
        done="Bescheinigung ausgestellt.",
        to=address,
        title="Bescheinigung ausstellen",
        submit="Ausstellen",
        cancel_url=address(row),
        crumbs=[row.display_name, address(row)],
        state=f"{row.display_name} war an {row.days} Tagen da.",
    )


@page(RegistrationPerm.VIEW)
def certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    return certificate_response(_opened(request, RegistrationPerm.VIEW, pk).certificate)


@page(CoursePerm.NAMES)
def participants(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = courses.opened(request, CoursePerm.NAMES, pk)
    can_write = course_policy.holds(request.actor, CoursePerm.WRITE, row) and row.state == Course.State.OPEN
    return list_page(
        request,
        "training/participants.html",
        **courses.shell_of(request, row),
        rows=queries.participants_of(request.actor, row),
        table=ParticipantTable,
        filename="teilnehmende",
        sessions=[s for s in queries.sessions_of(row) if s.day <= request.actor.today] if can_write else [],
        empty_title="Noch ist niemand angemeldet.",
        empty_text="Wer sich anmeldet, steht hier sofort.",
    )


def _session(request: HttpRequest, pk: UUID) -> tuple[CourseSession, Any]:
    """A day by its key, if the actor organises its course."""
    found = CourseSession.objects.filter(pk=pk).values_list("course", flat=True).first()
    row = courses.opened(request, CoursePerm.WRITE, found or pk)
    return get_object_or_404(CourseSession, pk=pk, course=row), row


@page(CoursePerm.WRITE, "GET", "POST")
def attendance_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    session, row = _session(request, pk)
    rows = row.registrations.filter(state=Registration.State.PLACED).select_related("organisation", "home_office")
    back = reverse("participants", args=[row.pk])
    return carry_out(
        request,
        PresentForm(
            posted(request),
            initial={"version": row.version, "present": list(queries.present_at(session))},
            rows=rows.order_by("sort_key"),
        ),
        attendance.record_attendance,
        given={"course": row, "session": session},
        done="Die Liste ist gespeichert.",
        to=lambda course: back,
        title=f"Anwesenheit am {words.day(session.day)}",
        submit="Speichern",
        cancel_url=back,
        crumbs=[row.title, back],
        state="Wer sich mit dem Code eingetragen hat, ist schon angekreuzt.",
    )


@page(CoursePerm.WRITE)
def attendance_screen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The code of this moment for the wall; asked again before it changes."""
    session, row = _session(request, pk)
    code = attendance_code(session, row.attendance_secret)
    context = {
        "course": row,
        "session": session,
        "code": code,
        "qr": qr_svg(base_url(f"/fortbildung/anwesend/?code={code}"), "QR-Code: führt zum Eintragen mit diesem Code"),
        "here": len(queries.present_at(session)),
        "address": base_url("/fortbildung/anwesend/").partition("//")[2],
        "minutes": WINDOW // 60,
    }
    return render(request, "training/code.html", context)


@page(CoursePerm.REPORT)
def costs(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = courses.opened(request, CoursePerm.REPORT, pk)
    return list_page(
        request,
        "training/costs.html",
        **courses.shell_of(request, row),
        rows=queries.costs_of(row),
        table=CostTable,
        filename="kosten",
    )


@page(CoursePerm.REPORT)
def feedback(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = courses.opened(request, CoursePerm.REPORT, pk)
    shown = queries.feedback_of(row)
    figures = [{"label": label, "value": words.number(value, 1), "note": "von 5"} for label, value in shown.averages]
    context = {"feedback": shown, "figures": figures, "least": queries.ANSWERS_SHOWN_FROM}
    return render(request, "training/feedback.html", courses.shell_of(request, row) | context)
