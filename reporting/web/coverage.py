"""Pages of training coverage in an office: by provider, district, team; and the plan for next year from the gaps (R26)."""

from dataclasses import dataclass

import django_tables2
from django.http import HttpRequest, HttpResponse

from contracts.web.words import district_word
from kernel.web import words
from kernel.web.chart import Series, bar_chart
from kernel.web.lists import list_page
from kernel.web.stamps import page
from kernel.web.tables import NumberColumn, Table
from reporting.coverage import BY_OFFICE, GROUPINGS
from tenants.training.policy.record import RequirementPerm
from tenants.training.queries.coverage import Seats, coverage_of, plan_of
from tenants.training.web.coverage import coverage_page
from tenants.training.web.record_tabs import record_tabs

EMPTY = "Sobald die Fortbildungsorganisation Pflichten festlegt, steht hier, wer sie erfüllt."


@page(RequirementPerm.VIEW)
def coverage(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    chosen = request.GET.get("nach", "")
    chosen = chosen if chosen in GROUPINGS else "provider"
    labels = {"provider": "Träger", "district": district_word(actor), "team": "Zentrumsteam", "office": "Jugendamt"}
    return coverage_page(
        request,
        coverage_of(actor, BY_OFFICE),
        coverage_of(actor, GROUPINGS[chosen]),
        groups=[{"value": key, "label": label, "current": key == chosen} for key, label in labels.items()],
        empty_text=EMPTY,
    )


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A quarter of a curriculum as the table shows it."""

    curriculum: str
    quarter: str
    needed: int
    planned: int
    missing: int


class PlanTable(Table):
    caption = "Plätze je Lehrgang und Quartal"
    curriculum = django_tables2.Column(verbose_name="Lehrgang")
    quarter = django_tables2.Column(verbose_name="Quartal")
    needed = NumberColumn(verbose_name="nötige Plätze")
    planned = NumberColumn(verbose_name="geplante Plätze")
    missing = NumberColumn(verbose_name="fehlen noch")


@page(RequirementPerm.VIEW)
def plan(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    seats = plan_of(actor)
    year = actor.today.year + 1
    needed, missing = sum(s.needed for s in seats), sum(s.missing for s in seats)
    sentence = (
        f"{year} nötige Plätze: {words.number(needed)}, noch nicht geplant: {words.number(missing)}."
        if seats
        else f"{year} wird nach heutigem Stand kein Platz gebraucht."
    )
    quarters = [sum(s.needed for s in seats if s.quarter == q) for q in range(1, 5)]
    return list_page(
        request,
        "training/plan.html",
        tabs=record_tabs(request),
        state=sentence,
        chart=bar_chart(sentence, [f"{q}. Quartal" for q in range(1, 5)], Series("Plätze", quarters))
        if seats
        else None,
        chart_title="Nötige Plätze",
        rows=[_row(s) for s in seats],
        table=PlanTable,
        filename=f"plan-{year}",
        empty_title="Kein Platz nötig.",
        empty_text=EMPTY,
    )


def _row(seats: Seats) -> PlanRow:
    return PlanRow(
        seats.curriculum, f"{seats.quarter}. Quartal {seats.year}", seats.needed, seats.planned, seats.missing
    )
