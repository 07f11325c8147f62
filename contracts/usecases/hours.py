"""Hours booked by a provider's worker (R12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.models import CaseReference, District, HoursCase, HoursEntry, ProviderRole, WorkKind
from contracts.policy import HoursPerm
from contracts.usecases.due import feed_months
from contracts.usecases.hours_rules import FIELDS, Rulebook, Work, covers, store
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import all_changed, use_case


@dataclass(frozen=True, slots=True)
class CaseShare:
    """One of several cases worked on at once, with its own minutes or without."""

    reference: CaseReference
    minutes: int | None = None


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
    role: ProviderRole | None = None,
) -> HoursEntry:
    """Book work of one's own on a day within one's provider's role in the district (R12)."""
    work = Work(actor.person, district, worked_on, minutes, work_kind, contact, references, role)
    return last_of(store_new(actor, [work]))


@use_case(HoursPerm.RECORD)
def record_several(
    *,
    actor: Actor,
    district: District,
    worked_on: date,
    contact: str,
    cases: Sequence[CaseShare],
    together: int | None = None,
    role: ProviderRole | None = None,
) -> HoursEntry:
    """Book case work on several cases at once: an entry each, with its own minutes or an even part of all (R12)."""
    if len({c.reference.pk for c in cases}) < len(cases):
        raise RuleViolation("Ein Fall steht zweimal da. Nennen Sie jeden Fall einmal.", field="cases")
    if not cases:
        raise RuleViolation("Wählen Sie mindestens einen Fall.", field="cases")
    shares = _shares(cases, together)
    works = [
        Work(actor.person, district, worked_on, minutes, WorkKind.CASE, contact, [case.reference], role)
        for case, minutes in zip(cases, shares, strict=True)
    ]
    return last_of(store_new(actor, works))


def _shares(cases: Sequence[CaseShare], together: int | None) -> list[int]:
    own = [c.minutes for c in cases if c.minutes is not None]
    if together is None:
        if missing := [c.reference.number for c in cases if c.minutes is None]:
            raise RuleViolation(
                f"Für {', '.join(missing)} fehlt die Dauer. Geben Sie sie an, oder eine für alle zusammen.",
                field="cases",
            )
        return own
    if own:
        raise RuleViolation(
            "Geben Sie entweder je Fall eine Dauer an oder eine für alle zusammen, nicht beides.", field="together"
        )
    if together < len(cases):
        raise RuleViolation("Das wäre weniger als eine Minute je Fall. Wählen Sie weniger Fälle.", field="together")
    return split_minutes(together, len(cases))


def split_minutes(total: int, parts: int) -> list[int]:
    """Even parts to the minute; the remainder is in the last."""
    part = total // parts
    return [part] * (parts - 1) + [total - part * (parts - 1)]


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
    role: ProviderRole | None = None,
) -> HoursEntry:
    """Correct an entry of one's own, while its month is open and its year not settled (R12)."""
    if role and role.pk == entry.role_id and (role.district_id != district.pk or not covers(role, worked_on)):
        role = None  # only day or place were changed: the role follows
    work = Work(entry.worker, district, worked_on, minutes, work_kind, contact, references, role)
    rules = Rulebook(entry.organisation_id, actor.today, [work], hold=True, instead_of=entry)
    rules.check_open(entry.worker, entry.worked_on, entry.role)
    before = entry.worked_on.replace(day=1)
    entry.role = rules.check(work)
    entry.district, entry.worked_on, entry.minutes = district, worked_on, minutes
    entry.work_kind, entry.contact = work_kind, contact
    entry.save()
    entry.cases.all().delete()
    HoursCase.objects.bulk_create(HoursCase(entry=entry, reference=r) for r in {r.pk: r for r in references}.values())
    if before != work.month:
        feed_months(worker=entry.worker, organisation=entry.organisation_id, month=before)
    return entry


@use_case(HoursPerm.RECORD, on="entry")
def remove_hours(*, actor: Actor, entry: HoursEntry) -> HoursEntry:
    """Take back an entry of one's own while its month is open; the audit keeps that it was there."""
    rules = Rulebook(entry.organisation_id, actor.today, [], hold=True, instead_of=entry)
    rules.check_open(entry.worker, entry.worked_on, entry.role)
    key = entry.pk
    entry.delete()
    entry.pk = key  # for the audit
    feed_months(worker=entry.worker, organisation=entry.organisation_id, month=entry.worked_on.replace(day=1))
    return entry


def store_new(actor: Actor, works: Sequence[Work]) -> list[UUID]:
    """Within a use case: the keys of entries of the actor's own, all or none; the caller notes them for the audit."""
    organisation = actor.the_organisation()
    rules = Rulebook(organisation, actor.today, works, hold=True)
    checked = []
    for work in works:
        checked.append((work, rules.check(work)))
        rules.take(work)
    return store(organisation, checked)


def last_of(keys: Sequence[UUID]) -> HoursEntry:
    """The last of the entries that a use case made, which it returns; the others are noted for the audit."""
    *others, last = keys
    all_changed(HoursEntry, others, *FIELDS)
    return HoursEntry.objects.get(pk=last)
