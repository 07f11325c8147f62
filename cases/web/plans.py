"""Pages of help plans: the list, the record, the draft that saves itself, agreement and review (§ 36)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst

from cases.models import HelpPlan
from cases.policy import CasePerm, case_policy
from cases.policy.helps import PlanPerm, plan_policy
from cases.queries.plans import faults_of, plans_for
from cases.queries.rules import rules
from cases.usecases import plans as usecases
from cases.usecases.help_rules import months_after
from cases.web.forms.plans import AgreeForm, PlanForm, ReviewForm, goal_rows
from cases.web.tables.helps import PLAN_TONES, PlanFilter, PlanTable
from cases.web.tabs import case_tabs
from kernel.access.errors import RuleViolation
from kernel.audit.reads import note_read
from kernel.web import words
from kernel.web.forms import button, carry_out, form_page, initial_of, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page

State = HelpPlan.State
REACHED = {"open": "neutral", "partly": "info", "reached": "success", "dropped": "warning"}


def address(plan: HelpPlan) -> str:
    return reverse("plan", args=[plan.pk])


@page(PlanPerm.VIEW)
def plans(request: HttpRequest) -> HttpResponse:
    note_read(HelpPlan)
    rows = plan_policy.rows(request.actor).select_related("case").order_by("review_on", "-id")
    texts = [*usecases.TEXTS, "case__concern"]
    return list_page(
        request,
        "cases/plans.html",
        tabs=case_tabs(request.actor),
        rows=rows.defer(*texts),
        table=PlanTable,
        filterset=PlanFilter,
        filename="hilfeplaene",
        empty_title="Keine Hilfepläne gefunden.",
        empty_text="Beginnen Sie den Hilfeplan im Fall unter „Hilfen“.",
    )


@page(PlanPerm.WRITE, "POST")
def start(request: HttpRequest, pk: UUID) -> HttpResponse:
    case = case_policy.fetch(request.actor, CasePerm.WORK, pk=pk)
    return press(
        request,
        usecases.start_plan,
        case=case,
        done="Entwurf begonnen. Er speichert sich selbst.",
        to=lambda plan: reverse("plan-write", args=[plan.pk]),
    )


@page(PlanPerm.VIEW)
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = plan_policy.fetch(actor, PlanPerm.VIEW, among=plans_for(actor), pk=pk)
    writes = plan_policy.holds(actor, PlanPerm.WRITE, row)
    draft, stands = row.state == State.DRAFT, row.state == State.AGREED
    faults = faults_of(row, actor.today) if draft else []
    return render(
        request,
        "cases/plan.html",
        {
            "plan": row,
            "tone": PLAN_TONES[row.state],
            "sentence": _sentence(row),
            "texts": [(label, text) for label, text in texts_of(row) if text],
            "goals": [{"row": g, "tone": REACHED[g.reached]} for g in row.goals.all()],
            "faults": faults,
            "reviews": list(row.reviews.all()),
            "button": button(row),
            "can_write": writes and draft,
            "can_agree": writes and draft and not faults,
            "can_review": writes and stands,
            "can_letter": writes and not draft,
            "summary": _summary(row),
        },
    )


def _sentence(row: HelpPlan) -> str:
    if row.state == State.DRAFT:
        return "Noch nicht vereinbart."
    if row.state == State.REPLACED:
        return f"Vereinbart am {words.day_text(row.agreed_on)}, inzwischen gilt eine neue Fassung."
    return f"Vereinbart am {words.day_text(row.agreed_on)}. Nächste Überprüfung: {words.day_text(row.review_on)}."


def _summary(row: HelpPlan) -> list[dict[str, Any]]:
    return [
        {"label": "Fall", "value": row.case.number, "url": reverse("case-helps", args=[row.case_id])},
        {"label": "Fassung", "value": str(row.number)},
        {"label": "Verständlich beraten", "value": words.day(row.advised_on)},
        *(
            [{"label": "Übergang geprüft (§ 41 Abs. 3)", "value": words.day(row.transfer_check_on)}]
            if row.transfer_check_on
            else []
        ),
    ]


def texts_of(row: HelpPlan) -> list[tuple[str, str]]:
    """The plan's texts with their labels, in the order in which one reads them."""
    names = ("family_view", "need", "services", "perspective", "siblings", "professionals")
    return [(capfirst(str(HelpPlan._meta.get_field(n).verbose_name)), getattr(row, n)) for n in names]  # type: ignore[union-attr]


@page(PlanPerm.WRITE, "GET", "POST")
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = plan_policy.fetch(request.actor, PlanPerm.WRITE, among=plans_for(request.actor), pk=pk)
    if row.state != State.DRAFT:
        return redirect(address(row))
    initial = initial_of(PlanForm, row) | {"helps": list(row.helps.values_list("pk", flat=True))}
    form = PlanForm(posted(request), initial=initial, plan=row)
    rows = goal_rows(row, posted(request))
    if request.method == "POST":
        valid = form.is_valid()
        if rows.is_valid() and valid:
            if form.run(usecases.save_plan, actor=request.actor, plan=row, goals=rows.goals()):
                messages.success(request, "Entwurf gespeichert.")
                return redirect(address(row))
        elif valid:
            form.add_error(None, "Bei den Zielen stimmt etwas noch nicht.")
    return form_page(
        request,
        form,
        template="cases/plan_write.html",
        title=f"Hilfeplan, Fassung {row.number}",
        submit="Speichern und ansehen",
        cancel_url=address(row),
        crumbs=[f"Fall {row.case.number}", reverse("case-helps", args=[row.case_id])],
        state="Der Entwurf speichert sich, während Sie schreiben.",
        rows=rows,
        autosave=reverse("plan-autosave", args=[row.pk]),
        draft="",
    )


@page(PlanPerm.WRITE, "POST")
def autosave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the draft's page sends while somebody writes; says whether it is kept."""
    row = plan_policy.fetch(request.actor, PlanPerm.WRITE, pk=pk)
    form, rows = PlanForm(request.POST, plan=row), goal_rows(row, request.POST)
    if not form.is_valid() or not rows.is_valid():
        return JsonResponse({"text": "Noch nicht gespeichert: Bitte prüfen Sie die Daten."}, status=422)
    given = form.values() | {"goals": rows.goals(), "version": form.cleaned_data["version"]}
    try:
        saved = usecases.save_plan(actor=request.actor, plan=row, **given)
    except RuleViolation as violation:
        return JsonResponse({"text": f"Nicht gespeichert: {violation.message}"}, status=violation.status)
    return JsonResponse({"text": "Alles gespeichert.", "version": saved.version})


@page(PlanPerm.WRITE, "GET", "POST")
def agree(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = plan_policy.fetch(request.actor, PlanPerm.WRITE, among=plans_for(request.actor), pk=pk)
    today = request.actor.today
    initial = {
        "agreed_on": today,
        "review_on": months_after(today, rules().review_months),
        "version": row.version,
    }
    return carry_out(
        request,
        AgreeForm(posted(request), initial=initial),
        usecases.agree_plan,
        given={"plan": row},
        done="Hilfeplan vereinbart. An die Überprüfung erinnern wir auf „Heute“.",
        to=address,
        title="Hilfeplan vereinbaren",
        submit="Vereinbaren",
        cancel_url=address(row),
        crumbs=[f"Hilfeplan im Fall {row.case.number}", address(row)],
        state="Danach ändert sich diese Fassung nicht mehr. Eine neue ersetzt sie.",
    )


@page(PlanPerm.WRITE, "POST")
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = plan_policy.fetch(request.actor, PlanPerm.WRITE, pk=pk)
    back = reverse("case-helps", args=[row.case_id])
    return press(request, usecases.discard_plan, plan=row, done="Entwurf verworfen.", to=lambda plan: back)


@page(PlanPerm.WRITE, "GET", "POST")
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = plan_policy.fetch(request.actor, PlanPerm.WRITE, among=plans_for(request.actor), pk=pk)
    today = request.actor.today
    initial = {
        "held_on": today,
        "next_on": months_after(today, rules().review_months),
        "version": row.version,
    }
    return carry_out(
        request,
        ReviewForm(posted(request), initial=initial, plan=row),
        usecases.hold_review,
        given={"plan": row},
        done="Überprüfung eingetragen.",
        to=address,
        title="Hilfeplan überprüfen",
        submit="Überprüfung eintragen",
        cancel_url=address(row),
        crumbs=[f"Hilfeplan im Fall {row.case.number}", address(row)],
        state="Was ist erreicht, was bleibt offen? Ändert sich der Plan, beginnen Sie danach eine neue Fassung.",
    )
