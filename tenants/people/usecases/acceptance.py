"""Accepting an invitation: at the base host, by whoever holds the link; once."""

from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from kernel import clock
from kernel.access.actor import Role
from kernel.access.errors import RuleViolation
from kernel.audit.models import Entry
from tenants.people.models import Account, Invitation, Membership, Person
from tenants.people.usecases.invitations import find_invitation
from tenants.people.usecases.memberships import check_not_twice

WHY_NOT = {
    "unknown": "Diese Einladung gibt es nicht. Prüfen Sie, ob der Link vollständig ist.",
    "accepted": "Diese Einladung ist schon angenommen. Melden Sie sich einfach an.",
    "withdrawn": "Diese Einladung wurde zurückgezogen. Fragen Sie die Person, die Sie eingeladen hat.",
    "expired": "Diese Einladung ist abgelaufen. Bitten Sie um eine neue.",
    "foreign": "Diese Einladung ging an eine andere E-Mail-Adresse als die, mit der Sie angemeldet sind.",
}


def belongs_to(account: Account, invitation: Invitation) -> bool:
    """Whether the invitation went to one of the account's confirmed addresses."""
    return (
        account.email.lower() == invitation.email
        or EmailAddress.objects.filter(user=account, email__iexact=invitation.email, verified=True).exists()
    )


@transaction.atomic
def accept_with_new_account(*, token: str, name: str, password: str) -> Account:
    """Make person, account and membership; the mail that brought the link confirms the address."""
    invitation = _usable(token)
    if Account.objects.filter(email__iexact=invitation.email).exists():
        raise RuleViolation("Für diese Adresse gibt es schon ein Konto. Melden Sie sich an.")
    person = Person.objects.create(name=name.strip())
    account = Account.objects.create_user(invitation.email, password, person=person)
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    _accept(invitation, person, clock.today())
    return account


def accept_signed_in(*, token: str, account: Account) -> Membership:
    """Add the membership to the account that is signed in, if the invitation went to it."""
    invitation = _usable(token)
    if not belongs_to(account, invitation):
        raise RuleViolation(WHY_NOT["foreign"])
    return _accept(invitation, account.person, clock.today())


def _usable(token: str) -> Invitation:
    invitation, why = find_invitation(token, lock=True)
    if invitation is None or why:
        raise RuleViolation(WHY_NOT[why])
    return invitation


def _accept(invitation: Invitation, person: Person, today: date) -> Membership:
    if invitation.ends and invitation.ends < today:
        raise RuleViolation(WHY_NOT["expired"])
    check_not_twice(
        person.pk,
        Role(invitation.role),
        invitation.begins,
        invitation.ends,
        office=invitation.office_id,
        organisation=invitation.organisation_id,
    )
    membership = Membership.objects.create(
        person=person,
        office_id=invitation.office_id,
        organisation_id=invitation.organisation_id,
        role=invitation.role,
        begins=invitation.begins,
        ends=invitation.ends,
    )
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    entry: dict[str, Any] = {
        "place": "",
        "person": person.pk,
        "via": "page",
        "verb": "accept_invitation",
    }
    Entry.objects.bulk_create(
        [
            Entry(**entry, model="people.invitation", record=str(invitation.pk), fields=["accepted_at"]),
            Entry(
                **entry,
                model="people.membership",
                record=str(membership.pk),
                fields=["begins", "ends", "person", "role"],
            ),
        ]
    )
    return membership
