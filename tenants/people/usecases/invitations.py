"""Inviting someone by mail: into an office, or into a provider organisation."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from kernel.access.actor import Actor, Role
from kernel.access.errors import RuleViolation
from kernel.access.use_case import use_case
from kernel.web import words
from tenants.people.mail import send_template
from tenants.people.models import Invitation, hash_of, new_token
from tenants.people.policy import InvitationPerm, StaffInvitationPerm
from tenants.registry.places import base_url
from tenants.worklist.models import OwnEngagement

LIFETIME = timedelta(days=14)


@use_case(InvitationPerm.INVITE)
def invite_person(
    *,
    actor: Actor,
    email: str,
    name: str,
    role: Role,
    begins: date,
    ends: date | None = None,
    organisation: str | None = None,
) -> Invitation:
    """Into the own office; provider staff with their organisation. Access follows the instruction (R19)."""
    if role in (Role.OPERATOR, Role.SELF):
        raise RuleViolation("Diese Rolle gibt es in einem Jugendamt nicht.", field="role")
    if role.of_provider and not organisation:
        raise RuleViolation("Wählen Sie den Träger, für den die Person arbeitet.", field="organisation")
    if not role.of_provider and organisation:
        raise RuleViolation(
            "Diese Rolle haben nur Beschäftigte des Jugendamts. Lassen Sie den Träger leer.", field="organisation"
        )
    if organisation:
        check_engaged(actor.place, organisation, begins, ends)
    return _invite(actor, email, name, role, begins, ends, office=actor.place, organisation=organisation)


@use_case(StaffInvitationPerm.INVITE)
def invite_colleague(
    *,
    actor: Actor,
    email: str,
    name: str,
    role: Role,
    begins: date,
    ends: date | None = None,
) -> Invitation:
    """Into the own organisation; it opens no office."""
    if not role.of_provider:
        raise RuleViolation("Diese Rolle gibt es bei einem Träger nicht.", field="role")
    return _invite(actor, email, name, role, begins, ends, office=None, organisation=actor.place)


def _invite(
    actor: Actor,
    email: str,
    name: str,
    role: Role,
    begins: date,
    ends: date | None,
    *,
    office: str | None,
    organisation: str | None,
) -> Invitation:
    email = email.strip().lower()
    check_period(begins, ends, actor.today)
    same = Q(email=email, office=office, organisation=organisation, role=role)
    if Invitation.objects.open().filter(same, expires_at__gt=timezone.now()).exists():
        raise RuleViolation(
            "Für diese Adresse und Rolle ist schon eine Einladung offen. Senden Sie sie erneut.", field="email"
        )
    invitation = Invitation(
        email=email,
        name=name.strip(),
        role=role,
        begins=begins,
        ends=ends,
        office_id=office,
        organisation_id=organisation,
        invited_by=actor.person,
    )
    _send(invitation, actor)
    return invitation


def check_period(begins: date, ends: date | None, today: date) -> None:
    """The last day is not before the first, and not over already."""
    if ends and ends < begins:
        raise RuleViolation("Das Ende liegt vor dem Beginn.", field="ends")
    if ends and ends < today:
        raise RuleViolation("Das Ende liegt in der Vergangenheit.", field="ends")


def check_engaged(office: str, organisation: str, begins: date, ends: date | None) -> None:
    """Provider staff begin and end while their provider works for the office (R1).

    Without an end they keep what they wrote in sight until the settlement is closed (R12); the office ends it then.
    """
    periods = list(OwnEngagement.objects.filter(office=office, organisation=organisation).order_by("begins"))
    if not periods:  # let in before it was entered that the provider works here
        return
    reaching = [p for p in periods if p.begins <= begins and (p.ends is None or begins <= p.ends)]
    said = ", ".join(words.period(p.begins, p.ends) for p in periods)
    if not reaching:
        raise RuleViolation(f"Der Träger arbeitet im Amt {said} mit. Wählen Sie Daten in dieser Zeit.", field="begins")
    if ends and all(p.ends and ends > p.ends for p in reaching):
        raise RuleViolation(f"Der Träger arbeitet im Amt {said} mit. Wählen Sie Daten in dieser Zeit.", field="ends")


@use_case(InvitationPerm.RESEND, on="invitation")
def resend_invitation(*, actor: Actor, invitation: Invitation) -> Invitation:
    """With a new link for another fourteen days; the old link ends."""
    return _resend(invitation, actor)


@use_case(StaffInvitationPerm.RESEND, on="invitation")
def resend_colleague(*, actor: Actor, invitation: Invitation) -> Invitation:
    """With a new link for another fourteen days; the old link ends."""
    return _resend(invitation, actor)


@use_case(InvitationPerm.WITHDRAW, on="invitation")
def withdraw_invitation(*, actor: Actor, invitation: Invitation) -> Invitation:
    """The link ends at once."""
    return _withdraw(invitation)


@use_case(StaffInvitationPerm.WITHDRAW, on="invitation")
def withdraw_colleague(*, actor: Actor, invitation: Invitation) -> Invitation:
    """The link ends at once."""
    return _withdraw(invitation)


def _resend(invitation: Invitation, actor: Actor) -> Invitation:
    _check_open(invitation)
    _send(invitation, actor)
    return invitation


def _withdraw(invitation: Invitation) -> Invitation:
    _check_open(invitation)
    invitation.withdrawn_at = timezone.now()
    invitation.save()
    return invitation


def _check_open(invitation: Invitation) -> None:
    if invitation.state == "accepted":
        raise RuleViolation("Diese Einladung ist schon angenommen.")
    if invitation.state == "withdrawn":
        raise RuleViolation("Diese Einladung ist schon zurückgezogen.")


def _send(invitation: Invitation, actor: Actor) -> None:
    token = new_token()
    invitation.token_hash = hash_of(token)
    invitation.expires_at = timezone.now() + LIFETIME
    invitation.save()
    context: dict[str, Any] = {
        "invitation": invitation,
        "role": Role(invitation.role).label,
        "inviter": actor.name,
        "place": invitation.office or invitation.organisation,
        "url": base_url(f"/konto/einladung/{token}/"),
    }
    send_template(invitation.email, "invitation", context)


def find_invitation(token: str, *, lock: bool = False) -> tuple[Invitation | None, str]:
    """The invitation behind a link, and why it cannot be accepted ("" if it can)."""
    rows = Invitation.objects.select_related("office", "organisation")
    if lock:  # two who accept at once wait in line
        rows = rows.select_for_update(of=("self",))
    invitation = rows.filter(token_hash=hash_of(token)).first()
    if invitation is None:
        return None, "unknown"
    return invitation, "" if invitation.state == "open" else invitation.state
