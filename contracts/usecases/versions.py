"""Amendments and renewals as versions of a contract's file, and the contract that follows it (R4)."""

from datetime import date, timedelta
from typing import Any

from contracts.models import Agreement, Contract, Party, ScheduleDate
from contracts.policy import ContractPerm
from contracts.usecases.contract_rules import Relation, State, must_run, save_contract
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case

TERMS = (
    "subject",
    "regime",
    "field_of_help",
    "schedule",
    *Contract.CHECKLIST,
    "low_threshold",
    "surplus_rule",
    "surplus_percent",
    "direct_percent",
    "corridor_percent",
    "notice_months",
)
NUMBER_LENGTH = Contract._meta.get_field("number").max_length or 0


@use_case(ContractPerm.AMEND, on="contract")
def prepare_amendment(*, actor: Actor, contract: Contract, begins: date, change_note: str) -> Contract:
    """The next version as a draft, with the terms, parties and agreements of the one in force (R4)."""
    must_run(contract, actor)
    return _next_version(contract, actor, Relation.AMENDMENT, begins, contract.ends, change_note)


@use_case(ContractPerm.AMEND, on="contract")
def prepare_renewal(
    *, actor: Actor, contract: Contract, ends: date, begins: date | None = None, change_note: str = ""
) -> Contract:
    """The next version as a draft, for the time after the end of the one in force (R4)."""
    if contract.state_on(actor.today) != State.EXPIRED:
        must_run(contract, actor)
    if contract.ends is None:
        raise RuleViolation("Der Vertrag hat kein Ende. Bereiten Sie eine Änderung vor.")
    if contract.terminates_on:
        raise RuleViolation("Der Vertrag ist gekündigt. Nehmen Sie zuerst die Kündigung zurück.")
    first = begins or contract.ends + timedelta(days=1)
    return _next_version(contract, actor, Relation.RENEWAL, first, ends, change_note)


@use_case(ContractPerm.AMEND, on="contract")
def draft_successor(*, actor: Actor, contract: Contract, number: str, begins: date | None = None) -> Contract:
    """A new contract that follows on this one, with a file of its own (R4)."""
    if contract.in_force_since is None:
        raise RuleViolation("Ein Nachfolger folgt auf einen Vertrag, der in Kraft war. Ändern Sie diesen Entwurf.")
    if contract.state == State.SUPERSEDED:
        raise RuleViolation("Diese Fassung ist schon abgelöst. Nehmen Sie die letzte des Vertrags.")
    if Contract.objects.filter(previous=contract, relation=Relation.FIRST, state__in=Contract.BEFORE_FORCE).exists():
        raise RuleViolation("Ein Nachfolger ist schon in Arbeit.")
    last = contract.last_day
    first = begins or (last + timedelta(days=1) if last else None)
    return _copy(contract, actor, number=number, previous=contract, begins=first, agreements=False)


@use_case(ContractPerm.AMEND, on="contract")
def discard_version(*, actor: Actor, contract: Contract) -> Contract:
    """A new version that is not pursued goes; the one before stays as it is (R4)."""
    if contract.relation == Relation.FIRST or contract.previous is None:
        raise RuleViolation("Verwerfen lässt sich nur eine neue Fassung, nicht der Vertrag selbst.")
    if not contract.is_open:
        raise RuleViolation("Was beschlossen ist, wird nicht verworfen. Öffnen Sie zuerst die Verhandlung wieder.")
    before = contract.previous
    also_changed(contract, "number", "begins", "change_note")
    contract.delete()
    before.save()
    return before


def _next_version(
    contract: Contract, actor: Actor, relation: str, begins: date, ends: date | None, change_note: str
) -> Contract:
    file = contract.file
    versions = Contract.objects.filter(root=file)
    if versions.filter(state__in=Contract.BEFORE_FORCE).exists():
        raise RuleViolation("Eine neue Fassung dieses Vertrags ist schon in Arbeit. Schließen Sie sie zuerst ab.")
    tail = f"/{versions.count() + 2}"
    return _copy(
        contract,
        actor,
        number=f"{file.number[: NUMBER_LENGTH - len(tail)]}{tail}",
        relation=relation,
        root=file,
        previous=contract,
        begins=begins,
        ends=ends,
        change_note=change_note,
    )


def _copy(contract: Contract, actor: Actor, *, agreements: bool = True, **fields: Any) -> Contract:
    """A draft with the same terms, parties, days of payment and, in the same file, agreements."""
    new = save_contract(Contract(**{name: getattr(contract, name) for name in TERMS} | fields), actor)
    for party in contract.parties.all():
        copy = Party.objects.create(contract=new, organisation_id=party.organisation_id, signatories=party.signatories)
        also_changed(copy, "organisation", "signatories")
    for month, day in contract.own_dates:
        also_changed(ScheduleDate.objects.create(contract=new, month=month, day=day), "month", "day")
    if agreements:
        for row in contract.agreements.all():
            same = Agreement.objects.create(
                contract=new, kind=row.kind, summary=row.summary, begins=row.begins, ends=row.ends
            )
            also_changed(same, "kind", "begins")
    return new
