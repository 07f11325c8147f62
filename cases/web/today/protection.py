"""What § 8a puts on Heute: own steps and deadlines, notices that wait; without a word about whom."""

from collections.abc import Iterator

from django.urls import reverse

from cases.models import Protection
from cases.policy.protection import NoticePerm, ProtectionPerm, notice_policy, protection_policy
from cases.queries import protection as queries
from kernel.access.actor import Actor
from kernel.web.today import Due

MOST = 12


def due(actor: Actor) -> Iterator[Due]:
    if protection_policy.allows(actor, ProtectionPerm.WORK):
        yield from _processes(actor)
        yield from _steps(actor)
    if notice_policy.allows(actor, NoticePerm.RECEIVE):
        for notice in queries.waiting_notices(actor)[:MOST]:
            url = reverse("provider-notice", args=[notice.pk])
            yield Due(
                "Mitteilung eines Trägers (§ 8a)",
                f"{notice.organisation}, {notice.district}",
                date=actor.today,
                url=url,
                action="Lesen",
                action_url=url,
                icon="danger",
                badge="" if notice.received_at else "neu",
                tone="danger",
            )


def _processes(actor: Actor) -> Iterator[Due]:
    """Those that wait for a second professional, an outcome, or a look at the protection concept."""
    for row in queries.running_for(actor)[:MOST]:
        url = reverse("protection", args=[row.pk])
        if row.professionals < queries.LEAST:
            title, day, action, name = "zweite Fachkraft benennen", row.assess_until, "Benennen", "protection-member"
        elif not row.outcome:
            title, day, action, name = "erste Einschätzung", row.assess_until, "Einschätzen", "protection-sheet"
        elif row.state == Protection.State.CONCEPT and not row.concept_review_on:
            title, day, action, name = "Schutzkonzept schreiben", actor.today, "Schreiben", "protection-concept"
        elif row.state == Protection.State.CONCEPT:
            title, day, action, name = "Schutzkonzept prüfen", row.concept_review_on, "Prüfen", "protection"
        else:
            title, day, action, name = "abschließen", actor.today, "Abschließen", "protection-close"
        yield Due(
            f"Verfahren {row.number}: {title}",
            str(row.district),
            date=day,
            url=url,
            action=action,
            action_url=reverse(name, args=[row.pk]),
            icon="danger",
            badge="überfällig" if day and day < actor.today else "",
            tone="danger",
        )


def _steps(actor: Actor) -> Iterator[Due]:
    for step in queries.own_steps(actor)[:MOST]:
        url = reverse("protection", args=[step.protection_id])
        yield Due(
            f"Verfahren {step.protection}: Schritt",
            "Was zu tun ist, steht im Verfahren.",
            date=step.due_on,
            url=url,
            action="Erledigt",
            action_url=f"{reverse('protection-done', args=[step.protection_id])}?schritt={step.pk}",
            icon="danger",
            badge="überfällig" if step.due_on < actor.today else "",
            tone="danger",
        )
