"""Proofs of use on the provider's side: asked for, prepared, submitted, questions answered (R14)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from contracts.models import BudgetLine, Contract, Proof, ProofFigure, ProofQuery
from contracts.policy.proofs import ProofPerm, QueryPerm
from contracts.queries.proofs import costs_of, ledger_of, lines_to_prove, terms_of
from contracts.usecases.proof_steps import State, move, not_closed, with_provider
from contracts.usecases.settled import settled_years
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from tenants.worklist.items import Kind, close_item, open_item

ANSWER_WITHIN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Reported:
    """What a provider reports for one figure of the proof: minutes and EUR."""

    figure: UUID
    minutes: int
    group_minutes: int = 0
    staff_cost: Decimal = Decimal(0)
    material_cost: Decimal = Decimal(0)
    overhead_cost: Decimal = Decimal(0)
    remark: str = ""

    @property
    def costs(self) -> tuple[Decimal, ...]:
        return (self.staff_cost, self.material_cost, self.overhead_cost)


@use_case(ProofPerm.OPEN)
def open_proofs(*, actor: Actor, contract: Contract, year: int, due_on: date) -> Proof:
    """Ask every provider of a contract for the proof of a year that is over; returns one of the new ones (R14)."""
    file = contract.file
    last = terms_of(file, year).last_day
    if year >= actor.today.year and not (last and last.year == year and last < actor.today):
        raise RuleViolation(f"Das Jahr {year} ist noch nicht vorbei. Fordern Sie den Nachweis danach an.", field="year")
    if due_on < actor.today:
        raise RuleViolation("Der Termin liegt in der Vergangenheit. Geben Sie den Trägern Zeit.", field="due_on")
    by_provider: dict[str, list[BudgetLine]] = {}
    for line in lines_to_prove(file.pk, year):
        by_provider.setdefault(line.organisation_id, []).append(line)
    if not by_provider:
        raise RuleViolation(f"Unter diesem Vertrag gibt es {year} keine freigegebenen Posten.", field="year")
    asked = set(Proof.objects.filter(contract=file, year=year).values_list("organisation_id", flat=True))
    new = [key for key in by_provider if key not in asked]
    if not new:
        if all(settled_years(key, years=[year], contract=file.pk) for key in by_provider):
            raise RuleViolation(f"Das Jahr {year} ist abgeschlossen und wird nicht wieder geöffnet.", field="year")
        raise RuleViolation(f"Für {year} sind schon alle Nachweise angefordert.", field="year")
    proofs = [_open(actor, file, by_provider[key], due_on) for key in new]
    for proof in proofs[1:]:
        also_changed(proof, "contract", "organisation", "year", "due_on")
    return proofs[0]


def _open(actor: Actor, file: Contract, lines: Sequence[BudgetLine], due_on: date) -> Proof:
    first = lines[0]
    proof = Proof.objects.create(contract=file, organisation=first.organisation, year=first.year, due_on=due_on)
    bring_up_to_date(proof)
    open_item(
        office=actor.place,
        organisation=first.organisation_id,
        kind=Kind.PROOF_DUE,
        subject=proof.pk,
        due_on=due_on,
        code=f"{file.number}/{first.year}",
    )
    return proof


def bring_up_to_date(proof: Proof) -> None:
    """Within a use case: the figures as the ledger has them now; what the provider changed stays."""
    lines = list(lines_to_prove(proof.contract_id, proof.year).filter(organisation=proof.organisation_id))
    figures = {figure.line_id: figure for figure in proof.figures.all()}
    for key, booked in ledger_of(lines).items():
        figure = figures.get(key) or ProofFigure(proof=proof, line_id=key, minutes=0, ledger_minutes=0)
        if figure.minutes == figure.ledger_minutes:  # still as it was filled in
            figure.minutes = max(booked.minutes, figure.group_minutes)
        figure.ledger_minutes, figure.ledger_direct, figure.ledger_paid = booked.minutes, booked.direct, booked.paid
        figure.save()


@use_case(ProofPerm.PREPARE, on="proof")
def prepare_proof(*, actor: Actor, proof: Proof, report: str, figures: Sequence[Reported] = ()) -> Proof:
    """The provider writes report, hours and costs, as often as needed until it is submitted (R14)."""
    with_provider(proof)
    rows = {row.pk: row for row in proof.figures.all()}
    for given in figures:
        if (row := rows.get(given.figure)) is None:
            raise RuleViolation("Diese Zeile gehört nicht zu diesem Nachweis. Laden Sie die Seite neu.")
        if any(cost < 0 for cost in given.costs):
            raise RuleViolation("Kosten sind nie kleiner als 0 €. Prüfen Sie die Beträge.")
        if given.minutes < 0 or not 0 <= given.group_minutes <= given.minutes:
            raise RuleViolation("In Gruppen sind nicht mehr Stunden geleistet als insgesamt.")
        row.minutes, row.group_minutes, row.remark = given.minutes, given.group_minutes, given.remark
        row.staff_cost, row.material_cost, row.overhead_cost = given.costs
        row.save()
        also_changed(row, "minutes", "group_minutes", "staff_cost", "material_cost", "overhead_cost", "remark")
    proof.report, proof.prepared_by = report, actor.person
    proof.save()
    return proof


@use_case(ProofPerm.PREPARE, on="proof")
def submit_proof(*, actor: Actor, proof: Proof) -> Proof:
    """Hand the proof in; from now on it is the office's to review (R14)."""
    move(proof, State.SUBMITTED)
    if not proof.report.strip():
        raise RuleViolation("Der Sachbericht fehlt noch. Schreiben Sie, was mit dem Geld erreicht wurde.")
    bring_up_to_date(proof)
    figures = list(proof.figures.all())
    if any(f.ledger_paid for f in figures) and not any(costs_of(f) for f in figures):
        raise RuleViolation("Die Kosten fehlen noch. Tragen Sie sie je Posten ein.")
    proof.submitted_at = timezone.now()
    proof.prepared_by = proof.prepared_by or actor.person
    proof.save()
    _done(actor, proof, Kind.PROOF_DUE)
    return proof


@use_case(QueryPerm.ANSWER, on="query")
def answer_query(*, actor: Actor, query: ProofQuery, answer: str) -> ProofQuery:
    """Answer a question of the office; with the last answer the review goes on (R14)."""
    proof = Proof.objects.select_for_update().get(pk=query.proof_id)
    not_closed(proof)
    if query.answered_on:
        raise RuleViolation("Diese Frage ist schon beantwortet.")
    if not answer.strip():
        raise RuleViolation("Schreiben Sie eine Antwort.", field="answer")
    query.answer, query.answered_on, query.answered_by = answer.strip(), actor.today, actor.person
    query.save()
    if not proof.queries.filter(answered_on=None).exists():
        move(proof, State.IN_REVIEW)
        bring_up_to_date(proof)
        proof.save()
        also_changed(proof, "state")
        _done(actor, proof, Kind.PROOF_QUERY)
    return query


def ask_the_provider(actor: Actor, proof: Proof) -> None:
    """Within a use case: the provider sees in all its offices that a question waits."""
    open_item(
        office=actor.place,
        organisation=proof.organisation_id,
        kind=Kind.PROOF_QUERY,
        subject=proof.pk,
        due_on=actor.today + ANSWER_WITHIN,
        code=f"{proof.contract.number}/{proof.year}",
    )


def _done(actor: Actor, proof: Proof, kind: Kind) -> None:
    close_item(office=actor.place, organisation=proof.organisation_id, kind=kind, subject=proof.pk)
