"""A framework contract from its draft to the negotiation: text, terms, parties, checklist (R4, R5, R8, R9)."""

from calendar import monthrange
from collections.abc import Iterable
from typing import Any

from contracts.models import Contract, Engagement, Party, ScheduleDate
from contracts.policy import ContractPerm
from contracts.usecases.contract_rules import Relation, State, move, must_be, save_contract, still_open
from contracts.usecases.overview import feed_roles
from kernel.access.actor import Actor
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from tenants.registry.models import Organisation

LEAP_YEAR = 2024  # in which every day of the year exists


@use_case(ContractPerm.EDIT)
def create_contract(*, actor: Actor, schedule_dates: Iterable[Any] | None = None, **fields: Any) -> Contract:
    """A new draft; the office is a party from the start (R4)."""
    contract = save_contract(Contract(**fields), actor)
    party = Party.objects.create(contract=contract, organisation=None)
    also_changed(party, "contract")
    _set_dates(contract, schedule_dates)
    return contract


@use_case(ContractPerm.EDIT, on="contract")
def change_contract(
    *, actor: Actor, contract: Contract, schedule_dates: Iterable[Any] | None = None, **fields: Any
) -> Contract:
    """Change text and terms of a draft or a contract in negotiation; what is decided stays as it is (R4, R11)."""
    still_open(contract)
    previous = contract.previous_id
    for name, value in fields.items():
        setattr(contract, name, value)
    if contract.relation != Relation.FIRST and contract.previous_id != previous:
        raise RuleViolation("Eine neue Fassung bleibt bei ihrem Vertrag.", field="previous")
    save_contract(contract, actor)
    feed_roles(contract.roles.all())
    _set_dates(contract, schedule_dates)
    return contract


def _set_dates(contract: Contract, given: Iterable[Any] | None) -> None:
    """Keep the days of payment of a contract with own dates; others have none (R11)."""
    own = contract.schedule == Contract.Schedule.OWN
    days = {(d.month, d.day) for d in given} if given is not None else set(contract.own_dates)
    if not own:
        days = set()
    elif given is not None and not days:
        raise RuleViolation("Nennen Sie mindestens einen Tag, an dem gezahlt wird.", field="schedule_dates")
    for month, day in sorted(days):
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(LEAP_YEAR, month)[1]:
            raise RuleViolation(f"Den {day}.{month}. gibt es nicht.", field="schedule_dates")
    for row in contract.schedule_dates.all():
        if (row.month, row.day) in days:
            days.remove((row.month, row.day))
        else:
            also_changed(row, "month", "day")
            row.delete()
    for month, day in sorted(days):
        also_changed(ScheduleDate.objects.create(contract=contract, month=month, day=day), "month", "day")


@use_case(ContractPerm.EDIT, on="contract")
def add_party(*, actor: Actor, contract: Contract, organisation: Organisation, signatories: int = 1) -> Contract:
    """Another provider becomes a party; several of its people may have to sign (R4)."""
    still_open(contract)
    admit(contract, organisation, signatories)
    contract.save()
    return contract


def admit(contract: Contract, organisation: Organisation, signatories: int = 1) -> None:
    """Within a use case: a provider that works for the office becomes a party."""
    if not Engagement.objects.filter(organisation=organisation.pk).exists():
        raise RuleViolation(
            f"{organisation} arbeitet noch nicht mit. Nehmen Sie den Träger zuerst auf.", field="organisation"
        )
    with explained(party_once=("Dieser Träger ist schon Vertragspartei.", "organisation")):
        party = Party.objects.create(contract=contract, organisation=organisation, signatories=signatories)
    also_changed(party, "organisation", "signatories")


@use_case(ContractPerm.EDIT, on="contract")
def remove_party(*, actor: Actor, contract: Contract, organisation: Organisation) -> Contract:
    """A provider leaves the negotiation."""
    still_open(contract)
    party = contract.parties.filter(organisation=organisation.pk).first()
    if party is None:
        raise RuleViolation("Dieser Träger ist keine Vertragspartei.", field="organisation")
    also_changed(party, "organisation")
    party.delete()
    contract.save()
    return contract


@use_case(ContractPerm.EDIT, on="contract")
def begin_negotiation(*, actor: Actor, contract: Contract) -> Contract:
    """The draft goes to its parties; from now on the providers see it (R4)."""
    must_be(contract, State.DRAFT, "Verhandelt wird nur ein Entwurf.")
    if not contract.parties.exclude(organisation=None).exists():
        raise RuleViolation("Nehmen Sie zuerst mindestens einen Träger als Vertragspartei auf.")
    return move(contract, State.NEGOTIATION)


@use_case(ContractPerm.EDIT, on="contract")
def confirm_checklist(*, actor: Actor, contract: Contract, **checked: bool) -> Contract:
    """Tick what the law wants agreed before anyone signs (R9); possible until the signatures are complete."""
    if not contract.is_open:
        must_be(contract, State.DECIDED, "Nach der Unterschrift steht die Prüfliste fest.")
    for name in Contract.CHECKLIST:
        setattr(contract, name, bool(checked.get(name)))
    contract.save()
    return contract
