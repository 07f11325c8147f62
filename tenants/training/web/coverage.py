"""Coverage as chart and table; the page of a provider's own people in all offices (R26)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from kernel.web import words
from kernel.web.chart import Series, bar_chart
from kernel.web.lists import list_page
from kernel.web.stamps import page
from tenants.people.models import Membership
from tenants.training.models import Requirement
from tenants.training.policy.record import OwnCoveragePerm, own_coverage_policy
from tenants.training.queries.coverage import BY_OFFICE, Coverage, coverage_of, standing_of
from tenants.training.web import record_tables as tables
from tenants.training.web.record_tabs import address, record_tabs

BARS = ("nötig", "gültig", "läuft bald aus", "fehlt", "überfällig")


def coverage_page(
    request: HttpRequest, whole: Sequence[Coverage], rows: Sequence[Coverage], **context: Any
) -> HttpResponse:
    """The chart of the whole, each person once, and the table of the groups."""
    needed, valid, soon, lacking, overdue = counts = [
        sum(getattr(row, name) for row in whole) for name in ("needed", "valid", "soon", "lacking", "overdue")
    ]
    sentence = (
        f"{words.number(valid)} von {words.number(needed)} nötigen Nachweisen sind gültig ({words.percent(valid * 100 / needed, 0)}); "
        f"{words.number(soon)} laufen in sechs Monaten aus, {words.number(lacking)} fehlen, davon {words.number(overdue)} überfällig."
        if needed
        else "Niemand braucht heute einen Nachweis."
    )
    return list_page(
        request,
        "training/coverage.html",
        tabs=record_tabs(request),
        state=sentence,
        chart=bar_chart(sentence, BARS, Series("Nachweise", counts)) if needed else None,
        chart_title="Nachweise",
        rows=rows,
        table=tables.CoverageTable,
        filename="abdeckung",
        empty_title="Noch keine Abdeckung.",
        **context,
    )


@page(OwnCoveragePerm.VIEW)
def own_coverage(request: HttpRequest, organisation: str) -> HttpResponse:
    rows = coverage_of(request.actor, BY_OFFICE)
    return coverage_page(
        request,
        rows,
        rows,
        empty_text="Hier steht, welche Nachweise die Jugendämter von Ihren Fachkräften verlangen, sobald eines welche festlegt.",
    )


@page(OwnCoveragePerm.VIEW)
def own_names(request: HttpRequest, organisation: str, pk: UUID) -> HttpResponse:
    """Own people by name: what they learned elsewhere counts once they have released it."""
    among = Requirement.objects.select_related("curriculum", "office")
    row = own_coverage_policy.fetch(request.actor, OwnCoveragePerm.VIEW, among=among, pk=pk)
    staff = Membership.objects.filter(organisation=request.actor.place).select_related("organisation")
    return list_page(
        request,
        "training/requirement.html",
        requirement=row,
        ended=False,
        rule=row.office.name,
        end_url="",
        rows=standing_of(staff, row, request.actor.today),
        table=tables.StandingTable,
        filterset=tables.StandingFilter,
        filename="stand",
        list_url=address(request, "coverage"),
        empty_title="Niemand passt zu dieser Auswahl.",
        empty_text="Ändern Sie die Auswahl.",
    )
