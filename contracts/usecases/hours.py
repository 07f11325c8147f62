"""Hours booked by a provider's worker (R12)."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, Sum

from contracts.models import CaseReference, District, HoursCase, HoursEntry, ProviderRole, WorkKind
from contracts.policy import HoursPerm
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import use_case

DAY = 24 * 60  # minutes


@use_case(HoursPerm.RECORD)
def record_hours(
    *,
    actor: Actor,
    district: District,
    worked_on: date,
    minutes: int,
    work_kind: str,
    contact: str,
    references: Sequence[CaseReference] = (),
) -> HoursEntry:
    """Book work of one's own on a day within one's provider's role in the district (R12)."""
    entry = HoursEntry(worker=actor.person, organisation_id=actor.the_organisation())
    return _save(entry, actor, district, worked_on, minutes, work_kind, contact, references)


@use_case(HoursPerm.RECORD, on="entry")
def change_hours(
    *,
    actor: Actor,
    entry: HoursEntry,
    district: District,
    worked_on: date,
    minutes: int,
    work_kind: str,
    contact: str,
    references: Sequence[CaseReference] = (),
) -> HoursEntry:
    """Correct an entry of one's own."""
    return _save(entry, actor, district, worked_on, minutes, work_kind, contact, references)


@use_case(HoursPerm.RECORD, on="entry")
def remove_hours(*, actor: Actor, entry: HoursEntry) -> HoursEntry:
    """Take back an entry of one's own; the audit keeps that it was there."""
    key = entry.pk
    entry.delete()
    entry.pk = key  # for the audit
    return entry


def _save(
    entry: HoursEntry,
    actor: Actor,
    district: District,
    worked_on: date,
    minutes: int,
    work_kind: str,
    contact: str,
    references: Sequence[CaseReference],
) -> HoursEntry:
    if worked_on > actor.today:
        raise RuleViolation("Der Tag liegt in der Zukunft. Buchen Sie, was geleistet ist.", field="worked_on")
    if not 1 <= minutes <= DAY:
        raise RuleViolation("Die Dauer liegt zwischen 1 Minute und 24 Stunden.", field="minutes")
    entry.role = role_on(entry.organisation_id, district, worked_on)
    _check_day(entry, worked_on, minutes)
    _check_references(entry.organisation_id, worked_on, work_kind, references)
    entry.district, entry.worked_on, entry.minutes = district, worked_on, minutes
    entry.work_kind, entry.contact = work_kind, contact
    entry.save()
    entry.cases.all().delete()
    HoursCase.objects.bulk_create(HoursCase(entry=entry, reference=r) for r in references)
    return entry


def role_on(organisation: str, district: District, day: date) -> ProviderRole:
    """The role under which the provider works in the district on a day (R12)."""
    roles = ProviderRole.objects.filter(organisation=organisation, district=district)
    if role := roles.filter(Q(ends=None) | Q(ends__gte=day), begins__lte=day).order_by("begins").first():
        return role
    if roles.exists():
        raise RuleViolation(
            f"Ihr Träger hat am {day:%d.%m.%Y} keine Rolle in {district.name}. Prüfen Sie Tag und Raum.",
            field="worked_on",
        )
    raise RuleViolation(f"Ihr Träger hat keine Rolle in {district.name}.", field="district")


def _check_day(entry: HoursEntry, day: date, minutes: int) -> None:
    booked = HoursEntry.objects.filter(worker=entry.worker, worked_on=day).exclude(pk=entry.pk)
    if (booked.aggregate(sum=Sum("minutes"))["sum"] or 0) + minutes > DAY:
        raise RuleViolation("An diesem Tag wären es zusammen mehr als 24 Stunden.", field="minutes")


def _check_references(organisation: str, day: date, work_kind: str, references: Sequence[CaseReference]) -> None:
    count = len({r.pk for r in references})
    if work_kind == WorkKind.CASE and count != 1:
        raise RuleViolation("Fallspezifische Arbeit gehört zu genau einem Fall. Wählen Sie ihn.", field="references")
    if work_kind == WorkKind.CROSS_CASE and count < 2:
        raise RuleViolation("Fallübergreifende Arbeit nennt mindestens zwei Fälle.", field="references")
    if work_kind == WorkKind.NO_CASE and count:
        raise RuleViolation("Fallunspezifische Arbeit nennt keinen Fall.", field="references")
    for reference in references:
        if reference.organisation_id != organisation:
            raise RuleViolation("Diese Fallreferenz gehört nicht zu Ihrem Träger.", field="references")
        if day < reference.begins or (reference.ends and day > reference.ends):
            raise RuleViolation(f"Die Fallreferenz {reference.number} gilt an diesem Tag nicht.", field="references")
