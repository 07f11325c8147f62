"""Access for other systems to the office's API."""

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from kernel.access.actor import OFFICE_ROLES, Actor, Role
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.tenancy.place import PORTAL, transaction_in
from tenants.people import tokens
from tenants.people.models import DAY, ApiClient, Membership, Person
from tenants.people.policy import ClientPerm
from tenants.people.usecases.memberships import end_instructions, record_instruction

OF_PROVIDER = Role.PROVIDER_MANAGER
CLIENT_ROLES = [*sorted(OFFICE_ROLES - {Role.OFFICE_ADMIN}), OF_PROVIDER]


@use_case(ClientPerm.CREATE)
def create_client(
    *, actor: Actor, name: str, role: Role, organisation: str | None = None, instructed: bool = False
) -> ApiClient:
    """A technical person with one role here, and a client bound to this office; `secret` is on the result, this once.

    A provider's system acts for it in this office alone, once the provider was instructed (R19).
    """
    if role not in CLIENT_ROLES:
        raise RuleViolation("Diese Rolle kann ein anderes System nicht haben.", field="role")
    if (role == OF_PROVIDER) is not bool(organisation):
        raise RuleViolation(
            "Das System eines Trägers hat die Rolle der Trägerleitung, das eines Amts eine andere und keinen Träger.",
            field="organisation",
        )
    if organisation and not instructed:
        raise RuleViolation(
            "Weisen Sie den Träger zuerst auf Zweckbindung und Schweigepflicht hin.", field="instructed"
        )
    person = Person(name=name.strip(), technical=True)
    # First the membership (its foreign key is checked at the end): an office may only add persons that belong to it
    membership = Membership.objects.create(
        person=person, office_id=actor.place, organisation_id=organisation, role=role, begins=actor.today
    )
    person.save(force_insert=True)
    if organisation:
        record_instruction(actor=actor, membership=membership, instructed_on=actor.today)
    secret = get_random_string(50)
    client = ApiClient.objects.create(
        client_id=f"{actor.place}-{get_random_string(16).lower()}",
        office_id=actor.place,
        person=person,
        name=name.strip(),
    )
    also_changed(membership, "begins", "person", "role")

    def register() -> None:
        with transaction_in(PORTAL):
            tokens.register_client(client, secret)

    transaction.on_commit(register)
    client.secret = secret  # type: ignore[attr-defined]
    return client


@use_case(ClientPerm.REVOKE, on="client")
def revoke_client(*, actor: Actor, client: ApiClient) -> ApiClient:
    """Its tokens end at once."""
    if client.revoked_at:
        raise RuleViolation("Dieser Zugang ist schon gesperrt.")
    client.revoked_at = timezone.now()
    client.save(update_fields=["revoked_at"])
    for membership in Membership.objects.on(actor.today).filter(person=client.person_id, office=actor.place):
        membership.ends = max(actor.today, membership.begins) - DAY
        membership.save(update_fields=["ends"])
        also_changed(membership, "ends")
        if membership.organisation_id:
            end_instructions(actor.place, membership.organisation_id, client.person_id, membership.ends)
    return client
