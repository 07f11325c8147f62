"""Start, Heute and search: pages that gather what the apps have."""

from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.web import search as case_search
from cases.web import today as case_today
from contracts.web import search as contract_search
from contracts.web import today as contract_today
from frontend.navigation import entries
from kernel.web import words
from kernel.web.stamps import member_page
from kernel.web.today import Due
from tenants.people.web import today as people_today
from tenants.training.web import today as training_today

SHORTEST = 2  # letters; less finds everything


@member_page("GET", reason="each row on it comes through a policy")
def today(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    rows = [*contract_today.due(actor), *case_today.due(actor), *people_today.due(actor), *training_today.due(actor)]
    late = sum(row.date is not None and row.date < actor.today for row in rows)
    return render(request, "today.html", {"groups": by_day(rows, actor.today), "day": actor.today, "late": late})


def by_day(rows: list[Due], today: date) -> list[dict[str, Any]]:
    """Late, today, each day to come, and what has no day; within a day first what carries a badge."""

    def group(row: Due) -> tuple[int, date]:
        if row.date is None:
            return 2, today
        return (0, today) if row.date < today else (1 if row.date == today else 3, row.date)

    def order(row: Due) -> tuple[Any, ...]:
        return group(row), row.date or today, not row.badge, row.title

    titles = {0: "Überfällig", 1: "Heute", 2: "Offen"}
    groups = []
    for (kind, day), members in groupby(sorted(rows, key=order), key=group):
        title = titles.get(kind) or words.day_named(day)
        groups.append({"title": title, "date": day if kind == 1 else None, "late": kind == 0, "rows": list(members)})
    return groups


@member_page("GET", reason="each hit comes through a policy")
def search(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:100]
    groups = []
    if len(text) >= SHORTEST:
        pages = [e for e in entries(request.place, actor, "") if text.casefold() in str(e["label"]).casefold()]  # type: ignore[attr-defined]
        found = [*contract_search.hits(actor, text), *case_search.hits(actor, text)]
        groups = [
            g
            for g in [
                *found,
                {"title": "Seiten", "rows": [{"title": e["label"], "url": e["url"], "icon": e["icon"]} for e in pages]},
            ]
            if g["rows"]
        ]
    return render(
        request, "search.html", {"text": text, "too_short": bool(text) and len(text) < SHORTEST, "groups": groups}
    )
