"""Of a certificate of conduct only that it was inspected, its date, yes or no; deleted in time (R25, § 72a(5) SGB VIII)."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from kernel.access.actor import SERVICE, Actor, Membership, Role
from kernel.access.errors import RuleViolation
from kernel.access.use_case import Journal, all_changed, place_of_connection, use_case
from kernel.clock import today
from tenants.people import models as people
from tenants.training.models import ConductAssurance, ConductCheck
from tenants.training.policy.record import ConductPerm, OwnAssurancePerm
from tenants.training.queries.conduct import due_checks, staff_checked


@use_case(ConductPerm.RECORD)
def record_check(
    *, actor: Actor, person: UUID, certificate_date: date, inspected_on: date, clear: bool
) -> ConductCheck:
    """Instead of the earlier one, which is deleted: no more is kept than is needed (R25)."""
    works = people.Membership.objects.filter(person=person, organisation=actor.place).filter(
        Q(ends=None) | Q(ends__gte=actor.today)
    )
    if (membership := works.first()) is None:
        raise RuleViolation("Diese Person arbeitet nicht für Ihren Träger.")
    if inspected_on > actor.today:
        raise RuleViolation("Der Tag der Einsicht liegt in der Zukunft.", field="inspected_on")
    if certificate_date > inspected_on:
        raise RuleViolation("Das Führungszeugnis ist jünger als die Einsicht.", field="certificate_date")
    earlier = ConductCheck.objects.filter(organisation=actor.place, person=person)
    all_changed(ConductCheck, list(earlier.values_list("pk", flat=True)))
    earlier.delete()
    return ConductCheck.objects.create(
        organisation_id=actor.place,
        person_id=person,
        display_name=membership.display_name,
        sort_key=membership.sort_key,
        certificate_date=certificate_date,
        inspected_on=inspected_on,
        clear=clear,
        recorded_by=actor.person,
    )


@use_case(ConductPerm.REMOVE, on="check")
def remove_check(*, actor: Actor, check: ConductCheck) -> ConductCheck:
    """At once, when no activity follows (R25)."""
    gone = ConductCheck.objects.get(pk=check.pk)
    check.delete()
    return gone


@use_case(OwnAssurancePerm.GIVE)
def give_assurance(*, actor: Actor, office: str) -> ConductAssurance:
    """That all own people in an office are checked: it learns how many they are, and nothing about anyone (R25)."""
    states = list(staff_checked(actor, office).values_list("state", flat=True))
    if not states:
        raise RuleViolation("In diesem Jugendamt arbeitet heute niemand von Ihnen.")
    if missing := sum(state != "checked" for state in states):
        raise RuleViolation(
            "Bei einer Person fehlt ein gültiges Führungszeugnis."
            if missing == 1
            else f"Bei {missing} Personen fehlt ein gültiges Führungszeugnis."
        )
    return ConductAssurance.objects.create(
        office_id=office,
        organisation_id=actor.place,
        given_on=actor.today,
        given_by=actor.person,
        people=len(states),
    )


def delete_due_checks() -> None:
    """Every night in each provider's place: what may no longer be kept goes, and the audit says that it went (R25)."""
    place = place_of_connection()
    service = Actor(SERVICE, "Hilfenetz", place, frozenset({Membership(Role.PROVIDER_ADMIN, place)}), today(), "job")
    gone = list(due_checks(service.today).values_list("pk", flat=True))
    journal = Journal(service, "delete_due_checks", "")
    journal.note(ConductCheck, gone, ())
    ConductCheck.objects.filter(pk__in=gone).delete()
    journal.write()
