"""What contracts do by the clock, in the transaction of their office."""

from contracts.models import Contract
from contracts.usecases.contract_rules import State
from contracts.usecases.ending import end_contract
from contracts.usecases.names import take_up_names
from kernel.access.actor import SERVICE, Actor, Membership, Role
from kernel.access.use_case import place_of_connection
from kernel.clock import today
from kernel.tenancy.jobs import place_job


def service_actor() -> Actor:
    """The service itself, in the office of the transaction: the audit names no person and says it was a job."""
    held = frozenset({Membership(Role.PLANNER)})
    return Actor(SERVICE, "Hilfenetz", place_of_connection(), held, today(), via="job")


@place_job
def end_contracts() -> None:
    """Contracts whose agreed end or notice has passed are expired or terminated from now on (R4)."""
    actor = service_actor()
    for contract in Contract.objects.filter(state=State.IN_FORCE):
        if contract.state_on(actor.today) != State.IN_FORCE:
            end_contract(actor=actor, contract=contract)


@place_job
def rename_places() -> None:
    """Districts and centres whose new name or place was planned for today bear it from now on (R3)."""
    take_up_names(today())
