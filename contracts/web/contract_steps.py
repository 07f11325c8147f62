"""Pages of a contract's way from the draft into force: each a form or a button with one use case."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from contracts.models import Contract, Party
from contracts.policy import ContractPerm, contract_policy
from contracts.queries import contract as queries
from contracts.usecases import conclusion
from contracts.usecases import contract as cases
from contracts.web.forms.contract import (
    ChecklistForm,
    ContractForm,
    DecisionForm,
    InForceForm,
    PartyForm,
    ReopenForm,
    SignatureForm,
    TermsForm,
)
from kernel.web import words
from kernel.web.forms import carry_out, initial_of, posted, press
from kernel.web.stamps import page


def address(contract: Contract) -> str:
    return reverse("contract", args=[contract.pk])


def fetch(request: HttpRequest, pk: UUID, permission: ContractPerm = ContractPerm.EDIT) -> Contract:
    """The contract on which the actor may do this."""
    return contract_policy.fetch(request.actor, permission, pk=pk)  # type: ignore[attr-defined]


def step(
    request: HttpRequest, row: Contract, form: Any, use_case: Any, *, title: str, submit: str, done: str, **page: Any
) -> HttpResponse:
    """The page of a form about a contract; afterwards back to the contract."""
    given = {"contract": row} | page.pop("given", {})
    return carry_out(
        request,
        form,
        use_case,
        given=given,
        done=done,
        to=address,
        title=title,
        submit=submit,
        cancel_url=address(row),
        crumbs=[row.number, address(row)],
        **page,
    )


@page(ContractPerm.EDIT, "GET", "POST")
def new_contract(request: HttpRequest) -> HttpResponse:
    return carry_out(
        request,
        ContractForm(posted(request), actor=request.actor),
        cases.create_contract,
        done="Entwurf angelegt.",
        to=address,
        title="Vertrag entwerfen",
        submit="Entwurf anlegen",
        cancel_url=reverse("contracts"),
        crumbs=["Verträge", reverse("contracts")],
    )


@page(ContractPerm.EDIT, "GET", "POST")
def change_contract(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetch(request, pk)
    form = ContractForm(posted(request), initial=initial_of(ContractForm, row), actor=request.actor, contract=row)
    return step(
        request, row, form, cases.change_contract, title="Vertrag ändern", submit="Speichern", done="Gespeichert."
    )


@page(ContractPerm.EDIT, "GET", "POST")
def change_terms(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetch(request, pk)
    initial = initial_of(TermsForm, row) | {"schedule_dates": row.own_dates}
    return step(
        request,
        row,
        TermsForm(posted(request), initial=initial),
        cases.change_contract,
        title="Bedingungen",
        submit="Speichern",
        done="Bedingungen gespeichert.",
        state="Was über Zahlungen, Überschuss und Kündigung vereinbart ist. Budgets und Nachweise richten sich danach.",
    )


@page(ContractPerm.EDIT, "GET", "POST")
def new_party(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetch(request, pk)
    form = PartyForm(posted(request), initial={"version": row.version}, actor=request.actor)
    return step(
        request,
        row,
        form,
        cases.add_party,
        title="Träger als Vertragspartei aufnehmen",
        submit="Aufnehmen",
        done="Vertragspartei aufgenommen.",
    )


@page(ContractPerm.EDIT, "POST")
def drop_party(request: HttpRequest, pk: UUID, organisation: str) -> HttpResponse:
    row = fetch(request, pk)
    party = get_object_or_404(Party.objects.select_related("organisation"), contract=row, organisation=organisation)
    return press(
        request,
        cases.remove_party,
        contract=row,
        organisation=party.organisation,
        done="Vertragspartei entfernt.",
        to=address,
    )


@page(ContractPerm.EDIT, "POST")
def negotiate(request: HttpRequest, pk: UUID) -> HttpResponse:
    return press(
        request,
        cases.begin_negotiation,
        contract=fetch(request, pk),
        done="Die Verhandlung hat begonnen. Die Träger sehen den Vertrag jetzt.",
        to=address,
    )


@page(ContractPerm.EDIT, "GET", "POST")
def checklist(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetch(request, pk)
    form = ChecklistForm(posted(request), initial=initial_of(ChecklistForm, row))
    return step(
        request,
        row,
        form,
        cases.confirm_checklist,
        title="Prüfliste",
        submit="Speichern",
        done="Prüfliste gespeichert.",
        state="Das muss vereinbart sein, bevor jemand unterzeichnet.",
    )


@page(ContractPerm.DECIDE, "GET", "POST")
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetch(request, pk, ContractPerm.DECIDE)
    form = DecisionForm(posted(request), initial={"version": row.version})
    return step(
        request,
        row,
        form,
        conclusion.record_decision,
        title="Beschluss eintragen",
        submit="Beschluss eintragen",
        done="Beschluss eingetragen.",
    )


@page(ContractPerm.DECIDE, "GET", "POST")
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetch(request, pk, ContractPerm.DECIDE)
    return step(
        request,
        row,
        ReopenForm(posted(request), initial={"version": row.version}),
        conclusion.reopen_negotiation,
        title="Wieder verhandeln",
        submit="Wieder verhandeln",
        done="Es wird wieder verhandelt.",
        state="Beschluss und Unterschriften gelten dann nicht mehr und müssen neu eingetragen werden.",
    )


@page(ContractPerm.SIGN, "GET", "POST")
def sign_for(request: HttpRequest, pk: UUID, party: UUID) -> HttpResponse:
    row = fetch(request, pk, ContractPerm.SIGN)
    signing = queries.parties_of(row).filter(pk=party).first()
    if signing is None:
        raise Http404
    name = signing.organisation or "das Jugendamt"
    form = SignatureForm(posted(request), initial={"version": row.version})
    return step(
        request,
        row,
        form,
        conclusion.sign,
        given={"party": signing},
        title=f"Unterschrift für {name}",
        submit="Unterschrift eintragen",
        done="Unterschrift eingetragen.",
        state="Mit der letzten Unterschrift ist der Vertrag unterzeichnet.",
    )


@page(ContractPerm.PUT_IN_FORCE, "GET", "POST")
def into_force(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetch(request, pk, ContractPerm.PUT_IN_FORCE)
    form = InForceForm(posted(request), initial={"version": row.version})
    if row.begins:
        del form.fields["begins"]
    return step(
        request,
        row,
        form,
        conclusion.put_in_force,
        title="Vertrag in Kraft setzen",
        submit="Vertrag in Kraft setzen",
        done="Der Vertrag ist in Kraft.",
        state=f"Er beginnt am {words.day_text(row.begins)} und ist danach nicht mehr zu ändern."
        if row.begins
        else "Danach ist er nicht mehr zu ändern.",
    )
