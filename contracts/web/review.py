"""Pages of proofs of use on the office's side: ask for them, review, decide, close."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from contracts.policy.proofs import ProofPerm, proof_policy
from contracts.queries.findings import findings_of
from contracts.queries.proofs import proofs_for
from contracts.queries.settlement import settlement_text
from contracts.usecases import proofs as asking
from contracts.usecases import review as cases
from contracts.web.forms.proofs import DecideForm, OpenForm, QuestionForm
from contracts.web.proofs import BACK, address, figure_rows
from kernel.web import words
from kernel.web.forms import UseCaseForm, carry_out, posted, press
from kernel.web.stamps import page

TIME = timedelta(weeks=8)


@page(ProofPerm.OPEN, "GET", "POST")
def open_year(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    year = request.GET.get("jahr", "")
    initial = {
        "contract": request.GET.get("vertrag"),
        "year": int(year) if year.isdecimal() and len(year) == 4 else actor.today.year - 1,
        "due_on": actor.today + TIME,
    }
    return carry_out(
        request,
        OpenForm(posted(request), initial=initial, actor=actor),
        asking.open_proofs,
        done="Angefordert. Die Träger sehen den Nachweis jetzt auf ihrer Seite Heute.",
        to=lambda p: f"{reverse('proofs')}?contract={p.contract_id}&year={p.year}",
        title="Verwendungsnachweise anfordern",
        submit="Von allen Trägern anfordern",
        cancel_url=reverse("proofs"),
        crumbs=[BACK, reverse("proofs")],
        state="Alle Träger mit freigegebenen Posten in diesem Jahr werden zugleich gefragt.",
    )


def _fetch(request: HttpRequest, pk: UUID, permission: ProofPerm) -> Any:
    actor = request.actor  # type: ignore[attr-defined]
    return proof_policy.fetch(actor, permission, among=proofs_for(actor), pk=pk)


@page(ProofPerm.REVIEW, "POST")
def begin(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _fetch(request, pk, ProofPerm.REVIEW)
    return press(request, cases.begin_review, proof=row, done="Sie prüfen diesen Nachweis.", to=address)


@page(ProofPerm.REVIEW, "GET", "POST")
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _fetch(request, pk, ProofPerm.REVIEW)
    return carry_out(
        request,
        QuestionForm(posted(request), initial={"version": row.version}),
        cases.ask_query,
        given={"proof": row},
        done="Frage gestellt. Der Träger sieht sie auf seiner Seite Heute.",
        to=address,
        title="Den Träger fragen",
        submit="Frage stellen",
        cancel_url=address(row),
        crumbs=[str(row), address(row)],
        state="Bis zur Antwort kann der Träger Zahlen und Bericht berichtigen.",
    )


@page(ProofPerm.DECIDE, "GET", "POST")
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _fetch(request, pk, ProofPerm.DECIDE)
    return carry_out(
        request,
        DecideForm(posted(request), initial={"version": row.version}),
        cases.decide_proof,
        given={"proof": row},
        done="Entschieden. Als Nächstes schließen Sie das Jahr ab.",
        to=address,
        template="contracts/proof_decide.html",
        title=f"Über den Nachweis {row.year} entscheiden",
        submit="Entscheiden",
        cancel_url=address(row),
        crumbs=[str(row), address(row)],
        findings=findings_of(row),
        figures_rows=figure_rows(row),
        state=f"{row.organisation}: gezahlt sind {words.money(row.paid)}, belegt sind {words.money(row.costs)}.",
    )


@page(ProofPerm.CLOSE, "GET", "POST")
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    row: Any = _fetch(request, pk, ProofPerm.CLOSE)
    return carry_out(
        request,
        UseCaseForm(posted(request), initial={"version": row.version}),
        cases.close_proof,
        given={"proof": row},
        done="Abgeschlossen. Der Überschuss ist gebucht, wie der Vertrag es sagt.",
        to=address,
        title=f"Das Jahr {row.year} abschließen",
        submit="Jahr abschließen",
        cancel_url=address(row),
        crumbs=[str(row), address(row)],
        intro=settlement_text(row, row.paid),
        state="Danach ändert sich an diesem Jahr nichts mehr: keine Stunden, keine Zahlungen, keine Buchungen.",
    )
