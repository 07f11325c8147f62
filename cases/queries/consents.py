"""Whose data are open to whom (R17): asked anew at every read, so that a revocation works in the same second."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from cases.models import CasePerson, Consent
from kernel.access.actor import Actor

OF_AGE = 18


def age_on(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_minor(person: CasePerson, today: date) -> bool:
    """A child of the case whose 18th birthday is not known to be past."""
    if person.role != CasePerson.Role.CHILD:
        return False
    return person.birth_date is None or age_on(person.birth_date, today) < OF_AGE


def must_consent(person: CasePerson, family: Iterable[CasePerson], today: date) -> list[CasePerson]:
    """Who has to agree before this person's data are opened.

    For a minor everyone with custody, and the young person who can see what it means; everybody else for themselves.
    """
    if not is_minor(person, today):
        return [person]
    return [p for p in family if p.custodial and p.pk != person.pk] + ([person] if person.capable else [])


def valid_on(today: date) -> Q:
    """Consents in their dates that nobody revoked."""
    return Q(revoked_at=None, begins__lte=today, ends__gte=today)


def _complete(consent: Consent, person: CasePerson, family: Iterable[CasePerson], today: date) -> bool:
    if consent.kind == Consent.Kind.LAW:
        return True
    needed = {p.pk for p in must_consent(person, family, today)}
    return bool(needed) and needed <= {giver.person_id for giver in consent.givers.all()}


def open_consents(case: UUID, today: date) -> QuerySet[Consent]:
    """The consents of a case that hold today; whether all who must have given them is `_complete`."""
    return Consent.objects.filter(valid_on(today), case=case).prefetch_related("givers")


def opened_to(actor: Actor, family: list[CasePerson]) -> set[UUID]:
    """The persons of a case whose data are open to the actor now; the family is that of one case."""
    if not family:
        return set()
    by_key = {person.pk: person for person in family}
    named = Q(recipients__organisation=None) | Q(recipients__organisation__in=actor.organisations())
    mine = open_consents(family[0].case_id, actor.today).filter(named, recipients__person=actor.person).distinct()
    return {
        c.person_id for c in mine if c.person_id in by_key and _complete(c, by_key[c.person_id], family, actor.today)
    }


def anyone_opened(family: list[CasePerson], today: date) -> bool:
    """Whether a complete consent or legal basis opens anybody's data to anyone today."""
    by_key = {person.pk: person for person in family}
    rows = open_consents(family[0].case_id, today).filter(recipients__isnull=False).distinct() if family else []
    return any(c.person_id in by_key and _complete(c, by_key[c.person_id], family, today) for c in rows)
