"""Negotiating a contract: the request, rounds, the Schiedsstelle, what is agreed (R5)."""

from datetime import date, timedelta

from contracts.models import Agreement, Contract, Negotiation
from contracts.policy import ContractPerm
from contracts.usecases.contract_rules import KINDS, Kind, State, check_prospective, must_be, still_open
from contracts.usecases.territory import check_dates
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case

SIX_WEEKS = timedelta(weeks=6)  # § 78g Abs. 2 SGB VIII
Regime = Contract.Regime


def may_apply_from(contract: Contract) -> date | None:
    """From when on either side may go to the Schiedsstelle; None if nobody may (§ 78g(2), R5)."""
    if contract.regime != Regime.RESIDENTIAL or contract.negotiation_requested_on is None:
        return None
    return contract.negotiation_requested_on + SIX_WEEKS


@use_case(ContractPerm.EDIT, on="contract")
def request_negotiation(*, actor: Actor, contract: Contract, negotiation_requested_on: date) -> Contract:
    """The day of the written request to negotiate, from which the six weeks of § 78g(2) count (R5)."""
    still_open(contract)
    if negotiation_requested_on > actor.today:
        raise RuleViolation("Die Aufforderung liegt in der Zukunft.", field="negotiation_requested_on")
    if contract.arbitration_applied_on and negotiation_requested_on + SIX_WEEKS > contract.arbitration_applied_on:
        raise RuleViolation(
            "Die Schiedsstelle ist schon angerufen. Bis dahin müssen sechs Wochen vergangen sein.",
            field="negotiation_requested_on",
        )
    contract.negotiation_requested_on = negotiation_requested_on
    contract.save()
    return contract


@use_case(ContractPerm.EDIT, on="contract")
def apply_for_arbitration(*, actor: Actor, contract: Contract, arbitration_applied_on: date) -> Contract:
    """The day on which an application reached the Schiedsstelle; what it awards may go back to it (R5, § 78d(2))."""
    must_be(contract, State.NEGOTIATION, "Die Schiedsstelle entscheidet, solange verhandelt wird.")
    if contract.regime != Regime.RESIDENTIAL:
        raise RuleViolation("Eine Schiedsstelle gibt es nur für Vereinbarungen nach §§ 78a–g SGB VIII.")
    first = may_apply_from(contract)
    if first is None:
        raise RuleViolation("Tragen Sie zuerst ein, wann zu Verhandlungen aufgefordert wurde.")
    if arbitration_applied_on < first:
        raise RuleViolation(
            f"Die Schiedsstelle kann erst sechs Wochen nach der Aufforderung angerufen werden, ab dem {first:%d.%m.%Y} "
            "(§ 78g Abs. 2 SGB VIII).",
            field="arbitration_applied_on",
        )
    if arbitration_applied_on > actor.today:
        raise RuleViolation("Der Antrag liegt in der Zukunft.", field="arbitration_applied_on")
    contract.arbitration_applied_on = arbitration_applied_on
    contract.save()
    return contract


@use_case(ContractPerm.EDIT, on="contract")
def record_round(*, actor: Actor, contract: Contract, held_on: date, topic: str, result: str = "") -> Contract:
    """A round of negotiation, planned or held; what came out of it is written down afterwards (R5)."""
    must_be(contract, State.NEGOTIATION, "Runden gibt es, solange verhandelt wird.")
    _check_round(held_on, result, actor.today)
    row = Negotiation.objects.create(contract=contract, held_on=held_on, topic=topic, result=result)
    also_changed(row, "held_on", "topic", "result")
    contract.save()
    return contract


@use_case(ContractPerm.EDIT, on="contract")
def change_round(
    *, actor: Actor, contract: Contract, negotiation: Negotiation, held_on: date, topic: str, result: str = ""
) -> Contract:
    """Change a round while it goes on: the result, another day (R5)."""
    must_be(contract, State.NEGOTIATION, "Runden ändern sich nur, solange verhandelt wird.")
    if negotiation.contract_id != contract.pk:
        raise RuleViolation("Diese Runde gehört nicht zu diesem Vertrag.", field="negotiation")
    _check_round(held_on, result, actor.today)
    negotiation.held_on, negotiation.topic, negotiation.result = held_on, topic, result
    negotiation.save()
    also_changed(negotiation, "held_on", "topic", "result")
    contract.save()
    return contract


def _check_round(held_on: date, result: str, today: date) -> None:
    if held_on > today and result.strip():
        raise RuleViolation("Die Runde steht noch bevor. Ihr Ergebnis tragen Sie danach ein.", field="result")


@use_case(ContractPerm.EDIT, on="contract")
def add_agreement(
    *, actor: Actor, contract: Contract, kind: str, summary: str, begins: date, ends: date | None = None
) -> Contract:
    """What the parties agree, of the kinds that the regime knows; under §§ 78a-g never for the past (R5)."""
    still_open(contract)
    row = Agreement(contract=contract, kind=kind, summary=summary, begins=begins, ends=ends)
    _save_agreement(row, contract, actor)
    return contract


@use_case(ContractPerm.EDIT, on="contract")
def change_agreement(
    *,
    actor: Actor,
    contract: Contract,
    agreement: Agreement,
    kind: str,
    summary: str,
    begins: date,
    ends: date | None = None,
) -> Contract:
    """Change an agreement in negotiation; one that holds already is ended and another follows (R5)."""
    still_open(contract)
    _check_belongs(agreement, contract)
    if _holds(agreement, contract) and (agreement.kind, agreement.summary, agreement.begins) != (kind, summary, begins):
        raise RuleViolation(
            f"Diese Vereinbarung gilt schon seit dem {agreement.begins:%d.%m.%Y}. "
            "Geben Sie ihr ein Ende und tragen Sie die neue ein.",
            field="begins",
        )
    agreement.kind, agreement.summary, agreement.begins, agreement.ends = kind, summary, begins, ends
    _save_agreement(agreement, contract, actor)
    return contract


@use_case(ContractPerm.EDIT, on="contract")
def remove_agreement(*, actor: Actor, contract: Contract, agreement: Agreement) -> Contract:
    """An agreement that was not reached after all (R5)."""
    still_open(contract)
    _check_belongs(agreement, contract)
    if _holds(agreement, contract):
        raise RuleViolation("Diese Vereinbarung gilt schon. Geben Sie ihr ein Ende.")
    also_changed(agreement, "kind", "begins")
    agreement.delete()
    contract.save()
    return contract


def _check_belongs(agreement: Agreement, contract: Contract) -> None:
    if agreement.contract_id != contract.pk:
        raise RuleViolation("Diese Vereinbarung gehört nicht zu diesem Vertrag.", field="agreement")


def _holds(agreement: Agreement, contract: Contract) -> bool:
    """Whether it came from the version in force and was agreed there."""
    return contract.previous_id is not None and (
        Agreement.objects.filter(
            contract=contract.previous_id, kind=agreement.kind, summary=agreement.summary, begins=agreement.begins
        ).exists()
    )


def _save_agreement(row: Agreement, contract: Contract, actor: Actor) -> None:
    if row.kind not in KINDS[Regime(contract.regime)]:
        known = ", ".join(Kind(k).label for k in KINDS[Regime(contract.regime)])
        raise RuleViolation(f"Nach dieser Rechtsgrundlage wird vereinbart: {known}.", field="kind")
    check_dates(row.begins, row.ends)
    if not _holds(row, contract):
        check_prospective(contract, row.begins, actor.today)
        if contract.begins and row.begins < contract.begins:
            raise RuleViolation(
                f"Die Vereinbarung begänne vor dem Vertrag. Er beginnt am {contract.begins:%d.%m.%Y}.", field="begins"
            )
    elif contract.regime == Regime.RESIDENTIAL and row.ends and row.ends < actor.today:
        raise RuleViolation("Eine geltende Vereinbarung endet nicht rückwirkend (§ 78d SGB VIII).", field="ends")
    for other in contract.agreements.filter(kind=row.kind).exclude(pk=row.pk):
        if (row.ends is None or other.begins <= row.ends) and (other.ends is None or row.begins <= other.ends):
            raise RuleViolation(
                f"Für diese Zeit ist „{Kind(row.kind).label}“ schon vereinbart. Geben Sie der früheren ein Ende.",
                field="begins",
            )
    row.save()
    also_changed(row, "kind", "summary", "begins", "ends")
    contract.save()
