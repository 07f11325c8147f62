"""What the case file puts on Heute: cases handed over, emergencies to review, moves to another office, stand-ins."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from cases.models import CaseTransfer, OfficeTransfer
from cases.policy import CasePerm, case_policy
from cases.policy.file import EmergencyPerm, StandInPerm, emergency_policy, stand_in_policy
from contracts.queries.names import names_of
from kernel.access.actor import Actor
from kernel.web import words
from kernel.web.today import Due

NEWS = timedelta(days=7)
TALK = timedelta(days=14)  # after the announcement the talk should be dated
MOST = 12


def due(actor: Actor) -> Iterator[Due]:
    if emergency_policy.allows(actor, EmergencyPerm.REVIEW):
        yield from _emergencies(actor)
    if case_policy.allows(actor, CasePerm.WORK):
        yield from _received(actor)
    if case_policy.allows(actor, CasePerm.HAND_OVER):
        yield from _moves(actor)
    if stand_in_policy.allows(actor, StandInPerm.SET):
        yield from _stand_ins(actor)


def _emergencies(actor: Actor) -> Iterator[Due]:
    """Until the lead has looked at it."""
    waiting = emergency_policy.rows(actor, EmergencyPerm.REVIEW).filter(reviewed_at=None).select_related("case")
    rows = list(waiting.defer("reason", "finding", "case__concern").order_by("opened_at")[:MOST])
    names = names_of(actor, [row.person for row in rows])
    for row in rows:
        yield Due(
            f"Notzugriff auf Fall {row.case.number}",
            f"{names.get(row.person, 'Eine frühere Fachkraft')}, {timezone.localtime(row.opened_at):%d.%m.%Y %H:%M}",
            url=reverse("emergencies"),
            icon="warning",
            badge="prüfen",
            tone="warning",
            action="Prüfen",
            action_url=reverse("emergency-review", args=[row.pk]),
        )


def _received(actor: Actor) -> Iterator[Due]:
    """Cases that came to the actor in the last days."""
    rows = CaseTransfer.objects.filter(
        after=actor.person, case__worker=actor.person, transferred_on__gte=actor.today - NEWS, case__restricted_on=None
    )
    for row in rows.select_related("case__district").defer("case__concern")[:MOST]:
        yield Due(
            f"Fall {row.case.number} ist Ihnen übergeben",
            row.case.district.name,
            url=reverse("case", args=[row.case_id]),
            icon="cases",
            badge="neu",
            tone="info",
        )


def _moves(actor: Actor) -> Iterator[Due]:
    """Families that move to another office and whose hand-over stands still (§ 86c)."""
    cases = case_policy.rows(actor, CasePerm.HAND_OVER)
    rows = OfficeTransfer.objects.filter(state=OfficeTransfer.State.ANNOUNCED, case__in=cases.values("pk"))
    for row in (
        rows.filter(announced_on__lte=actor.today - TALK).select_related("case").defer("remark", "case__concern")[:MOST]
    ):
        step = "Übernahme eintragen" if row.talk_on else "Gespräch eintragen"
        yield Due(
            f"Fall {row.case.number}: Wechsel zu {row.office_name} ist offen",
            f"angekündigt am {words.day(row.announced_on)}",
            url=reverse("case", args=[row.case_id]),
            icon="forward",
            action=step,
            action_url=reverse("case-accepted" if row.talk_on else "case-talk", args=[row.case_id]),
        )


def _stand_ins(actor: Actor) -> Iterator[Due]:
    """For whom the actor stands in today."""
    rows = list(
        stand_in_policy.rows(actor).filter(stand_in=actor.person, begins__lte=actor.today, ends__gte=actor.today)[:MOST]
    )
    names = names_of(actor, [row.worker for row in rows])
    for row in rows:
        yield Due(
            f"Sie vertreten {names.get(row.worker, 'eine Fachkraft')}",
            f"bis {words.day(row.ends)}",
            url=reverse("cases"),
            icon="people",
        )
