"""Proofs of use: which there are, what the ledger says, what is settled (R13, R14)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, DecimalField, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from contracts.models import BudgetLine, Contract, HoursEntry, Instalment, Posting, Proof, ProofFigure, ProofQuery
from contracts.policy.proofs import proof_policy, query_policy
from kernel.access.actor import Actor

State = Proof.State
MONEY = DecimalField(max_digits=14, decimal_places=2)


@dataclass(frozen=True, slots=True)
class Booked:
    """What the ledger says of a line: minutes worked, those with the family, EUR paid."""

    minutes: int = 0
    direct: int = 0
    paid: Decimal = Decimal(0)


def proofs_for(actor: Actor) -> QuerySet[Proof]:
    """Proofs with the money paid, the costs reported and the questions that wait for an answer."""
    figures = ProofFigure.objects.filter(proof=OuterRef("pk")).order_by().values("proof")
    costs = figures.annotate(sum=Sum("staff_cost") + Sum("material_cost") + Sum("overhead_cost")).values("sum")
    return (
        proof_policy.rows(actor)
        .select_related("organisation", "contract")
        .annotate(
            paid=Coalesce(
                Subquery(figures.annotate(sum=Sum("ledger_paid")).values("sum")), Decimal(0), output_field=MONEY
            ),
            costs=Coalesce(Subquery(costs), Decimal(0), output_field=MONEY),
            waiting=Count("queries", filter=Q(queries__answered_on=None)),
        )
        .order_by("-year", "organisation__sort_key", "id")
    )


def queries_for(actor: Actor) -> QuerySet[ProofQuery]:
    return query_policy.rows(actor).select_related("proof__organisation", "proof__contract")


def figures_of(proof: Proof) -> QuerySet[ProofFigure]:
    """The proof's figures with what is approved for each line by now."""
    postings = Posting.objects.filter(line=OuterRef("line")).order_by().values("line")
    zero = Decimal(0)
    return (
        proof.figures.select_related("line__district", "line__organisation", "line__contract")
        .annotate(
            posted=Coalesce(Subquery(postings.annotate(s=Sum("amount")).values("s")), zero, output_field=MONEY),
            posted_minutes=Coalesce(
                Subquery(postings.annotate(s=Sum("minutes")).values("s")), 0, output_field=IntegerField()
            ),
        )
        .order_by("line__district__sort_key", "line__work_kind", "line__setting", "id")
    )


def costs_of(figure: ProofFigure) -> Decimal:
    return figure.staff_cost + figure.material_cost + figure.overhead_cost


def line_label(line: BudgetLine) -> str:
    """What tells a line from the provider's other lines of the year."""
    parts = [str(line.district) if line.district_id else "", line.get_work_kind_display(), line.get_setting_display()]
    return ", ".join(filter(None, parts)) or "alle Hilfen"


def lines_to_prove(contract_file: UUID, year: int) -> QuerySet[BudgetLine]:
    """The released lines of a contract's year, of which the providers prove the use."""
    rows = BudgetLine.objects.filter(contract=contract_file, year=year, state=BudgetLine.State.RELEASED)
    return rows.select_related("organisation", "district").order_by("organisation__sort_key", "id")


def terms_of(contract: Contract, year: int) -> Contract:
    """The version whose terms settle a year: the last that was in force in it (R4)."""
    file = contract.root_id or contract.pk
    versions = Contract.objects.filter(Q(pk=file) | Q(root=file), in_force_since__lte=date(year, 12, 31))
    return versions.order_by("-in_force_since", "-id").first() or contract.file


def ledger_of(lines: Sequence[BudgetLine]) -> dict[UUID, Booked]:
    """What is booked and paid on the lines of one provider, contract and year; two queries.

    Hours know district and kind of work; each goes to the line that names most of what it is.
    """
    if not lines:
        return {}
    first = lines[0]
    minutes: dict[UUID, int] = defaultdict(int)
    direct: dict[UUID, int] = defaultdict(int)
    worked = (
        HoursEntry.objects.filter(
            organisation=first.organisation_id, worked_on__year=first.year, role__contract=first.contract_id
        )
        .order_by()
        .values_list("district", "work_kind", "contact")
        .annotate(sum=Sum("minutes"))
    )
    for district, kind, contact, sum_of in worked:
        line = line_for(lines, district, kind)
        if line is not None:
            minutes[line.pk] += sum_of
            direct[line.pk] += sum_of if contact == HoursEntry.Contact.DIRECT else 0
    paid = dict(
        Instalment.objects.filter(line__in=lines)
        .exclude(paid_on=None)
        .order_by()
        .values_list("line")
        .annotate(sum=Sum("amount"))
    )
    return {line.pk: Booked(minutes[line.pk], direct[line.pk], paid.get(line.pk, Decimal(0))) for line in lines}


def line_for(lines: Iterable[BudgetLine], district: UUID, kind: str) -> BudgetLine | None:
    """The line that names most of what the work is: its district, its kind; none if no line fits."""
    fitting = [line for line in lines if line.district_id in (None, district) and line.work_kind in ("", kind)]
    return max(fitting, key=lambda line: (line.district_id is not None, bool(line.work_kind)), default=None)


def open_instalments(proof: Proof) -> QuerySet[Instalment]:
    """Instalments of the proof's year that are not paid."""
    return Instalment.objects.filter(
        line__in=lines_to_prove(proof.contract_id, proof.year).filter(organisation=proof.organisation_id), paid_on=None
    )


def unproven(actor: Actor, year: int) -> list[Contract]:
    """Contracts with released lines in a year for which some provider has not been asked for a proof."""
    asked = Proof.objects.filter(
        contract=OuterRef("contract"), organisation=OuterRef("organisation"), year=OuterRef("year")
    )
    lines = BudgetLine.objects.filter(year=year, state=BudgetLine.State.RELEASED).exclude(contract=None)
    open_lines = lines.annotate(proof=Subquery(asked.values("pk")[:1])).filter(proof=None)
    return list(Contract.objects.filter(pk__in=open_lines.values("contract")).order_by("sort_key"))
