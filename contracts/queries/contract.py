"""Framework contracts and their versions."""

from datetime import date
from uuid import UUID

from django.db.models import Count, DateField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from contracts.models import (
    Contract,
    Document,
    DocumentVersion,
    Party,
    Selection,
)
from contracts.policy import ContractPerm, contract_policy, document_policy
from kernel.access.actor import Actor


def contracts_for(actor: Actor) -> QuerySet[Contract]:
    """Contracts with the number of providers that are party to them; `as_of` is the day on which they are looked at."""
    return (
        contract_policy.rows(actor)
        .annotate(
            providers=Count("parties__organisation", distinct=True), as_of=Value(actor.today, output_field=DateField())
        )
        .order_by("-begins", "sort_key", "id")
    )


def without_older(rows: QuerySet[Contract]) -> QuerySet[Contract]:
    """Of each file the version in force and the open one; those that a later version took the place of are left out."""
    later = Contract.objects.filter(previous=OuterRef("pk"), root__isnull=False, in_force_since__isnull=False)
    return rows.exclude(Exists(later))


def in_force_on(day: date) -> Q:
    """Versions that were, are or will be in force on a day, whether or not their end has been recorded (R4)."""
    condition = Q(in_force_since__lte=day)
    for last in ("in_force_until", "terminates_on", "ends"):
        condition &= Q(**{last: None}) | Q(**{f"{last}__gte": day})
    return condition


def ending_until(actor: Actor, until: date) -> Q:
    """Versions in force whose end or notice takes effect between today and a day."""
    span = (actor.today, until)
    return Q(state=Contract.State.IN_FORCE) & (Q(ends__range=span) | Q(terminates_on__range=span))


def file_key(contract: Contract) -> UUID:
    """The key of the first version, on which roles, lines and documents hang."""
    return contract.root_id or contract.pk


def parties_of(contract: Contract) -> QuerySet[Party]:
    return (
        contract.parties.select_related("organisation")
        .prefetch_related("signatures")
        .order_by(F("organisation__sort_key").asc(nulls_first=True))
    )


def versions_of(actor: Actor, contract: Contract) -> list[Contract]:
    """All versions of the contract's file that the actor may see, the first one first, with what they hold."""
    file = file_key(contract)
    parties = Party.objects.select_related("organisation").order_by(F("organisation__sort_key").asc(nulls_first=True))
    return list(
        contract_policy.rows(actor)
        .filter(Q(pk=file) | Q(root=file))
        .prefetch_related(Prefetch("parties", queryset=parties), "agreements", "schedule_dates")
        .order_by(Coalesce("in_force_since", "begins").asc(nulls_last=True), "id")
    )


def selection_of(actor: Actor, contract: Contract) -> Selection | None:
    """How the providers were selected, with everyone who applied; not for providers."""
    if not contract_policy.allows(actor, ContractPerm.VIEW_SELECTION):
        return None
    found: Selection | None = (
        Selection.objects.filter(contract__in=[contract.pk, file_key(contract)])
        .prefetch_related("applicants__organisation")
        .order_by("-contract__root")
        .first()
    )
    return found


def documents_for(actor: Actor) -> QuerySet[Document]:
    """Papers with their versions, the newest first, without the bytes."""
    versions = DocumentVersion.objects.defer("content")
    return document_policy.rows(actor).prefetch_related(Prefetch("versions", queryset=versions))
