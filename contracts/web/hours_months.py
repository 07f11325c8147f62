"""Months of hours: handed in by the worker, approved by the provider's lead; sums for everyone who may see hours."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from contracts.models import HoursMonth, WorkKind
from contracts.policy import HoursPerm
from contracts.policy.hours import MonthPerm, month_policy
from contracts.queries import hours_months as queries
from contracts.usecases import hours_months as cases
from contracts.usecases.hours_months import last_day
from contracts.web.forms.hours_more import ReturnForm
from contracts.web.hours import tabs_for
from contracts.web.tables.hours import MonthEntries, OwnMonthEntries
from contracts.web.tables.hours_months import MONTH_TONES, MonthFilter, MonthTable, SumFilter, SumTable
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.keys import uuid7
from kernel.web import words
from kernel.web.fields import GermanDateField
from kernel.web.forms import button, carry_out, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page

State = HoursMonth.State
MOST_DAYS = 12  # named one by one; more are counted


def address(month: HoursMonth) -> str:
    return reverse("hours-month", args=[month.pk])


@page(MonthPerm.VIEW)
def months(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    waiting = queries.submitted_by_others(actor).order_by("month").values("month").annotate(count=Count("pk"))
    return list_page(
        request,
        "contracts/hours_months.html",
        **tabs_for(actor),
        rows=queries.months_for(actor),
        table=MonthTable,
        filterset=MonthFilter,
        filename="stundenmonate",
        waiting=[
            {"label": words.month(w["month"]), "count": w["count"], "fields": _button(w["month"])} for w in waiting
        ],
        empty_title="Noch keine Monate.",
        empty_text="Ein Monat erscheint, sobald darin Stunden gebucht sind.",
    )


def _button(month: date) -> dict[str, Any]:
    return {"submission": uuid7(), "month": month.isoformat()}


def _sent_month(request: HttpRequest) -> date:
    try:
        day: date | None = GermanDateField(required=False).clean(request.POST.get("month", "")[:20])
    except ValidationError:
        day = None
    if day is None:
        raise RuleViolation("Wählen Sie einen Monat.", field="month")
    return day.replace(day=1)


@page(MonthPerm.SUBMIT, "POST")
def submit(request: HttpRequest) -> HttpResponse:
    month = _sent_month(request)
    done = f"{words.month(month)} ist eingereicht. Ihre Leitung gibt ihn frei."
    return press(request, cases.submit_month, month=month, done=done, to=address)


@page(MonthPerm.APPROVE, "POST")
def approve(request: HttpRequest) -> HttpResponse:
    """All that wait of a month, or the one whose key is sent."""
    actor, month = request.actor, _sent_month(request)
    rows = list(queries.submitted_by_others(actor, month))
    if key := request.POST.get("only"):
        rows = [r for r in month_policy.rows(actor, MonthPerm.APPROVE).filter(month=month) if str(r.pk) == key]
    done = f"{words.month(month)}: {'ein Monat' if len(rows) == 1 else f'{len(rows)} Monate'} freigegeben."
    return press(
        request,
        cases.approve_months,
        months=rows,
        done=done,
        to=lambda m: f"{reverse('hours-months')}?{urlencode({'state': State.SUBMITTED})}",
    )


@page(MonthPerm.VIEW)
def month(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row: Any = month_policy.fetch(actor, MonthPerm.VIEW, among=queries.months_for(actor), pk=pk)
    own = row.worker == actor.person
    entries = queries.entries_of_month(actor, row)
    by_kind = dict(entries.order_by().values_list("work_kind").annotate(sum=Sum("minutes")))
    return list_page(
        request,
        "contracts/hours_month.html",
        rows=entries,
        table=OwnMonthEntries if own and row.state == State.OPEN else MonthEntries,
        filename=f"stunden-{row.month:%Y-%m}",
        month=row,
        own=own,
        badge_tone=MONTH_TONES[row.state],
        figures=[
            {"label": "gebucht", "value": words.hours(row.minutes), "note": ""},
            {"label": "mit der Familie", "value": words.hours(row.direct), "note": _share(row.direct, row.minutes)},
            *(
                {"label": kind.label, "value": words.hours(by_kind[kind.value]), "note": ""}
                for kind in WorkKind
                if kind.value in by_kind
            ),
        ],
        missing=_missing(actor, row) if own and row.state == State.OPEN else "",
        can_submit=own and row.state == State.OPEN and row.month <= actor.today,
        can_decide=not own and month_policy.holds(actor, MonthPerm.APPROVE, row),
        submit_fields=_button(row.month),
        approve_fields=_button(row.month) | {"only": row.pk},
        button=button(row),
    )


def _share(part: int, whole: int) -> str:
    return words.percent(part * 100 / whole, 0) if whole else ""


def _missing(actor: Actor, row: HoursMonth) -> str:
    """Working days of the month on which nothing is booked, for its worker alone."""
    last = min(last_day(row.month), actor.today)
    if last < row.month:
        return ""
    booked = set(queries.entries_of_month(actor, row).order_by().values_list("worked_on", flat=True))
    state = str(actor.settings.get("state", "NW"))
    days = queries.empty_working_days(booked, row.month, last, state)
    if not days:
        return ""
    if len(days) == 1:
        return f"Am {days[0].day}. ist nichts gebucht."
    named = ", ".join(f"{d.day}." for d in days[:MOST_DAYS])
    more = f" und an {len(days) - MOST_DAYS} weiteren" if len(days) > MOST_DAYS else ""
    return f"An {len(days)} Werktagen ist nichts gebucht: am {named}{more}. Das ist in Ordnung, wenn Sie frei hatten."


def _decide(request: HttpRequest, pk: UUID, use_case: Any, *, title: str, submit: str, done: str) -> HttpResponse:
    row: Any = month_policy.fetch(request.actor, MonthPerm.APPROVE, among=queries.months_for(request.actor), pk=pk)
    return carry_out(
        request,
        ReturnForm(posted(request), initial={"version": row.version}),
        use_case,
        given={"month": row},
        done=done,
        to=address,
        title=title,
        submit=submit,
        cancel_url=address(row),
        crumbs=[words.month(row.month), address(row)],
        state=f"{row.worker_name}, {words.month(row.month)}, {words.hours(row.minutes)}",
    )


@page(MonthPerm.APPROVE, "GET", "POST")
def give_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _decide(
        request, pk, cases.return_month, title="Monat zurückgeben", submit="Zurückgeben", done="Monat zurückgegeben."
    )


@page(MonthPerm.APPROVE, "GET", "POST")
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _decide(
        request,
        pk,
        cases.reopen_month,
        title="Monat wieder öffnen",
        submit="Öffnen",
        done="Der Monat ist wieder offen.",
    )


@page(HoursPerm.VIEW)
def sums(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    return list_page(
        request,
        "contracts/hours_sums.html",
        **tabs_for(actor),
        rows=queries.sums_for(actor),
        table=SumTable,
        filterset=SumFilter,
        filename="stundensummen",
        since=actor.today - timedelta(days=365),
        empty_title="Noch keine Stunden.",
        empty_text="Sobald Träger Stunden buchen, stehen hier die Summen je Monat.",
    )
