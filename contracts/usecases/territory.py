"""Districts: begun, renamed and closed by date (R3). How they follow each other: `succession`."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from contracts.models import District, DistrictName
from contracts.policy import DistrictPerm
from contracts.usecases.overview import feed_roles
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.keys import sort_key
from kernel.web.words import day as in_words


def check_dates(begins: date | None, ends: date | None, field: str = "ends") -> None:
    """The last day is not before the first."""
    if begins and ends and ends < begins:
        raise RuleViolation("Das Ende liegt vor dem Beginn. Wählen Sie ein späteres Ende.", field=field)


@use_case(DistrictPerm.MANAGE)
def create_district(
    *,
    actor: Actor,
    name: str,
    begins: date,
    ends: date | None = None,
    pilot: bool = False,
    remark: str = "",
) -> District:
    """A new district from a day on (R3)."""
    check_dates(begins, ends)
    check_name(name, begins, ends)
    return District.objects.create(name=name, begins=begins, ends=ends, pilot=pilot, remark=remark)


@use_case(DistrictPerm.MANAGE, on="district")
def change_district(
    *,
    actor: Actor,
    district: District,
    name: str,
    begins: date,
    ends: date | None,
    pilot: bool,
    remark: str,
) -> District:
    """Correct what was entered about a district; another name from a day on is `rename_district` (R3)."""
    _check_life(district, begins, ends)
    if name != district.name:
        check_name(name, begins, ends, besides=[district])
        _correct_name(district, name, actor.today)
    district.name, district.begins, district.ends, district.pilot, district.remark = name, begins, ends, pilot, remark
    district.save()
    feed_roles(district.roles.all())
    return district


@use_case(DistrictPerm.MANAGE, on="district")
def rename_district(*, actor: Actor, district: District, name: str, begins: date) -> District:
    """From a day on the district has another name; before, the old one stays true (R3).

    A day in the future is allowed: until it comes, the new name shows only as planned.
    """
    if begins <= district.begins:
        raise RuleViolation(
            f"Den Raum gibt es seit dem {in_words(district.begins)}. Wählen Sie einen späteren Tag.", field="begins"
        )
    if district.ends and begins > district.ends:
        raise RuleViolation(
            f"Den Raum gibt es nur bis zum {in_words(district.ends)}. Wählen Sie einen früheren Tag.", field="begins"
        )
    if district.name_on(begins) == name:
        raise RuleViolation("So heißt der Raum an diesem Tag schon. Geben Sie den neuen Namen an.", field="name")
    check_name(name, begins, district.ends, besides=[district])
    if not district.names.exists():
        _name(district, district.name, district.begins)
    _name(district, name, begins)
    district = District.objects.get(pk=district.pk)
    district.name = district.name_on(actor.today)
    district.save()
    feed_roles(district.roles.all())
    return district


@use_case(DistrictPerm.MANAGE, on="district")
def close_district(*, actor: Actor, district: District, ends: date) -> District:
    """The district's last day, without a successor (R3); nothing of it may reach beyond."""
    _check_life(district, district.begins, ends)
    district.ends = ends
    district.save()
    return district


def check_name(name: str, begins: date, ends: date | None, besides: Iterable[District] = ()) -> None:
    """No other district has the name at any time between two days."""
    key = sort_key(name)
    others = District.objects.exclude(pk__in=[d.pk for d in besides]).filter(Q(ends=None) | Q(ends__gte=begins))
    for other in (others.filter(begins__lte=ends) if ends else others).prefetch_related("names"):
        first = max(begins, other.begins)
        later = [n.name for n in other.names.all() if n.begins > first and (ends is None or n.begins <= ends)]
        if key in map(sort_key, [other.name_on(first), *later]):
            raise RuleViolation("Diesen Namen gibt es schon. Wählen Sie einen anderen.", field="name")


def _name(district: District, name: str, begins: date) -> None:
    row = DistrictName.objects.filter(district=district, begins=begins).first()
    row = row or DistrictName(district=district, begins=begins)
    row.name = name
    row.save()
    also_changed(row, "name", "begins")


def _correct_name(district: District, name: str, today: date) -> None:
    row = district.names.filter(begins__lte=today).order_by("-begins").first() or district.names.first()
    if row:
        row.name = name
        row.save()
        also_changed(row, "name")


def _check_life(district: District, begins: date, ends: date | None) -> None:
    """What belongs to the district keeps lying within its life (R3)."""
    check_dates(begins, ends)
    if begins != district.begins and district.origins.exists():
        raise RuleViolation("Der Raum ist aus anderen hervorgegangen. Sein Beginn steht damit fest.", field="begins")
    if ends != district.ends and district.successions.exists():
        raise RuleViolation("Auf diesen Raum folgen andere. Sein Ende steht damit fest.", field="ends")
    if early := district.roles.filter(begins__lt=begins).first():
        raise RuleViolation(
            f"{early.organisation} hat hier schon vorher eine Rolle. Wählen Sie einen früheren Beginn.", field="begins"
        )
    if ends is None:
        return
    if late := district.roles.exclude(ends__lte=ends).first():
        raise RuleViolation(
            f"{late.organisation} hat hier eine Rolle über diesen Tag hinaus. Beenden Sie zuerst die Rolle.",
            field="ends",
        )
    if centre := district.centres.exclude(closed_on__lte=ends).first():
        raise RuleViolation(
            f"Das Zentrum {centre} besteht über diesen Tag hinaus. Schließen oder verlegen Sie es zuerst.", field="ends"
        )
    if district.contacts.filter(happened_on__gt=ends).exists():
        raise RuleViolation("Danach sind hier schon Kontakte gezählt. Wählen Sie einen späteren Tag.", field="ends")
