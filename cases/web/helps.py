"""Pages of helps: the list, a case's helps and plans, the record, and what is done with one."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.models import CaseFile, Decision, Help
from cases.policy import CasePerm, case_policy
from cases.policy.after import TaskPerm, task_policy
from cases.policy.helps import HelpPerm, PlanPerm, help_policy, plan_policy
from cases.queries.helps import helps_for, missing_for_statistics
from cases.queries.plans import out_of_home
from cases.queries.rules import rules
from cases.usecases import helps as usecases
from cases.usecases.help_rules import months_after, why_approval
from cases.web.file_tabs import file_tabs
from cases.web.forms.helps import ApproveForm, ChangeForm, EndForm, ExtendForm, HelpForm, RefuseForm
from cases.web.tables.helps import HELP_TONES, PLAN_TONES, HelpFilter, HelpTable
from cases.web.tabs import case_tabs
from contracts.queries.names import names_of
from kernel.access.actor import Actor
from kernel.audit.reads import note_read
from kernel.web import words
from kernel.web.forms import button, carry_out, initial_of, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page

State = Help.State


def address(help: Help) -> str:
    return reverse("help", args=[help.pk])


@page(HelpPerm.VIEW)
def helps(request: HttpRequest) -> HttpResponse:
    note_read(Help)
    return list_page(
        request,
        "cases/helps.html",
        tabs=case_tabs(request.actor),
        rows=helps_for(request.actor).defer("what", "approval_remark", "case__concern"),
        table=HelpTable,
        filterset=HelpFilter,
        filename="hilfen",
        can_tasks=task_policy.allows(request.actor, TaskPerm.VIEW),
        empty_title="Keine Hilfen gefunden.",
        empty_text="Bewilligen Sie eine Hilfe im Fall, oder entscheiden Sie nach einer Beratung.",
    )


@page(HelpPerm.VIEW)
def of_case(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A case's helps and plans."""
    actor = request.actor
    case = case_policy.fetch(actor, CasePerm.VIEW, among=CaseFile.objects.select_related("district"), pk=pk)
    works = case_policy.holds(actor, CasePerm.WORK, case) and not case.ends
    plans = list(plan_policy.rows(actor).filter(case=case.pk).order_by("-number"))
    return render(
        request,
        "cases/case_helps.html",
        {
            "case": case,
            "tabs": file_tabs(actor, case),
            "helps": [
                {"row": h, "tone": HELP_TONES[h.state], "url": address(h)}
                for h in helps_for(actor).filter(case=case.pk)
            ],
            "plans": [{"row": p, "tone": PLAN_TONES[p.state], "url": reverse("plan", args=[p.pk])} for p in plans],
            "can_grant": works and help_policy.allows(actor, HelpPerm.GRANT),
            "can_plan": works
            and plan_policy.allows(actor, PlanPerm.WRITE)
            and not any(p.state == "draft" for p in plans),
            "start_label": "Neue Fassung beginnen" if plans else "Hilfeplan beginnen",
            "button": button(case),
        },
    )


@page(HelpPerm.VIEW)
def help_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = help_policy.fetch(actor, HelpPerm.VIEW, among=helps_for(actor), pk=pk)
    persons = list(row.persons.all())
    runs, waits = row.state == State.RUNNING, row.state == State.APPROVAL
    changes = help_policy.holds(actor, HelpPerm.CHANGE, row)
    bookings = list(row.bookings.select_related("line__organisation", "line__contract"))
    return render(
        request,
        "cases/help.html",
        {
            "help": row,
            "tone": HELP_TONES[row.state],
            "sentence": _sentence(row, actor),
            "summary": _summary(row, actor),
            "persons": persons,
            "reasons": [Help.Reason(r).label for r in row.reasons],
            "missing": missing_for_statistics(row, persons) if changes else [],
            "bookings": bookings,
            "history": _history(row, actor),
            "decision": Decision.objects.filter(helps=row.pk).select_related("item").first(),
            "button": button(row),
            "can_approve": waits and row.decided_by != actor.person and help_policy.holds(actor, HelpPerm.APPROVE, row),
            "can_change": changes and row.state != State.REFUSED,
            "can_extend": runs and help_policy.holds(actor, HelpPerm.EXTEND, row),
            "can_end": runs and help_policy.holds(actor, HelpPerm.END, row),
            "can_bring_in": runs and changes and row.organisation_id and not row.assignment_id,
            "can_write": changes and row.state in (State.RUNNING, State.ENDED),
        },
    )


def _sentence(row: Help, actor: Actor) -> str:
    if row.state == State.APPROVAL:
        own = " Sie haben entschieden, zustimmen muss jemand anderes." if row.decided_by == actor.person else ""
        return f"Die Leitung muss zustimmen: {why_approval(row) or 'über der Schwelle des Amts'}.{own}"
    if row.state == State.REFUSED:
        return "Die Leitung hat nicht zugestimmt. Gebuchte Stunden sind wieder frei."
    if row.state == State.ENDED:
        return f"Am {words.day_text(row.ends)} beendet: {row.get_end_reason_display()}."
    if row.planned_end and row.planned_end < actor.today:
        return f"Sie sollte am {words.day_text(row.planned_end)} enden. Verlängern oder beenden Sie sie."
    return f"Seit {words.day_text(row.begins)}." if row.begins <= actor.today else f"Ab {words.day_text(row.begins)}."


def _summary(row: Help, actor: Actor) -> list[dict[str, Any]]:
    note = "außerhalb der Verträge" if row.outside else ""
    return [
        {"label": "Fall", "value": row.case.number, "url": reverse("case-helps", args=[row.case_id])},
        {"label": "Träger", "value": str(row.organisation) if row.organisation else words.NOTHING, "note": note},
        {"label": "Form", "value": row.get_setting_display()},
        {"label": "Grundlage", "value": row.get_ground_display(), "note": f"vom {words.day(row.ground_on)}"},
        {"label": "Umfang je Woche", "value": words.hours(row.minutes_a_week) if row.minutes_a_week else words.NOTHING},
        {"label": "Voraussichtlich bis", "value": words.day(row.planned_end)},
        {"label": "Über Wunsch und Wahl beraten", "value": words.day(row.advised_on)},
        *([{"label": "Fallreferenz des Trägers", "value": row.assignment.reference.number}] if row.assignment else []),
        *([{"label": "Lebensort", "value": "außerhalb der Familie (§ 37c)"}] if out_of_home(row) else []),
    ]


def _history(row: Help, actor: Actor) -> list[dict[str, Any]]:
    names = names_of(actor, [row.decided_by, row.approved_by])
    word = "Entschieden" if row.ground == Help.Ground.DECISION else row.get_ground_display()
    events: list[dict[str, Any]] = [
        {"date": row.ground_on, "text": word, "by": names.get(row.decided_by, "") if row.decided_by else ""}
    ]
    if row.approved_at and row.approved_by:
        text = "Nicht zugestimmt" if row.state == State.REFUSED else "Zugestimmt"
        events.append({"date": row.approved_at, "text": text, "by": names.get(row.approved_by, "")})
    if row.state in (State.RUNNING, State.ENDED):
        events.append({"date": row.begins, "text": "Beginn", "future": row.begins > actor.today})
    if row.ends:
        events.append({"date": row.ends, "text": "Ende"})
    elif row.planned_end and row.state == State.RUNNING:
        events.append(
            {"date": row.planned_end, "text": "Voraussichtliches Ende", "future": row.planned_end > actor.today}
        )
    return sorted(events, key=lambda e: str(words.as_date(e["date"])))


@page(HelpPerm.GRANT, "GET", "POST")
def grant(request: HttpRequest, pk: UUID) -> HttpResponse:
    case = case_policy.fetch(request.actor, CasePerm.WORK, pk=pk)
    back, today = reverse("case-helps", args=[pk]), request.actor.today
    initial = {"ground_on": today, "begins": today, "planned_end": months_after(today, rules().review_months)}
    return carry_out(
        request,
        HelpForm(posted(request), initial=initial, actor=request.actor, case=case),
        usecases.grant_help,
        given={"case": case},
        done="Hilfe eingetragen.",
        to=address,
        title="Hilfe bewilligen",
        submit="Hilfe bewilligen",
        cancel_url=back,
        crumbs=[f"Fall {case.number}", back],
        state="Jede Hilfe nennt, womit sie beginnt. Über den Schwellen des Amts stimmt die Leitung zu.",
    )


def _step(request: HttpRequest, pk: UUID, permission: HelpPerm, form: Any, use_case: Any, **page: Any) -> HttpResponse:
    row = help_policy.fetch(request.actor, permission, among=helps_for(request.actor), pk=pk)
    extra = {"case": row.case} if form is ChangeForm else {}
    persons = {"persons": [p.pk for p in row.persons.all()]} if extra else {}
    initial = initial_of(form, row) | persons | page.pop("initial", {})
    return carry_out(
        request,
        form(posted(request), initial=initial, **extra),
        use_case,
        given={"help": row},
        to=address,
        cancel_url=address(row),
        crumbs=[f"Hilfe im Fall {row.case.number}", address(row)],
        **page,
    )


@page(HelpPerm.CHANGE, "GET", "POST")
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _step(
        request, pk, HelpPerm.CHANGE, ChangeForm, usecases.change_help,
        done="Angaben ergänzt.", title="Angaben ergänzen", submit="Speichern",
        state="Grundlage, Daten und Träger bleiben, wie entschieden wurde.",
    )  # fmt: skip


@page(HelpPerm.APPROVE, "GET", "POST")
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _step(
        request, pk, HelpPerm.APPROVE, ApproveForm, usecases.approve_help,
        done="Zugestimmt. Die Hilfe kann beginnen.", title="Der Hilfe zustimmen", submit="Zustimmen",
        state="Wer entschieden hat, stimmt nicht selbst zu.",
    )  # fmt: skip


@page(HelpPerm.APPROVE, "GET", "POST")
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _step(
        request, pk, HelpPerm.APPROVE, RefuseForm, usecases.refuse_help,
        done="Nicht zugestimmt.", title="Der Hilfe nicht zustimmen", submit="Nicht zustimmen",
        state="Gebuchte Stunden werden wieder frei.",
    )  # fmt: skip


@page(HelpPerm.EXTEND, "GET", "POST")
def extend(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _step(
        request, pk, HelpPerm.EXTEND, ExtendForm, usecases.extend_help,
        done="Neues voraussichtliches Ende gespeichert.", title="Verlängern oder kürzen", submit="Speichern",
        state="Über der Schwelle des Amts verlängert die Leitung.",
    )  # fmt: skip


@page(HelpPerm.END, "GET", "POST")
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _step(
        request, pk, HelpPerm.END, EndForm, usecases.end_help, initial={"ends": request.actor.today},
        done="Hilfe beendet.", title="Hilfe beenden", submit="Hilfe beenden",
        state="Stunden, die für später gebucht sind, werden wieder frei.",
    )  # fmt: skip


@page(HelpPerm.CHANGE, "POST")
def bring_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = help_policy.fetch(request.actor, HelpPerm.CHANGE, pk=pk)
    return press(
        request, usecases.bring_in_provider, help=row, done="Der Träger hat jetzt eine Fallreferenz.", to=address
    )
