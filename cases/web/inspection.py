"""Pages of what a person may know about the own data: on paper, with what the person says about it (Art. 15 DSGVO)."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.models import CasePerson, PersonRequest
from cases.policy.file import PersonPerm, person_policy
from cases.policy.inspection import RequestPerm, request_policy
from cases.queries.inspection import inspection_of, requests_of
from cases.usecases import inspection as usecases
from cases.web.forms.protection import of
from kernel.documents.pdf import pdf_response, render_pdf
from kernel.web import words
from kernel.web.fields import GermanDateField
from kernel.web.forms import UseCaseForm, carry_out, posted
from kernel.web.stamps import page

TEMPLATE = Path(__file__).parents[1] / "documents" / "inspection.typ"


class RequestForm(UseCaseForm):
    kind = forms.ChoiceField(label="Anliegen", choices=PersonRequest.Kind)
    received_on = GermanDateField(label="Eingegangen am")
    text = of(PersonRequest, "text", required=False)


class AnswerForm(UseCaseForm):
    answer = of(PersonRequest, "answer", required=True)
    answered_on = GermanDateField(label="Beantwortet am")


def _person(request: HttpRequest, pk: UUID) -> CasePerson:
    among = CasePerson.objects.select_related("case")
    return person_policy.fetch(request.actor, PersonPerm.VIEW, among=among, pk=pk)  # type: ignore[attr-defined]


def address(person: UUID) -> str:
    return reverse("person-inspection", args=[person])


@page(PersonPerm.VIEW)
def inspection(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, person = request.actor, _person(request, pk)
    rows = [
        {"request": r, "can": r.answered_on is None and request_policy.holds(actor, RequestPerm.ANSWER, r)}
        for r in requests_of(actor, person)
    ]
    return render(
        request,
        "cases/inspection.html",
        {
            "person": person,
            "case": person.case,
            "told": inspection_of(actor, person),
            "rows": rows,
            "can_record": request_policy.allows(actor, RequestPerm.ANSWER),
            "can_correct": person_policy.holds(actor, PersonPerm.EDIT, person),
        },
    )


@page(PersonPerm.VIEW)
def inspection_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = _person(request, pk)
    data: dict[str, Any] = inspection_of(request.actor, person) | {
        "title": "Auskunft über Ihre Daten",
        "office": f"{request.place.name} (Jugendamt)",  # type: ignore[attr-defined]
        "state": f"{person}, Aktenzeichen {person.case.number}",
        "printed": f"Stand {words.day_text(request.actor.today)}",
    }
    return pdf_response(render_pdf(TEMPLATE, data), f"auskunft-{person.case.number}-{person.letter}.pdf")


@page(RequestPerm.ANSWER, "GET", "POST")
def new_request(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = _person(request, pk)
    return carry_out(
        request,
        RequestForm(posted(request), initial={"received_on": request.actor.today}),
        usecases.record_request,
        given={"person": person},
        done="Eingetragen. Antworten Sie innerhalb eines Monats.",
        to=lambda r: address(pk),
        title="Anliegen zu eigenen Daten",
        submit="Eintragen",
        cancel_url=address(pk),
        crumbs=[f"Auskunft {person.letter}", address(pk)],
    )


@page(RequestPerm.ANSWER, "GET", "POST")
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = request_policy.fetch(request.actor, RequestPerm.ANSWER, pk=pk)
    return carry_out(
        request,
        AnswerForm(posted(request), initial={"version": row.version, "answered_on": request.actor.today}),
        usecases.answer_request,
        given={"request": row},
        done="Antwort eingetragen.",
        to=lambda r: address(row.person_id),
        title=f"{row.get_kind_display()}: Antwort",
        submit="Speichern",
        cancel_url=address(row.person_id),
        crumbs=["Auskunft", address(row.person_id)],
    )
