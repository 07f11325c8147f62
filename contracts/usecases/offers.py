"""The catalogue of a centre: offers, their dates, and who came, as numbers only (R23b)."""

from datetime import date, time
from itertools import islice

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from django.db import models

from contracts.models import Centre, Offer, OfferDate
from contracts.policy.offers import OfferDatePerm, OfferPerm
from contracts.usecases.territory import check_dates
from kernel.access.actor import Actor
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.calendar import is_holiday
from kernel.web.words import day as in_words
from tenants.registry.models import Organisation

MOST = 120  # dates in one step
TAKEN = {"offer_date_once": ("An diesem Tag gibt es um diese Zeit schon einen Termin.", "held_on")}


class Rhythm(models.TextChoices):
    """How dates of an offer repeat."""

    ONCE = "once", "einmal"
    WEEKLY = "weekly", "jede Woche"
    FORTNIGHTLY = "fortnightly", "alle zwei Wochen"
    MONTHLY = "monthly", "jeden Monat am gleichen Wochentag"


@use_case(OfferPerm.MANAGE)
def create_offer(
    *,
    actor: Actor,
    centre: Centre,
    name: str,
    begins: date,
    ends: date | None = None,
    organisation: Organisation | None = None,
    description: str = "",
    audience: str = "",
) -> Offer:
    """A new entry of a centre's catalogue (R23b)."""
    offer = Offer(centre=centre, begins=begins, ends=ends)
    return _save_offer(actor, offer, name, begins, ends, organisation, description, audience)


@use_case(OfferPerm.MANAGE, on="offer")
def change_offer(
    *,
    actor: Actor,
    offer: Offer,
    name: str,
    begins: date,
    ends: date | None,
    organisation: Organisation | None,
    description: str,
    audience: str,
) -> Offer:
    """Change or end an offer; its dates stay within its time."""
    left = offer.dates.filter(cancelled=False)
    if left.filter(held_on__lt=begins).exists():
        raise RuleViolation("Davor liegen schon Termine. Wählen Sie einen früheren Beginn.", field="begins")
    if ends and left.filter(held_on__gt=ends).exists():
        raise RuleViolation("Danach stehen noch Termine. Sagen Sie sie zuerst ab.", field="ends")
    return _save_offer(actor, offer, name, begins, ends, organisation, description, audience)


def _save_offer(
    actor: Actor,
    offer: Offer,
    name: str,
    begins: date,
    ends: date | None,
    organisation: Organisation | None,
    description: str,
    audience: str,
) -> Offer:
    check_dates(begins, ends)
    closed = offer.centre.closed_on
    if closed and (begins > closed or (ends and ends > closed)):
        raise RuleViolation(f"Das Zentrum schließt am {in_words(closed)}. Wählen Sie Daten bis dahin.", field="begins")
    own, before = actor.organisations(), offer.organisation_id
    if own and organisation and organisation.pk not in own and organisation.pk != before:
        raise RuleViolation("Geben Sie Ihren eigenen Träger an.", field="organisation")
    offer.name, offer.begins, offer.ends, offer.organisation = name, begins, ends, organisation
    offer.description, offer.audience = description, audience
    offer.save()
    return offer


@use_case(OfferPerm.MANAGE, on="offer")
def plan_dates(
    *,
    actor: Actor,
    offer: Offer,
    held_on: date,
    begins_at: time,
    ends_at: time,
    rhythm: str = Rhythm.ONCE,
    until: date | None = None,
    skip_holidays: bool = False,
    place: str = "",
    places: int | None = None,
) -> Offer:
    """A date of an offer, or a weekly or monthly series in one step (R23b)."""
    days = days_of(held_on, rhythm, until)
    if skip_holidays:
        days = [d for d in days if not is_holiday(d, str(actor.settings.get("state", "NW")))]
    if not days:
        raise RuleViolation("Alle Tage sind Feiertage. Wählen Sie andere.", field="held_on")
    _check_times(begins_at, ends_at)
    for day in days:
        _check_day(offer, day)
    with explained(**TAKEN):
        for day in days:
            row = OfferDate.objects.create(
                offer=offer, held_on=day, begins_at=begins_at, ends_at=ends_at, place=place, places=places
            )
            also_changed(row, "offer", "held_on", "begins_at", "ends_at", "place", "places")
    return offer


def days_of(first: date, rhythm: str, until: date | None) -> list[date]:
    """The days of a series, the first and at most `until` included."""
    if rhythm == Rhythm.ONCE:
        return [first]
    if until is None:
        raise RuleViolation("Sagen Sie, bis wann sich der Termin wiederholt.", field="until")
    if until < first:
        raise RuleViolation("Das Ende der Reihe liegt vor dem ersten Termin.", field="until")
    if rhythm == Rhythm.MONTHLY:
        ordinal = (first.day - 1) // 7 + 1
        same = weekday(first.weekday(), ordinal if ordinal < 5 else -1)  # a fifth Tuesday means the last
        series = rrule(MONTHLY, dtstart=first, until=until, byweekday=same)
    else:
        series = rrule(WEEKLY, interval=2 if rhythm == Rhythm.FORTNIGHTLY else 1, dtstart=first, until=until)
    days = [moment.date() for moment in islice(series, MOST + 1)]
    if len(days) > MOST:
        raise RuleViolation(
            f"Das wären mehr als {MOST} Termine. Wählen Sie ein früheres Ende der Reihe.", field="until"
        )
    return days


@use_case(OfferDatePerm.MANAGE, on="date")
def change_date(
    *,
    actor: Actor,
    date: OfferDate,
    held_on: date,
    begins_at: time,
    ends_at: time,
    place: str = "",
    places: int | None = None,
) -> OfferDate:
    """Move a date of an offer, or change its place."""
    _check_not_counted(date)
    _check_times(begins_at, ends_at)
    _check_day(date.offer, held_on)
    date.held_on, date.begins_at, date.ends_at, date.place, date.places = held_on, begins_at, ends_at, place, places
    with explained(**TAKEN):
        date.save()
    return date


@use_case(OfferDatePerm.MANAGE, on="date")
def cancel_date(*, actor: Actor, date: OfferDate) -> OfferDate:
    """A date does not take place; it stays in the list, marked."""
    _check_not_counted(date)
    if date.cancelled:
        raise RuleViolation("Dieser Termin ist schon abgesagt.")
    date.cancelled = True
    date.save()
    return date


@use_case(OfferDatePerm.MANAGE, on="date")
def reinstate_date(*, actor: Actor, date: OfferDate) -> OfferDate:
    """A cancelled date takes place after all."""
    if not date.cancelled:
        raise RuleViolation("Dieser Termin ist nicht abgesagt.")
    _check_day(date.offer, date.held_on)
    date.cancelled = False
    date.save()
    return date


@use_case(OfferDatePerm.MANAGE, on="date")
def count_attendance(*, actor: Actor, date: OfferDate, adults: int, children: int) -> OfferDate:
    """How many came, without names; a wrong number is entered again (R23b)."""
    if date.cancelled:
        raise RuleViolation("Dieser Termin war abgesagt. Nehmen Sie zuerst die Absage zurück.")
    if date.held_on > actor.today:
        raise RuleViolation("Der Termin liegt in der Zukunft. Zählen Sie, wenn er vorbei ist.", field="adults")
    for field, count in (("adults", adults), ("children", children)):
        if not 0 <= count <= 9999:
            raise RuleViolation("Geben Sie eine Zahl von 0 bis 9.999 an.", field=field)
    date.adults, date.children = adults, children
    date.save()
    return date


def _check_times(begins_at: time, ends_at: time) -> None:
    if ends_at <= begins_at:
        raise RuleViolation("Das Ende liegt vor dem Beginn. Wählen Sie eine spätere Uhrzeit.", field="ends_at")


def _check_day(offer: Offer, day: date) -> None:
    if day < offer.begins or (offer.ends and day > offer.ends):
        raise RuleViolation(
            f"Das Angebot gibt es am {in_words(day)} nicht. Wählen Sie einen anderen Tag.", field="held_on"
        )
    closed = offer.centre.closed_on
    if closed and day > closed:
        raise RuleViolation(
            f"Das Zentrum schließt am {in_words(closed)}. Wählen Sie einen früheren Tag.", field="held_on"
        )


def _check_not_counted(date: OfferDate) -> None:
    if date.adults is not None:
        raise RuleViolation("Für diesen Termin ist schon gezählt, wer kam. Er hat stattgefunden.")
