"""Districts and centres (R3)."""

from datetime import date

from contracts.models import Centre, District
from contracts.policy import CentrePerm, DistrictPerm
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import use_case


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
    _name_is_free(name, None)
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
    """Change a district; closing it is its last day (R3). Roles must not reach beyond it."""
    check_dates(begins, ends)
    _name_is_free(name, district)
    if early := district.roles.filter(begins__lt=begins).first():
        raise RuleViolation(
            f"{early.organisation} hat hier schon vorher eine Rolle. Wählen Sie einen früheren Beginn.", field="begins"
        )
    if ends and (late := district.roles.exclude(ends__lte=ends).first()):
        raise RuleViolation(
            f"{late.organisation} hat hier eine Rolle über diesen Tag hinaus. Beenden Sie zuerst die Rolle.",
            field="ends",
        )
    district.name, district.begins, district.ends, district.pilot, district.remark = name, begins, ends, pilot, remark
    district.save()
    return district


def _name_is_free(name: str, but: District | None) -> None:
    same = District.objects.filter(name__iexact=name.strip(), ends=None)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise RuleViolation("Diesen Namen gibt es schon. Wählen Sie einen anderen.", field="name")


@use_case(CentrePerm.MANAGE)
def create_centre(
    *,
    actor: Actor,
    district: District,
    name: str,
    opened_on: date | None,
    precision: str,
    address: str = "",
    closed_on: date | None = None,
    remark: str = "",
) -> Centre:
    """A new or planned centre of a district (R3)."""
    _check_opening(opened_on, precision, closed_on)
    return Centre.objects.create(
        district=district,
        name=name,
        opened_on=opened_on,
        precision=precision,
        address=address,
        closed_on=closed_on,
        remark=remark,
    )


@use_case(CentrePerm.MANAGE, on="centre")
def change_centre(
    *,
    actor: Actor,
    centre: Centre,
    district: District,
    name: str,
    opened_on: date | None,
    precision: str,
    address: str,
    closed_on: date | None,
    remark: str,
) -> Centre:
    """Change, open or close a centre (R3)."""
    _check_opening(opened_on, precision, closed_on)
    centre.district, centre.name, centre.opened_on, centre.precision = district, name, opened_on, precision
    centre.address, centre.closed_on, centre.remark = address, closed_on, remark
    centre.save()
    return centre


def _check_opening(opened_on: date | None, precision: str, closed_on: date | None) -> None:
    if precision != Centre.Precision.PLANNED and opened_on is None:
        raise RuleViolation(
            "Geben Sie an, wann das Zentrum eröffnet wurde, oder wählen Sie „geplant“.", field="opened_on"
        )
    check_dates(opened_on, closed_on, "closed_on")
