"""Pages of what becomes of a contract in force: amended, renewed, followed, ended (R4)."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from contracts.policy import ContractPerm
from contracts.usecases import ending, versions
from contracts.web.contract_steps import address, fetch, step
from contracts.web.forms.versions import AmendmentForm, NoticeForm, RenewalForm, SuccessorForm
from kernel.web import words
from kernel.web.forms import posted, press
from kernel.web.stamps import page

COPIED = "Bedingungen, Parteien und Vereinbarungen werden übernommen; ändern Sie danach, was neu ist."


@page(ContractPerm.AMEND, "GET", "POST")
def amend(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetch(request, pk, ContractPerm.AMEND)
    return step(
        request,
        row,
        AmendmentForm(posted(request), initial={"version": row.version}),
        versions.prepare_amendment,
        title="Änderung vorbereiten",
        submit="Änderung vorbereiten",
        done="Die neue Fassung ist als Entwurf angelegt.",
        state=COPIED,
    )


@page(ContractPerm.AMEND, "GET", "POST")
def renew(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetch(request, pk, ContractPerm.AMEND)
    return step(
        request,
        row,
        RenewalForm(posted(request), initial={"version": row.version}),
        versions.prepare_renewal,
        title="Vertrag verlängern",
        submit="Verlängerung vorbereiten",
        done="Die Verlängerung ist als Entwurf angelegt.",
        state=f"Er endet am {words.day_text(row.ends)}. {COPIED}" if row.ends else COPIED,
    )


@page(ContractPerm.AMEND, "GET", "POST")
def succeed(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetch(request, pk, ContractPerm.AMEND)
    return step(
        request,
        row,
        SuccessorForm(posted(request), initial={"version": row.version}),
        versions.draft_successor,
        title="Nachfolger entwerfen",
        submit="Nachfolger entwerfen",
        done="Der Nachfolger ist als Entwurf angelegt.",
        state="Ein neuer Vertrag mit eigener Akte. Bedingungen und Parteien werden übernommen.",
    )


@page(ContractPerm.AMEND, "POST")
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    return press(
        request,
        versions.discard_version,
        contract=fetch(request, pk, ContractPerm.AMEND),
        done="Die neue Fassung ist verworfen.",
        to=address,
    )


@page(ContractPerm.TERMINATE, "GET", "POST")
def terminate(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetch(request, pk, ContractPerm.TERMINATE)
    first = ending.earliest_end(row, request.actor.today)
    return step(
        request,
        row,
        NoticeForm(posted(request), initial={"version": row.version}, contract=row),
        ending.give_notice,
        title="Kündigung eintragen",
        submit="Kündigung eintragen",
        done="Kündigung eingetragen.",
        state=f"Wer heute kündigt, beendet den Vertrag frühestens zum {words.day_text(first)}."
        if first > request.actor.today + timedelta(days=1)
        else "Im Vertrag ist keine Kündigungsfrist vereinbart.",
    )


@page(ContractPerm.TERMINATE, "POST")
def withdraw_notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    return press(
        request,
        ending.withdraw_notice,
        contract=fetch(request, pk, ContractPerm.TERMINATE),
        done="Die Kündigung ist zurückgenommen.",
        to=address,
    )
