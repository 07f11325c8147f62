"""How a contract is concluded: decision, signatures, coming into force (R4, R5, R7, R9)."""

from datetime import date, timedelta

from django.db.models import Max

from contracts.models import Contract, Party, Selection, Signature
from contracts.policy import ContractPerm
from contracts.usecases.contract_rules import KINDS, Kind, Relation, State, check_prospective, move, must_be
from contracts.usecases.territory import check_dates
from kernel.access.actor import Actor
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case


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
    """Record the committee's decision, or why the office's rules need none (R4); the selection is documented before (R7)."""
    must_be(contract, State.NEGOTIATION, "Ein Beschluss folgt auf die Verhandlung.")
    if not no_decision_reason:
        if not decision_body:
            raise RuleViolation(
                "Wer hat beschlossen? Oder geben Sie an, warum kein Beschluss nötig ist.", field="decision_body"
            )
        if not decision_reference:
            raise RuleViolation("Welche Nummer hat der Beschluss?", field="decision_reference")
        if decided_on is None:
            raise RuleViolation("Wann wurde beschlossen?", field="decided_on")
    if decided_on and decided_on > actor.today:
        raise RuleViolation(
            "Der Beschluss liegt in der Zukunft. Tragen Sie ihn ein, wenn er gefasst ist.", field="decided_on"
        )
    if not contract.parties.exclude(organisation=None).exists():
        raise RuleViolation(
            "Ein Vertrag braucht mindestens einen Träger als Vertragspartei. Nehmen Sie ihn zuerst auf."
        )
    if contract.schedule == Contract.Schedule.OWN and not contract.own_dates:
        raise RuleViolation("Der Vertrag zahlt zu eigenen Terminen, nennt aber keinen. Ergänzen Sie die Bedingungen.")
    if missing := missing_kinds(contract):
        raise RuleViolation(f"Vor dem Beschluss fehlt noch: {'; '.join(missing)}.")
    if not selection_documented(contract):
        raise RuleViolation(
            "Wie die Träger ausgewählt wurden, ist noch nicht dokumentiert. Tragen Sie das Auswahlverfahren und seine "
            "Entscheidung ein, oder warum es keines gab."
        )
    contract.decision_body, contract.decision_reference = decision_body, decision_reference
    contract.decided_on, contract.no_decision_reason = decided_on, no_decision_reason
    return move(contract, State.DECIDED)


@use_case(ContractPerm.DECIDE, on="contract")
def reopen_negotiation(*, actor: Actor, contract: Contract) -> Contract:
    """What was decided is negotiated again: decision and signatures no longer count (R4); the audit keeps why."""
    must_be(contract, State.DECIDED, "Zurück in die Verhandlung geht nur, was beschlossen und nicht unterzeichnet ist.")
    for signature in Signature.objects.filter(party__contract=contract):
        also_changed(signature, "function", "signed_on")
        signature.delete()
    contract.decision_body = contract.decision_reference = contract.no_decision_reason = ""
    contract.decided_on = None
    return move(contract, State.NEGOTIATION)


@use_case(ContractPerm.SIGN, on="contract")
def sign(*, actor: Actor, contract: Contract, party: Party, function: str, signed_on: date) -> Contract:
    """Record a party's signature; with the last one the contract is signed (R4, R5, R7, R9)."""
    if contract.is_open:
        raise RuleViolation("Unterzeichnet wird erst nach dem Beschluss. Tragen Sie zuerst den Beschluss ein.")
    must_be(contract, State.DECIDED, "Dieser Vertrag ist schon unterzeichnet.")
    if missing := contract.missing_agreements() + missing_kinds(contract):
        raise RuleViolation(f"Vor der Unterschrift fehlt noch: {'; '.join(missing)}.")
    if not selection_documented(contract):
        raise RuleViolation(
            "Wie die Träger ausgewählt wurden, ist noch nicht dokumentiert. Verhandeln Sie wieder und tragen Sie das "
            "Auswahlverfahren ein, oder warum es keines gab."
        )
    if party.contract_id != contract.pk:
        raise RuleViolation("Diese Partei gehört nicht zu diesem Vertrag.", field="party")
    if signed_on > actor.today:
        raise RuleViolation("Das Datum der Unterschrift liegt in der Zukunft.", field="signed_on")
    if contract.decided_on and signed_on < contract.decided_on:
        raise RuleViolation("Die Unterschrift liegt vor dem Beschluss. Prüfen Sie das Datum.", field="signed_on")
    if party.signatures.count() >= party.signatories:
        raise RuleViolation("Diese Partei hat schon unterzeichnet.", field="party")
    _check_not_back_dated(contract, signed_on)
    with explained(signature_once=("In dieser Funktion wurde für diese Partei schon unterzeichnet.", "function")):
        signature = Signature.objects.create(
            party=party, function=function, signed_on=signed_on, recorded_by=actor.person
        )
    also_changed(signature, "function", "signed_on")
    complete = all(p.signatures.count() >= p.signatories for p in contract.parties.all())
    return move(contract, State.SIGNED if complete else State.DECIDED)


def selection_documented(contract: Contract) -> bool:
    """Whether it can be read how the providers were selected, or why without a procedure (R7).

    A version goes on with those selected for the first. Under §§ 78a-g nobody is selected: the agreements are made with
    every suitable provider (§ 78b(2)).
    """
    if contract.relation != Relation.FIRST or contract.regime == Contract.Regime.RESIDENTIAL:
        return True
    return Selection.objects.filter(contract=contract, decided_on__isnull=False).exists()


def missing_kinds(contract: Contract) -> list[str]:
    """The agreements that §§ 78a-g want and that are not there, in words (R5)."""
    if contract.regime != Contract.Regime.RESIDENTIAL:
        return []
    agreed = {a.kind for a in contract.agreements.all()}
    return [
        f"Vereinbarung „{Kind(k).label}“ (§ 78b SGB VIII)"
        for k in KINDS[Contract.Regime.RESIDENTIAL]
        if k not in agreed
    ]


def _check_not_back_dated(contract: Contract, signed_on: date, field: str = "signed_on") -> None:
    """What begins with a version under §§ 78a-g begins on the day of its signature at the earliest (R5)."""
    if contract.begins is None or contract.regime != Contract.Regime.RESIDENTIAL:
        return
    agreed = [a.begins for a in contract.agreements.all() if a.begins >= contract.begins]
    check_prospective(contract, min([contract.begins, *agreed]), signed_on, field=field)


@use_case(ContractPerm.PUT_IN_FORCE, on="contract")
def put_in_force(*, actor: Actor, contract: Contract, begins: date | None = None) -> Contract:
    """The signed contract comes into force on its first day (R4); a predecessor is superseded."""
    must_be(contract, State.SIGNED, "In Kraft tritt nur ein unterzeichneter Vertrag.")
    if contract.begins is None and begins:
        contract.begins = begins
        signed = Signature.objects.filter(party__contract=contract).aggregate(last=Max("signed_on"))["last"]
        _check_not_back_dated(contract, signed or actor.today, field="begins")
    check_dates(contract.begins, contract.ends)
    if contract.begins is None:
        raise RuleViolation("Geben Sie an, wann der Vertrag beginnt.", field="begins")
    if contract.begins > actor.today:
        raise RuleViolation(f"Der Vertrag beginnt erst am {contract.begins:%d.%m.%Y}.")
    contract.in_force_since = contract.begins
    if contract.previous_id:
        _supersede(contract)
    return move(contract, State.IN_FORCE)


def _supersede(contract: Contract) -> None:
    """The version that was in force until now gives way on the day before; notice given to it holds for an amendment."""
    previous = contract.previous
    assert previous is not None and contract.begins is not None  # noqa: S101 - asked before
    before = previous.version_on(contract.begins - timedelta(days=1)) or previous
    if before.in_force_since is None or before.state not in (State.IN_FORCE, State.EXPIRED):
        return
    if contract.relation == Relation.FIRST and before.last_day and before.last_day < contract.begins:
        return
    if contract.begins <= before.in_force_since:
        raise RuleViolation(
            f"Der Vertrag {before.number}, den er ablöst, gilt erst seit dem {before.in_force_since:%d.%m.%Y}.",
            field="begins",
        )
    if contract.relation == Relation.RENEWAL and before.terminates_on:
        raise RuleViolation(
            f"Der Vertrag ist zum {before.terminates_on:%d.%m.%Y} gekündigt. Nehmen Sie die Kündigung zurück, oder verwerfen"
            " Sie die Verlängerung."
        )
    if contract.relation == Relation.AMENDMENT:
        contract.notice_on, contract.terminates_on = before.notice_on, before.terminates_on
        contract.notice_by_id, contract.termination_reason = before.notice_by_id, before.termination_reason
    before.state = State.SUPERSEDED
    before.in_force_until = min(filter(None, (contract.begins - timedelta(days=1), before.last_day)))
    before.save()
    also_changed(before, "state", "in_force_until")
