"""Pages of proofs of use: the list, the record, what the provider does, the document."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from contracts.models import Proof, ProofFigure, ProofQuery
from contracts.policy.proofs import ProofPerm, QueryPerm, proof_policy, query_policy
from contracts.queries.findings import findings_of
from contracts.queries.names import names_of
from contracts.queries.proofs import costs_of, figures_of, line_label, proofs_for, queries_for, terms_of
from contracts.queries.settlement import settlement_text
from contracts.usecases import proofs as cases
from contracts.usecases.proof_steps import WITH_PROVIDER
from contracts.web.forms.proofs import AnswerForm, FigureRows, ReportForm
from contracts.web.navigation import money_tabs
from contracts.web.proof_document import document_of
from contracts.web.tables.proofs import PROOF_TONES, ProofFilter, ProofTable
from kernel.access.actor import Actor
from kernel.documents.pdf import pdf_response, render_pdf
from kernel.web import words
from kernel.web.forms import button, carry_out, form_page, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page

State = Proof.State
TEMPLATE = Path(__file__).parents[1] / "documents" / "proof.typ"
BACK = "Verwendungsnachweise"
SUMS = ("minutes", "group_minutes", "ledger_minutes", "ledger_direct", "ledger_paid", "staff_cost", "material_cost", "overhead_cost")  # fmt: skip


def address(proof: Proof) -> str:
    return reverse("proof", args=[proof.pk])


@page(ProofPerm.VIEW)
def proofs(request: HttpRequest) -> HttpResponse:
    can_open = proof_policy.allows(request.actor, ProofPerm.OPEN)
    return list_page(
        request,
        "contracts/proofs.html",
        tabs=money_tabs(request.actor),
        rows=proofs_for(request.actor),
        table=ProofTable,
        filterset=ProofFilter,
        filename="verwendungsnachweise",
        can_open=can_open,
        empty_title="Keine Verwendungsnachweise gefunden.",
        empty_text="Fordern Sie die Nachweise eines Jahres von allen Trägern eines Vertrags an."
        if can_open
        else "Das Jugendamt fordert sie nach Ende des Jahres an.",
    )


def is_shown(actor: Actor, proof: Proof) -> bool:
    """What a provider has not submitted yet is its own affair."""
    return proof.state != State.OPEN or proof.organisation_id in actor.organisations()


@page(ProofPerm.VIEW)
def proof(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row: Any = proof_policy.fetch(actor, ProofPerm.VIEW, among=proofs_for(actor), pk=pk)
    figures = figure_rows(row) if is_shown(actor, row) else []
    prepares = proof_policy.holds(actor, ProofPerm.PREPARE, row)
    reviews = proof_policy.holds(actor, ProofPerm.REVIEW, row)
    started = row.state != State.OPEN or row.prepared_by
    return render(
        request,
        "contracts/proof.html",
        {
            "proof": row,
            "state_tone": PROOF_TONES[row.state],
            "state_sentence": _sentence(row, actor, prepares=prepares),
            "summary": _summary(row, actor),
            "figures_rows": figures,
            "sums": _sums(figures),
            "shown": is_shown(actor, row),
            "findings": findings_of(row) if figures and started else [],
            "queries": list(row.queries.all()),
            "settlement": settlement_text(row, row.paid) if row.decided_at else "",
            "history": _history(row, actor),
            "button": button(row),
            "can_prepare": prepares and row.state in WITH_PROVIDER,
            "can_submit": prepares and row.state == State.OPEN,
            "can_answer": prepares and row.state == State.QUERY,
            "can_review": reviews and row.state == State.SUBMITTED,
            "can_ask": reviews and row.state in (State.IN_REVIEW, State.QUERY),
            "can_decide": reviews and row.state == State.IN_REVIEW and actor.person != row.reviewed_by,
            "can_close": reviews and row.state in (State.ACCEPTED, State.PARTLY),
        },
    )


def _sentence(row: Any, actor: Actor, *, prepares: bool) -> str:
    due = words.day_text(row.due_on)
    if row.state == State.OPEN:
        late = row.due_on < actor.today
        return f"Er war bis {due} einzureichen." if late else f"Einzureichen bis {due}."
    if row.state == State.SUBMITTED:
        return "Er wartet auf die Prüfung."
    if row.state == State.QUERY:
        number = "Eine Frage wartet" if row.waiting == 1 else f"{row.waiting} Fragen warten"
        return f"{number} auf {'Ihre Antwort' if prepares else 'die Antwort des Trägers'}."
    if row.state == State.IN_REVIEW:
        own = actor.person == row.reviewed_by
        return (
            "Sie prüfen ihn, entscheiden muss eine zweite Person."
            if own
            else "Er wird geprüft, dann entscheidet eine zweite Person."
        )
    if row.state == State.CLOSED:
        return f"Das Jahr {row.year} ist abgerechnet. Daran ändert sich nichts mehr."
    return f"Anerkannt sind {words.money(row.accepted)}. Als Nächstes wird das Jahr abgeschlossen."


def _summary(row: Any, actor: Actor) -> list[dict[str, Any]]:
    shown = is_shown(actor, row)
    terms = terms_of(row.contract, row.year)
    return [
        {"label": "Vertrag", "value": row.contract.number, "url": reverse("contract", args=[row.contract_id])},
        {"label": "Fällig am", "value": words.day(row.due_on)},
        {"label": "Gezahlt", "value": words.money(row.paid)},
        *([{"label": "Belegte Kosten", "value": words.money(row.costs)}] if shown else []),
        *([{"label": "Anerkannt", "value": words.money(row.accepted)}] if row.accepted is not None else []),
        *([{"label": "Überschuss", "value": words.money(row.surplus)}] if row.surplus is not None else []),
        {"label": "Rechtsgrundlage", "value": terms.get_regime_display()},
    ]


def figure_rows(row: Proof) -> list[dict[str, Any]]:
    """The figures line by line, with what follows from them."""
    return [_figure(f) for f in figures_of(row)]


def _figure(figure: ProofFigure) -> dict[str, Any]:
    return {name: getattr(figure, name) for name in SUMS} | {
        "pk": figure.pk,
        "label": line_label(figure.line),
        "url": reverse("line", args=[figure.line_id]),
        "costs": costs_of(figure),
        "left": figure.ledger_paid - costs_of(figure),
        "remark": figure.remark,
    }


def _sums(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: sum(row[name] for row in rows) for name in (*SUMS, "costs", "left")}


def _history(row: Any, actor: Actor) -> list[dict[str, Any]]:
    names = names_of(actor, [row.prepared_by if row.submitted_at else None, row.reviewed_by, row.decided_by])
    events: list[dict[str, Any]] = []
    if row.submitted_at:
        events.append({"date": row.submitted_at, "text": "Eingereicht", "by": names.get(row.prepared_by, "")})
    for query in row.queries.all():
        events.append({"date": query.asked_on, "text": "Rückfrage"})
        if query.answered_on:
            events.append({"date": query.answered_on, "text": "Beantwortet"})
    if row.decided_at:
        word = "Teilweise anerkannt" if row.accepted < min(row.costs, row.paid) else "Anerkannt"
        events.append({"date": row.decided_at, "text": word, "by": names.get(row.decided_by, "")})
    if row.closed_at:
        events.append({"date": row.closed_at, "text": "Abgeschlossen"})
    return sorted(events, key=lambda e: str(words.as_date(e["date"])))


@page(ProofPerm.PREPARE, "GET", "POST")
def prepare(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = proof_policy.fetch(request.actor, ProofPerm.PREPARE, pk=pk)
    known = figure_rows(row)
    form = ReportForm(posted(request), initial={"report": row.report, "version": row.version})
    rows: Any = FigureRows(
        posted(request), prefix="posten", initial=[{**figure, "figure": figure["pk"]} for figure in known]
    )
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        if form.run(cases.prepare_proof, actor=request.actor, proof=row, figures=rows.reported()):
            messages.success(request, "Gespeichert. Einreichen können Sie, wenn alles stimmt.")
            return redirect(address(row))
    elif request.method == "POST" and not form.errors:
        form.add_error(None, "Bei den Zahlen stimmt etwas noch nicht.")
    return form_page(
        request,
        form,
        template="contracts/proof_prepare.html",
        title=f"Nachweis {row.year} erstellen",
        submit="Speichern",
        cancel_url=address(row),
        crumbs=[str(row), address(row)],
        rows=rows,
        pairs=list(zip(known, rows.forms, strict=False)),
        state="Stunden und Zahlungen sind aus den Buchungen übernommen. Tragen Sie Kosten und Bericht ein.",
    )


@page(ProofPerm.PREPARE, "POST")
def submit(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = proof_policy.fetch(request.actor, ProofPerm.PREPARE, pk=pk)
    return press(request, cases.submit_proof, proof=row, done="Eingereicht. Das Jugendamt prüft jetzt.", to=address)


@page(QueryPerm.ANSWER, "GET", "POST")
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    row: ProofQuery = query_policy.fetch(request.actor, QueryPerm.ANSWER, among=queries_for(request.actor), pk=pk)
    back = address(row.proof)
    return carry_out(
        request,
        AnswerForm(posted(request), initial={"version": row.version}),
        cases.answer_query,
        given={"query": row},
        done="Antwort gesendet.",
        to=lambda q: back,
        title="Frage beantworten",
        submit="Antworten",
        cancel_url=back,
        crumbs=[str(row.proof), back],
        intro=row.question,
        state="Zahlen und Bericht können Sie vor der Antwort noch berichtigen.",
    )


@page(ProofPerm.VIEW)
def as_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row: Any = proof_policy.fetch(actor, ProofPerm.VIEW, among=proofs_for(actor), pk=pk)
    figures = figure_rows(row) if is_shown(actor, row) else []
    data = document_of(
        row,
        actor,
        office=request.place.name,
        summary=_summary(row, actor),
        figures=figures,
        sums=_sums(figures),
        findings=findings_of(row) if figures else [],
        shown=is_shown(actor, row),
    )
    return pdf_response(render_pdf(TEMPLATE, data), f"verwendungsnachweis-{row.organisation_id}-{row.year}.pdf")
