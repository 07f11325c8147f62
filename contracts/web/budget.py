"""Pages of budget lines and their instalments."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from contracts.models import BudgetLine, Contract
from contracts.policy import ContractPerm, InstalmentPerm, LinePerm, contract_policy, instalment_policy, line_policy
from contracts.policy.payments import RunPerm, run_policy
from contracts.policy.steering import (
    InvoicePerm,
    RatePerm,
    ReadjustmentPerm,
    invoice_policy,
    posting_policy,
    rate_policy,
    readjustment_policy,
)
from contracts.queries import budget as queries
from contracts.queries.payments import instalments_of
from contracts.queries.steering import Hours, course_of
from contracts.usecases import budget as cases
from contracts.usecases.corrections import correct_line
from contracts.usecases.rates import set_rate
from contracts.web.beside import LINE_FIGURES
from contracts.web.courses import figure_of
from contracts.web.forms.budget import CorrectionForm, LineForm, NewLineForm, OutsideLineForm, RateForm
from contracts.web.navigation import money_tabs
from contracts.web.tables import budget as tables
from contracts.web.tables.budget import place_of
from kernel.access.actor import Actor
from kernel.web import words
from kernel.web.forms import UseCaseForm, button, carry_out, initial_of, posted, press
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
        rows=queries.lines_for(request.actor).prefetch_related("postings"),
        table=tables.LineTable,
        filterset=tables.LineFilter,
        filename="budgets",
        can_edit=line_policy.allows(request.actor, LinePerm.EDIT),
        empty_title="Keine Budgetposten gefunden.",
        empty_text="Posten legen Sie auf der Seite eines Vertrags an; hier solche für Hilfen außerhalb von Verträgen.",
    )


@page(LinePerm.VIEW)
def line(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    among = queries.lines_for(actor).prefetch_related("postings")
    row: Any = line_policy.fetch(actor, LinePerm.VIEW, among=among, pk=pk)  # with its sums
    course = course_of(row, actor.today)
    return render(
        request,
        "contracts/line.html",
        {
            "line": row,
            "draft": row.state == BudgetLine.State.DRAFT,
            "outside": row.contract_id is None,
            "instalments": list(instalments_of(actor, row)),
            "rates": list(rate_policy.rows(actor).filter(line=row).order_by("unit", "-begins")),
            "invoices": list(invoice_policy.rows(actor).filter(line=row)),
            "postings": running(row, list(posting_policy.rows(actor).filter(line=row).select_related("origin"))),
            "readjustments": list(readjustment_policy.rows(actor).filter(line=row)),
            "button": button(row),
            "may": permissions(actor),
            "figures": [*figures(row), *(figure for of in LINE_FIGURES for figure in of(row))],
            "place": place_of(row),
            "residential": bool(row.contract and row.contract.regime == Contract.Regime.RESIDENTIAL),
            "course": figure_of([row], course, Hours(row.year, [row]), row.year, actor.today) if course else None,
            "used": words.percent(course.used) if course and course.used is not None else "",
            "today": actor.today,
            "can_pay": instalment_policy.allows(actor, InstalmentPerm.PAY),
            "can_see_runs": run_policy.allows(actor, RunPerm.VIEW),
        },
    )


def permissions(actor: Actor) -> dict[str, bool]:
    """What the buttons of a line's page ask for."""
    return {
        "edit": line_policy.allows(actor, LinePerm.EDIT),
        "schedule": line_policy.allows(actor, LinePerm.SCHEDULE),
        "release": line_policy.allows(actor, LinePerm.RELEASE),
        "correct": line_policy.allows(actor, LinePerm.CORRECT),
        "convert": line_policy.allows(actor, LinePerm.CONVERT),
        "rate": rate_policy.allows(actor, RatePerm.SET),
        "bill": invoice_policy.allows(actor, InvoicePerm.RECORD),
        "propose": readjustment_policy.allows(actor, ReadjustmentPerm.PROPOSE),
    }


def figures(row: Any) -> list[dict[str, str]]:
    """The line's totals; each is followed to its entries on the ledger."""
    posted = row.approved - row.amount
    left = row.approved - row.paid if row.contract_id else row.approved - row.invoiced
    shown = [
        {
            "label": "bewilligt",
            "value": words.money(row.approved),
            "note": f"{words.money(row.amount)} und Buchungen {words.money(posted)}" if posted else "",
        },
        {"label": "gezahlt", "value": words.money(row.paid), "note": ""},
        {"label": "offen" if row.contract_id else "noch frei", "value": words.money(left), "note": ""},
    ]
    if row.approved_minutes:
        shown += [
            {"label": "vereinbart", "value": words.hours(row.approved_minutes), "note": ""},
            {"label": "geleistet", "value": words.hours(row.delivered), "note": ""},
        ]
    if row.posts:
        shown.append({"label": "Vollzeitstellen", "value": words.number(row.posts, 2), "note": ""})
    return shown


def running(row: BudgetLine, postings: list[Any]) -> list[dict[str, Any]]:
    """Postings with what is approved after each."""
    amount, minutes = row.amount, row.minutes
    shown = []
    for posting in postings:
        amount, minutes = amount + posting.amount, minutes + posting.minutes
        origin = getattr(posting, "origin", None)
        shown.append({"posting": posting, "amount": amount, "minutes": minutes, "origin": origin})
    return shown


@page(LinePerm.EDIT, "GET", "POST")
def new_line(request: HttpRequest, pk: UUID) -> HttpResponse:
    contract = contract_policy.fetch(request.actor, ContractPerm.VIEW, pk=pk)
    back = reverse("contract", args=[pk])
    form = NewLineForm(
        posted(request), initial={"year": request.actor.today.year}, contract=contract, actor=request.actor
    )
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
def new_outside_line(request: HttpRequest) -> HttpResponse:
    back = reverse("lines")
    return carry_out(
        request,
        OutsideLineForm(posted(request), initial={"year": request.actor.today.year}, actor=request.actor),
        cases.create_line,
        done="Budgetposten angelegt. Hinterlegen Sie jetzt den Satz.",
        to=address,
        title="Budget für Hilfen außerhalb von Verträgen",
        submit="Anlegen",
        cancel_url=back,
        crumbs=["Budgets", back],
        state="Für Hilfen bei Trägern, mit denen es dafür keinen Rahmenvertrag gibt. Gezahlt wird nach Rechnung.",
    )


def _change(request: HttpRequest, row: BudgetLine, form: UseCaseForm, use_case: Any, **page: Any) -> HttpResponse:
    return carry_out(
        request,
        form,
        use_case,
        given={"line": row},
        to=page.pop("to", lambda result: address(row)),
        cancel_url=address(row),
        crumbs=[str(row), address(row)],
        **page,
    )


@page(LinePerm.EDIT, "GET", "POST")
def change_line(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = line_policy.fetch(request.actor, LinePerm.EDIT, pk=pk)
    form = LineForm(posted(request), initial=initial_of(LineForm, row), actor=request.actor)
    return _change(
        request, row, form, cases.change_line, title="Budgetposten ändern", submit="Speichern", done="Gespeichert."
    )


@page(LinePerm.EDIT, "POST")
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = line_policy.fetch(request.actor, LinePerm.EDIT, pk=pk)
    back = reverse("contract", args=[row.contract_id]) if row.contract_id else reverse("lines")
    return press(request, cases.remove_line, line=row, done="Entwurf entfernt.", to=lambda gone: back)


@page(LinePerm.CORRECT, "GET", "POST")
def correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = line_policy.fetch(request.actor, LinePerm.CORRECT, pk=pk)
    form = CorrectionForm(posted(request), initial={"posted_on": request.actor.today, "version": row.version})
    return _change(
        request,
        row,
        form,
        correct_line,
        title="Berichtigung buchen",
        submit="Buchen",
        done="Berichtigung gebucht.",
        state="Der freigegebene Posten bleibt, wie er ist. Die offenen Abschläge folgen dem neuen Betrag."
        if row.contract_id
        else "Der freigegebene Posten bleibt, wie er ist.",
    )


@page(RatePerm.SET, "GET", "POST")
def new_rate(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = line_policy.fetch(request.actor, LinePerm.VIEW, pk=pk)
    first = request.actor.today.replace(year=row.year, month=1, day=1)
    begins = first if row.state == BudgetLine.State.DRAFT else request.actor.today
    return _change(
        request,
        row,
        RateForm(posted(request), initial={"begins": begins}),
        set_rate,
        title="Satz hinterlegen",
        submit="Hinterlegen",
        done="Satz hinterlegt.",
        state="Er gilt ab diesem Tag; bis dahin gilt der vorige weiter.",
    )


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
