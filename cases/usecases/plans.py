"""The help plan (§ 36, R16): a draft until it is agreed, then it stands; reviews are due, and a new version replaces it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.models import CaseFile, Help, HelpPlan, PlanGoal, PlanReview
from cases.policy.helps import PlanPerm
from cases.queries.plans import faults_of
from cases.usecases.helps import locked_case
from cases.usecases.outside import keep_names_inside
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.keys import uuid7

State = HelpPlan.State
TEXTS = ("need", "services", "professionals", "family_view", "siblings", "perspective")


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal as it was written; `key` is the writer's own: sent twice, kept once."""

    text: str
    kind: str = PlanGoal.Kind.ACTION
    sign: str = ""
    due_on: date | None = None
    key: UUID | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a goal was reached at a review."""

    key: UUID
    reached: str


@use_case(PlanPerm.WRITE)
def start_plan(*, actor: Actor, case: CaseFile) -> HelpPlan:
    """A new version; what stands in the one that is in force and its open goals are taken over."""
    case = locked_case(actor, case)
    if case.ends:
        raise RuleViolation("Dieser Fall ist beendet.")
    if case.plans.filter(state=State.DRAFT).exists():
        raise RuleViolation("Es gibt schon einen Entwurf. Schreiben Sie dort weiter.")
    newest = case.plans.order_by("-number").first()
    before = case.plans.filter(state=State.AGREED).first()
    plan = HelpPlan(case=case, number=newest.number + 1 if newest else 1)
    for name in TEXTS if before else ():
        setattr(plan, name, getattr(before, name))
    plan.save()
    plan.helps.set(case.helps.filter(state__in=[Help.State.RUNNING, Help.State.APPROVAL]))
    open_goals = before.goals.filter(reached__in=[PlanGoal.Reached.OPEN, PlanGoal.Reached.PARTLY]) if before else ()
    for goal in open_goals:
        made = plan.goals.create(
            kind=goal.kind, position=goal.position, text=goal.text, sign=goal.sign, due_on=goal.due_on
        )
        also_changed(made, "plan", "text")
    return plan


@use_case(PlanPerm.WRITE, on="plan")
def save_plan(
    *,
    actor: Actor,
    plan: HelpPlan,
    need: str = "",
    services: str = "",
    professionals: str = "",
    family_view: str = "",
    siblings: str = "",
    perspective: str = "",
    advised_on: date | None = None,
    transfer_check_on: date | None = None,
    helps: Sequence[Help] = (),
    goals: Sequence[Goal] = (),
) -> HelpPlan:
    """Write the draft; nothing is needed before it is agreed."""
    _draft(plan)
    if any(row.case_id != plan.case_id for row in helps):
        raise RuleViolation("Diese Hilfe gehört nicht zu diesem Fall. Laden Sie die Seite neu.", field="helps")
    texts = (need, services, professionals, family_view, siblings, perspective)
    for name, text in zip(TEXTS, texts, strict=True):
        setattr(plan, name, text.strip())
    plan.advised_on, plan.transfer_check_on = advised_on, transfer_check_on
    plan.save()
    plan.helps.set(helps)
    _write_goals(plan, goals)
    return plan


def _write_goals(plan: HelpPlan, goals: Sequence[Goal]) -> None:
    rows = {row.pk: row for row in plan.goals.all()}
    given_goals = [g for g in goals if g.text.strip()]
    new = [g.key for g in given_goals if g.key and g.key not in rows]
    if PlanGoal.objects.filter(pk__in=new).exists() or len(set(new)) < len(new):
        raise RuleViolation("Dieses Ziel gehört nicht zu diesem Plan. Laden Sie die Seite neu.", field="goals")
    for position, given in enumerate(given_goals):
        if given.kind not in PlanGoal.Kind.values:
            raise RuleViolation("Wählen Sie Richtungsziel oder Handlungsziel.", field="goals")
        row = (rows.pop(given.key, None) if given.key else None) or PlanGoal(plan=plan, pk=given.key or uuid7())
        row.kind, row.position = given.kind, position
        row.text, row.sign, row.due_on = given.text.strip(), given.sign.strip(), given.due_on
        row.save()
        also_changed(row, "kind", "position", "text", "sign", "due_on")
    for row in rows.values():
        also_changed(row)
        row.delete()


@use_case(PlanPerm.WRITE, on="plan")
def agree_plan(*, actor: Actor, plan: HelpPlan, agreed_on: date, review_on: date | None = None) -> HelpPlan:
    """Agreed with the family it stands and replaces the one before; from now on a review is due (§ 36 Abs. 2, R16)."""
    _draft(plan)
    if agreed_on > actor.today:
        raise RuleViolation("Die Vereinbarung liegt in der Zukunft.", field="agreed_on")
    if review_on is None:
        raise RuleViolation(
            "Wann wird der Plan überprüft? Ohne Tag kann er nicht vereinbart werden.", field="review_on"
        )
    if review_on <= agreed_on:
        raise RuleViolation("Die Überprüfung liegt nicht nach der Vereinbarung.", field="review_on")
    if faults := faults_of(plan, actor.today):
        raise RuleViolation(f"Es fehlt noch: {' · '.join(faults)}")
    for goal in plan.goals.all():  # who carries the help out reads them
        keep_names_inside(actor, plan.case, goals=f"{goal.text} {goal.sign}")
    before = plan.case.plans.filter(state=State.AGREED).first()
    if before:
        before.state = State.REPLACED
        before.save()
        also_changed(before, "state")
        before.reviews.filter(held_on=None).delete()
    plan.state, plan.agreed_on, plan.review_on = State.AGREED, agreed_on, review_on
    plan.save()
    also_changed(plan.reviews.create(due_on=review_on), "due_on")
    return plan


@use_case(PlanPerm.WRITE, on="plan")
def discard_plan(*, actor: Actor, plan: HelpPlan) -> HelpPlan:
    """Throw a draft away; one that was agreed stays."""
    _draft(plan)
    gone = HelpPlan.objects.get(pk=plan.pk)
    gone.delete()
    return plan


@use_case(PlanPerm.WRITE, on="plan")
def hold_review(
    *,
    actor: Actor,
    plan: HelpPlan,
    held_on: date,
    result: str,
    next_on: date | None = None,
    progress: Sequence[Progress] = (),
) -> HelpPlan:
    """Review the plan: how far each goal was reached, and when it is looked at again (§ 36 Abs. 2)."""
    if plan.state != State.AGREED:
        raise RuleViolation("Überprüft wird der vereinbarte Hilfeplan.")
    if held_on > actor.today:
        raise RuleViolation("Das Gespräch liegt in der Zukunft. Tragen Sie es danach ein.", field="held_on")
    if plan.agreed_on and held_on < plan.agreed_on:
        raise RuleViolation("Das Gespräch liegt vor der Vereinbarung.", field="held_on")
    if not result.strip():
        raise RuleViolation("Schreiben Sie in einem Satz, was das Gespräch ergeben hat.", field="result")
    _mark_goals(plan, progress)
    review = plan.reviews.filter(held_on=None).first() or PlanReview(plan=plan, due_on=held_on)
    review.held_on, review.result = held_on, result.strip()
    review.save()
    also_changed(review, "held_on", "result")
    if next_on:
        if next_on <= held_on:
            raise RuleViolation("Die nächste Überprüfung liegt nicht nach diesem Gespräch.", field="next_on")
        also_changed(plan.reviews.create(due_on=next_on), "due_on")
        plan.review_on = next_on
    elif plan.helps.filter(state=Help.State.RUNNING).exists():
        raise RuleViolation("Die Hilfe läuft noch. Wann überprüfen Sie das nächste Mal?", field="next_on")
    plan.save()
    return plan


def _mark_goals(plan: HelpPlan, progress: Sequence[Progress]) -> None:
    rows = {row.pk: row for row in plan.goals.all()}
    for given in progress:
        row = rows.get(given.key)
        if row is None or given.reached not in PlanGoal.Reached.values:
            raise RuleViolation("Dieses Ziel gehört nicht zu diesem Plan. Laden Sie die Seite neu.")
        if row.reached != given.reached:
            row.reached = given.reached
            row.save()
            also_changed(row, "reached")


def _draft(plan: HelpPlan) -> None:
    if plan.state != State.DRAFT:
        raise RuleViolation("Ein vereinbarter Hilfeplan wird nicht geändert. Beginnen Sie eine neue Fassung.")
