"""Opening a case that is not one's own, in an emergency: with a reason, for hours, reviewed by the lead afterwards."""

from datetime import date, timedelta

from django.db import connection
from django.utils import timezone

from cases.models import CaseFile, EmergencyAccess
from cases.policy import CasePerm, case_policy
from cases.policy.file import EmergencyPerm
from cases.queries.rules import rules
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.sealed.index import blind_parts

UNKNOWN = "Dazu gibt es keinen Fall. Prüfen Sie Aktenzeichen oder Name und Geburtsdatum."
SHORTEST = 10


@use_case(EmergencyPerm.OPEN)
def open_emergency(
    *, actor: Actor, why: str, number: str = "", name: str = "", birth_date: date | None = None
) -> EmergencyAccess:
    """Open one case, by its number or by a name and a birth date; never what was confided (R18)."""
    if len(why.strip()) < SHORTEST:
        raise RuleViolation("Schreiben Sie in einem Satz, warum Sie den Fall jetzt brauchen.", field="why")
    case = _found(number.strip(), name, birth_date)
    if case_policy.holds(actor, CasePerm.WORK, case):
        raise RuleViolation("Dieser Fall steht Ihnen schon offen. Sie finden ihn in Ihrer Liste.")
    now = timezone.now()
    access = EmergencyAccess.objects.create(
        case=case,
        person=actor.person,
        reason=why,
        opened_at=now,
        expires_at=now + timedelta(hours=rules().emergency_hours),
    )
    also_changed(case, "emergencies")
    return access


@use_case(EmergencyPerm.REVIEW, on="access")
def review_emergency(*, actor: Actor, access: EmergencyAccess, justified: bool, finding: str = "") -> EmergencyAccess:
    """The lead says whether it was necessary; never about the own access."""
    if access.reviewed_by:
        raise RuleViolation("Dieser Zugriff ist schon geprüft.")
    if not justified and not finding.strip():
        raise RuleViolation("Schreiben Sie, warum der Zugriff nicht nötig war.", field="finding")
    access.reviewed_by, access.reviewed_at = actor.person, timezone.now()
    access.justified, access.finding = justified, finding
    access.save()
    return access


def _found(number: str, name: str, birth_date: date | None) -> CaseFile:
    """Exactly one running or ended case that is not closed to everybody; a list of families is no emergency."""
    open_cases = CaseFile.objects.filter(restricted_on=None)
    if number:
        found = list(open_cases.filter(number__iexact=number)[:2])
    elif name.strip() and birth_date:
        parts = blind_parts(connection.schema_name, name)
        known = {"persons__name_parts__contains": parts, "persons__birth_date": birth_date}
        found = list(open_cases.filter(**known).distinct()[:2]) if parts else []
    else:
        raise RuleViolation("Geben Sie das Aktenzeichen an, oder Name und Geburtsdatum.", field="number")
    if not found:
        raise RuleViolation(UNKNOWN, field="number")
    if len(found) > 1:
        raise RuleViolation("Dazu passen mehrere Fälle. Geben Sie das Aktenzeichen an.", field="number")
    return found[0]
