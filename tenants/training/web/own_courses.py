"""At the service's own address: one's own courses, being there by code, feedback, and the check that anyone may make (R26)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kernel.access.errors import RuleViolation
from kernel.clock import today
from kernel.web import words
from kernel.web.forms import UseCaseForm, form_page, posted
from kernel.web.rate import count, too_many
from kernel.web.stamps import account_page, public_page
from tenants.training.codes import clean, grouped
from tenants.training.models import Course, Registration
from tenants.training.queries.own import certificate_by_code, own_places, own_registrations
from tenants.training.usecases import own as usecases
from tenants.training.web.course_forms import CodeForm, FeedbackForm
from tenants.training.web.papers import certificate_response

TRIES, MINUTE = 10, 60
SHOWN = 50


@account_page("GET", reason="each person sees only their own courses")
def courses(request: HttpRequest) -> HttpResponse:
    rows = list(own_registrations(_person(request))[:SHOWN])
    for row in rows:
        row.tone = "success" if row.state == Registration.State.PLACED else "warning"
        row.asks = row.course.state == Course.State.HELD and row.state == "placed" and not row.gave_feedback
    return render(request, "training/own_courses.html", {"rows": rows})


def _person(request: HttpRequest) -> UUID:
    person: UUID = request.user.person_id  # type: ignore[union-attr]
    return person


def _run(form: UseCaseForm, use_case: Any, **given: Any) -> Any:
    """Carry it out; what is wrong stands in the form."""
    try:
        return use_case(**given, **form.values())
    except RuleViolation as violation:
        form.violation = violation
        form.add_error(violation.field if violation.field in form.fields else None, violation.message)
        return False


@account_page("GET", "POST", reason="the code opens only a course in which one has a place")
def attend(request: HttpRequest) -> HttpResponse:
    form = CodeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        if count(f"attend:{_person(request)}", MINUTE)[0] > TRIES:
            return render(request, "429.html", status=429)
        if session := _run(form, usecases.attend, person=_person(request)):
            messages.success(request, f"Sie sind eingetragen: {session.course.title}, {words.day(session.day)}.")
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


@account_page("GET", "POST", reason="one answers for a course in which one had a place")
def feedback(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = own_places(_person(request)).filter(pk=pk).first()
    if row is None:
        raise Http404("Das gibt es hier nicht.")
    form = FeedbackForm(posted(request))
    given = {"person": _person(request), "registration": row}
    if request.method == "POST" and form.is_valid() and _run(form, usecases.give_feedback, **given) is not False:
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


@account_page("GET", reason="one's own certificate")
def certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = own_registrations(_person(request)).filter(pk=pk).first()
    return certificate_response(row.certificate if row else None)


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
