"""Pages of team sessions: list, month, one session with its agenda, and what its moderator does."""

import calendar
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.models import Item, TeamSession
from cases.policy.items import ItemPerm, item_policy
from cases.policy.teams import SeriesPerm, SessionPerm, series_policy, session_policy
from cases.queries.items import items_for
from cases.queries.minutes import CONSULTED
from cases.queries.teams import attendance_of, length_of, sessions_for, team_on
from cases.usecases import sessions as usecases
from cases.web.forms.conferences import AttendanceForm, NewSeriesForm, NewSessionForm, SessionForm
from cases.web.tables.conferences import ITEM_TONES, SESSION_TONES, SessionFilter, SessionTable
from cases.web.tabs import case_tabs
from contracts.policy import district_policy
from contracts.web.territory import word
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.audit.reads import note_read
from kernel.web import words
from kernel.web.forms import button, carry_out, initial_of, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page

State = TeamSession.State


def address(session: TeamSession) -> str:
    return reverse("session", args=[session.pk])


@page(SessionPerm.VIEW)
def sessions(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        "cases/sessions.html",
        tabs=case_tabs(request.actor),
        rows=_next_first(request.actor),
        table=SessionTable,
        filterset=SessionFilter,
        filename="sitzungen",
        can_plan=session_policy.allows(request.actor, SessionPerm.PLAN),
        can_plan_series=series_policy.allows(request.actor, SeriesPerm.PLAN),
        empty_title="Keine Sitzungen gefunden.",
        empty_text="Ändern Sie die Filter, oder planen Sie eine Reihe von Sitzungen.",
    )


def _next_first(actor: Actor) -> QuerySet:
    """What is to come, the next one first; then what was, the latest first."""
    coming = Q(held_on__gte=actor.today)
    ahead, before = (Case(When(when, then=F("held_on"))) for when in (coming, ~coming))
    order = (ahead.asc(nulls_last=True), before.desc(), "starts_at", "id")
    return sessions_for(actor).order_by(*order)


@page(SessionPerm.VIEW)
def month(request: HttpRequest) -> HttpResponse:
    """The sessions of a month as a calendar; on a phone as a list of its days."""
    actor = request.actor
    first = _month_of(request.GET.get("monat", ""), actor.today)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    rows = sessions_for(actor).filter(held_on__range=(first, last))
    district = _district_of(request)
    if district:
        rows = rows.filter(district=district)
    by_day: dict[date, list[Any]] = {}
    for row in rows:
        by_day.setdefault(row.held_on, []).append(row)
    weeks = [
        [{"date": day, "inside": day.month == first.month, "sessions": by_day.get(day, [])} for day in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    return render(
        request,
        "cases/sessions_month.html",
        {
            "tabs": case_tabs(actor),
            "month": first,
            "weeks": weeks,
            "weekdays": words.WEEKDAYS,
            "today": actor.today,
            "before": f"{(first - timedelta(days=1)):%Y-%m}",
            "after": f"{(last + timedelta(days=1)):%Y-%m}",
            "count": sum(map(len, by_day.values())),
            "districts": list(district_policy.rows(actor).order_by("sort_key")),
            "district": district,
            "tones": SESSION_TONES,
        },
    )


def _month_of(text: str, today: date) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)


def _district_of(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("district", ""))
    except ValueError:
        return None


@page(SessionPerm.VIEW)
def session(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row: Any = session_policy.fetch(actor, SessionPerm.VIEW, among=sessions_for(actor), pk=pk)
    agenda = list(items_for(actor).filter(session=row).order_by("position", "id"))
    for item in agenda:
        item.tone = ITEM_TONES.get(item.state, "neutral")
    if agenda:
        note_read(Item)
    team = team_on(actor, row.district_id, row.held_on)
    there = attendance_of(row)
    can_change = session_policy.holds(actor, SessionPerm.CHANGE, row)
    can_lead = session_policy.holds(actor, SessionPerm.LEAD, row)
    ahead = row.state in (State.PLANNED, State.INVITED) and row.held_on >= actor.today
    return render(
        request,
        "cases/session.html",
        {
            "session": row,
            "tone": SESSION_TONES[row.state],
            "agenda": agenda,
            "sees_items": item_policy.allows(actor, ItemPerm.VIEW),
            "team": [{"member": m, "there": m.pk in there} for m in team],
            "noted": bool(there),
            "over": row.state in usecases.OVER,
            "consulted": CONSULTED,
            "ahead": ahead,
            "is_today": row.held_on == actor.today,
            "too_long": row.items_minutes > length_of(row),
            "length": length_of(row),
            "can_change": can_change and ahead,
            "can_lead": can_lead,
            "can_note": can_lead and row.held_on <= actor.today and row.state != State.CANCELLED,
            "button": button(row),
            "summary": [
                {
                    "label": word(request),
                    "value": row.district.name,
                    "url": reverse("team", args=[row.district_id]),
                },
                {"label": "Zeit", "value": f"{row.starts_at:%H:%M} bis {row.ends_at:%H:%M} Uhr"},
                {"label": "Ort", "value": row.place or "noch offen"},
                {"label": "Moderation", "value": row.moderator_name or "noch offen"},
                {"label": "Eingeladen", "value": words.day(row.invited_at) if row.invited_at else "noch nicht"},
            ],
        },
    )


@page(SessionPerm.PLAN, "GET", "POST")
def new_session(request: HttpRequest) -> HttpResponse:
    form = NewSessionForm(
        posted(request),
        initial={"held_on": _day_of(request), "district": _district_of(request)},
        actor=request.actor,
        word=word(request),
    )
    return carry_out(
        request,
        form,
        usecases.plan_session,
        done="Sitzung geplant. Tragen Sie die Moderation ein und laden Sie das Team ein.",
        to=address,
        title="Sitzung planen",
        submit="Planen",
        cancel_url=reverse("sessions"),
        crumbs=["Kalender", reverse("sessions")],
    )


def _day_of(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("tag", ""))
    except ValueError:
        return None


@page(SeriesPerm.PLAN, "GET", "POST")
def new_series(request: HttpRequest) -> HttpResponse:
    form = NewSeriesForm(
        posted(request), initial={"district": _district_of(request)}, actor=request.actor, word=word(request)
    )
    return carry_out(
        request,
        form,
        usecases.plan_series,
        done="Die Sitzungen sind geplant. Jede lässt sich einzeln ändern oder absagen.",
        to=lambda series: f"{reverse('sessions')}?district={series.district_id}&when=ahead",
        title="Reihe von Sitzungen planen",
        submit="Planen",
        cancel_url=reverse("sessions"),
        crumbs=["Kalender", reverse("sessions")],
    )


def fetched(request: HttpRequest, permission: SessionPerm, pk: UUID) -> TeamSession:
    among = TeamSession.objects.select_related("district")
    return session_policy.fetch(request.actor, permission, among=among, pk=pk)  # type: ignore[attr-defined]


@page(SessionPerm.CHANGE, "GET", "POST")
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetched(request, SessionPerm.CHANGE, pk)
    told = " Wer eingeladen ist, bekommt die Änderung per E-Mail." if row.state == State.INVITED else ""
    return carry_out(
        request,
        SessionForm(
            posted(request),
            initial=initial_of(SessionForm, row) | {"moderator": row.moderator},
            actor=request.actor,
            session=row,
        ),
        usecases.change_session,
        given={"session": row},
        done=f"Gespeichert.{told}",
        to=address,
        title=f"Sitzung am {words.day(row.held_on)} ändern",
        submit="Speichern",
        cancel_url=address(row),
        crumbs=[f"Sitzung am {words.day(row.held_on)}", address(row)],
        state=told.strip(),
    )


def pressed(request: HttpRequest, pk: UUID, permission: SessionPerm, use_case: Any, done: str) -> HttpResponse:
    return press(request, use_case, done=done, to=address, session=fetched(request, permission, pk))


@page(SessionPerm.CHANGE, "POST")
def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    return pressed(request, pk, SessionPerm.CHANGE, usecases.invite_team, "Die Einladungen gehen jetzt hinaus.")


@page(SessionPerm.CHANGE, "POST")
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    return pressed(
        request,
        pk,
        SessionPerm.CHANGE,
        usecases.cancel_session,
        "Abgesagt. Ihre Beratungen warten auf einen neuen Termin.",
    )


@page(SessionPerm.LEAD, "POST")
def begin(request: HttpRequest, pk: UUID) -> HttpResponse:
    return pressed(request, pk, SessionPerm.LEAD, usecases.begin_session, "Die Sitzung ist eröffnet.")


@page(SessionPerm.LEAD, "POST")
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    return pressed(request, pk, SessionPerm.LEAD, usecases.end_session, "Die Sitzung ist beendet.")


@page(SessionPerm.LEAD, "POST")
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetched(request, SessionPerm.LEAD, pk)
    try:
        key = UUID(request.POST.get("item", ""))
    except ValueError:
        raise RuleViolation("Laden Sie die Seite neu und versuchen Sie es noch einmal.") from None
    item = item_policy.fetch(request.actor, ItemPerm.VIEW, pk=key)  # type: ignore[attr-defined]
    return press(
        request,
        usecases.move_on_agenda,
        done="Die Reihenfolge ist geändert.",
        to=address,
        session=row,
        item=item,
        up=request.POST.get("up") == "1",
    )


@page(SessionPerm.LEAD, "GET", "POST")
def attendance(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetched(request, SessionPerm.LEAD, pk)
    return carry_out(
        request,
        AttendanceForm(
            posted(request),
            initial={"version": row.version, "members": attendance_of(row)},
            actor=request.actor,
            session=row,
        ),
        usecases.note_attendance,
        given={"session": row},
        done="Eingetragen.",
        to=address,
        title=f"Wer war am {words.day(row.held_on)} dabei?",
        submit="Eintragen",
        cancel_url=address(row),
        crumbs=[f"Sitzung am {words.day(row.held_on)}", address(row)],
        state="Zur Wahl steht, wer an diesem Tag im Team war. Gäste stehen bei ihrer Beratung.",
    )
