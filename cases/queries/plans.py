"""Help plans: what one still needs before it can be agreed, and which reviews are due (§ 36, R16)."""

from datetime import date, timedelta

from django.db.models import QuerySet

from cases.models import CasePerson, Help, HelpPlan, Paragraph, PlanGoal, PlanReview
from cases.policy.helps import PlanPerm, plan_policy
from contracts.models import Setting
from kernel.access.actor import Actor

TRANSFER = timedelta(days=365)  # § 41 Abs. 3: a year before the planned end
OUT_OF_HOME = frozenset({Paragraph.P19, Paragraph.P33, Paragraph.P34, Paragraph.P42})


def out_of_home(row: Help) -> bool:
    """Whether the young person lives outside the family during the help (§ 37c)."""
    return row.setting in (Setting.RESIDENTIAL, Setting.INTEGRATED) or row.paragraph in OUT_OF_HOME


def needs_transfer_check(row: Help, on: date) -> bool:
    """Help for a young adult whose planned end is at most a year away (§ 41 Abs. 3)."""
    return row.paragraph == Paragraph.P41 and row.planned_end is not None and row.planned_end - TRANSFER <= on


def faults_of(plan: HelpPlan, today: date) -> list[str]:
    """What keeps the plan from being agreed, in words."""
    helps, goals = list(plan.helps.all()), list(plan.goals.all())
    children = CasePerson.objects.filter(case=plan.case_id, role=CasePerson.Role.CHILD).count()
    checks = [
        (not plan.need, "der Bedarf"),
        (not plan.services, "die notwendigen Leistungen"),
        (not plan.professionals, "die Fachkräfte, die mitgewirkt haben (§ 36 Abs. 2)"),
        (not plan.advised_on, "der Tag, an dem Eltern und Kind verständlich beraten wurden (§ 36 Abs. 1)"),
        (children > 1 and not plan.siblings, "was die Hilfe für die Geschwister bedeutet (§ 36 Abs. 2)"),
        (any(map(out_of_home, helps)) and not plan.perspective, "die Perspektive des jungen Menschen (§ 37c)"),
        (
            any(needs_transfer_check(h, today) for h in helps) and not plan.transfer_check_on,
            "der Tag, an dem der Übergang geprüft wurde (§ 41 Abs. 3)",
        ),
        *_goal_checks(goals),
    ]
    return [sentence for missing, sentence in checks if missing]


def _goal_checks(goals: list[PlanGoal]) -> list[tuple[bool, str]]:
    actions = [g for g in goals if g.kind == PlanGoal.Kind.ACTION]
    return [
        (not any(g.kind == PlanGoal.Kind.DIRECTION for g in goals), "ein Richtungsziel"),
        (not actions, "ein Handlungsziel"),
        (any(not g.sign for g in actions), "bei jedem Handlungsziel, woran man es merkt"),
        (any(not g.due_on for g in actions), "bei jedem Handlungsziel ein Tag"),
    ]


def plans_for(actor: Actor) -> QuerySet[HelpPlan]:
    """Plans with their case and goals, as the actor may see them."""
    rows = plan_policy.rows(actor).select_related("case")
    return rows.prefetch_related("goals", "reviews", "helps__organisation")


def due_reviews(actor: Actor) -> QuerySet[PlanReview]:
    """Reviews of plans in force that have not been held, of the cases in which the actor writes; the oldest first."""
    plans = plan_policy.rows(actor, PlanPerm.WRITE).filter(state=HelpPlan.State.AGREED)
    return PlanReview.objects.filter(held_on=None, plan__in=plans.values("pk")).select_related("plan__case")
