"""A worker lets an employer see the whole record, and takes that back (R26)."""

from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import use_case
from tenants.registry.models import Organisation
from tenants.training.models import Release
from tenants.training.policy.record import ReleasePerm
from tenants.training.queries.record import employers_of


@use_case(ReleasePerm.GIVE)
def give_release(*, actor: Actor, organisation: Organisation) -> Release:
    """To a provider for which one works now or will soon (R26)."""
    if not employers_of(actor.person, actor.today).filter(pk=organisation.pk).exists():
        raise RuleViolation("Freigeben können Sie Ihre Nachweise Trägern, für die Sie arbeiten.")
    if Release.objects.filter(person=actor.person, organisation=organisation, revoked_on=None).exists():
        raise RuleViolation("Dieser Träger sieht Ihre Nachweise schon.")
    return Release.objects.create(person_id=actor.person, organisation=organisation, begins=actor.today)


@use_case(ReleasePerm.REVOKE, on="release")
def revoke_release(*, actor: Actor, release: Release) -> Release:
    """From now on the employer sees only what was earned with it (R26)."""
    if release.revoked_on:
        raise RuleViolation("Diese Freigabe haben Sie schon zurückgenommen.")
    release.revoked_on = actor.today
    release.save()
    return release
