"""The worker's timer: start it, and book what it ran."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from contracts.models import HoursTimer
from contracts.policy.hours import TimerPerm, timer_policy
from contracts.usecases import hours_timer as cases
from contracts.usecases.hours_timer import Stretch, stretch_of
from contracts.web.forms.hours import HoursForm
from contracts.web.forms.hours_more import TimerForm
from contracts.web.hours import week_address
from contracts.web.words import district_word
from kernel import clock
from kernel.web import words
from kernel.web.forms import button, carry_out, form_page, posted, press
from kernel.web.stamps import page


@page(TimerPerm.RUN, "GET", "POST")
def start(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    return carry_out(
        request,
        TimerForm(posted(request), actor=actor, word=district_word(actor)),
        cases.start_timer,
        done="Die Stoppuhr läuft. Sie läuft auch weiter, wenn Sie sich abmelden.",
        to=lambda timer: reverse("hours-week"),
        title="Stoppuhr starten",
        submit="Starten",
        cancel_url=reverse("hours-week"),
        crumbs=["Stunden", reverse("hours-week")],
        state="Beim Anhalten entsteht daraus ein Eintrag, den Sie noch ändern können.",
    )


@page(TimerPerm.RUN, "GET", "POST")
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    timer = timer_policy.fetch(actor, TimerPerm.RUN, among=HoursTimer.objects.select_related("district"), pk=pk)
    stretch = stretch_of(timer, clock.now())
    initial = {"worked_on": stretch.day, "district": timer.district_id, "work_kind": timer.work_kind}
    form = HoursForm(
        posted(request),
        initial=initial | ({"minutes": stretch.minutes} if stretch.minutes else {}),
        actor=actor,
        word=district_word(actor),
    )
    if request.method == "POST" and form.run(cases.stop_timer, actor=actor, timer=timer):
        if not stretch.after_midnight:
            messages.success(request, "Stunden gebucht. Die Stoppuhr steht.")
            return redirect(week_address(form.cleaned_data["worked_on"]))
        messages.success(request, "Die Zeit bis Mitternacht ist gebucht. Nun noch der Rest.")
        return redirect(f"{reverse('hours-new')}?{urlencode(_rest(timer, stretch, clock.now().date().isoformat()))}")
    return form_page(
        request,
        form,
        title="Stoppuhr anhalten",
        submit="Stunden buchen",
        cancel_url=reverse("hours-week"),
        crumbs=["Stunden", reverse("hours-week")],
        state=_sentence(timer, stretch),
        template="contracts/timer_stop.html",
        discard_url=reverse("timer-discard", args=[pk]),
        button=button(timer),
        draft="",
    )


def _rest(timer: HoursTimer, stretch: Stretch, day: str) -> dict[str, Any]:
    return {
        "tag": day,
        "dauer": f"{stretch.after_midnight} min",
        "raum": timer.district_id,
        "art": timer.work_kind,
        "zurueck": "woche",
    }


def _sentence(timer: HoursTimer, stretch: Stretch) -> str:
    begun = timezone.localtime(timer.started_at)
    since = f"Sie läuft seit {words.weekday(begun.date())}, {begun:%H:%M} Uhr"
    if stretch.forgotten:
        return f"{since}. Das ist zu lange für einen Einsatz: Tragen Sie selbst ein, wie lange es war."
    if stretch.after_midnight:
        return (
            f"{since}, also über Mitternacht. Hier steht die Zeit bis Mitternacht; "
            f"die {words.hours(stretch.after_midnight)} danach tragen Sie im nächsten Schritt ein."
        )
    return f"{since}. Sie hält an, sobald Sie buchen."


@page(TimerPerm.RUN, "POST")
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    timer = timer_policy.fetch(request.actor, TimerPerm.RUN, pk=pk)
    return press(
        request,
        cases.discard_timer,
        timer=timer,
        done="Stoppuhr verworfen. Es ist nichts gebucht.",
        to=lambda t: reverse("hours-week"),
    )
