"""Pages of the selection of a contract's providers (R7)."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from contracts.models import Applicant, Selection
from contracts.policy import ContractPerm
from contracts.usecases import selection as cases
from contracts.web.contract_steps import address, fetch, step
from contracts.web.forms.negotiation import ApplicantForm, SelectionDecisionForm, SelectionForm
from kernel.web.forms import initial_of, posted, press
from kernel.web.stamps import page


@page(ContractPerm.SELECT, "GET", "POST")
def change_selection(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetch(request, pk, ContractPerm.SELECT)
    selection = Selection.objects.filter(contract=row).first()
    initial: dict[str, Any] = {"version": row.version}
    if selection:
        initial = initial_of(SelectionForm, selection) | {"grounds": selection.reason} | initial
    return step(
        request,
        row,
        SelectionForm(posted(request), initial=initial),
        cases.record_selection,
        title="Auswahl der Träger",
        submit="Speichern",
        done="Auswahlverfahren gespeichert.",
        state="Wie die Träger ausgewählt wurden, bleibt beim Vertrag nachzulesen.",
    )


@page(ContractPerm.SELECT, "GET", "POST")
def new_applicant(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetch(request, pk, ContractPerm.SELECT)
    return step(
        request,
        row,
        ApplicantForm(posted(request), initial={"version": row.version}),
        cases.record_application,
        title="Bewerbung eintragen",
        submit="Eintragen",
        done="Bewerbung eingetragen.",
    )


@page(ContractPerm.SELECT, "GET", "POST")
def change_applicant(request: HttpRequest, pk: UUID) -> HttpResponse:
    applicant = get_object_or_404(Applicant.objects.select_related("selection", "organisation"), pk=pk)
    row = fetch(request, applicant.selection.contract_id, ContractPerm.SELECT)
    form = ApplicantForm(
        posted(request),
        initial=initial_of(ApplicantForm, applicant) | {"version": row.version},
        applicant=applicant,
    )
    return step(
        request,
        row,
        form,
        cases.assess_application,
        given={"applicant": applicant},
        title=f"Bewerbung von {applicant.organisation}",
        submit="Speichern",
        done="Bewerbung gespeichert.",
    )


@page(ContractPerm.SELECT, "GET", "POST")
def decide_selection(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetch(request, pk, ContractPerm.SELECT)
    selection = Selection.objects.filter(contract=row).first()
    if selection is None:
        raise Http404("Ein Auswahlverfahren gibt es hier noch nicht.")
    return step(
        request,
        row,
        SelectionDecisionForm(posted(request), initial={"version": row.version}, selection=selection),
        cases.decide_selection,
        title="Auswahl entscheiden",
        submit="Auswahl entscheiden",
        done="Die Auswahl ist entschieden.",
        state="Danach stehen Bewerbungen und Entscheidung fest.",
    )


@page(ContractPerm.SELECT, "POST")
def admit_selected(request: HttpRequest, pk: UUID) -> HttpResponse:
    return press(
        request,
        cases.admit_selected,
        contract=fetch(request, pk, ContractPerm.SELECT),
        done="Die ausgewählten Träger sind jetzt Vertragspartei.",
        to=address,
    )
