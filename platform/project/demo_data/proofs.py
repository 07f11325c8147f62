"""Proofs of use of the last two years: settled, in review, with a question; one late, at the invented provider (R14)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model
from psycopg.types.json import Jsonb

from contracts.models import (
    BudgetLine,
    Contract,
    HoursEntry,
    Instalment,
    Posting,
    Proof,
    ProofFigure,
    ProofQuery,
)
from contracts.queries.findings import costs_against_paid
from contracts.queries.proofs import line_for
from kernel.web import words
from project.demo_data.payments import INVENTED
from project.demo_data.people import manager_of
from project.demo_data.seeds import Seed, key_of
from project.demo_data.structure import Structure
from tenants.worklist.models import WorkItem

State = Proof.State
COURSE = (State.CLOSED, State.IN_REVIEW, State.QUERY, State.SUBMITTED, State.ACCEPTED)  # one provider after the other
CORRIDOR, DIRECT, DIRECT_OF_INVENTED = Decimal(15), Decimal(40), Decimal(70)
STAFF, MATERIAL = Decimal("0.82"), Decimal("0.11")
USED_BY_INVENTED = Decimal("0.93")
CENT = Decimal("0.01")
REPORT = """Die Arbeit im Sozialraum wurde wie vereinbart fortgeführt. Schwerpunkte waren die Begleitung von Familien in ihrem Alltag, die Zusammenarbeit mit Schulen und Kindertagesstätten und die offenen Angebote im Zentrum.

{delivered} wurden geleistet. Die Fachkräfte nahmen an den Beratungen des Teams und an den gemeinsamen Fortbildungen teil.

Für das kommende Jahr sind der Ausbau der Angebote am Nachmittag und feste Sprechzeiten vor Ort geplant."""
QUESTION = "Bitte ordnen Sie die Sachkosten den beiden Halbjahren zu."
ANSWER = "Die Sachkosten verteilen sich etwa gleich; der Einkauf für die Ferienangebote lag im zweiten Halbjahr."

type Ledger = Mapping[tuple[UUID, str, int], Mapping[tuple[UUID, str, str], int]]


@dataclass
class Proofs:
    rows: list[Model] = field(default_factory=list)
    proofs: list[Proof] = field(default_factory=list)


def set_terms(built: Structure) -> None:
    """What the contracts say of corridor, direct contact and surplus, where their story says nothing."""
    for contract in built.contracts.values():
        if contract.regime != Contract.Regime.AMBULANT:
            continue
        contract.corridor_percent = contract.corridor_percent or CORRIDOR
        contract.direct_percent = contract.direct_percent or DIRECT


def build_proofs(
    built: Structure,
    lines: Sequence[BudgetLine],
    instalments: Sequence[Instalment],
    entries: Sequence[tuple[Any, ...]],
    cashiers: tuple[UUID, UUID],
) -> Proofs:
    made = _Builder(built, instalments, _ledger(built, entries), cashiers)
    by_proof: dict[tuple[UUID, str, int], list[BudgetLine]] = defaultdict(list)
    for line in lines:
        year = built.today.year - line.year
        if line.contract_id and line.state == BudgetLine.State.RELEASED and year in (1, 2):
            by_proof[line.contract_id, line.organisation_id, line.year].append(line)
    order: dict[tuple[UUID, int], int] = defaultdict(int)
    for (contract, organisation, year), own in by_proof.items():
        made.add(own, order[contract, year])
        order[contract, year] += organisation != INVENTED
    return made.made


def _ledger(built: Structure, entries: Sequence[tuple[Any, ...]]) -> Ledger:
    """Minutes by contract, provider and year; then by district, kind of work and contact."""
    contracts = {role.pk: role.contract_id for role in built.roles}
    found: dict[tuple[UUID, str, int], dict[tuple[UUID, str, str], int]] = defaultdict(lambda: defaultdict(int))
    for _, _, organisation, role, district, day, minutes, kind, contact in entries:
        if (contract := contracts.get(role)) and day.year >= built.today.year - 2:
            found[contract, organisation, day.year][district, kind, contact] += minutes
    return found


class _Builder:
    def __init__(
        self, built: Structure, instalments: Sequence[Instalment], ledger: Ledger, cashiers: tuple[UUID, UUID]
    ) -> None:
        self.built, self.today, self.ledger = built, built.today, ledger
        self.first, self.second = cashiers
        self.seed = Seed(f"proofs {built.facts['key']}")
        self.made = Proofs()
        self.facts = {fact["key"]: fact for fact in built.facts["organisations"]}
        self.paid: dict[UUID, Decimal] = defaultdict(Decimal)
        self.unpaid: set[UUID] = set()
        for instalment in instalments:
            if instalment.paid_on:
                self.paid[instalment.line_id] += instalment.amount
            else:
                self.unpaid.add(instalment.line_id)

    def add(self, lines: Sequence[BudgetLine], place: int) -> None:
        """The proof of a provider's year; `place` counts the providers of the contract."""
        line = lines[0]
        state = self._state(lines, place)
        proof = self._proof(line, state)
        figures = list(self._figures(proof, lines))
        self.made.rows += [proof, *figures]
        self.made.proofs.append(proof)
        if state == State.OPEN:
            return
        delivered = words.hours(sum(f.minutes for f in figures))
        proof.report = REPORT.format(delivered=delivered)
        if state == State.QUERY or (state == State.CLOSED and place == 1):
            self.made.rows.append(self._query(proof, answered=state != State.QUERY))
        if state in (State.ACCEPTED, State.CLOSED):
            self._decide(proof, figures)

    def _state(self, lines: Sequence[BudgetLine], place: int) -> State:
        if any(line.pk in self.unpaid for line in lines) or lines[0].year == self.today.year - 1:
            return State.OPEN if lines[0].organisation_id == INVENTED else COURSE[place % len(COURSE)]
        return State.CLOSED

    def _proof(self, line: BudgetLine, state: State) -> Proof:
        begun, due = date(line.year + 1, 1, 12), date(line.year + 1, 3, 31)
        submitted = state != State.OPEN
        reviewed = submitted and state != State.SUBMITTED
        return Proof(
            id=self.seed.key(begun),
            contract=line.contract,
            organisation_id=line.organisation_id,
            year=line.year,
            due_on=due,
            state=state,
            prepared_by=manager_of(self.facts[line.organisation_id]) if submitted else None,
            submitted_at=_at(due - timedelta(days=9)) if submitted else None,
            reviewed_by=self.first if reviewed else None,
            findings=Jsonb([]),
        )

    def _figures(self, proof: Proof, lines: Sequence[BudgetLine]) -> Iterator[ProofFigure]:
        line = lines[0]
        minutes: dict[UUID, int] = defaultdict(int)
        direct: dict[UUID, int] = defaultdict(int)
        booked = self.ledger.get((line.contract_id, line.organisation_id, line.year), {})  # type: ignore[arg-type]
        for (district, kind, contact), sum_of in booked.items():
            if fitting := line_for(lines, district, kind):
                minutes[fitting.pk] += sum_of
                direct[fitting.pk] += sum_of if contact == HoursEntry.Contact.DIRECT else 0
        for line in lines:
            paid = self.paid[line.pk]
            used = paid if line.organisation_id != INVENTED else (paid * USED_BY_INVENTED).quantize(CENT)
            cost = used if proof.state != State.OPEN else Decimal(0)
            staff, material = (cost * STAFF).quantize(CENT), (cost * MATERIAL).quantize(CENT)
            yield ProofFigure(
                id=self.seed.key(proof.due_on),
                proof=proof,
                line=line,
                ledger_minutes=minutes[line.pk],
                ledger_direct=direct[line.pk],
                ledger_paid=paid,
                minutes=minutes[line.pk],
                staff_cost=staff,
                material_cost=material,
                overhead_cost=cost - staff - material,
            )

    def _query(self, proof: Proof, *, answered: bool) -> ProofQuery:
        asked = proof.due_on + timedelta(days=20)
        return ProofQuery(
            id=self.seed.key(asked),
            proof=proof,
            question=QUESTION,
            asked_on=asked,
            asked_by=self.first,
            answer=ANSWER if answered else "",
            answered_on=asked + timedelta(days=6) if answered else None,
            answered_by=proof.prepared_by if answered else None,
        )

    def _decide(self, proof: Proof, figures: Sequence[ProofFigure]) -> None:
        decided = proof.due_on + timedelta(days=40)
        residential = figures[0].line.contract.regime == Contract.Regime.RESIDENTIAL  # type: ignore[union-attr]
        paid = sum((f.ledger_paid for f in figures), Decimal(0))
        costs = sum((f.staff_cost + f.material_cost + f.overhead_cost for f in figures), Decimal(0))
        proof.accepted = paid if residential else min(costs, paid)
        found = [{"kind": kind, "text": text} for f in figures for kind, text in costs_against_paid(f)]
        proof.findings = Jsonb([] if residential else found)
        proof.decided_by, proof.decided_at = self.second, _at(decided)
        proof.decision_reason = "Zahlen und Bericht sind geprüft und nachvollziehbar."
        if proof.state == State.CLOSED:
            proof.surplus, proof.closed_at = paid - proof.accepted, _at(decided + timedelta(days=3))
            self.made.rows += self._repaid(proof, figures)

    def _repaid(self, proof: Proof, figures: Sequence[ProofFigure]) -> Iterator[Posting]:
        if not proof.surplus:
            return
        day = proof.due_on + timedelta(days=43)
        for figure in figures:
            costs = figure.staff_cost + figure.material_cost + figure.overhead_cost
            yield Posting(
                id=self.seed.key(day),
                line=figure.line,
                kind=Posting.Kind.REPAYMENT,
                posted_on=day,
                amount=costs - figure.ledger_paid,
                reason=f"Überschuss {proof.year}: zurückzuzahlen",
                recorded_by=self.second,
            )


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9, 30), UTC)


def proof_items(office: str, proofs: Sequence[Proof], numbers: Mapping[UUID, str]) -> Iterator[WorkItem]:
    """What is due for the providers, as the use cases would have opened it."""
    kinds: dict[str, WorkItem.Kind] = {State.OPEN: WorkItem.Kind.PROOF_DUE, State.QUERY: WorkItem.Kind.PROOF_QUERY}
    for proof in proofs:
        if kind := kinds.get(proof.state):
            yield WorkItem(
                id=key_of(f"due {proof.id}"),
                office_id=office,
                organisation_id=proof.organisation_id,
                kind=kind,
                subject=str(proof.pk),
                due_on=proof.due_on,
                code=f"{numbers[proof.contract_id]}/{proof.year}",
            )
