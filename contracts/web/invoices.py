"""Pages of invoices for help outside every contract (R7)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from contracts.models import Invoice, InvoiceItem
from contracts.policy import LinePerm, line_policy
from contracts.policy.payments import RunPerm, run_policy
from contracts.policy.steering import InvoicePerm, invoice_policy
from contracts.queries.invoices import findings_of, invoices_for, item_amount, left_on_line
from contracts.usecases import invoices as cases
from contracts.web.forms.invoices import CheckForm, InvoiceForm, ItemRows, RejectionForm
from contracts.web.navigation import money_tabs
from contracts.web.tables.invoices import INVOICE_TONES, InvoiceFilter, InvoiceTable
from kernel.access.actor import Actor
from kernel.web import words
from kernel.web.forms import button, carry_out, form_page, initial_of, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page

State = Invoice.State


def address(invoice: Invoice) -> str:
    return reverse("invoice", args=[invoice.pk])


@page(InvoicePerm.VIEW)
def invoices(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        "contracts/invoices.html",
        tabs=money_tabs(request.actor),
        rows=invoices_for(request.actor),
        table=InvoiceTable,
        filterset=InvoiceFilter,
        filename="rechnungen",
        empty_title="Keine Rechnungen gefunden.",
        empty_text="Erfassen lassen sie sich auf der Seite eines Budgetpostens außerhalb von Verträgen.",
    )


@page(InvoicePerm.VIEW)
def invoice(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = invoice_policy.fetch(actor, InvoicePerm.VIEW, among=invoices_for(actor), pk=pk)
    items = list(row.items.select_related("reference", "invoice"))
    mine = row.checked_by == actor.person
    return render(
        request,
        "contracts/invoice.html",
        {
            "invoice": row,
            "tone": INVOICE_TONES[row.state],
            "state_sentence": state_sentence(row, mine),
            "items": [{"item": item, "amount": item_amount(item)} for item in items],
            "findings": shown_findings(row, items),
            "button": button(row),
            "can_check": row.state == State.RECEIVED and invoice_policy.holds(actor, InvoicePerm.CHECK, row),
            "can_approve": row.state == State.CHECKED
            and not mine
            and invoice_policy.holds(actor, InvoicePerm.APPROVE, row),
            "can_reject": row.state in (State.RECEIVED, State.CHECKED)
            and invoice_policy.holds(actor, InvoicePerm.CHECK, row),
            "can_change": row.state == State.RECEIVED and invoice_policy.holds(actor, InvoicePerm.RECORD, row),
            "summary": summary(row, actor),
        },
    )


def summary(row: Invoice, actor: Actor) -> list[dict[str, str]]:
    payment = row.payments.filter(live=True).select_related("run").first()
    run = payment.run if payment and run_policy.allows(actor, RunPerm.VIEW) else None
    return [
        {"label": "Träger", "value": str(row.line.organisation)},
        {"label": "Budgetposten", "value": str(row.line), "url": reverse("line", args=[row.line_id])},
        {"label": "Rechnungsbetrag", "value": words.money(row.amount)},
        {"label": "Rechnung vom", "value": words.day(row.issued_on)},
        {"label": "eingegangen", "value": words.day(row.received_on)},
        {"label": "zahlbar bis", "value": words.day(row.due_on)},
        {"label": "ohne diese Rechnung frei", "value": words.money(left_on_line(row))},
        *([{"label": "Zahlung", "value": str(run), "url": reverse("run", args=[run.pk])}] if run else []),
        *([{"label": "Bemerkung", "value": row.remark}] if row.remark else []),
        *([{"label": "Begründung", "value": row.reason}] if row.reason else []),
    ]


def state_sentence(row: Invoice, mine: bool) -> str:
    """What the invoice waits for, in one sentence beside its state."""
    if row.paid_on:
        return f"Gezahlt am {words.day_text(row.paid_on)}."
    if row.state == State.RECEIVED:
        return "Als Nächstes folgt die Prüfung von Satz und Menge."
    if row.state == State.CHECKED:
        return "Sie haben geprüft; freigeben muss eine zweite Person." if mine else "Eine zweite Person gibt sie frei."
    if row.state == State.APPROVED:
        return "Sie wartet auf den nächsten Zahlungslauf."
    return "Sie wird nicht gezahlt."


def shown_findings(row: Invoice, items: Sequence[InvoiceItem]) -> list[str]:
    """What stands out now, or what stood out when it was checked."""
    found = row.findings if row.state in (State.CHECKED, State.APPROVED) else None
    if found is None:
        found = [f.as_json() for f in findings_of(row, items)] if row.state == State.RECEIVED else []
    return [f"Position {f['item']}: {f['text']}" if f["item"] else f["text"] for f in found]


@page(InvoicePerm.RECORD, "GET", "POST")
def new_invoice(request: HttpRequest, pk: UUID) -> HttpResponse:
    line = line_policy.fetch(request.actor, LinePerm.VIEW, pk=pk)
    form = InvoiceForm(posted(request), initial={"received_on": request.actor.today})
    rows: Any = ItemRows(posted(request), prefix="position")
    return _record(
        request,
        form,
        rows,
        cases.record_invoice,
        {"line": line},
        title="Rechnung erfassen",
        submit="Erfassen",
        done="Rechnung erfasst und automatisch geprüft.",
        cancel_url=reverse("line", args=[pk]),
        crumbs=[str(line), reverse("line", args=[pk])],
    )


@page(InvoicePerm.RECORD, "GET", "POST")
def change_invoice(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = invoice_policy.fetch(request.actor, InvoicePerm.RECORD, pk=pk)
    form = InvoiceForm(posted(request), initial=initial_of(InvoiceForm, row))
    items = [
        {
            "reference": item.reference.number if item.reference else "",
            "begins": item.begins,
            "ends": item.ends,
            "unit": item.unit,
            "quantity": item.quantity,
            "rate": item.rate,
        }
        for item in row.items.select_related("reference")
    ]
    rows: Any = ItemRows(posted(request), prefix="position", initial=items)
    return _record(
        request,
        form,
        rows,
        cases.change_invoice,
        {"invoice": row},
        title="Rechnung ändern",
        submit="Speichern",
        done="Gespeichert und neu geprüft.",
        cancel_url=address(row),
        crumbs=[str(row), address(row)],
    )


def _record(
    request: HttpRequest, form: Any, rows: Any, use_case: Any, given: dict[str, Any], *, done: str, **page: Any
) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        if made := form.run(use_case, actor=request.actor, **given, items=rows.items()):
            messages.success(request, done)
            return redirect(address(made))
    elif request.method == "POST" and not form.errors:
        form.add_error(None, "In den Positionen unten stimmt etwas noch nicht.")
    state = "Zeilen ohne Menge zählen nicht. Satz, Menge, Zeiten und Budget prüft der Dienst."
    return form_page(request, form, formset=rows, row_label="Position", state=state, **page)


def _step(request: HttpRequest, row: Invoice, form: Any, use_case: Any, **page: Any) -> HttpResponse:
    return carry_out(
        request,
        form,
        use_case,
        given={"invoice": row},
        to=address,
        cancel_url=address(row),
        crumbs=[str(row), address(row)],
        **page,
    )


@page(InvoicePerm.CHECK, "GET", "POST")
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = invoice_policy.fetch(actor, InvoicePerm.CHECK, among=invoices_for(actor), pk=pk)
    found = shown_findings(row, list(row.items.select_related("reference", "invoice")))
    form = CheckForm(posted(request), initial={"version": row.version})
    if not found:
        del form.fields["reason"]
    return _step(
        request,
        row,
        form,
        cases.check_invoice,
        title="Rechnung prüfen",
        submit="Satz und Menge sind richtig",
        done="Geprüft. Jetzt gibt eine zweite Person frei.",
        state=f"{row.line.organisation}, {words.money(row.amount)}",
        template="contracts/invoice_check.html",
        findings=found,
    )


@page(InvoicePerm.APPROVE, "POST")
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = invoice_policy.fetch(request.actor, InvoicePerm.APPROVE, pk=pk)
    return press(
        request,
        cases.approve_invoice,
        invoice=row,
        done="Freigegeben. Der nächste Zahlungslauf zahlt sie.",
        to=address,
    )


@page(InvoicePerm.CHECK, "GET", "POST")
def reject(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = invoice_policy.fetch(actor, InvoicePerm.CHECK, among=invoices_for(actor), pk=pk)
    return _step(
        request,
        row,
        RejectionForm(posted(request), initial={"version": row.version}),
        cases.reject_invoice,
        title="Rechnung zurückweisen",
        submit="Zurückweisen",
        done="Zurückgewiesen. Eine berichtigte Rechnung kommt unter neuer Nummer.",
        state=f"{row.line.organisation}, {words.money(row.amount)}",
    )
