"""A total split into lines, exact to the cent, the calculation kept (R10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from contracts.models import Allocation, AllocationShare, BudgetLine, Contract, District, Party
from contracts.policy.steering import AllocationPerm
from contracts.queries.allocations import Figure, Share, shares_of_figure, shares_of_year
from contracts.shares import Part, raised, split_by_weights, split_units
from contracts.usecases.budget import ONCE, check_year, contract_terms
from contracts.usecases.settled import settled, settled_years
from kernel.access.actor import Actor
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.web import words
from tenants.registry.models import Organisation

Method = Allocation.Method
HUNDRED = Decimal(100)
MOST = 2000  # shares of one split


@dataclass(frozen=True, slots=True)
class Split:
    """A split as calculated: what it rests on, and each share with its part and its minutes."""

    total: Decimal
    basis: str
    parts: Sequence[tuple[Share, Part, int]]


def calculate(
    *,
    contract: Contract,
    year: int,
    method: str,
    total: Decimal | None = None,
    minutes: int = 0,
    basis: str = "",
    shares: Sequence[Share] = (),
    base_year: int | None = None,
    figure: str = "",
    percent: Decimal | None = None,
) -> Split:
    """What a split would give; writes nothing (R10). Amounts in EUR, `minutes` to be split by the same weights."""
    check_year(contract.file, year)
    if method == Method.RAISE:
        split = _raise(contract, year, base_year or year - 1, percent)
    else:
        split = _divide(total, minutes, *_weighted(contract, year, method, basis, shares, base_year, figure))
    for organisation in sorted({share.organisation for share, _, _ in split.parts}):
        if settled_years(organisation, years=[year], contract=contract.file.pk):
            raise settled(year, Organisation.objects.get(pk=organisation), field="year")
    return split


def _divide(total: Decimal | None, minutes: int, shares: Sequence[Share], basis: str) -> Split:
    if total is None or total <= 0:
        raise RuleViolation("Geben Sie einen Gesamtbetrag über 0 € an.", field="total")
    _each_once(shares)
    parts = split_by_weights(total, [s.weight for s in shares])
    if empty := sum(part.amount <= 0 for part in parts):
        raise RuleViolation(
            f"{words.money(total)} reichen nicht für {len(parts)} Posten: Auf {empty} davon entfiele nichts. "
            "Erhöhen Sie den Betrag oder streichen Sie Anteile.",
            field="total",
        )
    time = split_units(minutes, [s.weight for s in shares]) if minutes else [0] * len(parts)
    return Split(total, basis, list(zip(shares, parts, time, strict=True)))


def _weighted(
    contract: Contract,
    year: int,
    method: str,
    basis: str,
    shares: Sequence[Share],
    base_year: int | None,
    figure: str,
) -> tuple[Sequence[Share], str]:
    """The shares with their weights, and what they rest on in words."""
    if method == Method.BASE_YEAR:
        base = base_year or year - 1
        found = shares_of_year(contract, base)
        if not found:
            raise RuleViolation(f"Für {base} gibt es keine freigegebenen Posten dieses Vertrags.", field="base_year")
        return found, basis or f"Bewilligte Beträge {base}"
    if method == Method.INDICATOR and figure:
        base = base_year or year - 1
        found = shares_of_figure(contract, base, figure)
        if not found:
            raise RuleViolation(
                f"Für {base} sind unter diesem Vertrag keine Stunden gebucht. Wählen Sie ein anderes Jahr.",
                field="base_year",
            )
        return found, basis or f"{Figure(figure).label.capitalize()} je Träger und Raum {base}"
    if not shares:
        raise RuleViolation("Geben Sie mindestens einen Anteil an.")
    if any(share.weight <= 0 for share in shares):
        raise RuleViolation("Jeder Anteil ist größer als 0. Lassen Sie leere Zeilen weg.")
    if method == Method.PERCENT:
        _add_up(shares)
        return shares, basis or "Vereinbarte Prozentsätze"
    if not basis.strip():
        raise RuleViolation("Geben Sie an, welche Kennzahl die Gewichte sind und woher sie stammt.", field="basis")
    return shares, basis


def _add_up(shares: Sequence[Share]) -> None:
    if difference := HUNDRED - sum(share.weight for share in shares):
        short = f"{difference:.6f}".rstrip("0").rstrip(".").lstrip("-").replace(".", ",")
        raise RuleViolation(
            f"Die Anteile ergeben nicht 100 %: {short} Prozentpunkte {'fehlen' if difference > 0 else 'sind zu viel'}."
        )


def _each_once(shares: Sequence[Share]) -> None:
    if len({share.place for share in shares}) < len(shares):
        raise RuleViolation(
            "Zwei Anteile sind für dasselbe: Träger, Raum, Arbeitsart und Form. Fassen Sie sie zusammen."
        )
    if len(shares) > MOST:
        raise RuleViolation(f"Höchstens {MOST} Anteile auf einmal. Teilen Sie in mehreren Schritten auf.")


def _raise(contract: Contract, year: int, base: int, percent: Decimal | None) -> Split:
    """Each line of a year raised by itself; hours and posts stay."""
    if percent is None or not -HUNDRED < percent <= HUNDRED:
        raise RuleViolation("Geben Sie einen Prozentsatz zwischen −100 und 100 an.", field="percent")
    shares = shares_of_year(contract, base)
    if not shares:
        raise RuleViolation(f"Für {base} gibt es keine freigegebenen Posten dieses Vertrags.", field="year")
    parts = [(share, raised(share.weight, percent), share.minutes or 0) for share in shares]
    if any(part.amount <= 0 for _, part, _ in parts):
        raise RuleViolation("Einem Posten bliebe nichts. Wählen Sie einen kleineren Abschlag.", field="percent")
    shown = f"um {words.percent(abs(percent), 2)} {'erhöht' if percent >= 0 else 'gesenkt'}"
    return Split(sum((p.amount for _, p, _ in parts), Decimal(0)), f"Bewilligte Beträge {base}, {shown}", parts)


@use_case(AllocationPerm.SPLIT)
def split_total(*, actor: Actor, contract: Contract, year: int, method: str, **given: Any) -> Allocation:
    """Split a total into draft lines as `calculate` does: by percentages, a base year, an indicator or a raise (R10).

    Percentages add up to 100, amounts to the total, to the cent. The calculation is kept with the lines. A provider
    whose year is settled gets no new line in it (R14).
    """
    split = calculate(contract=contract, year=year, method=method, **given)
    _only_parties(contract.file, [share for share, _, _ in split.parts])
    corridor = contract_terms(contract, year, actor).corridor_percent
    allocation = Allocation.objects.create(
        contract=contract.file,
        year=year,
        total=split.total,
        method=method,
        basis=split.basis[:300],
        recorded_by=actor.person,
    )
    lines = [
        BudgetLine(
            contract=contract.file,
            organisation_id=share.organisation,
            district_id=share.district,
            year=year,
            work_kind=share.work_kind,
            setting=share.setting,
            amount=part.amount,
            minutes=time,
            posts=share.posts if method == Method.RAISE else Decimal(0),
            corridor_percent=corridor if share.corridor_percent is None else share.corridor_percent,
        )
        for share, part, time in split.parts
    ]
    with explained(**ONCE):
        BudgetLine.objects.bulk_create(lines)
    AllocationShare.objects.bulk_create(
        AllocationShare(allocation=allocation, line=line, weight=part.weight, exact=part.exact, amount=part.amount)
        for line, (_, part, _) in zip(lines, split.parts, strict=True)
    )
    for line in lines:
        also_changed(line, "contract", "organisation", "year", "amount")
    return allocation


def _only_parties(contract: Contract, shares: Sequence[Share]) -> None:
    versions = Contract.objects.filter(Q(pk=contract.pk) | Q(root=contract.pk))
    parties = set(Party.objects.filter(contract__in=versions).values_list("organisation", flat=True))
    if strangers := sorted({share.organisation for share in shares} - parties):
        names = Organisation.objects.filter(pk__in=strangers).values_list("name", flat=True)
        raise RuleViolation(f"Keine Vertragspartei: {', '.join(names)}. Nehmen Sie nur Träger des Vertrags.")
    wanted = {share.district for share in shares if share.district}
    if District.objects.filter(pk__in=wanted).count() < len(wanted):
        raise RuleViolation("Einen dieser Räume gibt es nicht. Wählen Sie aus der Liste.")


@use_case(AllocationPerm.SPLIT, on="allocation")
def discard_allocation(*, actor: Actor, allocation: Allocation) -> Allocation:
    """Take a split back with its draft lines; once one is released all stay (R15)."""
    lines = BudgetLine.objects.filter(shares__allocation=allocation).select_for_update(of=("self",))
    if any(line.state == BudgetLine.State.RELEASED for line in lines):
        raise RuleViolation("Ein Posten dieser Aufteilung ist schon freigegeben. Buchen Sie Berichtigungen.")
    keys = [line.pk for line in lines]
    for line in lines:
        also_changed(line, "contract", "organisation", "year")
    allocation.shares.all().delete()
    for line in BudgetLine.objects.filter(pk__in=keys):
        line.rates.all().delete()
        line.instalments.all().delete()
        line.delete()
    key = allocation.pk
    allocation.delete()
    allocation.pk = key  # for the audit
    return allocation
