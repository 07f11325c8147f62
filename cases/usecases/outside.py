"""Texts that people outside the case read: nothing in them points at somebody (R17)."""

from cases.models import CaseFile
from cases.policy.register import CasePerm, case_policy
from cases.queries.preparation import betrayed_by
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation


def keep_names_inside(actor: Actor, case: CaseFile, **texts: str) -> None:
    """Within a use case: refuse a text, by its field's name, that would tell a provider or the team who it is about."""
    knows = case_policy.holds(actor, CasePerm.VIEW, case)
    for field, text in texts.items():
        if text and (traces := betrayed_by(text, case, knows=knows)):
            raise RuleViolation(
                f"Das lesen auch andere als die Fachkräfte des Falls: {traces}. Schreiben Sie stattdessen das Kürzel.",
                field=field,
            )
