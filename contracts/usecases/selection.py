"""How the providers of a contract were selected, for everyone to follow (R7)."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from contracts.models import Applicant, Contract, Selection
from contracts.policy import ContractPerm
from contracts.usecases.contract import admit
from contracts.usecases.contract_rules import still_open
from contracts.usecases.territory import check_dates
from kernel.access.actor import Actor
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from tenants.registry.models import Organisation

Procedure = Selection.Procedure


@use_case(ContractPerm.SELECT, on="contract")
def record_selection(
    *,
    actor: Actor,
    contract: Contract,
    procedure: str,
    announced_on: date | None = None,
    closes_on: date | None = None,
    criteria: str = "",
    grounds: str = "",
) -> Contract:
    """Which procedure, from when to when, by which criteria; going without one needs its grounds (R7)."""
    still_open(contract)
    selection = Selection.objects.filter(contract=contract).first() or Selection(contract=contract)
    _still_undecided(selection)
    check_dates(announced_on, closes_on, field="closes_on")
    if procedure == Procedure.DIRECT:
        if not grounds.strip():
            raise RuleViolation("Warum wurde nicht unter mehreren ausgewählt? Begründen Sie es.", field="grounds")
        if selection.applicants.exists():
            raise RuleViolation(
                "Es sind Bewerbungen eingetragen. Ohne Auswahlverfahren gibt es keine.", field="procedure"
            )
        selection.decided_on = actor.today
    elif closes_on and announced_on is None:
        raise RuleViolation("Wann wurde das Verfahren bekannt gemacht?", field="announced_on")
    selection.procedure, selection.announced_on, selection.closes_on = procedure, announced_on, closes_on
    selection.criteria, selection.reason = criteria, grounds
    selection.save()
    also_changed(selection, "procedure", "announced_on", "closes_on", "criteria")
    contract.save()
    return contract


@use_case(ContractPerm.SELECT, on="contract")
def record_application(
    *,
    actor: Actor,
    contract: Contract,
    organisation: Organisation,
    received_on: date,
    points: Decimal | None = None,
    remark: str = "",
) -> Contract:
    """A provider applied in time; points as the criteria give them (R7)."""
    selection = _running(contract)
    _check_received(selection, received_on, actor.today)
    _check_points(points)
    with explained(applicant_once=("Die Bewerbung dieses Trägers ist schon eingetragen.", "organisation")):
        applicant = Applicant.objects.create(
            selection=selection, organisation=organisation, received_on=received_on, points=points, remark=remark
        )
    also_changed(applicant, "organisation", "received_on", "points")
    contract.save()
    return contract


@use_case(ContractPerm.SELECT, on="contract")
def assess_application(
    *,
    actor: Actor,
    contract: Contract,
    applicant: Applicant,
    received_on: date,
    points: Decimal | None = None,
    remark: str = "",
) -> Contract:
    """Points and grounds of an application, until the selection is decided (R7)."""
    selection = _running(contract)
    if applicant.selection_id != selection.pk:
        raise RuleViolation("Diese Bewerbung gehört nicht zu diesem Vertrag.", field="applicant")
    _check_received(selection, received_on, actor.today)
    _check_points(points)
    applicant.received_on, applicant.points, applicant.remark = received_on, points, remark
    applicant.save()
    also_changed(applicant, "received_on", "points", "remark")
    contract.save()
    return contract


@use_case(ContractPerm.SELECT, on="contract")
def decide_selection(
    *, actor: Actor, contract: Contract, selected: Collection[Applicant], decided_on: date, grounds: str
) -> Contract:
    """Who is selected and why; it stands from then on (R7)."""
    selection = _running(contract)
    applicants = list(selection.applicants.all())
    chosen = {a.pk for a in selected}
    if not applicants:
        raise RuleViolation("Es ist keine Bewerbung eingetragen.")
    if not chosen or not chosen <= {a.pk for a in applicants}:
        raise RuleViolation("Wählen Sie mindestens eine der Bewerbungen aus.", field="selected")
    if not grounds.strip():
        raise RuleViolation("Begründen Sie die Auswahl mit den Maßstäben des Verfahrens.", field="grounds")
    if decided_on > actor.today:
        raise RuleViolation("Die Entscheidung liegt in der Zukunft.", field="decided_on")
    if selection.closes_on and decided_on <= selection.closes_on:
        raise RuleViolation(
            f"Die Frist läuft bis zum {selection.closes_on:%d.%m.%Y}. Entschieden wird erst danach.", field="decided_on"
        )
    for applicant in applicants:
        applicant.selected = applicant.pk in chosen
        applicant.save()
        also_changed(applicant, "selected")
    selection.decided_on, selection.reason = decided_on, grounds
    selection.save()
    also_changed(selection, "decided_on", "reason")
    contract.save()
    return contract


@use_case(ContractPerm.SELECT, on="contract")
def admit_selected(*, actor: Actor, contract: Contract) -> Contract:
    """Everyone selected becomes a party to the contract (R4, R7)."""
    still_open(contract)
    present = set(contract.parties.values_list("organisation", flat=True))
    selected = Applicant.objects.filter(selection__contract=contract, selected=True).select_related("organisation")
    missing = [a.organisation for a in selected if a.organisation_id not in present]
    if not missing:
        raise RuleViolation("Alle Ausgewählten sind schon Vertragspartei.")
    for organisation in missing:
        admit(contract, organisation)
    contract.save()
    return contract


def _running(contract: Contract) -> Selection:
    """The contract's selection with applications, not yet decided."""
    still_open(contract)
    selection = Selection.objects.filter(contract=contract).first()
    if selection is None:
        raise RuleViolation("Tragen Sie zuerst das Auswahlverfahren ein.")
    if selection.procedure == Procedure.DIRECT:
        raise RuleViolation("Ohne Auswahlverfahren gibt es keine Bewerbungen.")
    _still_undecided(selection)
    return selection


def _still_undecided(selection: Selection) -> None:
    if selection.decided_on and selection.procedure != Procedure.DIRECT:
        raise RuleViolation(f"Die Auswahl ist seit dem {selection.decided_on:%d.%m.%Y} entschieden und steht fest.")


def _check_received(selection: Selection, received_on: date, today: date) -> None:
    if received_on > today:
        raise RuleViolation("Der Eingang liegt in der Zukunft.", field="received_on")
    if selection.announced_on and received_on < selection.announced_on:
        raise RuleViolation(
            f"Das Verfahren wurde erst am {selection.announced_on:%d.%m.%Y} bekannt gemacht.", field="received_on"
        )
    if selection.closes_on and received_on > selection.closes_on:
        raise RuleViolation(
            f"Die Frist endete am {selection.closes_on:%d.%m.%Y}. Eine spätere Bewerbung nimmt nicht teil.",
            field="received_on",
        )


def _check_points(points: Decimal | None) -> None:
    if points is not None and points < 0:
        raise RuleViolation("Punkte können nicht negativ sein.", field="points")
