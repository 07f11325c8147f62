"""A worker's month: handed in, approved by somebody else at the provider, from then on locked (R12)."""

from collections.abc import Sequence
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import F, QuerySet
from django.utils import timezone

from contracts.models import HoursEntry, HoursMonth, HoursTimer
from contracts.policy.hours import MonthPerm, month_policy
from contracts.usecases.due import feed_months
from contracts.usecases.hours_rules import months_of
from contracts.usecases.overview import feed_budgets
from contracts.usecases.settled import settled, settled_years
from kernel.access.actor import Actor
from kernel.access.errors import Denied, RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.web import words

State = HoursMonth.State
OWN = "Ihre eigenen Stunden gibt jemand anderes frei (Vier-Augen-Prinzip)."


@use_case(MonthPerm.SUBMIT)
def submit_month(*, actor: Actor, month: date) -> HoursMonth:
    """Hand in a month of one's own; from now on nothing in it changes (R12)."""
    first, name = month.replace(day=1), words.month(month)
    if first > actor.today:
        raise RuleViolation(f"{name} hat noch nicht begonnen.", field="month")
    organisation = actor.the_organisation()
    months_of(organisation, [(actor.person, first)], hold=True)
    row = HoursMonth.objects.get(worker=actor.person, organisation=organisation, month=first)
    if row.state == State.SUBMITTED:
        raise RuleViolation(f"{name} ist schon eingereicht.", field="month")
    if row.state == State.APPROVED:
        raise RuleViolation(f"{name} ist schon freigegeben.", field="month")
    if not entries_of(row).exists():
        raise RuleViolation(f"Im {name} ist nichts gebucht. Es gibt nichts einzureichen.", field="month")
    if HoursTimer.objects.filter(worker=actor.person, started_at__date__range=(first, last_day(first))).exists():
        raise RuleViolation(
            f"Im {name} läuft noch Ihre Stoppuhr. Halten Sie sie an, dann reichen Sie ein.", field="month"
        )
    row.state, row.submitted_at, row.return_reason = State.SUBMITTED, timezone.now(), ""
    row.save()
    feed_months(pk=row.pk)
    return row


@use_case(MonthPerm.APPROVE)
def approve_months(*, actor: Actor, months: Sequence[HoursMonth]) -> HoursMonth:
    """Approve submitted months of several workers at once, never one's own (R12)."""
    keys = {m.pk for m in months}
    if not keys:
        raise RuleViolation("Es ist kein Monat eingereicht, den Sie freigeben können.", field="months")
    mine = month_policy.rows(actor, MonthPerm.APPROVE).filter(pk__in=keys)
    rows = list(mine.order_by("worker", "month").select_for_update(of=("self",)))
    if len(rows) < len(keys):
        raise Denied("Dafür fehlt Ihnen das Recht.")
    if any(r.worker == actor.person for r in rows):
        raise RuleViolation(OWN, field="months")
    if any(r.state != State.SUBMITTED for r in rows):
        raise RuleViolation("Nicht alle diese Monate sind eingereicht. Laden Sie die Liste neu.", field="months")
    now = timezone.now()
    HoursMonth.objects.filter(pk__in=keys).update(
        state=State.APPROVED, approved_at=now, approved_by=actor.person, version=F("version") + 1, changed_at=now
    )
    for row in rows[1:]:
        also_changed(row, "state", "approved_at", "approved_by")
    feed_months(pk__in=keys)
    years: dict[str, set[int]] = {}
    for row in rows:
        years.setdefault(row.organisation_id, set()).add(row.month.year)
    for organisation in sorted(years):
        feed_budgets(organisation, years[organisation])
    rows[0].refresh_from_db()
    return rows[0]


@use_case(MonthPerm.APPROVE, on="month")
def return_month(*, actor: Actor, month: HoursMonth, return_reason: str) -> HoursMonth:
    """Give a submitted month back to its worker with the reason; it is open again (R12)."""
    if month.state != State.SUBMITTED:
        raise RuleViolation("Dieser Monat ist nicht eingereicht. Es gibt nichts zurückzugeben.")
    return _open_again(actor, month, return_reason)


@use_case(MonthPerm.APPROVE, on="month")
def reopen_month(*, actor: Actor, month: HoursMonth, return_reason: str) -> HoursMonth:
    """Open an approved month again with the reason, as long as its year is not settled (R12, R14)."""
    if month.state != State.APPROVED:
        raise RuleViolation("Dieser Monat ist nicht freigegeben. Es gibt nichts zu öffnen.")
    year = month.month.year
    contracts = entries_of(month).order_by().values_list("role__contract", flat=True).distinct()
    if settled_years(month.organisation_id, years=[year]) & {(contract, year) for contract in contracts}:
        raise settled(year, month.organisation)
    return _open_again(actor, month, return_reason)


def _open_again(actor: Actor, month: HoursMonth, why: str) -> HoursMonth:
    if month.worker == actor.person:
        raise RuleViolation("Über Ihre eigenen Stunden entscheidet jemand anderes (Vier-Augen-Prinzip).")
    if not why.strip():
        raise RuleViolation("Sagen Sie, was zu ändern ist.", field="return_reason")
    month.state, month.return_reason = State.OPEN, why.strip()
    month.submitted_at = month.approved_at = month.approved_by = None
    month.save()
    feed_months(pk=month.pk)
    feed_budgets(month.organisation_id, [month.month.year])
    return month


def last_day(first: date) -> date:
    return first + relativedelta(months=1, days=-1)


def entries_of(month: HoursMonth) -> QuerySet[HoursEntry]:
    """What the worker booked for the provider in the month."""
    return HoursEntry.objects.filter(
        worker=month.worker,
        organisation=month.organisation_id,
        worked_on__range=(month.month, last_day(month.month)),
    )
