"""A framework contract from draft to in force (R4, R9)."""

from datetime import date
from typing import Any

from contracts.models import Contract, Engagement, Party, Signature
from contracts.policy import ContractPerm
from contracts.usecases.territory import check_dates
from kernel.access.actor import Actor
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from tenants.registry.models import Organisation

State = Contract.State
NUMBER = {"contracts_contract_number_key": ("Diese Nummer gibt es schon. Wählen Sie eine andere.", "number")}


@use_case(ContractPerm.EDIT)
def create_contract(*, actor: Actor, **fields: Any) -> Contract:
    """A new draft; the office is a party from the start (R4)."""
    contract = _save(Contract(**fields))
    party = Party.objects.create(contract=contract, organisation=None)
    also_changed(party, "contract")
    return contract


@use_case(ContractPerm.EDIT, on="contract")
def change_contract(*, actor: Actor, contract: Contract, **fields: Any) -> Contract:
    """Change a draft or a contract in negotiation; what is decided stays as it is (R4)."""
    _still_open(contract)
    for name, value in fields.items():
        setattr(contract, name, value)
    return _save(contract)


@use_case(ContractPerm.EDIT, on="contract")
def add_party(*, actor: Actor, contract: Contract, organisation: Organisation, signatories: int = 1) -> Contract:
    """Another provider becomes a party; several of its people may have to sign (R4)."""
    _still_open(contract)
    if not Engagement.objects.filter(organisation=organisation.pk).exists():
        raise RuleViolation("Dieser Träger arbeitet noch nicht mit. Nehmen Sie ihn zuerst auf.", field="organisation")
    with explained(party_once=("Dieser Träger ist schon Vertragspartei.", "organisation")):
        party = Party.objects.create(contract=contract, organisation=organisation, signatories=signatories)
    also_changed(party, "organisation", "signatories")
    contract.save()
    return contract


@use_case(ContractPerm.EDIT, on="contract")
def remove_party(*, actor: Actor, contract: Contract, organisation: Organisation) -> Contract:
    """A provider leaves the negotiation."""
    _still_open(contract)
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
    _must_be(contract, State.DRAFT, "Verhandelt wird nur ein Entwurf.")
    if not contract.parties.exclude(organisation=None).exists():
        raise RuleViolation("Nehmen Sie zuerst mindestens einen Träger als Vertragspartei auf.")
    return _move(contract, State.NEGOTIATION)


@use_case(ContractPerm.EDIT, on="contract")
def confirm_checklist(*, actor: Actor, contract: Contract, **checked: bool) -> Contract:
    """Tick what the law wants agreed before anyone signs (R9); possible until the signatures are complete."""
    if not contract.is_open:
        _must_be(contract, State.DECIDED, "Nach der Unterschrift steht die Prüfliste fest.")
    for name in Contract.CHECKLIST:
        setattr(contract, name, bool(checked.get(name)))
    contract.save()
    return contract


@use_case(ContractPerm.DECIDE, on="contract")
def record_decision(
    *,
    actor: Actor,
    contract: Contract,
    decision_body: str = "",
    decision_reference: str = "",
    decided_on: date | None = None,
    no_decision_reason: str = "",
) -> Contract:
    """Record the committee's decision, or why the office's rules need none (R4)."""
    _must_be(contract, State.NEGOTIATION, "Ein Beschluss folgt auf die Verhandlung.")
    if not no_decision_reason:
        if not decision_body:
            raise RuleViolation(
                "Wer hat beschlossen? Oder geben Sie an, warum kein Beschluss nötig ist.", field="decision_body"
            )
        if decided_on is None:
            raise RuleViolation("Wann wurde beschlossen?", field="decided_on")
    if decided_on and decided_on > actor.today:
        raise RuleViolation(
            "Der Beschluss liegt in der Zukunft. Tragen Sie ihn ein, wenn er gefasst ist.", field="decided_on"
        )
    contract.decision_body, contract.decision_reference = decision_body, decision_reference
    contract.decided_on, contract.no_decision_reason = decided_on, no_decision_reason
    return _move(contract, State.DECIDED)


@use_case(ContractPerm.SIGN, on="contract")
def sign(*, actor: Actor, contract: Contract, party: Party, function: str, signed_on: date) -> Contract:
    """Record a party's signature; with the last one the contract is signed (R4, R9)."""
    if contract.is_open:
        raise RuleViolation("Unterzeichnet wird erst nach dem Beschluss. Tragen Sie zuerst den Beschluss ein.")
    _must_be(contract, State.DECIDED, "Dieser Vertrag ist schon unterzeichnet.")
    if missing := contract.missing_agreements():
        raise RuleViolation(f"Vor der Unterschrift fehlt noch: {'; '.join(missing)}.")
    if party.contract_id != contract.pk:
        raise RuleViolation("Diese Partei gehört nicht zu diesem Vertrag.", field="party")
    if signed_on > actor.today:
        raise RuleViolation("Das Datum der Unterschrift liegt in der Zukunft.", field="signed_on")
    if contract.decided_on and signed_on < contract.decided_on:
        raise RuleViolation("Die Unterschrift liegt vor dem Beschluss. Prüfen Sie das Datum.", field="signed_on")
    if party.signatures.count() >= party.signatories:
        raise RuleViolation("Diese Partei hat schon unterzeichnet.", field="party")
    with explained(signature_once=("In dieser Funktion wurde für diese Partei schon unterzeichnet.", "function")):
        signature = Signature.objects.create(
            party=party, function=function, signed_on=signed_on, recorded_by=actor.person
        )
    also_changed(signature, "function", "signed_on")
    complete = all(p.signatures.count() >= p.signatories for p in contract.parties.all())
    return _move(contract, State.SIGNED if complete else State.DECIDED)


@use_case(ContractPerm.PUT_IN_FORCE, on="contract")
def put_in_force(*, actor: Actor, contract: Contract, begins: date | None = None) -> Contract:
    """The signed contract comes into force on its first day (R4); a predecessor is superseded."""
    _must_be(contract, State.SIGNED, "In Kraft tritt nur ein unterzeichneter Vertrag.")
    contract.begins = contract.begins or begins
    check_dates(contract.begins, contract.ends)
    if contract.begins is None:
        raise RuleViolation("Geben Sie an, wann der Vertrag beginnt.", field="begins")
    if contract.begins > actor.today:
        raise RuleViolation(f"Der Vertrag beginnt erst am {contract.begins:%d.%m.%Y}.")
    contract.in_force_since = contract.begins
    if (previous := contract.previous) and previous.state == State.IN_FORCE:
        _move(previous, State.SUPERSEDED)
        also_changed(previous, "state")
    return _move(contract, State.IN_FORCE)


def _save(contract: Contract) -> Contract:
    if contract.previous_id == contract.pk:
        raise RuleViolation("Ein Vertrag kann sich nicht selbst ablösen. Wählen Sie einen anderen.", field="previous")
    check_dates(contract.begins, contract.ends)
    with explained(**NUMBER):
        contract.save()
    return contract


def _move(contract: Contract, state: str) -> Contract:
    contract.state = state
    contract.save()
    return contract


def _still_open(contract: Contract) -> None:
    if not contract.is_open:
        raise RuleViolation(
            "Der Vertrag ist beschlossen und lässt sich nicht mehr ändern. Vereinbaren Sie eine neue Fassung."
        )


def _must_be(contract: Contract, state: str, sentence: str) -> None:
    if contract.state != state:
        raise RuleViolation(f"{sentence} Dieser Vertrag ist „{contract.get_state_display()}“.")
