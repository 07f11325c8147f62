"""The week of a provider's worker: seven days with their entries, an entry more in one line, last week once more."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from contracts.models import HoursEntry, HoursMonth
from contracts.policy import HoursPerm
from contracts.queries import hours_months as queries
from contracts.usecases import hours as cases
from contracts.usecases.hours_rules import months_of
from contracts.usecases.hours_timer import stretch_of
from contracts.usecases.hours_week import Copied, copy_week, monday_of, plan_copy
from contracts.web.forms.hours_more import QuickChoices, QuickForm
from contracts.web.hours import day_of, week_address
from contracts.web.navigation import hours_tabs
from contracts.web.words import district_word
from kernel import clock
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.web import words
from kernel.web.forms import UseCaseForm, posted, press
from kernel.web.stamps import page

WEEK = timedelta(days=7)
LOCKED = {HoursMonth.State.SUBMITTED: "eingereicht", HoursMonth.State.APPROVED: "freigegeben"}


@dataclass
class Day:
    """A day of the week as the page shows it."""

    date: date
    locked: str = ""
    future: bool = False
    is_today: bool = False
    entries: list[HoursEntry] = field(default_factory=list)
    form: QuickForm | None = None

    @property
    def key(self) -> str:
        return f"tag{self.date.weekday()}"

    @property
    def minutes(self) -> int:
        return sum(e.minutes for e in self.entries)

    @property
    def is_open(self) -> bool:
        """Whether the quick form is unfolded: it was sent and something is wrong."""
        return bool(self.form and self.form.is_bound)


@page(HoursPerm.RECORD, "GET", "POST")
def week(request: HttpRequest) -> HttpResponse:
    actor, monday = request.actor, monday_of(day_of(request, "ab"))
    days = _days(actor, monday)
    choices = QuickChoices.of(actor, district_word(actor))
    sent = request.POST.get("day", "")
    for day in days:
        if not day.locked and not day.future:
            data = posted(request) if sent == day.key else None
            day.form = QuickForm(data, prefix=day.key, choices=choices, initial=_first_choice(days, day))
    if request.method == "POST":
        chosen = next((d for d in days if d.key == sent), None)
        if chosen is None or chosen.form is None:
            raise RuleViolation("An diesem Tag lässt sich nichts eintragen. Laden Sie die Seite neu.")
        if entry := chosen.form.run(cases.record_hours, actor=actor, worked_on=chosen.date):
            messages.success(request, f"{words.hours(entry.minutes)} gebucht.")
            return redirect(f"{week_address(monday)}#{chosen.key}")
    return render(request, "contracts/hours_week.html", _context(request, monday, days), status=_status(days))


def _status(days: Sequence[Day]) -> int:
    return next((d.form.status for d in days if d.form and d.form.is_bound), 200)


def _days(actor: Actor, monday: date) -> list[Day]:
    days = [Day(monday + timedelta(days=n)) for n in range(7)]
    months = {d.date.replace(day=1) for d in days}
    states = months_of(actor.the_organisation(), [(actor.person, m) for m in months], hold=False)
    for day in days:
        day.locked = LOCKED.get(HoursMonth.State(states.get((actor.person, day.date.replace(day=1)), "open")), "")
        day.future, day.is_today = day.date > actor.today, day.date == actor.today
    for entry in queries.own_entries(actor, monday, monday + timedelta(days=6)):
        days[entry.worked_on.weekday()].entries.append(entry)
    return days


def _first_choice(days: Sequence[Day], day: Day) -> dict[str, Any]:
    """Where one worked last in this week."""
    latest = [e for d in days for e in d.entries if d.date <= day.date]
    return {"district": str(latest[-1].district_id)} if latest else {}


def _context(request: HttpRequest, monday: date, days: Sequence[Day]) -> dict[str, Any]:
    actor = request.actor
    sunday, this_week = monday + timedelta(days=6), monday_of(actor.today)
    to_submit = list(queries.months_to_submit(actor)[:3])
    return {
        "tabs": hours_tabs(actor),
        "days": days,
        "monday": monday,
        "sunday": sunday,
        "total": sum(d.minutes for d in days),
        "before": week_address(monday - WEEK),
        "after": week_address(monday + WEEK) if monday < this_week else "",
        "this_week": "" if monday == this_week else reverse("hours-week"),
        "copy_url": f"{reverse('hours-copy')}?ab={monday.isoformat()}" if any(d.form for d in days) else "",
        "timer": timer_context(actor),
        "to_submit": [
            {"title": _waiting(m), "text": m.return_reason, "url": reverse("hours-month", args=[m.pk])}
            for m in to_submit
        ],
    }


def _waiting(month: HoursMonth) -> str:
    if month.return_reason:
        return f"{words.month(month.month)} ist zurückgegeben."
    return f"{words.month(month.month)} ist noch nicht eingereicht."


def timer_context(actor: Actor) -> dict[str, Any] | None:
    """The running timer in words."""
    if (timer := queries.timer_of(actor)) is None:
        return None
    begun, stretch = timezone.localtime(timer.started_at), stretch_of(timer, clock.now())
    since = f"{begun:%H:%M} Uhr" if begun.date() == actor.today else f"{words.weekday(begun.date())}, {begun:%H:%M} Uhr"
    return {
        "since": since,
        "what": f"{timer.district}, {timer.get_work_kind_display()}",
        "ran": "" if stretch.forgotten else words.hours(stretch.minutes + stretch.after_midnight),
        "url": reverse("timer-stop", args=[timer.pk]),
    }


@page(HoursPerm.RECORD, "GET", "POST")
def copy(request: HttpRequest) -> HttpResponse:
    actor, monday = request.actor, monday_of(day_of(request, "ab"))
    if request.method == "POST":
        plan = plan_copy(actor, monday)
        count = sum(not c.problem for c in plan)
        done = "Ein Eintrag übernommen." if count == 1 else f"{count} Einträge übernommen."
        answer = press(request, copy_week, week=monday, done=done, to=lambda e: week_address(monday))
        for copied in plan:
            if copied.problem:
                messages.warning(request, f"Nicht übernommen: {_named(copied)}. {copied.problem}")
        return answer
    plan = plan_copy(actor, monday)
    return render(
        request,
        "contracts/hours_copy.html",
        {
            "monday": monday,
            "plan": plan,
            "possible": sum(not c.problem for c in plan),
            "refused": sum(bool(c.problem) for c in plan),
            "minutes": sum(c.work.minutes for c in plan if not c.problem),
            "back": week_address(monday),
            "button": {"submission": UseCaseForm().fields["submission"].initial()},
            "address": request.get_full_path(),
        },
    )


def _named(copied: Copied) -> str:
    return f"{words.weekday(copied.work.worked_on)}, {words.hours(copied.work.minutes)}, {copied.work.district}"
