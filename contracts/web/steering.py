"""Pages of steering: how the year goes, what leaves its corridor, and readjustments (R15)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from contracts.models import BudgetLine, Readjustment
from contracts.policy import LinePerm, line_policy
from contracts.policy.steering import ReadjustmentPerm, readjustment_policy
from contracts.queries.ledger import LedgerRow, rows_of
from contracts.queries.steering import courses_for, readjustments_for
from contracts.usecases import readjustments as cases
from contracts.web.forms.steering import ReadjustmentDecisionForm, ReadjustmentForm, ReadjustmentRejectionForm
from contracts.web.ledger import chosen_year, course_figure
from contracts.web.navigation import money_tabs
from contracts.web.tables.steering import (
    READJUSTMENT_TONES,
    ReadjustmentFilter,
    ReadjustmentTable,
    SteeringFilter,
    SteeringTable,
)
from kernel.web import words
from kernel.web.forms import UseCaseForm, carry_out, posted
from kernel.web.lists import list_page
from kernel.web.stamps import page


def address(readjustment: Readjustment) -> str:
    return reverse("readjustment", args=[readjustment.pk])


@page(LinePerm.VIEW)
def steering(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    released = line_policy.rows(actor).filter(state=BudgetLine.State.RELEASED).order_by()
    years = sorted(released.values_list("year", flat=True).distinct())
    year = chosen_year(request, years, actor.today.year)
    chosen = SteeringFilter(request.GET, queryset=courses_for(actor).filter(year=year), request=request)
    rows, hours = rows_of(list(chosen.qs), year, actor.today)
    rows = [row for row in rows if row.course]
    outside = [row for row in rows if row.course and row.course.outside]
    figure = course_figure(rows, hours, year, actor.today)
    if request.GET.get("only") == "outside":
        rows = outside
    return list_page(
        request,
        "contracts/steering.html",
        tabs=money_tabs(actor),
        rows=sorted(rows, key=off_course, reverse=True),
        table=SteeringTable,
        filter=chosen,
        filename=f"steuerung-{year}",
        course=figure,
        outside=outside_sentence(len(outside)),
        year=year,
        years=[{"value": y, "current": y == year} for y in years],
        empty_title="Kein Posten verlässt seinen Korridor."
        if rows is outside
        else "Für dieses Jahr ist nichts freigegeben.",
        empty_text="Hier stehen freigegebene Posten mit vereinbarten Stunden und Hilfen außerhalb von Verträgen.",
    )


def off_course(row: LedgerRow) -> Any:
    """The furthest off first."""
    deviation = row.course.deviation if row.course else None
    return bool(row.course and row.course.outside), abs(deviation) if deviation is not None else -1


def outside_sentence(count: int) -> str:
    if not count:
        return "Alle Posten bleiben in ihrem Korridor."
    return "Ein Posten verlässt seinen Korridor." if count == 1 else f"{count} Posten verlassen ihren Korridor."


@page(ReadjustmentPerm.VIEW)
def readjustments(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        "contracts/readjustments.html",
        tabs=money_tabs(request.actor),
        rows=readjustments_for(request.actor),
        table=ReadjustmentTable,
        filterset=ReadjustmentFilter,
        filename="nachsteuerungen",
        empty_title="Noch keine Nachsteuerung.",
        empty_text="Vorschlagen lässt sie sich auf der Seite eines freigegebenen Budgetpostens.",
    )


@page(ReadjustmentPerm.VIEW)
def readjustment(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = readjustment_policy.fetch(actor, ReadjustmentPerm.VIEW, among=readjustments_for(actor), pk=pk)
    line = row.line
    return render(
        request,
        "contracts/readjustment.html",
        {
            "readjustment": row,
            "tone": READJUSTMENT_TONES[row.state],
            "can_decide": row.state == Readjustment.State.PROPOSED
            and readjustment_policy.holds(actor, ReadjustmentPerm.DECIDE, row),
            "summary": [
                {"label": "Budgetposten", "value": str(line), "url": reverse("line", args=[line.pk])},
                {"label": "Vertrag", "value": line.under},
                {"label": "Anlass", "value": row.trigger},
                {"label": "Vorschlag", "value": row.proposal},
                {"label": "Betrag", "value": words.money(row.amount)},
                {"label": "Stunden", "value": words.hours(row.minutes)},
                {
                    "label": "Prognose bei Vorschlag",
                    "value": f"{words.money(row.forecast_amount)}, {words.hours(row.forecast_minutes)}",
                    "note": f"am {words.day(row.proposed_on)}, zum Preis je vereinbarter Stunde",
                },
            ],
            "history": history(row),
        },
    )


def history(row: Readjustment) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = [{"date": row.proposed_on, "text": "Vorgeschlagen"}]
    if row.decided_on:
        by = f"{row.body}, {row.reference}" if row.reference else row.body
        events.append({"date": row.decided_on, "text": row.get_state_display().capitalize(), "by": by})
    if row.effective_on:
        ledger = reverse("line-ledger", args=[row.line_id])
        events.append({"date": row.effective_on, "text": "Gilt und ist gebucht", "url": ledger})
    return events


@page(ReadjustmentPerm.PROPOSE, "GET", "POST")
def propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = line_policy.fetch(request.actor, LinePerm.VIEW, pk=pk)
    back = reverse("line", args=[pk])
    return carry_out(
        request,
        ReadjustmentForm(posted(request)),
        cases.propose_readjustment,
        given={"line": row},
        done="Vorgeschlagen. Die Prognose von heute ist mitgespeichert.",
        to=address,
        title="Nachsteuern",
        submit="Vorschlagen",
        cancel_url=back,
        crumbs=[str(row), back],
        state="Gebucht wird erst, was beschlossen ist.",
    )


def _decide(request: HttpRequest, pk: UUID, form: type[UseCaseForm], use_case: Any, **page: Any) -> HttpResponse:
    row = readjustment_policy.fetch(
        request.actor, ReadjustmentPerm.DECIDE, among=readjustments_for(request.actor), pk=pk
    )
    return carry_out(
        request,
        form(posted(request), initial={"version": row.version}),
        use_case,
        given={"readjustment": row},
        to=address,
        cancel_url=address(row),
        crumbs=["Nachsteuerung", address(row)],
        state=f"{row.line}: {words.money(row.amount)}, {words.hours(row.minutes)}",
        **page,
    )


@page(ReadjustmentPerm.DECIDE, "GET", "POST")
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _decide(
        request,
        pk,
        ReadjustmentDecisionForm,
        cases.decide_readjustment,
        title="Beschluss zur Nachsteuerung",
        submit="Beschluss eintragen und buchen",
        done="Beschlossen und gebucht. Die offenen Abschläge folgen.",
    )


@page(ReadjustmentPerm.DECIDE, "GET", "POST")
def reject(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _decide(
        request,
        pk,
        ReadjustmentRejectionForm,
        cases.reject_readjustment,
        title="Nachsteuerung ablehnen",
        submit="Ablehnung eintragen",
        done="Ablehnung eingetragen. Der Posten bleibt, wie er ist.",
    )
