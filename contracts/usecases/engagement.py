"""Providers' engagement in the office and their roles in its districts (R1, R2, R7)."""

from datetime import date, timedelta

from contracts.models import Contract, District, Engagement, ProviderRole
from contracts.policy import EngagementPerm, RolePerm
from contracts.usecases.overview import feed_budgets, feed_engagements, feed_roles
from contracts.usecases.settled import settled_years
from contracts.usecases.territory import check_dates
from kernel.access.actor import Actor
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.web.words import day as in_words
from tenants.registry.models import Organisation
from tenants.worklist.events import Kind as EventKind
from tenants.worklist.events import tell

ENGAGED = {"engagement_once": ("Dieser Träger arbeitet in dieser Zeit schon mit.", "organisation")}
ROLES = {
    "role_one_lead": (
        "In diesem Raum ist für dieses Hilfefeld in dieser Zeit schon ein Träger federführend. "
        "Beenden Sie dessen Rolle oder wählen Sie andere Daten.",
        "begins",
    ),
    "role_once": ("Diese Rolle hat der Träger in dieser Zeit hier schon.", "begins"),
}


@use_case(EngagementPerm.MANAGE)
def engage_organisation(
    *,
    actor: Actor,
    organisation: Organisation,
    begins: date,
    ends: date | None = None,
    remark: str = "",
) -> Engagement:
    """From a day on a provider works for the office and may name its people (R1); its administration is told."""
    check_dates(begins, ends)
    with explained(**ENGAGED):
        engagement = Engagement.objects.create(organisation=organisation, begins=begins, ends=ends, remark=remark)
    feed_engagements(organisation.pk)
    tell(EventKind.ENGAGED, office=actor.place, organisation=organisation.pk, subject=engagement.pk)
    return engagement


@use_case(EngagementPerm.MANAGE, on="engagement")
def change_engagement(
    *, actor: Actor, engagement: Engagement, begins: date, ends: date | None, remark: str
) -> Engagement:
    """Change or end an engagement; roles must not reach beyond it."""
    check_dates(begins, ends)
    roles = ProviderRole.objects.filter(organisation=engagement.organisation_id, begins__gte=engagement.begins)
    if engagement.ends:
        roles = roles.filter(begins__lte=engagement.ends)
    if roles.filter(begins__lt=begins).exists():
        raise RuleViolation(
            "Der Träger hat Rollen, die früher beginnen. Wählen Sie einen früheren Beginn.", field="begins"
        )
    if ends and roles.exclude(ends__lte=ends).exists():
        raise RuleViolation(
            "Der Träger hat Rollen über diesen Tag hinaus. Beenden Sie zuerst die Rollen.", field="ends"
        )
    engagement.begins, engagement.ends, engagement.remark = begins, ends, remark
    with explained(**ENGAGED):
        engagement.save()
    feed_engagements(engagement.organisation_id)
    return engagement


@use_case(RolePerm.MANAGE)
def assign_role(
    *,
    actor: Actor,
    district: District,
    organisation: Organisation,
    kind: str,
    field_of_help: str,
    begins: date,
    ends: date | None = None,
    purpose: str = "",
    contract: Contract | None = None,
    remark: str = "",
) -> ProviderRole:
    """Give a provider a dated role in a district; the database keeps leads from overlapping (R1, R2)."""
    role = ProviderRole(
        district=district,
        organisation=organisation,
        kind=kind,
        field_of_help=field_of_help,
        begins=begins,
        ends=ends,
        purpose=purpose,
        contract=contract.file if contract else None,
        remark=remark,
    )
    _save_role(role, actor)
    feed_roles([role])
    return role


@use_case(RolePerm.MANAGE, on="role")
def change_role(
    *,
    actor: Actor,
    role: ProviderRole,
    kind: str,
    field_of_help: str,
    begins: date,
    ends: date | None,
    purpose: str,
    contract: Contract | None = None,
    remark: str = "",
) -> ProviderRole:
    """Change or end a role; hours already booked must stay within its dates (R12)."""
    _check_hours(role, begins, ends)
    _check_settled(role, contract.file if contract else None)
    moved = role.contract_id != (contract.file.pk if contract else None)
    role.kind, role.field_of_help, role.begins, role.ends = kind, field_of_help, begins, ends
    role.purpose, role.contract, role.remark = purpose, contract.file if contract else None, remark
    _save_role(role, actor)
    feed_roles([role])
    if moved:  # its hours now count under another contract
        years = role.hours.order_by().values_list("worked_on__year", flat=True).distinct()
        feed_budgets(role.organisation_id, list(years))
    return role


@use_case(RolePerm.MANAGE, on="role")
def hand_over_lead(
    *,
    actor: Actor,
    role: ProviderRole,
    organisation: Organisation,
    begins: date,
    ends: date | None = None,
    contract: Contract | None = None,
    remark: str = "",
) -> ProviderRole:
    """Another provider leads from a day on; the one before leads until the day before (R2)."""
    if role.kind != ProviderRole.Kind.LEAD:
        raise RuleViolation("Wechseln kann nur die Federführung. Beenden Sie diese Rolle und vergeben Sie eine neue.")
    if organisation.pk == role.organisation_id:
        raise RuleViolation("Dieser Träger ist schon federführend. Wählen Sie einen anderen.", field="organisation")
    if begins <= role.begins:
        raise RuleViolation(
            f"{role.organisation} ist erst ab dem {in_words(role.begins)} federführend. Wählen Sie einen späteren Tag.",
            field="begins",
        )
    if role.ends and begins > role.ends + timedelta(days=1):
        raise RuleViolation(
            f"Die Rolle endet schon am {in_words(role.ends)}. Wählen Sie den Tag danach, oder vergeben Sie eine neue.",
            field="begins",
        )
    last = begins - timedelta(days=1)
    _check_hours(role, role.begins, last)
    role.ends = last
    _save_role(role, actor)
    following = ProviderRole(
        district=role.district,
        organisation=organisation,
        kind=role.kind,
        field_of_help=role.field_of_help,
        begins=begins,
        ends=ends,
        contract=contract.file if contract else None,
        remark=remark,
    )
    _save_role(following, actor)
    also_changed(following, "district", "organisation", "kind", "field_of_help", "begins", "ends")
    feed_roles([role, following])
    return role


def _check_hours(role: ProviderRole, begins: date, ends: date | None) -> None:
    """Hours already booked must stay within the role's dates (R12)."""
    outside = role.hours.filter(worked_on__lt=begins)
    if ends:
        outside = outside | role.hours.filter(worked_on__gt=ends)
    if outside.exists():
        raise RuleViolation(
            "Außerhalb dieser Zeit sind schon Stunden gebucht. Wählen Sie die Daten weiter.", field="begins"
        )


def _check_settled(role: ProviderRole, after: Contract | None) -> None:
    """Hours of a settled year neither leave the contract for which they were settled, nor come to it afterwards (R14)."""
    files = {role.contract_id, after.pk if after else None}
    if len(files) == 1:
        return
    closed = {year for file, year in settled_years(role.organisation_id) if file in files}
    if year := next((y for y in sorted(closed, reverse=True) if role.hours.filter(worked_on__year=y).exists()), None):
        raise RuleViolation(
            f"Das Jahr {year} ist schon abgerechnet, und in dieser Rolle stehen Stunden aus diesem Jahr. "
            "Beenden Sie sie und vergeben Sie eine neue.",
            field="contract",
        )


def _save_role(role: ProviderRole, actor: Actor) -> ProviderRole:
    check_dates(role.begins, role.ends)
    if role.kind == ProviderRole.Kind.COOPERATION and not role.purpose.strip():
        raise RuleViolation("Ein Kooperationspartner braucht einen Zweck.", field="purpose")
    if role.kind == ProviderRole.Kind.LEAD and not actor.settings.get("uses_leads", True):
        raise RuleViolation(
            "Dieses Amt arbeitet ohne federführende Träger. Wählen Sie „Netzwerkpartner“.", field="kind"
        )
    district = role.district
    if role.begins < district.begins or (district.ends and (role.ends is None or role.ends > district.ends)):
        raise RuleViolation("Den Raum gibt es in dieser Zeit nicht durchgehend.", field="begins")
    if not covering_engagement(role.organisation_id, role.begins, role.ends):
        raise RuleViolation("Der Träger arbeitet in dieser Zeit nicht durchgehend mit.", field="organisation")
    with explained(**ROLES):
        role.save()
    return role


def covering_engagement(organisation: str, begins: date, ends: date | None) -> bool:
    """Whether one engagement of the provider covers the whole time."""
    covering = Engagement.objects.filter(organisation=organisation, begins__lte=begins)
    return (covering.filter(ends=None) | (covering.filter(ends__gte=ends) if ends else covering.none())).exists()
