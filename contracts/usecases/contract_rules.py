"""What every use case of a framework contract checks (R4, R5, R8)."""

from datetime import date, timedelta

from contracts.models import Agreement, Contract
from contracts.usecases.due import feed_contract
from contracts.usecases.territory import check_dates
from kernel.access.actor import Actor
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation

State = Contract.State
Kind = Agreement.Kind
Relation = Contract.Relation
KINDS = {  # what the law wants agreed, by regime (§ 77 Abs. 1, § 78b Abs. 1 SGB VIII)
    Contract.Regime.AMBULANT: (Kind.COST, Kind.CONTENT, Kind.QUALITY),
    Contract.Regime.RESIDENTIAL: (Kind.SERVICE, Kind.FEE, Kind.QUALITY),
}
PERCENTS = ("surplus_percent", "direct_percent", "corridor_percent")
SAVED = {
    "contracts_contract_number_key": ("Diese Nummer gibt es schon. Wählen Sie eine andere.", "number"),
    "contract_one_open_version": (
        "Eine neue Fassung dieses Vertrags ist schon in Arbeit. Schließen Sie sie zuerst ab.",
        None,
    ),
}


def save_contract(contract: Contract, actor: Actor) -> Contract:
    """Save a contract whose text is right."""
    if contract.previous_id == contract.pk:
        raise RuleViolation("Ein Vertrag kann sich nicht selbst ablösen. Wählen Sie einen anderen.", field="previous")
    if contract.relation != Relation.FIRST:
        _check_version(contract, actor)
    check_dates(contract.begins, contract.ends)
    _check_terms(contract)
    with explained(**SAVED):
        contract.save()
    return contract


def move(contract: Contract, state: str) -> Contract:
    """Into another state, which the providers' lists follow."""
    contract.state = state
    contract.save()
    feed_contract(contract)
    return contract


def still_open(contract: Contract) -> None:
    if not contract.is_open:
        raise RuleViolation(
            "Der Vertrag ist beschlossen und lässt sich nicht mehr ändern. Vereinbaren Sie eine neue Fassung."
        )


def must_be(contract: Contract, state: str, sentence: str) -> None:
    if contract.state != state:
        raise RuleViolation(f"{sentence} Dieser Vertrag ist „{contract.get_state_display()}“.")


def must_run(contract: Contract, actor: Actor) -> None:
    """In force today, also if nobody has recorded its end yet."""
    if contract.state != State.IN_FORCE or contract.state_on(actor.today) != State.IN_FORCE:
        state = contract.state_on(actor.today).label
        raise RuleViolation(f"Das geht nur mit der Fassung, die in Kraft ist. Diese ist „{state}“.")


def check_prospective(contract: Contract, begins: date, today: date, field: str | None = "begins") -> None:
    """Under §§ 78a-g nothing is agreed for the past, but for the time from the application to the Schiedsstelle (R5)."""
    if contract.regime != Contract.Regime.RESIDENTIAL or begins >= today:
        return
    applied = contract.arbitration_applied_on
    if applied and begins >= applied:
        return
    since = f" Frühestens geht der {applied:%d.%m.%Y}, der Tag des Antrags bei der Schiedsstelle." if applied else ""
    raise RuleViolation(
        "Nach §§ 78a–g SGB VIII gilt eine Vereinbarung nur für die Zukunft (§ 78d Abs. 2). "
        f"Wählen Sie einen Tag ab {today:%d.%m.%Y}.{since}",
        field=field,
    )


def _check_terms(contract: Contract) -> None:
    """Surplus, percentages, help without prior decision: what fits together (R5, R8, R14)."""
    for name in PERCENTS:
        if not 0 <= getattr(contract, name) <= 100:
            raise RuleViolation("Ein Anteil liegt zwischen 0 und 100 %.", field=name)
    shared = contract.surplus_rule == Contract.Surplus.SHARE
    if contract.regime == Contract.Regime.RESIDENTIAL:
        _check_residential(contract)
    if shared and not contract.surplus_percent:
        raise RuleViolation("Wie viel vom Überschuss bekommt der Träger?", field="surplus_percent")
    if contract.surplus_percent and not shared:
        raise RuleViolation(
            "Ein Anteil gilt nur, wenn der Überschuss geteilt wird. Lassen Sie ihn leer.", field="surplus_percent"
        )
    if contract.agreements.exclude(kind__in=KINDS[Contract.Regime(contract.regime)]).exists():
        raise RuleViolation(
            "Es sind Vereinbarungen eingetragen, die es nach dieser Rechtsgrundlage nicht gibt. Entfernen Sie sie zuerst.",
            field="regime",
        )


def _check_residential(contract: Contract) -> None:
    if contract.surplus_rule != Contract.Surplus.REPAY or contract.surplus_percent:
        raise RuleViolation(
            "Nach §§ 78a–g SGB VIII wird ein Überschuss nicht nachträglich ausgeglichen (§ 78d Abs. 1). "
            "Dafür lässt sich hier nichts vereinbaren.",
            field="surplus_rule",
        )
    if contract.low_threshold:
        raise RuleViolation(
            "Ohne vorherige Entscheidung gibt es nur ambulante Hilfe (§ 36a Abs. 2 SGB VIII).", field="low_threshold"
        )


def _check_version(contract: Contract, actor: Actor) -> None:
    """An amendment lies within the contract, a renewal follows on it; neither begins before (R4)."""
    before, file = contract.previous, contract.file
    assert before is not None and before.in_force_since is not None and file.begins is not None  # noqa: S101 - constraints
    if contract.begins is None:
        raise RuleViolation("Ab wann gilt die neue Fassung?", field="begins")
    if contract.begins < file.begins:
        raise RuleViolation(
            f"Die neue Fassung begänne vor dem Vertrag. Er gilt seit dem {file.begins:%d.%m.%Y}.", field="begins"
        )
    if contract.begins <= before.in_force_since:
        raise RuleViolation(
            f"Die neue Fassung muss nach der bisherigen beginnen. Diese gilt seit dem {before.in_force_since:%d.%m.%Y}.",
            field="begins",
        )
    if contract.relation == Relation.AMENDMENT and before.last_day and contract.begins > before.last_day:
        raise RuleViolation(
            f"Der Vertrag endet am {before.last_day:%d.%m.%Y}. Vereinbaren Sie eine Verlängerung.", field="begins"
        )
    if contract.relation == Relation.RENEWAL:
        _check_renewal(contract, before)
    check_prospective(contract, contract.begins, actor.today)


def _check_renewal(contract: Contract, before: Contract) -> None:
    if before.ends is None:
        raise RuleViolation("Der Vertrag hat kein Ende. Bereiten Sie eine Änderung vor.")
    if contract.ends and contract.ends <= before.ends:
        raise RuleViolation(f"Eine Verlängerung endet nach dem bisherigen Ende ({before.ends:%d.%m.%Y}).", field="ends")
    following = before.ends + timedelta(days=1)
    if contract.regime == Contract.Regime.AMBULANT and contract.begins and contract.begins > following:
        raise RuleViolation(
            f"Dazwischen gälte kein Vertrag. Beginnen Sie spätestens am {following:%d.%m.%Y}.", field="begins"
        )
