"""How a contract ends: notice, its effect, the agreed end (R4)."""

from datetime import date

from dateutil.relativedelta import relativedelta

from contracts.models import Contract
from contracts.policy import ContractPerm
from contracts.usecases.contract_rules import State, move, must_run
from contracts.usecases.due import feed_contract
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import use_case
from tenants.registry.models import Organisation


def earliest_end(contract: Contract, notice_on: date) -> date:
    """The first day to which notice given on a day may end the contract."""
    return notice_on + relativedelta(months=contract.notice_months)


@use_case(ContractPerm.TERMINATE, on="contract")
def give_notice(
    *,
    actor: Actor,
    contract: Contract,
    notice_on: date,
    terminates_on: date,
    termination_reason: str,
    notice_by: Organisation | None = None,
) -> Contract:
    """Record a notice: when, by the office or which party, why, and to which day after the agreed period (R4)."""
    must_run(contract, actor)
    if contract.terminates_on:
        raise RuleViolation(f"Der Vertrag ist schon zum {contract.terminates_on:%d.%m.%Y} gekündigt.")
    if notice_by is not None and not contract.parties.filter(organisation=notice_by).exists():
        raise RuleViolation("Kündigen kann nur eine Vertragspartei.", field="notice_by")
    if not termination_reason.strip():
        raise RuleViolation("Geben Sie den Grund der Kündigung an.", field="termination_reason")
    if notice_on > actor.today:
        raise RuleViolation("Die Kündigung liegt in der Zukunft.", field="notice_on")
    if contract.in_force_since and notice_on < contract.in_force_since:
        raise RuleViolation("Da galt der Vertrag noch nicht. Prüfen Sie das Datum.", field="notice_on")
    first = earliest_end(contract, notice_on)
    if terminates_on < first:
        months = contract.notice_months
        period = f" Die Frist beträgt {months} {'Monat' if months == 1 else 'Monate'}." if months else ""
        raise RuleViolation(
            f"So früh endet der Vertrag nicht: frühestens am {first:%d.%m.%Y}.{period}", field="terminates_on"
        )
    if contract.ends and terminates_on >= contract.ends:
        raise RuleViolation(
            f"Der Vertrag endet ohnehin am {contract.ends:%d.%m.%Y}. Eine Kündigung ändert daran nichts.",
            field="terminates_on",
        )
    contract.notice_on, contract.terminates_on = notice_on, terminates_on
    contract.notice_by, contract.termination_reason = notice_by, termination_reason
    contract.save()
    feed_contract(contract)
    return contract


@use_case(ContractPerm.TERMINATE, on="contract")
def withdraw_notice(*, actor: Actor, contract: Contract) -> Contract:
    """The parties agree that the notice is void, before it takes effect (R4)."""
    must_run(contract, actor)
    if not contract.terminates_on:
        raise RuleViolation("Der Vertrag ist nicht gekündigt.")
    contract.notice_on = contract.terminates_on = contract.notice_by = None
    contract.termination_reason = ""
    contract.save()
    feed_contract(contract)
    return contract


@use_case(ContractPerm.TERMINATE, on="contract")
def end_contract(*, actor: Actor, contract: Contract) -> Contract:
    """Record that a contract has expired or that its notice took effect; done by the clock every day (R4)."""
    state = contract.state_on(actor.today)
    if contract.state != State.IN_FORCE or state == State.IN_FORCE:
        raise RuleViolation("Der Vertrag ist nicht zu Ende.")
    return move(contract, state)
