"""What a provider carries out and has to do, and what the finance office sees of helps."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.models import Help, ProviderTask
from cases.policy.after import OutcomePerm, TaskPerm, outcome_policy, task_policy
from cases.policy.helps import CommissionPerm, HelpMoneyPerm, HelpPerm, commission_policy, help_policy
from cases.queries.consents import opened_to
from cases.queries.helps import amounts_for, commissions_for, goals_of
from cases.queries.outcomes import tasks_for
from cases.usecases import tasks as usecases
from cases.web.plans import REACHED
from cases.web.tables.helps import (
    HELP_TONES,
    CommissionFilter,
    CommissionTable,
    HelpFilter,
    HelpMoneyTable,
    TaskFilter,
    TaskTable,
)
from cases.web.tabs import case_tabs
from kernel.access.actor import Actor
from kernel.audit.reads import note_read
from kernel.web import words
from kernel.web.forms import button, press
from kernel.web.lists import list_page
from kernel.web.stamps import page


def carrying_tabs(actor: Actor) -> list[dict[str, str]]:
    """A provider's commissions and tasks; for the office its own tabs."""
    if help_policy.allows(actor, HelpPerm.VIEW):
        return case_tabs(actor)
    tabs = [("Aufträge", "commissions", commission_policy, CommissionPerm.VIEW)]
    found = [{"label": label, "url": reverse(name)} for label, name, p, perm in tabs if p.allows(actor, perm)]
    return [*found, {"label": "Aufgaben", "url": reverse("tasks")}]


@page(CommissionPerm.VIEW)
def commissions(request: HttpRequest) -> HttpResponse:
    note_read(Help)
    return list_page(
        request,
        "cases/commissions.html",
        tabs=carrying_tabs(request.actor),
        rows=commissions_for(request.actor).defer("what", "approval_remark", "case__concern", "case__number"),
        table=CommissionTable,
        filterset=CommissionFilter,
        filename="auftraege",
        empty_title="Keine Aufträge gefunden.",
        empty_text="Hier stehen die Hilfen, die Ihr Träger für dieses Jugendamt ausführt.",
    )


@page(CommissionPerm.VIEW)
def commission(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A provider's view of its help: reference, extent, goals; names only where a consent names the reader (R17)."""
    actor = request.actor
    row: Any = commission_policy.fetch(actor, CommissionPerm.VIEW, among=commissions_for(actor), pk=pk)
    family = list(row.persons.all())
    opened = opened_to(actor, family)
    return render(
        request,
        "cases/commission.html",
        {
            "help": row,
            "reference": row.assignment.reference.number,
            "tone": HELP_TONES[row.state],
            "persons": [
                {"letter": p.letter, "role": p.get_role_display(), "name": str(p) if p.pk in opened else ""}
                for p in family
            ],
            "goals": [{"row": g, "tone": REACHED[g.reached]} for g in goals_of(row)],
            "tasks": list(tasks_for(actor).filter(help=row.pk)),
            "summary": [
                {"label": "Raum", "value": row.case.district.name},
                {"label": "Form", "value": row.get_setting_display()},
                {"label": "Umfang je Woche", "value": words.hours(row.minutes_a_week)},
                {"label": "Laufzeit", "value": words.period(row.begins, row.ends or row.planned_end)},
            ],
        },
    )


@page(TaskPerm.VIEW)
def tasks(request: HttpRequest) -> HttpResponse:
    note_read(ProviderTask)
    return list_page(
        request,
        "cases/tasks.html",
        tabs=carrying_tabs(request.actor),
        of_office=help_policy.allows(request.actor, HelpPerm.VIEW),
        rows=tasks_for(request.actor).defer("text"),
        table=TaskTable,
        filterset=TaskFilter,
        filename="aufgaben",
        empty_title="Keine Aufgaben gefunden.",
        empty_text="Nach einer Entscheidung stehen hier die Aufgaben der Träger.",
    )


@page(TaskPerm.VIEW)
def task(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = task_policy.fetch(actor, TaskPerm.VIEW, among=tasks_for(actor), pk=pk)
    return render(
        request,
        "cases/task.html",
        {
            "task": row,
            "late": row.done_at is None and row.due_on < actor.today,
            "button": button(row),
            "can_do": row.done_at is None and task_policy.holds(actor, TaskPerm.DO, row),
            "outcome": outcome_policy.holds(actor, OutcomePerm.VIEW, row.item),
            "commission": row.help_id and commission_policy.rows(actor).filter(pk=row.help_id).exists(),
            "summary": [
                {"label": "Träger", "value": str(row.organisation)},
                {"label": "Beratung", "value": row.item.code},
                {"label": "Bis", "value": words.day(row.due_on)},
            ],
        },
    )


@page(TaskPerm.DO, "POST")
def do(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = task_policy.fetch(request.actor, TaskPerm.DO, pk=pk)
    return press(request, usecases.do_task, task=row, done="Erledigt.", to=lambda task: reverse("task", args=[task.pk]))


@page(HelpMoneyPerm.VIEW)
def amounts(request: HttpRequest) -> HttpResponse:
    """For the finance office: case number, kind, provider and hours; nothing about people."""
    note_read(Help)
    return list_page(
        request,
        "cases/help_amounts.html",
        rows=amounts_for(request.actor),
        table=HelpMoneyTable,
        filterset=HelpFilter,
        filename="hilfen-umfang",
        empty_title="Keine Hilfen gefunden.",
        empty_text="Sobald Hilfen bewilligt sind, steht hier, was auf Budgetposten gebucht ist.",
    )
