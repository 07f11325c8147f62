"""Pages of an office's courses: what there is, planning, opening, finishing (R26)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kernel.web import words
from kernel.web.forms import UseCaseForm, button, carry_out, form_page, initial_of, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page
from tenants.registry.models import Organisation
from tenants.training.mails import calendar_text
from tenants.training.models import Course
from tenants.training.policy.courses import (
    CoursePerm,
    RegistrationPerm,
    course_policy,
    registration_policy,
)
from tenants.training.queries import courses as queries
from tenants.training.usecases import attendance
from tenants.training.usecases import courses as usecases
from tenants.training.web.course_forms import CourseForm, FinishForm, SessionRows, SharesForm
from tenants.training.web.course_tables import CourseFilter, CourseTable
from tenants.training.web.tabs import training_tabs


def address(row: Course) -> str:
    return reverse("course", args=[row.pk])


@page(CoursePerm.VIEW)
def courses(request: HttpRequest) -> HttpResponse:
    can_write = course_policy.allows(request.actor, CoursePerm.WRITE)
    return list_page(
        request,
        "training/courses.html",
        tabs=training_tabs(request.actor),
        rows=queries.courses_for(request.actor),
        table=CourseTable,
        filterset=CourseFilter,
        filename="kurse",
        can_write=can_write,
        empty_title="Zurzeit ist kein Kurs geplant.",
        empty_text="Wählen Sie „alle“, um vergangene zu sehen.",
        empty_action={"url": reverse("course-new"), "label": "Kurs anlegen"} if can_write else None,
    )


def opened(request: HttpRequest, permission: CoursePerm, pk: UUID) -> Any:
    """The course of the address, if the actor may do this with it."""
    return course_policy.fetch(request.actor, permission, among=queries.courses_for(request.actor), pk=pk)  # type: ignore[attr-defined]


def shell_of(request: HttpRequest, row: Course) -> dict[str, Any]:
    """What all pages of a course show: its name and the tabs."""
    tabs = [("Kurs", "course")]
    if course_policy.holds(request.actor, CoursePerm.NAMES, row):  # type: ignore[attr-defined]
        tabs.append(("Teilnehmende", "participants"))
    if course_policy.holds(request.actor, CoursePerm.REPORT, row):  # type: ignore[attr-defined]
        tabs += [("Kosten", "course-costs"), ("Rückmeldungen", "course-feedback")]
    return {"course": row, "tabs": [{"label": label, "url": reverse(name, args=[row.pk])} for label, name in tabs]}


def facts_of(row: Course) -> list[dict[str, Any]]:
    """On a glance, in an office as in a workspace."""
    facts = [
        ("Veranstaltet von", row.office.name),
        ("Lehrgang", row.curriculum.title if row.curriculum else ""),
        ("Leitung", row.trainers),
        ("Ort", row.place),
        ("Plätze", str(row.capacity)),
        ("Anmeldung bis", words.day(row.registers_until)),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


@page(CoursePerm.VIEW)
def course(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = opened(request, CoursePerm.VIEW, pk)
    seats = queries.seats_of(row) if course_policy.holds(actor, CoursePerm.REPORT, row) else None
    mine = registration_policy.rows(actor).filter(course=row, person=actor.person).exclude(state="cancelled").first()
    may_register = row.state == Course.State.OPEN and row.registers_until >= actor.today
    summary = facts_of(row)
    if seats:
        waiting = f"{seats.waiting} auf der Warteliste" if seats.waiting else ""
        summary.append({"label": "Vergeben", "value": f"{seats.placed} von {row.capacity}", "note": waiting})
    return render(
        request,
        "training/course.html",
        shell_of(request, row)
        | {
            "summary": summary,
            "sessions": queries.sessions_of(row),
            "modules": list(row.modules.all()),
            "partners": [p.office.name for p in row.partners.select_related("office")],
            "mine": mine,
            "mine_tone": {"placed": "success"}.get(mine.state, "warning") if mine else "",
            "mine_button": button(mine) if mine else {},
            "begun": row.first_day is not None and row.first_day <= actor.today,
            "button": button(row),
            "may_register": may_register and not mine,
            "may_register_others": may_register and registration_policy.allows(actor, RegistrationPerm.REGISTER_OTHERS),
            "can_write": course_policy.holds(actor, CoursePerm.WRITE, row) and row.state in ("draft", "open"),
            "is_over": row.last_day is not None and row.last_day <= actor.today,
        },
    )


@page(CoursePerm.VIEW)
def dates(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The days for a calendar program."""
    return calendar_response(opened(request, CoursePerm.VIEW, pk))


def calendar_response(row: Course) -> HttpResponse:
    headers = {"Content-Disposition": 'attachment; filename="kurs.ics"'}
    content = calendar_text(row, queries.sessions_of(row))
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


@page(CoursePerm.WRITE, "GET", "POST")
def new_course(request: HttpRequest) -> HttpResponse:
    back = reverse("courses")
    return carry_out(
        request,
        CourseForm(posted(request), actor=request.actor),
        usecases.add_course,
        done="Angelegt. Tragen Sie jetzt die Tage ein.",
        to=lambda row: reverse("course-sessions", args=[row.pk]),
        title="Kurs anlegen",
        submit="Anlegen",
        cancel_url=back,
        crumbs=["Fortbildung", back],
        state="Sichtbar wird der Kurs, wenn Sie die Anmeldung öffnen.",
    )


@page(CoursePerm.WRITE, "GET", "POST")
def change_course(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = opened(request, CoursePerm.WRITE, pk)
    initial = initial_of(CourseForm, row) | {
        "modules": [m.pk for m in row.modules.all()],
        "partners": [p.office_id for p in row.partners.all()],
    }
    return carry_out(
        request,
        CourseForm(posted(request), initial=initial, actor=request.actor, course=row),
        usecases.change_course,
        given={"course": row},
        done="Gespeichert.",
        to=address,
        title="Kurs ändern",
        submit="Speichern",
        cancel_url=address(row),
        crumbs=[row.title, address(row)],
    )


@page(CoursePerm.WRITE, "GET", "POST")
def set_sessions(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = opened(request, CoursePerm.WRITE, pk)
    form = UseCaseForm(posted(request), initial={"version": row.version})
    rows = SessionRows(posted(request), initial=list(row.sessions.values("day", "begins", "ends", "room")))
    if request.method == "POST":
        if form.is_valid() and rows.is_valid():
            if form.run(usecases.set_sessions, actor=request.actor, course=row, sessions=rows.given()):  # type: ignore[attr-defined]
                messages.success(request, "Die Tage sind gespeichert.")
                return redirect(address(row))
        elif not form.errors:
            form.add_error(None, "In den Tagen unten stimmt etwas noch nicht.")
    return form_page(
        request,
        form,
        formset=rows,
        row_label="Tag",
        title="Tage des Kurses",
        submit="Speichern",
        cancel_url=address(row),
        crumbs=[row.title, address(row)],
        state="Zeilen ohne Tag zählen nicht. Wer einen Platz hat, erfährt neue Termine per E-Mail.",
    )


@page(CoursePerm.WRITE, "GET", "POST")
def set_shares(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = opened(request, CoursePerm.WRITE, pk)
    stored, proposed = queries.shares_of(row), queries.proposed_shares(request.actor, row)
    keys = {key for key in (*stored, *proposed) if key}
    named = Organisation.objects.filter(pk__in=keys).order_by("name").values_list("pk", "name")
    names: dict[str | None, str] = {None: "Personal der Jugendämter"} | dict(named)
    return carry_out(
        request,
        SharesForm(posted(request), initial={"version": row.version}, names=names, shares=stored or proposed),
        usecases.set_shares,
        given={"course": row},
        done="Die Anteile sind gespeichert.",
        to=address,
        title="Anteile an den Plätzen",
        submit="Speichern",
        cancel_url=address(row),
        crumbs=[row.title, address(row)],
        state=f"Der Kurs hat {row.capacity} Plätze.",
        intro=""
        if stored
        else "Vorgeschlagen ist eine Aufteilung nach der Zahl der Personen, die heute in Ihrem Jugendamt arbeiten.",
    )


@page(CoursePerm.WRITE, "POST")
def open_course(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = opened(request, CoursePerm.WRITE, pk)
    return press(request, usecases.open_course, course=row, done="Die Anmeldung ist offen.", to=address)


@page(CoursePerm.WRITE, "GET", "POST")
def cancel_course(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = opened(request, CoursePerm.WRITE, pk)
    return carry_out(
        request,
        UseCaseForm(posted(request), initial={"version": row.version}),
        usecases.cancel_course,
        given={"course": row},
        done="Abgesagt. Alle Angemeldeten bekommen eine E-Mail.",
        to=address,
        title="Kurs absagen",
        submit="Absagen",
        cancel_url=address(row),
        crumbs=[row.title, address(row)],
        intro="Alle, die angemeldet sind, erfahren es per E-Mail. Das lässt sich nicht zurücknehmen.",
    )


@page(CoursePerm.WRITE, "GET", "POST")
def finish_course(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = opened(request, CoursePerm.WRITE, pk)
    return carry_out(
        request,
        FinishForm(posted(request), initial={"version": row.version, "share": 100}),
        attendance.finish_course,
        given={"course": row},
        done="Abgeschlossen. Wer da war, hat jetzt die Bescheinigung.",
        to=address,
        title="Kurs abschließen",
        submit="Abschließen und bescheinigen",
        cancel_url=address(row),
        crumbs=[row.title, address(row)],
        intro="Prüfen Sie vorher die Anwesenheit: Danach ändert sich am Kurs nichts mehr.",
    )
