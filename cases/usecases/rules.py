"""What an office sets for its cases: thresholds of approval, rhythm of reviews, hours of an emergency."""

from typing import Any

from cases.models import CaseRules
from cases.policy.file import RulesPerm
from kernel.access.actor import Actor
from kernel.access.errors import Conflict, RuleViolation
from kernel.access.use_case import use_case

BOUNDS = {
    "approval_minutes_a_week": (0, 168 * 60, "Geben Sie 0 bis 168 Stunden an."),
    "approval_months": (0, 240, "Geben Sie 0 bis 240 Monate an."),
    "review_months": (1, 12, "Der Hilfeplan wird regelmäßig geprüft (§ 36 Abs. 2): spätestens nach 12 Monaten."),
    "emergency_hours": (1, 72, "Ein Notzugriff gilt 1 bis 72 Stunden."),
    "first_assessment_days": (0, 7, "Die erste Einschätzung folgt am selben Tag bis nach 7 Tagen."),
}


@use_case(RulesPerm.CHANGE)
def change_rules(*, actor: Actor, version: int | None = None, **values: Any) -> CaseRules:
    """The office's one row; made with its first change. Who saw another version overwrites nothing."""
    row = CaseRules.objects.select_for_update().first() or CaseRules()
    if version is not None and version != row.version:
        raise Conflict
    for name, value in values.items():
        least, most, sentence = BOUNDS.get(name, (0, 1, ""))
        if name in BOUNDS and not least <= value <= most:
            raise RuleViolation(sentence, field=name)
        setattr(row, name, value)
    row.save()
    return row
