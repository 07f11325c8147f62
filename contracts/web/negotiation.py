"""Pages of a contract's negotiation: request, rounds, Schiedsstelle, agreements (R5)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from contracts.models import Agreement, Contract, Negotiation
from contracts.policy import ContractPerm
from contracts.usecases import negotiation as cases
from contracts.web.contract_steps import address, fetch, step
from contracts.web.forms.negotiation import AgreementForm, ArbitrationForm, RequestForm, RoundForm
from kernel.web.forms import initial_of, posted, press
from kernel.web.stamps import page

PROSPECTIVE = "Nach §§ 78a–g SGB VIII gilt sie nur für die Zukunft."


@page(ContractPerm.EDIT, "GET", "POST")
def request_negotiation(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetch(request, pk)
    return step(
        request,
        row,
        RequestForm(posted(request), initial=initial_of(RequestForm, row)),
        cases.request_negotiation,
        title="Aufforderung zur Verhandlung",
        submit="Speichern",
        done="Aufforderung eingetragen.",
        state="Nach §§ 78a–g SGB VIII kann jede Seite sechs Wochen danach die Schiedsstelle anrufen.",
    )


@page(ContractPerm.EDIT, "GET", "POST")
def apply_for_arbitration(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetch(request, pk)
    return step(
        request,
        row,
        ArbitrationForm(posted(request), initial=initial_of(ArbitrationForm, row)),
        cases.apply_for_arbitration,
        title="Schiedsstelle",
        submit="Speichern",
        done="Antrag bei der Schiedsstelle eingetragen.",
        state="Was die Schiedsstelle festsetzt, kann ab dem Eingang des Antrags gelten (§ 78d Abs. 2 SGB VIII).",
    )


@page(ContractPerm.EDIT, "GET", "POST")
def new_round(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetch(request, pk)
    return step(
        request,
        row,
        RoundForm(posted(request), initial={"version": row.version}),
        cases.record_round,
        title="Verhandlungsrunde",
        submit="Eintragen",
        done="Runde eingetragen.",
    )


@page(ContractPerm.EDIT, "GET", "POST")
def change_round(request: HttpRequest, pk: UUID) -> HttpResponse:
    negotiation = get_object_or_404(Negotiation, pk=pk)
    row = fetch(request, negotiation.contract_id)
    return step(
        request,
        row,
        RoundForm(posted(request), initial=initial_of(RoundForm, negotiation) | {"version": row.version}),
        cases.change_round,
        given={"negotiation": negotiation},
        title="Verhandlungsrunde",
        submit="Speichern",
        done="Runde gespeichert.",
    )


def _hint(row: Contract) -> str:
    return PROSPECTIVE if row.regime == Contract.Regime.RESIDENTIAL else ""


@page(ContractPerm.EDIT, "GET", "POST")
def new_agreement(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetch(request, pk)
    initial = {"version": row.version, "begins": row.begins}
    return step(
        request,
        row,
        AgreementForm(posted(request), initial=initial, contract=row),
        cases.add_agreement,
        title="Vereinbarung",
        submit="Eintragen",
        done="Vereinbarung eingetragen.",
        state=_hint(row),
    )


@page(ContractPerm.EDIT, "GET", "POST")
def change_agreement(request: HttpRequest, pk: UUID) -> HttpResponse:
    agreement = get_object_or_404(Agreement, pk=pk)
    row = fetch(request, agreement.contract_id)
    form = AgreementForm(
        posted(request), initial=initial_of(AgreementForm, agreement) | {"version": row.version}, contract=row
    )
    return step(
        request,
        row,
        form,
        cases.change_agreement,
        given={"agreement": agreement},
        title="Vereinbarung ändern",
        submit="Speichern",
        done="Vereinbarung gespeichert.",
        state=_hint(row),
    )


@page(ContractPerm.EDIT, "POST")
def remove_agreement(request: HttpRequest, pk: UUID) -> HttpResponse:
    agreement = get_object_or_404(Agreement, pk=pk)
    return press(
        request,
        cases.remove_agreement,
        contract=fetch(request, agreement.contract_id),
        agreement=agreement,
        done="Vereinbarung entfernt.",
        to=address,
    )
