"""Pages of the bank accounts of providers and office."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from contracts.iban import grouped, masked
from contracts.models import BankAccount
from contracts.policy.payments import AccountPerm, account_policy
from contracts.queries.names import names_of
from contracts.queries.payments import accounts_for
from contracts.usecases import accounts as cases
from contracts.web.forms.runs import AccountForm, EndForm, OfficeAccountForm
from contracts.web.navigation import money_tabs
from contracts.web.tables.runs import OFFICE, AccountFilter, AccountTable
from kernel.web import words
from kernel.web.forms import button, carry_out, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page

BACK = "Bankverbindungen"


def address(row: BankAccount) -> str:
    return reverse("account-bank", args=[row.pk])


@page(AccountPerm.VIEW)
def accounts(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        "contracts/accounts.html",
        tabs=money_tabs(request.actor),
        rows=accounts_for(request.actor),
        table=AccountTable,
        filterset=AccountFilter,
        filename="bankverbindungen",
        can_record=account_policy.allows(request.actor, AccountPerm.RECORD),
        empty_title="Keine Bankverbindung gefunden.",
        empty_text="Tragen Sie die Konten der Träger ein. Gezahlt wird, sobald eine zweite Person sie bestätigt hat.",
    )


@page(AccountPerm.VIEW)
def account(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = account_policy.fetch(actor, AccountPerm.VIEW, among=accounts_for(actor), pk=pk)
    whole = account_policy.holds(actor, AccountPerm.REVEAL, row)
    names = names_of(actor, [row.recorded_by, row.confirmed_by])
    own = row.recorded_by == actor.person
    can_confirm = account_policy.holds(actor, AccountPerm.CONFIRM, row) and row.confirmed_by is None
    summary: list[dict[str, Any]] = [
        {"label": "Kontoinhaber", "value": row.holder},
        {"label": "IBAN", "value": grouped(row.iban) if whole else masked(row.iban)},
        {"label": "BIC", "value": row.bic or "nicht nötig"},
        {"label": "Gilt", "value": words.period(row.begins, row.ends)},
        {"label": "Eingetragen von", "value": names.get(row.recorded_by, words.NOTHING)},
        {
            "label": "Bestätigt von",
            "value": names.get(row.confirmed_by, words.NOTHING) if row.confirmed_by else "noch niemandem",
        },
    ]
    return render(
        request,
        "contracts/account.html",
        {
            "account": row,
            "owner": row.organisation.name if row.organisation else OFFICE,
            "summary": summary,
            "button": button(row),
            "can_confirm": can_confirm and not own,
            "waits_for_other": can_confirm and own,
            "can_discard": can_confirm,
            "can_end": row.ends is None and row.confirmed_by and account_policy.holds(actor, AccountPerm.RECORD, row),
        },
    )


@page(AccountPerm.RECORD, "GET", "POST")
def new_account(request: HttpRequest) -> HttpResponse:
    form = AccountForm(posted(request), initial={"begins": request.actor.today}, actor=request.actor)
    return _record(request, form, title="Konto eines Trägers eintragen")


@page(AccountPerm.RECORD, "GET", "POST")
def new_office_account(request: HttpRequest) -> HttpResponse:
    form = OfficeAccountForm(posted(request), initial={"begins": request.actor.today})
    return _record(request, form, title="Konto des Amts eintragen", given={"organisation": None})


def _record(request: HttpRequest, form: OfficeAccountForm, **context: Any) -> HttpResponse:
    return carry_out(
        request,
        form,
        cases.record_account,
        done="Konto eingetragen. Jetzt bestätigt es eine zweite Person.",
        to=address,
        submit="Eintragen",
        cancel_url=reverse("accounts-bank"),
        crumbs=[BACK, reverse("accounts-bank")],
        state="Ein neues Konto löst das bisherige an seinem ersten Tag ab. Gezahlt wird darauf erst nach der Bestätigung.",
        **context,
    )


@page(AccountPerm.CONFIRM, "POST")
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = account_policy.fetch(request.actor, AccountPerm.CONFIRM, pk=pk)
    return press(request, cases.confirm_account, account=row, done="Konto bestätigt.", to=address)


@page(AccountPerm.CONFIRM, "POST")
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = account_policy.fetch(request.actor, AccountPerm.CONFIRM, pk=pk)
    return press(
        request, cases.discard_account, account=row, done="Konto verworfen.", to=lambda a: reverse("accounts-bank")
    )


@page(AccountPerm.RECORD, "GET", "POST")
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = account_policy.fetch(request.actor, AccountPerm.RECORD, pk=pk)
    return carry_out(
        request,
        EndForm(posted(request), initial={"ends": request.actor.today, "version": row.version}),
        cases.end_account,
        given={"account": row},
        done="Eingetragen, bis wann das Konto gilt.",
        to=address,
        title="Konto beenden",
        submit="Konto beenden",
        cancel_url=address(row),
        crumbs=[BACK, reverse("accounts-bank")],
        state="Danach wird von oder auf dieses Konto nicht mehr gezahlt.",
    )
