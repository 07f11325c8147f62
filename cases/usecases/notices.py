"""A provider's own notification of signs of endangerment (§ 8a Abs. 4), and what the office does with it."""

from datetime import date
from uuid import UUID

from django.utils import timezone

from cases.models import CaseFile, Protection, ProviderNotice
from cases.policy.protection import NoticePerm
from cases.usecases.protection import begin_process
from cases.usecases.protection_process import name_member
from contracts.models import CaseReference, District
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case


@use_case(NoticePerm.SEND)
def send_notice(
    *,
    actor: Actor,
    district: District,
    about: str,
    concern: str,
    done: str = "",
    expert_on: date | None = None,
    family_told: bool = False,
    not_told_reason: str = "",
    reference_number: str = "",
) -> ProviderNotice:
    """Tell the office what a provider's staff noticed, with whom they spoke, and what they did (§ 8a Abs. 4)."""
    organisation = actor.the_organisation()
    if not family_told and not not_told_reason.strip():
        raise RuleViolation("Schreiben Sie, warum Sie nicht mit der Familie gesprochen haben.", field="not_told_reason")
    if expert_on and expert_on > actor.today:
        raise RuleViolation("Der Tag liegt in der Zukunft.", field="expert_on")
    number = reference_number.strip()
    if number and not CaseReference.objects.filter(number=number, organisation=organisation).exists():
        raise RuleViolation("Diese Fallreferenz hat Ihr Träger nicht. Lassen Sie das Feld sonst leer.", field="reference_number")  # fmt: skip
    return ProviderNotice.objects.create(
        organisation_id=organisation,
        author=actor.person,
        district=district,
        reference_number=number,
        about=about,
        concern=concern,
        done=done,
        expert_on=expert_on,
        family_told=family_told,
        not_told_reason="" if family_told else not_told_reason.strip(),
    )


@use_case(NoticePerm.RECEIVE, on="notice")
def confirm_notice(*, actor: Actor, notice: ProviderNotice) -> ProviderNotice:
    """Confirm that the notice arrived; the provider sees that, and nothing of what follows."""
    if notice.received_at:
        raise RuleViolation("Der Eingang ist schon bestätigt.")
    notice.received_by, notice.received_at = actor.person, timezone.now()
    notice.save()
    return notice


@use_case(NoticePerm.RECEIVE, on="notice")
def take_up_notice(
    *, actor: Actor, notice: ProviderNotice, responsible: UUID, case: CaseFile | None = None
) -> ProviderNotice:
    """Make a process of the notice, with a professional who leads it; the receipt is confirmed with it (R20)."""
    if notice.protection_id:
        raise RuleViolation("Diese Mitteilung ist schon aufgenommen.")
    if not notice.received_at:
        notice.received_by, notice.received_at = actor.person, timezone.now()
        notice.save()
    row = begin_process(actor, notice.district, case, notice.concern, Protection.Source.PROVIDER)
    also_changed(row, "source")
    if not row.members.filter(person=responsible).exists():
        name_member(actor=actor, protection=row, person=responsible, responsible=True)
    # Not saved: version and time of change, which the provider may see, would tell of it.
    ProviderNotice.objects.filter(pk=notice.pk).update(protection=row)
    notice.protection = row
    return notice
