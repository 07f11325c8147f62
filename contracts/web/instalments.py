"""Pages of instalments: planned on their line, listed, paid."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from contracts.policy import InstalmentPerm, LinePerm, instalment_policy, line_policy
from contracts.queries.payments import instalments_for
from contracts.usecases import budget as cases
from contracts.web.budget import address
from contracts.web.forms.payments import InstalmentRows, PaymentForm
from contracts.web.navigation import money_tabs
from contracts.web.tables.payments import InstalmentFilter, InstalmentTable
from kernel.web import words
from kernel.web.forms import UseCaseForm, carry_out, form_page, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page


@page(InstalmentPerm.VIEW)
def instalments(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        "contracts/instalments.html",
        tabs=money_tabs(request.actor),
        rows=instalments_for(request.actor),
        table=InstalmentTable,
        filterset=InstalmentFilter,
        filename="abschlaege",
        empty_title="Keine Abschläge gefunden.",
        empty_text="Abschläge planen Sie auf der Seite eines Budgetpostens.",
    )


@page(InstalmentPerm.PAY, "GET", "POST")
def pay(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = instalment_policy.fetch(request.actor, InstalmentPerm.PAY, among=instalments_for(request.actor), pk=pk)
    form = PaymentForm(posted(request), initial={"paid_on": request.actor.today, "version": row.version})
    return carry_out(
        request,
        form,
        cases.pay_instalment,
        given={"instalment": row},
        done="Zahlung eingetragen.",
        to=lambda i: address(row.line),
        title="Zahlung eintragen",
        submit="Zahlung eintragen",
        cancel_url=address(row.line),
        crumbs=[str(row.line), address(row.line)],
        state=f"Abschlag {row.number} an {row.line.organisation}: {words.money(row.amount - row.offset)}, fällig am {words.day_text(row.due_on)}.",
    )


@page(LinePerm.SCHEDULE, "GET", "POST")
def edit_instalments(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = line_policy.fetch(request.actor, LinePerm.SCHEDULE, pk=pk)
    form = UseCaseForm(posted(request), initial={"version": row.version})
    rows: Any = InstalmentRows(
        posted(request),
        prefix="rate",
        initial=[{"due_on": i.due_on, "amount": i.amount} for i in row.instalments.all()],
    )
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        if form.run(cases.replace_instalments, actor=request.actor, line=row, instalments=rows.planned()):
            messages.success(request, "Abschläge gespeichert.")
            return redirect(address(row))
    elif request.method == "POST" and not form.errors:
        form.add_error(None, "In den Zeilen unten stimmt etwas noch nicht.")
    return form_page(
        request,
        form,
        title="Abschläge festlegen",
        submit="Abschläge speichern",
        cancel_url=address(row),
        formset=rows,
        row_label="Abschlag",
        crumbs=[str(row), address(row)],
        state=f"Zusammen müssen sie {words.money(row.amount)} ergeben. Leere Zeilen zählen nicht.",
    )


@page(LinePerm.SCHEDULE, "POST")
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = line_policy.fetch(request.actor, LinePerm.SCHEDULE, pk=pk)
    return press(request, cases.plan_instalments, line=row, done="Abschläge nach Vertrag geplant.", to=address)
