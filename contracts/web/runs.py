"""Pages of payment runs: propose, prepare, approve, hand to the bank, mark as executed."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from contracts.iban import grouped, masked
from contracts.models import Instalment, Invoice, Payment, PaymentRun
from contracts.policy.payments import PaymentPerm, RunPerm, payment_policy, run_policy
from contracts.queries.names import names_of
from contracts.queries.payments import (
    accounts_on,
    office_accounts,
    payable_instalments,
    payable_invoices,
    payments_for,
    runs_for,
)
from contracts.sepa import pain001
from contracts.usecases import payments as single
from contracts.usecases import runs as cases
from contracts.web.forms.runs import ExecutedForm, ReturnForm, RunForm, UntilForm
from contracts.web.navigation import money_tabs
from contracts.web.tables.runs import (
    RUN_TONES,
    BankFileTable,
    PaymentTable,
    ReturnablePaymentTable,
    RunFilter,
    RunTable,
)
from kernel.audit.reads import note_read
from kernel.calendar import working_day_from
from kernel.web import words
from kernel.web.exports import export_table
from kernel.web.forms import button, carry_out, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page

State = PaymentRun.State
BACK = "Zahlungsläufe"
MOST = 500  # rows that one run takes
SENT = (State.APPROVED, State.PAID)


def address(run: PaymentRun) -> str:
    return reverse("run", args=[run.pk])


@page(RunPerm.VIEW)
def runs(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        "contracts/runs.html",
        tabs=money_tabs(request.actor),
        rows=runs_for(request.actor),
        table=RunTable,
        filterset=RunFilter,
        filename="zahlungslaeufe",
        can_prepare=run_policy.allows(request.actor, RunPerm.PREPARE),
        empty_title="Keine Zahlungsläufe gefunden.",
        empty_text="Bereiten Sie den ersten vor: Fällige Abschläge und freigegebene Rechnungen werden vorgeschlagen.",
    )


@page(RunPerm.VIEW)
def run(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = run_policy.fetch(actor, RunPerm.VIEW, among=runs_for(actor), pk=pk)
    payments = payments_for(actor).filter(run=row)
    returnable = row.state == State.PAID and payment_policy.allows(actor, PaymentPerm.RETURN)
    finance = run_policy.holds(actor, RunPerm.PREPARE, row)
    return list_page(
        request,
        "contracts/run.html",
        rows=payments,
        table=ReturnablePaymentTable if returnable else PaymentTable,
        filename=f"zahlungslauf-{row.number}",
        run=row,
        state_tone=RUN_TONES[row.state],
        state_sentence=_sentence(row, own=row.prepared_by == actor.person),
        summary=_summary(request, row),
        by_payee=list(payments.order_by("holder").values("holder").annotate(count=Count("pk"), sum=Sum("amount"))),
        button=button(row),
        can_approve=finance and row.state == State.PREPARED and row.prepared_by != actor.person,
        can_execute=finance and row.state == State.APPROVED,
        can_download=finance and row.state in SENT,
        can_withdraw=finance and row.state in (State.PREPARED, State.APPROVED),
        empty_title="In diesem Lauf ist keine Zahlung.",
    )


def _sentence(run: PaymentRun, *, own: bool) -> str:
    if run.state == State.PREPARED:
        return (
            "Sie haben ihn vorbereitet, freigeben muss ihn eine zweite Person."
            if own
            else "Er wartet auf die Freigabe."
        )
    if run.state == State.APPROVED:
        return f"Geben Sie die Datei der Bank. Sie führt den Lauf am {words.day_text(run.execute_on)} aus."
    if run.state == State.PAID:
        return f"Die Bank hat ihn am {words.day_text(run.paid_on)} ausgeführt."
    return "Was darin stand, ist wieder offen."


def _summary(request: HttpRequest, run: Any) -> list[dict[str, Any]]:
    names = names_of(request.actor, [run.prepared_by, run.approved_by])
    return [
        {"label": "Summe", "value": words.money(run.total)},
        {"label": "Zahlungen", "value": words.number(run.count)},
        {"label": "Ausführung am", "value": words.day(run.execute_on)},
        {"label": "Vom Konto", "value": f"{run.debtor.holder}, {masked(run.debtor.iban)}"},
        {"label": "Vorbereitet von", "value": names.get(run.prepared_by, words.NOTHING)},
        {
            "label": "Freigegeben von",
            "value": names.get(run.approved_by, words.NOTHING) if run.approved_by else "noch niemandem",
            "note": words.day(run.approved_at) if run.approved_at else "",
        },
    ]


@page(RunPerm.PREPARE, "GET", "POST")
def new_run(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    asked = UntilForm(request.GET or None)
    until: date = (asked.is_valid() and asked.cleaned_data["bis"]) or actor.today
    instalments, invoices = payable_instalments(until)[:MOST], payable_invoices(until)[:MOST]
    execute_on = working_day_from(actor.today, str(actor.settings.get("state", "NW")))
    due: list[Instalment | Invoice] = [*instalments, *invoices]
    accounts = accounts_on(execute_on, (row.line.organisation_id for row in due))
    debtors = office_accounts(execute_on)
    ready = [row for row in due if row.line.organisation_id in accounts]
    form = RunForm(
        posted(request),
        accounts=debtors,
        instalments=Instalment.objects.filter(pk__in=[r.pk for r in instalments]),
        invoices=Invoice.objects.filter(pk__in=[r.pk for r in invoices]),
        initial={
            "execute_on": execute_on,
            "debtor": debtors.first(),
            "instalments": [r.pk for r in ready if isinstance(r, Instalment)],
            "invoices": [r.pk for r in ready if isinstance(r, Invoice)],
        },
    )
    if request.method == "POST" and (made := form.run(cases.prepare_run, actor=actor)):
        return redirect(address(made))
    chosen = {str(pk) for name in ("instalments", "invoices") for pk in form[name].value() or ()}
    return render(
        request,
        "contracts/run_new.html",
        {
            "form": form,
            "until": until,
            "until_form": asked if asked.is_bound else UntilForm(initial={"bis": until}),
            "rows": [_row(r, accounts, chosen) for r in due],
            "total": sum((_left(r) for r in due), 0),
            "full": len(instalments) == MOST or len(invoices) == MOST,
            "has_debtor": debtors.exists(),
            "cancel_url": reverse("runs"),
        },
        status=form.status,
    )


def _left(row: Instalment | Invoice) -> Any:
    return row.amount - row.offset if isinstance(row, Instalment) else row.amount


def _row(row: Instalment | Invoice, accounts: dict[str, Any], chosen: Iterable[str]) -> dict[str, Any]:
    account = accounts.get(row.line.organisation_id)
    instalment = isinstance(row, Instalment)
    return {
        "id": f"{'instalment' if instalment else 'invoice'}-{row.pk}",
        "field": "instalments" if instalment else "invoices",
        "value": str(row.pk),
        "name": f"Abschlag {row.number}, {row.line.under} {row.line.year}" if instalment else str(row),
        "url": reverse("line", args=[row.line_id]),
        "payee": row.line.organisation,
        "account": masked(account.iban) if account else "",
        "due_on": row.due_on,
        "amount": _left(row),
        "offset": row.offset if isinstance(row, Instalment) else 0,
        "returned": row.return_reason if isinstance(row, Instalment) else "",
        "checked": str(row.pk) in set(chosen),
    }


@page(RunPerm.APPROVE, "POST")
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = run_policy.fetch(request.actor, RunPerm.APPROVE, pk=pk)
    return press(request, cases.approve_run, run=row, done="Freigegeben. Laden Sie die Datei für die Bank.", to=address)


@page(RunPerm.PREPARE, "POST")
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = run_policy.fetch(request.actor, RunPerm.PREPARE, pk=pk)
    return press(
        request, cases.withdraw_run, run=row, done="Zurückgezogen. Die Zahlungen sind wieder offen.", to=address
    )


@page(RunPerm.EXECUTE, "GET", "POST")
def execute(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = run_policy.fetch(request.actor, RunPerm.EXECUTE, pk=pk)
    return carry_out(
        request,
        ExecutedForm(posted(request), initial={"paid_on": row.execute_on, "version": row.version}),
        cases.execute_run,
        given={"run": row},
        done="Eingetragen. Die Abschläge und Rechnungen des Laufs sind gezahlt.",
        to=address,
        title=f"{row} ist ausgeführt",
        submit="Als ausgeführt eintragen",
        cancel_url=address(row),
        crumbs=[str(row), address(row)],
        state=f"{words.money(row.total)} sind dann gezahlt. Das lässt sich nicht zurücknehmen.",
    )


def _sent(request: HttpRequest, pk: UUID) -> tuple[PaymentRun, Any]:
    """An approved run and its payments for the bank; that someone took them is kept."""
    row = run_policy.fetch(request.actor, RunPerm.DOWNLOAD, among=runs_for(request.actor), pk=pk)
    if row.state not in SENT:
        raise Http404("Die Datei gibt es nach der Freigabe.")
    note_read(PaymentRun, row.pk)
    return row, payments_for(request.actor).filter(run=row).order_by("id")


@page(RunPerm.DOWNLOAD)
def as_csv(request: HttpRequest, pk: UUID) -> HttpResponse:
    row, payments = _sent(request, pk)
    return export_table(BankFileTable(payments), "csv", f"zahlungslauf-{row.number}")


@page(RunPerm.DOWNLOAD)
def as_sepa(request: HttpRequest, pk: UUID) -> HttpResponse:
    row, payments = _sent(request, pk)
    name = content_disposition_header(as_attachment=True, filename=f"zahlungslauf-{row.number}.xml")
    return HttpResponse(
        pain001(row, list(payments)), content_type="application/xml", headers={"Content-Disposition": name or ""}
    )


@page(PaymentPerm.RETURN, "GET", "POST")
def returned(request: HttpRequest, pk: UUID) -> HttpResponse:
    row: Payment = payment_policy.fetch(request.actor, PaymentPerm.RETURN, among=payments_for(request.actor), pk=pk)
    back = address(row.run)
    return carry_out(
        request,
        ReturnForm(posted(request), initial={"returned_on": request.actor.today, "version": row.version}),
        single.return_payment,
        given={"payment": row},
        done="Eingetragen. Die Zahlung ist wieder offen.",
        to=lambda p: back,
        title="Zahlung ist zurückgekommen",
        submit="Rückgabe eintragen",
        cancel_url=back,
        crumbs=[str(row.run), back],
        state=f"{words.money(row.amount)} an {row.holder} ({grouped(row.iban)}), {row.purpose}.",
    )
