"""Helps as their readers see them: whole, by amount, as a commission; and what the official statistics still lack (§ 99)."""

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from cases.models import CasePerson, Help, HelpBooking, HelpPlan, PlanGoal
from cases.policy.helps import commission_policy, help_money_policy, help_policy
from kernel.access.actor import Actor

State = Help.State


def helps_for(actor: Actor) -> QuerySet[Help]:
    """Helps of the cases that the actor may see, with what lists and pages show."""
    return help_policy.rows(actor).select_related("case__district", "organisation", "assignment__reference")


def amounts_for(actor: Actor) -> QuerySet[Help]:
    """Helps with the minutes that were booked, without any text and anybody's name."""
    booked = (
        HelpBooking.objects.filter(help=OuterRef("pk"))
        .order_by()
        .values("help")
        .annotate(sum=Sum("minutes"))
        .values("sum")
    )
    rows = help_money_policy.rows(actor).select_related("case", "organisation")
    return rows.defer("what", "approval_remark", "case__concern").annotate(
        booked=Coalesce(Subquery(booked, output_field=IntegerField()), Value(0))
    )


def commissions_for(actor: Actor) -> QuerySet[Help]:
    """What the actor's provider carries out."""
    rows = commission_policy.rows(actor).select_related("case__district", "organisation", "assignment__reference")
    return rows.defer("approval_remark", "case__concern", "case__number")


def goals_of(help: Help) -> list[PlanGoal]:
    """The goals of the plan in force that names this help: the part of the plan that a provider needs."""
    plans = HelpPlan.objects.filter(case=help.case_id, state=HelpPlan.State.AGREED, helps=help.pk)
    return list(PlanGoal.objects.filter(plan__in=plans.values("pk")))


def missing_for_statistics(help: Help, persons: list[CasePerson]) -> list[str]:
    """What § 99 Abs. 1 asks and nobody has entered yet, in words; asked for, never forced."""
    young = [p for p in persons if p.role == CasePerson.Role.CHILD]
    over = help.state == State.ENDED
    checks = [
        (not young, "für welchen jungen Menschen die Hilfe ist"),
        (any(p.birth_date is None for p in young), "Geburtsmonat und -jahr"),
        (any(not p.sex for p in young), "das Geschlecht"),
        (any(not p.living for p in young), "wo der junge Mensch vor der Hilfe lebte"),
        (any(p.foreign_origin is None for p in young), "ob ein Elternteil aus dem Ausland kommt"),
        (any(p.german_at_home is None for p in young), "welche Sprache zu Hause gesprochen wird"),
        (not help.reasons, "die Gründe"),
        (not help.case.referral, "wer die Hilfe angeregt hat"),
        (over and not help.after, "was nach der Hilfe folgt"),
        (over and not help.living_after, "wo der junge Mensch danach lebt"),
    ]
    return [sentence for missing, sentence in checks if missing]
