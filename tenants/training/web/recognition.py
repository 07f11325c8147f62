"""Pages of recognitions: asked for at one's own account or in the workspace, decided in the office (R26)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kernel.access.use_case import UseCase
from kernel.documents.uploads import LARGEST
from kernel.web import words
from kernel.web.forms import carry_out, posted
from kernel.web.lists import list_page
from kernel.web.stamps import page
from kernel.web.uploads import as_sent, files
from tenants.training.models import Recognition
from tenants.training.policy.record import RecognitionPerm, recognition_policy
from tenants.training.queries.record import recognitions_for
from tenants.training.usecases import recognition as usecases
from tenants.training.web import record_tables as tables
from tenants.training.web.record_forms import DecisionForm, RecognitionForm
from tenants.training.web.record_tabs import address, record_tabs

TITLE = "Anerkennungen"


@page(RecognitionPerm.VIEW)
def recognitions(request: HttpRequest, organisation: str = "") -> HttpResponse:
    office = request.place.kind == "office"
    rows = recognitions_for(request.actor)
    return list_page(
        request,
        "training/recognitions.html",
        tabs=record_tabs(request),
        rows=rows,
        table=tables.RecognitionTable,
        filterset=tables.RecognitionFilter,
        filename="anerkennungen",
        open=rows.filter(state=Recognition.State.ASKED).count(),
        office=office,
        ask_url="" if office else address(request, "recognition-new"),
        empty_title="Kein Antrag gefunden.",
        empty_text="Fachkräfte und Träger beantragen hier die Anerkennung von Fortbildungen, die sie anderswo besucht haben.",
    )


@page(RecognitionPerm.ASK, "GET", "POST", upload=LARGEST)
def ask(request: HttpRequest, organisation: str = "") -> HttpResponse:
    back = address(request, "recognitions")
    return carry_out(
        request,
        RecognitionForm(posted(request), files(request), request=request),
        usecases.ask_recognition,
        done="Beantragt. Das Jugendamt prüft den Beleg.",
        to=lambda row: address(request, "recognition", row.pk),
        title="Anerkennung beantragen",
        submit="Beantragen",
        cancel_url=back,
        crumbs=[TITLE, back],
        state="Eine Fortbildung von anderswo zählt, wenn das Jugendamt sie anerkennt.",
        draft="",
    )


def _fetched(request: HttpRequest, pk: UUID, permission: RecognitionPerm = RecognitionPerm.VIEW) -> Recognition:
    return recognition_policy.fetch(request.actor, permission, among=recognitions_for(request.actor), pk=pk)


@page(RecognitionPerm.VIEW)
def recognition(request: HttpRequest, pk: UUID, organisation: str = "") -> HttpResponse:
    row = _fetched(request, pk)
    open_ = row.state == Recognition.State.ASKED
    decides = open_ and recognition_policy.holds(request.actor, RecognitionPerm.DECIDE, row)
    return render(
        request,
        "training/recognition.html",
        {
            "recognition": row,
            "tone": tables.RECOGNITION_TONES[row.state],
            "list_url": address(request, "recognitions"),
            "evidence_url": address(request, "recognition-evidence", row.pk),
            "recognise_url": address(request, "recognition-recognise", row.pk) if decides else "",
            "refuse_url": address(request, "recognition-refuse", row.pk) if decides else "",
            "summary": [
                {"label": "Name", "value": row.display_name, "note": str(row.organisation or tables.OWN_STAFF)},
                {"label": "Anerkennen als", "value": row.curriculum.title},
                {"label": "Wo gelernt", "value": row.institution},
                {"label": "Abgeschlossen am", "value": words.day(row.completed_on)},
                {"label": "Dauer", "value": words.hours(row.minutes)},
                {"label": "Jugendamt", "value": row.office.name},
            ],
        },
    )


@page(RecognitionPerm.VIEW)
def evidence(request: HttpRequest, pk: UUID, organisation: str = "") -> HttpResponse:
    row = recognition_policy.fetch(request.actor, RecognitionPerm.VIEW, pk=pk)
    return as_sent(row.evidence, row.evidence_type, row.evidence_name)


@page(RecognitionPerm.DECIDE, "GET", "POST")
def recognise(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _decide(
        request, pk, usecases.recognise, title="Anerkennen", done="Anerkannt. Der Nachweis ist ausgestellt.",
        state="Die Fachkraft bekommt einen Nachweis, als hätte sie hier gelernt.",
    )  # fmt: skip


@page(RecognitionPerm.DECIDE, "GET", "POST")
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _decide(
        request, pk, usecases.refuse_recognition, title="Ablehnen", done="Abgelehnt.",
        state="Ohne Begründung geht es nicht.",
    )  # fmt: skip


def _decide(request: HttpRequest, pk: UUID, use_case: UseCase, *, title: str, done: str, state: str) -> HttpResponse:
    row = _fetched(request, pk, RecognitionPerm.DECIDE)
    back = address(request, "recognition", row.pk)
    return carry_out(
        request,
        DecisionForm(posted(request), initial={"version": row.version}),
        use_case,
        given={"recognition": row},
        done=done,
        to=lambda row: back,
        title=f"{row.title}: {title.lower()}",
        submit=title,
        cancel_url=back,
        crumbs=[row.title, back],
        state=state,
    )
