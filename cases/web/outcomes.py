"""What became of a consultation: the page of its outcome, the office's decision, tasks and feedback (R6, R7, R23)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.shortcuts import render as show
from django.urls import reverse

from cases.models import HelpBlock, Item
from cases.policy.after import OutcomePerm, TaskPerm, outcome_policy, task_policy
from cases.policy.helps import HelpPerm, help_policy
from cases.policy.items import ItemPerm, item_policy
from cases.queries.minutes import CONSULTED, approved_of
from cases.queries.outcomes import outcomes_for, tasks_for
from cases.queries.rules import rules
from cases.usecases import decisions, feedback, tasks
from cases.usecases.help_rules import months_after
from cases.web.forms.after import DecisionForm, FeedbackForm, TaskForm, block_rows
from cases.web.tables.helps import HELP_TONES
from contracts.queries.names import names_of
from kernel.access.actor import Actor
from kernel.web import words
from kernel.web.forms import button, carry_out, form_page, posted, press
from kernel.web.stamps import page

State = Item.State
TONES = {"worked": "success", "partly": "warning", "not": "danger"}


def address(item: Item) -> str:
    return reverse("outcome", args=[item.pk])


@page(OutcomePerm.VIEW)
def outcome(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row: Any = outcome_policy.fetch(actor, OutcomePerm.VIEW, among=outcomes_for(actor), pk=pk)
    decides = item_policy.holds(actor, ItemPerm.DECIDE, row)
    decision = next(iter(row.decisions.all()), None)
    helps = help_policy.rows(actor).filter(decisions__item=row.pk).select_related("organisation")
    return show(
        request,
        "cases/outcome.html",
        {
            "item": row,
            "sentence": _sentence(row, actor, decides=decides),
            "decision": decision,
            "reasons": decision.reasons if decision and decides else "",
            "helps": [{"row": h, "tone": HELP_TONES[h.state]} for h in helps]
            if help_policy.allows(actor, HelpPerm.VIEW)
            else [],
            "tasks": list(tasks_for(actor).filter(item=row.pk)),
            "feedbacks": [{"row": f, "tone": TONES[f.outcome]} for f in row.feedbacks.all()],
            "minutes": _minutes(actor, row),
            "history": _history(actor, row),
            "summary": _summary(row, decides=decides),
            "sheet_url": reverse("item", args=[row.pk]) if item_policy.holds(actor, ItemPerm.VIEW, row) else "",
            "button": button(row),
            "can_decide": decides and row.state == State.CONSULTED,
            "can_task": decides and row.state in tasks.AFTER and task_policy.allows(actor, TaskPerm.OPEN),
            "can_feed": row.state in (State.DECIDED, State.CARRIED_OUT, State.FEEDBACK)
            and outcome_policy.holds(actor, OutcomePerm.GIVE_FEEDBACK, row),
            "can_close": row.state == State.FEEDBACK and outcome_policy.holds(actor, OutcomePerm.CLOSE, row),
        },
    )


def _sentence(row: Any, actor: Actor, *, decides: bool) -> str:
    late = row.review_on and row.review_on < actor.today
    if row.state == State.CONSULTED:
        return "Das Team hat beraten. Jetzt entscheidet das Jugendamt."
    if row.state in (State.DECIDED, State.CARRIED_OUT):
        due = f"bis {words.day_text(row.review_on)}" if not late else f"seit {words.day_text(row.review_on)}"
        return (
            f"Das Team wartet {due} auf eine Rückmeldung." if row.review_on else "Das Team wartet auf eine Rückmeldung."
        )
    if row.state == State.FEEDBACK:
        return (
            "Die Rückmeldung ist da. Das Jugendamt schließt die Beratung ab." if decides else "Die Rückmeldung ist da."
        )
    return ""


def _summary(row: Any, *, decides: bool) -> list[dict[str, Any]]:
    return [
        {"label": "Raum", "value": row.district.name},
        *([{"label": "Beraten am", "value": words.day(row.session.held_on)}] if row.session else []),
        *([{"label": "Überprüfung", "value": words.day(row.review_on)}] if row.review_on else []),
        *(
            [{"label": "Fall", "value": "zum Fall", "url": reverse("case-helps", args=[row.case_id])}]
            if decides
            else []
        ),
    ]


def _minutes(actor: Actor, row: Any) -> str:
    """How far the minutes are, for who may read the sheet."""
    if row.state not in CONSULTED or not item_policy.holds(actor, ItemPerm.VIEW, row):
        return ""
    if approved_of(row):
        return "Das Protokoll ist genehmigt."
    waits = getattr(row, "minutes_prepared", None)
    return "Das Protokoll wartet auf die Genehmigung." if waits else "Das Protokoll ist noch nicht vorbereitet."


def _history(actor: Actor, row: Any) -> list[dict[str, Any]]:
    decisions = list(row.decisions.all())
    given = list(row.feedbacks.all())
    names = names_of(actor, [*(d.decided_by for d in decisions), *(f.given_by for f in given)])
    events = [{"date": row.session.held_on, "text": "Beraten"}] if row.session else []
    events += [
        {"date": d.decided_on, "text": "Vom Jugendamt entschieden", "by": names.get(d.decided_by, "")}
        for d in decisions
    ]
    events += [{"date": f.given_on, "text": "Rückmeldung", "by": names.get(f.given_by, "")} for f in given]
    if row.review_on and row.state in tasks.AFTER:
        events.append({"date": row.review_on, "text": "Überprüfung", "future": row.review_on > actor.today})
    return sorted(events, key=lambda e: str(words.as_date(e["date"])))


@page(ItemPerm.DECIDE, "GET", "POST")
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The office's decision; each block of the sheet becomes a help, or is done without one."""
    actor = request.actor
    row = item_policy.fetch(actor, ItemPerm.DECIDE, pk=pk)
    if request.method == "GET" and row.state != State.CONSULTED:
        return redirect(address(row))
    blocks = list(HelpBlock.objects.filter(item=row.pk).select_related("organisation"))
    initial = {
        "decided_on": actor.today,
        "begins": actor.today,
        "review_on": row.review_on or months_after(actor.today, rules().review_months),
        "version": row.version,
    }
    form, rows = DecisionForm(posted(request), initial=initial), block_rows(actor, blocks, posted(request))
    if request.method == "POST":
        valid = form.is_valid()
        if rows.is_valid() and valid:
            no_help = form.cleaned_data["outcome"] == "no_help"
            granted = [] if no_help else rows.granted()
            if form.run(decisions.decide_item, actor=actor, item=row, granted=granted):
                messages.success(request, "Entscheidung eingetragen. Träger sehen ihre Aufgaben.")
                return redirect(address(row))
        elif valid:
            form.add_error(None, "Bei den Bausteinen stimmt etwas noch nicht.")
    return form_page(
        request,
        form,
        template="cases/decide.html",
        title=f"Über {row.code} entscheiden",
        submit="Entscheidung eintragen",
        cancel_url=address(row),
        crumbs=[f"Beratung {row.code}", address(row)],
        state="Das Team berät, das Jugendamt entscheidet. Es gibt keine Abstimmung.",
        rows=rows,
        pairs=list(zip(blocks, rows.forms, strict=False)),
    )


@page(TaskPerm.OPEN, "GET", "POST")
def new_task(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = item_policy.fetch(request.actor, ItemPerm.DECIDE, pk=pk)
    return carry_out(
        request,
        TaskForm(posted(request), actor=request.actor),
        tasks.open_task,
        given={"item": row},
        done="Aufgabe gestellt.",
        to=lambda task: address(row),
        title="Aufgabe stellen",
        submit="Aufgabe stellen",
        cancel_url=address(row),
        crumbs=[f"Beratung {row.code}", address(row)],
        state="Der Träger sieht sie in allen seinen Ämtern auf einen Blick, dort nur mit der Kennung.",
    )


@page(OutcomePerm.GIVE_FEEDBACK, "GET", "POST")
def give_feedback(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = outcome_policy.fetch(request.actor, OutcomePerm.GIVE_FEEDBACK, pk=pk)
    return carry_out(
        request,
        FeedbackForm(posted(request), initial={"given_on": request.actor.today, "version": row.version}),
        feedback.give_feedback,
        given={"item": row},
        done="Danke. Das Team sieht die Rückmeldung.",
        to=address,
        title=f"Rückmeldung zu {row.code}",
        submit="Rückmeldung geben",
        cancel_url=address(row),
        crumbs=[f"Beratung {row.code}", address(row)],
        state="Das Team, das mitgedacht hat, erfährt, was daraus geworden ist.",
    )


@page(OutcomePerm.CLOSE, "POST")
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = outcome_policy.fetch(request.actor, OutcomePerm.CLOSE, pk=pk)
    return press(request, feedback.close_item_of_team, item=row, done="Beratung abgeschlossen.", to=address)
