"""Districts follow each other: split into several, several merged into one, on a day (R2, R3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from contracts.models import Centre, District, DistrictSuccession, ProviderRole
from contracts.policy import DistrictPerm
from contracts.usecases.centres import settle
from contracts.usecases.engagement import ROLES
from contracts.usecases.overview import feed_roles
from contracts.usecases.territory import check_name
from kernel.access.actor import Actor
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.keys import sort_key
from kernel.web.words import day as in_words

DAY = timedelta(days=1)
MOST = 12  # parts of a split, or districts of a merger


@dataclass(frozen=True)
class Part:
    """A district that begins with a split, and the centres that then belong to it."""

    name: str
    centres: Sequence[Centre] = ()


@use_case(DistrictPerm.MANAGE, on="district")
def split_district(
    *, actor: Actor, district: District, begins: date, parts: Sequence[Part], carry_roles: bool = False
) -> District:
    """Several districts follow this one on a day; it ends the day before (R3)."""
    if not 2 <= len(parts) <= MOST:
        raise RuleViolation("Geben Sie mindestens zwei neue Räume an.", field="parts")
    if len({sort_key(p.name) for p in parts}) < len(parts):
        raise RuleViolation("Zwei neue Räume haben denselben Namen. Geben Sie verschiedene an.", field="parts")
    target = {centre.pk: number for number, part in enumerate(parts) for centre in part.centres}
    centres = list(_centres_after([district], begins))
    for centre in centres:
        if centre.pk not in target:
            raise RuleViolation(f"Sagen Sie, zu welchem neuen Raum das Zentrum {centre} gehört.", field="parts")
    if len(target) < sum(len(p.centres) for p in parts) or target.keys() - {c.pk for c in centres}:
        raise RuleViolation("Ordnen Sie jedes Zentrum dieses Raums genau einem neuen Raum zu.", field="parts")
    _end([district], begins)
    successors = [_begin(part.name, begins, [district]) for part in parts]
    for centre in centres:
        settle(centre, begins, actor.today, district=successors[target[centre.pk]])
    _follow(actor, [district], successors, begins, carry_roles)
    return district


@use_case(DistrictPerm.MANAGE, on="district")
def merge_districts(
    *,
    actor: Actor,
    district: District,
    others: Sequence[District],
    begins: date,
    name: str,
    carry_roles: bool = False,
) -> District:
    """One district follows this and others on a day; they end the day before (R3)."""
    if district.pk in {o.pk for o in others}:
        raise RuleViolation(
            "Ein Raum kann nicht mit sich selbst zusammengelegt werden. Wählen Sie andere.", field="others"
        )
    if not 1 <= len(others) < MOST:
        raise RuleViolation("Wählen Sie, mit welchen Räumen zusammengelegt wird.", field="others")
    predecessors = [district, *District.objects.select_for_update().filter(pk__in=[o.pk for o in others])]
    centres = list(_centres_after(predecessors, begins))
    _end(predecessors, begins)
    successor = _begin(name, begins, predecessors)
    for centre in centres:
        settle(centre, begins, actor.today, district=successor)
    _follow(actor, predecessors, [successor], begins, carry_roles)
    return district


def _centres_after(districts: Iterable[District], begins: date) -> Iterable[Centre]:
    """Centres that belong to the districts when they end, and are not closed by then."""
    known = Centre.objects.filter(Q(closed_on=None) | Q(closed_on__gte=begins)).prefetch_related("periods__district")
    ending = {d.pk for d in districts}
    return (c for c in known.select_related("district") if c.district_on(begins).pk in ending)


def _end(districts: Sequence[District], begins: date) -> None:
    for district in districts:
        if begins <= district.begins:
            raise RuleViolation(
                f"{district} gibt es seit dem {in_words(district.begins)}. Wählen Sie einen späteren Tag.",
                field="begins",
            )
        if district.successions.exists():
            raise RuleViolation(f"Auf {district} folgen schon andere Räume.", field="begins")
        if district.ends and district.ends < begins - DAY:
            raise RuleViolation(
                f"{district} gibt es nur bis zum {in_words(district.ends)}. Wählen Sie einen früheren Tag.",
                field="begins",
            )
        if district.contacts.filter(happened_on__gte=begins).exists():
            raise RuleViolation(
                f"In {district} sind ab diesem Tag schon Kontakte gezählt. Wählen Sie einen späteren Tag.",
                field="begins",
            )
        district.ends = begins - DAY
        district.save()
        also_changed(district, "ends")


def _begin(name: str, begins: date, predecessors: Sequence[District]) -> District:
    check_name(name, begins, None, besides=predecessors)
    successor = District.objects.create(name=name, begins=begins, pilot=all(d.pilot for d in predecessors))
    also_changed(successor, "name", "begins", "pilot")
    for predecessor in predecessors:
        row = DistrictSuccession.objects.create(predecessor=predecessor, successor=successor, begins=begins)
        also_changed(row, "predecessor", "successor", "begins")
    return successor


def _follow(
    actor: Actor, predecessors: Sequence[District], successors: Sequence[District], begins: date, carry: bool
) -> None:
    """Roles that cross the day end the day before; when asked they go on in the successors, where R2 allows."""
    roles = ProviderRole.objects.filter(Q(ends=None) | Q(ends__gte=begins), district__in=predecessors)
    crossing: list[ProviderRole] = []
    planned: list[ProviderRole] = []
    for role in roles.select_related("organisation", "district").order_by("begins", "id"):
        (crossing if role.begins < begins else planned).append(role)
    if planned and not carry:
        raise RuleViolation(
            f"{planned[0].organisation} hat in {planned[0].district} ab {in_words(planned[0].begins)} eine Rolle. "
            "Führen Sie die Rollen in den neuen Räumen fort, oder ändern Sie diese zuerst.",
            field="carry_roles",
        )
    lasting = {role.pk: role.ends for role in crossing}
    for role in [*crossing, *planned]:
        _check_hours(role, begins)
    for role in crossing:
        role.ends = begins - DAY
        role.save()
        also_changed(role, "ends")
    if carry:
        going_on = _without_rival_leads(actor, crossing)
        for role in _once_each(going_on):
            ends = [lasting[r.pk] for r in going_on if _key(r) == _key(role)]
            _continue(role, successors, begins, None if None in ends else max(e for e in ends if e))
        for role in planned:
            _continue(role, successors, role.begins, role.ends)
            role.delete()
    feed_roles([*crossing, *planned])


def _check_hours(role: ProviderRole, begins: date) -> None:
    if role.hours.filter(worked_on__gte=begins).exists():
        raise RuleViolation(
            f"{role.organisation} hat in {role.district} ab diesem Tag schon Stunden gebucht. "
            "Wählen Sie einen späteren Tag.",
            field="begins",
        )


def _without_rival_leads(actor: Actor, roles: Sequence[ProviderRole]) -> list[ProviderRole]:
    """Where several providers led in a field of help, none goes on leading: the office decides anew (R2)."""
    leads: dict[str, set[str]] = {}
    for role in roles:
        if role.kind == ProviderRole.Kind.LEAD:
            leads.setdefault(role.field_of_help, set()).add(role.organisation_id)
    may_lead = actor.settings.get("uses_leads", True)
    return [
        r for r in roles if r.kind != ProviderRole.Kind.LEAD or (may_lead and len(leads[r.field_of_help]) == 1)
    ]  # fmt: skip


def _key(role: ProviderRole) -> tuple[str, str, str]:
    return role.organisation_id, role.kind, role.field_of_help


def _once_each(roles: Sequence[ProviderRole]) -> list[ProviderRole]:
    return list({_key(role): role for role in reversed(roles)}.values())


def _continue(role: ProviderRole, successors: Sequence[District], begins: date, ends: date | None) -> None:
    for successor in successors:
        with explained(**ROLES):
            following = ProviderRole.objects.create(
                district=successor,
                organisation=role.organisation,
                contract_id=role.contract_id,
                kind=role.kind,
                field_of_help=role.field_of_help,
                purpose=role.purpose,
                begins=begins,
                ends=ends,
                remark=f"Fortgeführt aus {role.district}."[:300],
            )
        also_changed(following, "district", "organisation", "kind", "field_of_help", "begins", "ends")
