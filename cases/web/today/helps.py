"""Helps to approve and to end, plans to review, transfers to check, decisions, minutes and feedback that are due; tasks."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from cases.models import Help, Item, MinutesDraft, Paragraph
from cases.policy.after import OutcomePerm, TaskPerm, outcome_policy, task_policy
from cases.policy.helps import HelpPerm, PlanPerm, help_policy, plan_policy
from cases.policy.items import ItemPerm, item_policy
from cases.queries.outcomes import tasks_for, without_feedback
from cases.queries.plans import TRANSFER, due_reviews
from contracts.web.today.shared import MOST
from kernel.access.actor import Actor
from kernel.web import words
from kernel.web.today import Due

SOON = timedelta(days=21)
ENDS_SOON = timedelta(days=30)


def due(actor: Actor) -> Iterator[Due]:
    if help_policy.allows(actor, HelpPerm.APPROVE):
        yield from to_approve(actor)
    if help_policy.allows(actor, HelpPerm.END):
        yield from to_end(actor)
    if plan_policy.allows(actor, PlanPerm.WRITE):
        yield from to_review(actor)
        yield from to_check_transfer(actor)
    if item_policy.allows(actor, ItemPerm.DECIDE):
        yield from to_decide(actor)
    if outcome_policy.allows(actor, OutcomePerm.APPROVE_MINUTES):
        yield from minutes(actor)
    if outcome_policy.allows(actor, OutcomePerm.GIVE_FEEDBACK):
        yield from feedback(actor)
    if task_policy.allows(actor, TaskPerm.DO):
        yield from tasks(actor)


def to_approve(actor: Actor) -> Iterator[Due]:
    """Helps above the thresholds; what the actor decided waits for somebody else."""
    waiting = (
        help_policy.rows(actor, HelpPerm.APPROVE).filter(state=Help.State.APPROVAL).exclude(decided_by=actor.person)
    )
    for row in waiting.select_related("case", "organisation").order_by("ground_on", "id")[:MOST]:
        link = reverse("help", args=[row.pk])
        yield Due(
            f"Zustimmung zu einer Hilfe im Fall {row.case.number}",
            f"{row.get_paragraph_display()}, beginnt am {words.day(row.begins)}",
            url=link,
            icon="check",
            action="Prüfen",
            action_url=link,
            tone="info",
        )


def to_end(actor: Actor) -> Iterator[Due]:
    """Running helps whose planned end comes near or is over."""
    ending = help_policy.rows(actor, HelpPerm.END).filter(
        state=Help.State.RUNNING, planned_end__lte=actor.today + ENDS_SOON
    )
    for row in ending.select_related("case", "organisation").order_by("planned_end", "id")[:MOST]:
        late = bool(row.planned_end and row.planned_end < actor.today)
        yield Due(
            f"Hilfe im Fall {row.case.number} {'sollte beendet sein' if late else 'endet bald'}",
            f"{row.get_paragraph_display()}, geplant bis {words.day(row.planned_end)}",
            row.planned_end,
            url=reverse("help", args=[row.pk]),
            icon="calendar",
            action="Beenden" if late else "Ansehen",
            action_url=reverse("help-end" if late else "help", args=[row.pk]),
            badge="überfällig" if late else "",
            tone="warning",
        )


def to_review(actor: Actor) -> Iterator[Due]:
    """Reviews of help plans that are due in three weeks or late (§ 36 Abs. 2)."""
    for review in due_reviews(actor).filter(due_on__lte=actor.today + SOON).order_by("due_on", "id")[:MOST]:
        late = review.due_on < actor.today
        yield Due(
            f"Hilfeplan im Fall {review.plan.case.number} überprüfen",
            f"fällig am {words.day(review.due_on)}",
            review.due_on,
            url=reverse("plan", args=[review.plan_id]),
            icon="document",
            action="Eintragen",
            action_url=reverse("plan-review", args=[review.plan_id]),
            badge="überfällig" if late else "",
            tone="warning",
        )


def to_check_transfer(actor: Actor) -> Iterator[Due]:
    """Help for young adults that ends within a year, and no plan says that the transfer was examined (§ 41 Abs. 3)."""
    examined = plan_policy.model.objects.filter(
        case=OuterRef("case"), transfer_check_on__isnull=False, state__in=["draft", "agreed"]
    )
    ending = help_policy.rows(actor, HelpPerm.CHANGE).filter(
        ~Exists(examined),
        state=Help.State.RUNNING,
        paragraph=Paragraph.P41,
        planned_end__range=(actor.today, actor.today + TRANSFER),
    )
    for row in ending.select_related("case").order_by("planned_end", "id")[:MOST]:
        yield Due(
            f"Übergang im Fall {row.case.number} prüfen (§ 41 Abs. 3)",
            f"Die Hilfe endet voraussichtlich am {words.day(row.planned_end)}",
            url=reverse("help", args=[row.pk]),
            icon="forward",
            action="Zum Hilfeplan",
            action_url=reverse("case-helps", args=[row.case_id]),
        )


def to_decide(actor: Actor) -> Iterator[Due]:
    """Consulted items wait for the office's decision (R6); the lead sees those that wait for two weeks."""
    waiting = item_policy.rows(actor, ItemPerm.DECIDE).filter(state=Item.State.CONSULTED)
    own = Q(presenter=actor.person) | Q(case__worker=actor.person)
    late = Q(session__held_on__lte=actor.today - timedelta(days=14))
    for row in (
        waiting.filter(own | late)
        .select_related("district")
        .annotate(held_on=F("session__held_on"))
        .order_by("held_on")[:MOST]
    ):
        yield Due(
            f"Über {row.code} entscheiden",
            f"{row.district.name}, beraten am {words.day(row.held_on)}",
            url=reverse("outcome", args=[row.pk]),
            icon="check",
            action="Entscheiden",
            action_url=reverse("item-decide", args=[row.pk]),
        )


def minutes(actor: Actor) -> Iterator[Due]:
    """Prepared minutes that a second person of the office may approve."""
    rows = outcome_policy.rows(actor, OutcomePerm.APPROVE_MINUTES)
    waiting = MinutesDraft.objects.filter(item__in=rows.values("pk")).exclude(prepared_by=actor.person)
    for draft in waiting.select_related("item__district").defer("content").order_by("changed_at")[:MOST]:
        link = reverse("minutes", args=[draft.item_id])
        yield Due(
            f"Protokoll {draft.item.code} genehmigen",
            draft.item.district.name,
            url=link,
            icon="document",
            action="Lesen und genehmigen",
            action_url=link,
        )


def feedback(actor: Actor) -> Iterator[Due]:
    """Items whose day of review is over and of which the team has not heard (R23)."""
    for row in without_feedback(actor)[:MOST]:
        yield Due(
            f"Rückmeldung zu {row.code} fehlt",
            f"{row.district.name}, Überprüfung war am {words.day(row.review_on)}",
            row.review_on,
            url=reverse("outcome", args=[row.pk]),
            icon="help",
            action="Rückmeldung geben",
            action_url=reverse("item-feedback", args=[row.pk]),
            badge="überfällig",
            tone="warning",
        )


def tasks(actor: Actor) -> Iterator[Due]:
    """Open tasks that are due in three weeks or late."""
    waiting = tasks_for(actor).filter(done_at=None, due_on__lte=actor.today + SOON).defer("text")
    for row in waiting.order_by("due_on", "id")[:MOST]:
        link = reverse("task", args=[row.pk])
        yield Due(
            f"Aufgabe nach der Beratung {row.item.code}",
            f"{row.organisation}, bis {words.day(row.due_on)}",
            row.due_on,
            url=link,
            icon="cases",
            action="Ansehen",
            action_url=link,
            badge="überfällig" if row.due_on < actor.today else "",
            tone="warning",
        )
