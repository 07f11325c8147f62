"""At the service's own address: one's own courses, being there by code, feedback, and the check that anyone may make (R26)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kernel.access.errors import RuleViolation
from kernel.clock import today
from kernel.web import words
from kernel.web.forms import form_page, posted
from kernel.web.lists import list_page
from kernel.web.rate import count, too_many
from kernel.web.stamps import page, public_page
from tenants.training.codes import LENGTH, clean, grouped
from tenants.training.models import Registration
from tenants.training.policy.courses import OwnPlacePerm, own_place_policy
from tenants.training.queries.own import certificate_by_code, own_registrations, place_by_code
from tenants.training.usecases import own as usecases
from tenants.training.web.course_forms import CodeForm, FeedbackForm
from tenants.training.web.course_tables import OwnCourseTable
from tenants.training.web.papers import certificate_response
from tenants.training.web.record_tabs import record_tabs

TRIES, MINUTE = 10, 60


@page(OwnPlacePerm.VIEW)
def courses(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        "training/own_courses.html",
        tabs=record_tabs(request),
        rows=own_registrations(request.actor),
        table=OwnCourseTable,
        filename="meine-kurse",
        empty_title="Sie sind zu keinem Kurs angemeldet.",
        empty_text="Anmelden können Sie sich in Ihrem Jugendamt oder am Arbeitsplatz Ihres Trägers unter „Fortbildung“.",
    )


@page(OwnPlacePerm.ATTEND, "GET", "POST")
def attend(request: HttpRequest) -> HttpResponse:
    """The code typed, or brought along by the QR code on the screen: who scanned it only has to confirm."""
    form = CodeForm(posted(request), initial={"code": clean(request.GET.get("code", ""))[:LENGTH]})
    if request.method == "POST" and form.is_valid():
        if count(f"attend:{request.actor.person}", MINUTE)[0] > TRIES:
            return render(request, "429.html", status=429)
        found = place_by_code(request.actor, form.cleaned_data["code"])
        if found is None:
            form.add_error(
                "code", "Dieser Code gilt nicht oder nicht mehr. Lesen Sie ihn noch einmal vom Bildschirm ab."
            )
        elif form.run(usecases.attend, actor=request.actor, registration=found[0]):
            messages.success(request, f"Sie sind eingetragen: {found[0].course.title}, {words.day(found[1].day)}.")
            return redirect("own-courses")
    return form_page(
        request,
        form,
        title="Ich bin da",
        submit="Eintragen",
        cancel_url=reverse("own-courses"),
        state="Der Code steht im Kurs auf dem Bildschirm. Er wechselt alle zehn Minuten.",
        draft="",
    )


@page(OwnPlacePerm.ANSWER, "GET", "POST")
def feedback(request: HttpRequest, pk: UUID) -> HttpResponse:
    among = Registration.objects.select_related("course").filter(state=Registration.State.PLACED)
    row = own_place_policy.fetch(request.actor, OwnPlacePerm.ANSWER, among=among, pk=pk)
    form = FeedbackForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            usecases.give_feedback(actor=request.actor, registration=row, **form.values())
        except RuleViolation as violation:
            form.violation = violation
            form.add_error(None, violation.message)
        else:
            messages.success(request, "Danke für Ihre Rückmeldung.")
            return redirect("own-courses")
    return form_page(
        request,
        form,
        title="Wie war der Kurs?",
        submit="Absenden",
        cancel_url=reverse("own-courses"),
        state=row.course.title,
        intro="1 heißt: gar nicht gut, 5 heißt: sehr gut. Gespeichert wird nicht, von wem die Antwort ist; "
        "gezeigt wird sie erst zusammen mit vier anderen.",
        draft="",
    )


@page(OwnPlacePerm.VIEW)
def certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = own_place_policy.fetch(request.actor, OwnPlacePerm.VIEW, among=own_registrations(request.actor), pk=pk)
    return certificate_response(row.certificate)  # type: ignore[attr-defined]


@public_page("GET", reason="anyone may check a certificate by its code")
def check(request: HttpRequest, code: str = "") -> HttpResponse:
    """Name, course, day and validity; nothing else, and slowly: a code must not be guessed."""
    if too_many(request):
        return render(request, "429.html", status=429)
    typed = clean(code or request.GET.get("code", ""))[:16]
    row = certificate_by_code(typed) if typed else None
    state = ""
    if row:
        past = row.valid_until is not None and row.valid_until < today()
        state = "revoked" if row.revoked_at else "expired" if past else "valid"
    context = {"typed": grouped(typed), "certificate": row, "state": state}
    return render(request, "training/check.html", context, status=404 if typed and not row else 200)
