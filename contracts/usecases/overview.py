"""What each provider has in this office, fed into the table that its workspace reads (R1, R10).

Every function here works within the transaction of the change it follows from, and computes anew from what is stored:
what is fed and what is rebuilt are the same.
"""

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from contracts.models import BudgetLine, Engagement, HoursEntry, HoursMonth, ProviderRole
from contracts.queries.budget import released_lines
from contracts.queries.hours_months import FirstOfMonth
from kernel.access.use_case import place_of_connection
from tenants.worklist.models import OwnBudget, OwnEngagement, OwnRole


def feed_engagements(organisation: str) -> None:
    """When the provider works here."""
    _wait_in_line([organisation])
    _replace_engagements(Q(organisation=organisation))


def feed_roles(roles: Iterable[ProviderRole]) -> None:
    """The roles of the providers whose roles these are."""
    organisations = {role.organisation_id for role in roles}
    if organisations:
        _wait_in_line(organisations)
        _replace_roles(Q(organisation__in=organisations))


def feed_budgets(organisation: str, years: Collection[int]) -> None:
    """The budgets of a provider in some years."""
    _wait_in_line([organisation])
    _replace_budgets(Q(organisation=organisation, year__in=years), Q(organisation=organisation))


def feed_lines(lines: Iterable[BudgetLine]) -> None:
    """The budgets to which the lines belong."""
    years: dict[str, set[int]] = {}
    for line in lines:
        years.setdefault(line.organisation_id, set()).add(line.year)
    for organisation in sorted(years):
        feed_budgets(organisation, years[organisation])


def rebuild() -> None:
    """All of the office, from what is stored."""
    everyone = Q()
    _replace_engagements(everyone)
    _replace_roles(everyone)
    _replace_budgets(everyone, everyone)


def _wait_in_line(organisations: Collection[str]) -> None:
    """Two who change what one provider has wait for each other, so that the later counts what the earlier did."""
    with connection.cursor() as cursor:
        for organisation in sorted(organisations):
            name = f"overview:{place_of_connection()}:{organisation}"
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])


def _replace_engagements(which: Q) -> None:
    office = place_of_connection()
    OwnEngagement.objects.filter(which, office=office).delete()
    OwnEngagement.objects.bulk_create(
        OwnEngagement(
            id=row.pk, office_id=office, organisation_id=row.organisation_id, begins=row.begins, ends=row.ends
        )
        for row in Engagement.objects.filter(which)
    )


def _replace_roles(which: Q) -> None:
    office = place_of_connection()
    OwnRole.objects.filter(which, office=office).delete()
    OwnRole.objects.bulk_create(
        OwnRole(
            id=role.pk,
            office_id=office,
            organisation_id=role.organisation_id,
            district=role.district.name,
            sort_key=role.district.sort_key,
            kind=role.kind,
            field_of_help=role.field_of_help,
            contract=role.contract.number if role.contract else "",
            begins=role.begins,
            ends=role.ends,
        )
        for role in ProviderRole.objects.filter(which).select_related("district", "contract")
    )


def _replace_budgets(which: Q, whose: Q) -> None:
    office = place_of_connection()
    sums: dict[tuple[str, int, UUID | None], OwnBudget] = {}
    for line in released_lines().filter(which):
        row = sums.setdefault(
            (line.organisation_id, line.year, line.contract_id),
            OwnBudget(
                office_id=office,
                organisation_id=line.organisation_id,
                contract=line.contract_id,
                number=line.contract.number if line.contract else "",
                year=line.year,
                amount=Decimal(0),
                paid=Decimal(0),
                minutes=0,
                used=0,
            ),
        )
        row.amount, row.paid = row.amount + line.approved, row.paid + line.paid
        row.minutes += line.approved_minutes
    for organisation, contract, year, used in _approved_hours(whose, {year for _, year, _ in sums}):
        if row_of := sums.get((organisation, year, contract)):
            row_of.used = used
    OwnBudget.objects.filter(which, office=office).delete()
    OwnBudget.objects.bulk_create(sums.values())


def _approved_hours(whose: Q, years: Collection[int]) -> QuerySet[Any, Any]:
    """Minutes in approved months (R12) by provider, contract and year."""
    approved = HoursMonth.objects.filter(
        worker=OuterRef("worker"),
        organisation=OuterRef("organisation"),
        month=FirstOfMonth(OuterRef("worked_on")),
        state=HoursMonth.State.APPROVED,
    )
    entries = HoursEntry.objects.filter(whose, Exists(approved), worked_on__year__in=years).order_by()
    return entries.values_list("organisation", "role__contract", "worked_on__year").annotate(Sum("minutes"))
