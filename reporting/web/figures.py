"""The page of figures: internal, for those who plan and check."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kernel.web import words
from kernel.web.stamps import page
from reporting.figures import stretches, sum_years
from reporting.policy import FiguresPerm
from reporting.queries import districts_for, reach_for, use_for
from reporting.web import parts


@page(FiguresPerm.VIEW)
def figures(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    districts = districts_for(actor)
    reach = reach_for(actor, districts)
    periods = stretches(sorted({r.year for r in reach}))
    chosen = _chosen(request.GET.get("zeitraum", ""), periods)
    reach = [r for r in reach if chosen and chosen[0] <= r.year <= chosen[1]]
    years = sum_years(reach)
    shown = []
    if years:
        districts = [d for d in districts if any(r.district == d.pk for r in reach)]
        given = years, reach, districts, actor.today
        found = [
            parts.families(*given),
            parts.per_hours(*given),
            parts.pilots(*given),
            parts.use(use_for(actor), years, actor.today),
        ]
        shown = [figure for figure in found if figure]
    context = {
        "figures": shown,
        "state": shown[0].sentence if shown else "Sobald Fälle und Stunden da sind, stehen hier ihre Zahlen.",
        "periods": [{"value": _name(p), "label": _name(p), "current": p == chosen} for p in periods]
        if len(periods) > 1
        else [],
        "today": words.day_text(actor.today),
    }
    return render(request, "reporting/figures.html", context)


def _name(period: tuple[int, int]) -> str:
    first, last = period
    return str(first) if first == last else f"{first}–{last}"


def _chosen(wanted: str, periods: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The period asked for, else the latest."""
    return next((p for p in periods if _name(p) == wanted), periods[-1] if periods else None)
