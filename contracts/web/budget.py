"""Pages of budget lines and instalments."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from contracts import queries
from contracts.models import BudgetLine
from contracts.policy import ContractPerm, InstalmentPerm, LinePerm, contract_policy, instalment_policy, line_policy
from contracts.usecases import budget as cases
from contracts.web import tables
from contracts.web.forms import InstalmentRows, LineForm, NewLineForm, PaymentForm
from contracts.web.navigation import money_tabs
from kernel.web import words
from kernel.web.forms import UseCaseForm, button, carry_out, form_page, initial_of, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page


def address(line: BudgetLine) -> str:
    return reverse("line", args=[line.pk])


@page(LinePerm.VIEW)
def lines(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        "contracts/lines.html",
        tabs=money_tabs(request.actor),
        rows=queries.lines_for(request.actor),
        table=tables.LineTable,
        filterset=tables.LineFilter,
        filename="budgets",
        empty_title="Keine Budgetposten gefunden.",
        empty_text="Posten legen Sie auf der Seite eines Vertrags an.",
    )


@page(LinePerm.VIEW)
def line(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row: Any = line_policy.fetch(actor, LinePerm.VIEW, among=queries.lines_for(actor), pk=pk)  # with its sums
    return render(
        request,
        "contracts/line.html",
        {
            "line": row,
            "instalments": list(instalment_policy.rows(actor).filter(line=row)),
            "button": button(row),
            "draft": row.state == BudgetLine.State.DRAFT,
            "can_edit": line_policy.allows(actor, LinePerm.EDIT),
            "can_schedule": line_policy.allows(actor, LinePerm.SCHEDULE),
            "can_release": line_policy.allows(actor, LinePerm.RELEASE),
            "can_pay": instalment_policy.allows(actor, InstalmentPerm.PAY),
            "figures": [
                {"label": "Betrag", "value": words.money(row.amount)},
                {"label": "gezahlt", "value": words.money(row.paid)},
                {"label": "vereinbart", "value": words.hours(row.minutes)},
                {"label": "geleistet", "value": words.hours(row.delivered)},
            ],
            "used": words.percent(row.delivered / row.minutes) if row.minutes else "",
            "today": actor.today,
        },
    )


@page(LinePerm.EDIT, "GET", "POST")
def new_line(request: HttpRequest, pk: UUID) -> HttpResponse:
    contract = contract_policy.fetch(request.actor, ContractPerm.VIEW, pk=pk)
    back = reverse("contract", args=[pk])
    form = NewLineForm(posted(request), initial={"year": request.actor.today.year}, contract=contract)
    return carry_out(
        request,
        form,
        cases.create_line,
        given={"contract": contract},
        done="Budgetposten angelegt.",
        to=address,
        title="Budgetposten anlegen",
        submit="Anlegen",
        cancel_url=back,
        crumbs=[contract.number, back],
    )


@page(LinePerm.EDIT, "GET", "POST")
def change_line(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = line_policy.fetch(request.actor, LinePerm.EDIT, pk=pk)
    return carry_out(
        request,
        LineForm(posted(request), initial=initial_of(LineForm, row)),
        cases.change_line,
        given={"line": row},
        done="Gespeichert.",
        to=address,
        title="Budgetposten ändern",
        submit="Speichern",
        cancel_url=address(row),
        crumbs=[str(row), address(row)],
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


@page(LinePerm.RELEASE, "POST")
def release(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = line_policy.fetch(request.actor, LinePerm.RELEASE, pk=pk)
    return press(
        request,
        cases.release_line,
        line=row,
        done="Freigegeben. Der Träger sieht Posten und Abschläge jetzt.",
        to=address,
    )


@page(InstalmentPerm.VIEW)
def instalments(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        "contracts/instalments.html",
        tabs=money_tabs(request.actor),
        rows=queries.instalments_for(request.actor),
        table=tables.InstalmentTable,
        filterset=tables.InstalmentFilter,
        filename="abschlaege",
        empty_title="Keine Abschläge gefunden.",
        empty_text="Abschläge planen Sie auf der Seite eines Budgetpostens.",
    )


@page(InstalmentPerm.PAY, "GET", "POST")
def pay(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = instalment_policy.fetch(
        request.actor, InstalmentPerm.PAY, among=queries.instalments_for(request.actor), pk=pk
    )
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
        state=f"Abschlag {row.number} an {row.line.organisation}: {words.money(row.amount)}, fällig am {words.day_text(row.due_on)}.",
    )
