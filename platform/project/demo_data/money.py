"""Budget lines per provider and year, exact to the cent, and their instalments (R10, R11)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from contracts.models import BudgetLine, Contract, Instalment
from contracts.schedule import due_dates, split_evenly
from project.demo_data.facts import Fact, remark, years
from project.demo_data.seeds import Seed
from project.demo_data.structure import Structure

CENTS = 100
MINUTES = 60


def divide[K](total: int, weights: Mapping[K, int]) -> dict[K, int]:
    """Whole parts by weight that add up to the total exactly; what is left over goes to the largest remainders."""
    sum_of_weights = sum(weights.values())
    parts = {key: total * weight // sum_of_weights for key, weight in weights.items()}
    order = sorted(weights, key=lambda key: -(total * weights[key] % sum_of_weights))
    for key in order[: total - sum(parts.values())]:
        parts[key] += 1
    return parts


def build_money(built: Structure, cashier: UUID) -> tuple[list[BudgetLine], list[Instalment]]:
    seed = Seed(f"money {built.facts['key']}")
    lines: list[BudgetLine] = []
    instalments: list[Instalment] = []
    for fact in built.facts["contracts"]:
        if budget := fact.get("budget"):
            contract = built.contracts[fact["id"]]
            for year in (y for y in years(budget) if months_in(contract, y)):
                for line in _lines_of(seed, contract, budget, year, cashier):
                    lines.append(line)
                    if line.state == BudgetLine.State.RELEASED:
                        unpaid = budget.get("unpaid", 0)
                        instalments += _instalments_of(seed, line, contract, built, unpaid, cashier)
    return lines, instalments


def _lines_of(seed: Seed, contract: Contract, budget: Fact, year: int, cashier: UUID) -> list[BudgetLine]:
    months = months_in(contract, year)
    last = budget["years"][1]
    growth = 1 - Decimal(str(budget.get("growth", 0))) * (last - year)
    cents = int(Decimal(str(budget["amount"])) * CENTS * growth * months / 12)
    shares: Mapping[str, int] = budget["shares"]
    amounts = divide(cents, shares)
    hours = divide(budget["hours"] * months // 12, shares)
    posts = divide(int(Decimal(str(budget["posts"])) * CENTS) * months // 12, shares)
    released = budget.get("state") != "draft"
    return [
        BudgetLine(
            id=seed.key(date(year - 1, 12, 20)), contract=contract, organisation_id=organisation, year=year,
            setting=budget.get("setting", ""), amount=Decimal(amounts[organisation]) / CENTS,
            corridor_percent=contract.corridor_percent,
            minutes=hours[organisation] * MINUTES, posts=Decimal(posts[organisation]) / CENTS,
            state=BudgetLine.State.RELEASED if released else BudgetLine.State.DRAFT,
            released_at=datetime.combine(date(year - 1, 12, 20), time(9), UTC) if released else None,
            released_by=cashier if released else None, remark=remark(budget),
        )
        for organisation in shares
    ]  # fmt: skip


def _instalments_of(
    seed: Seed, line: BudgetLine, contract: Contract, built: Structure, unpaid: int, cashier: UUID
) -> list[Instalment]:
    """What is past is paid a day before it was due, but for the last `unpaid` ones."""
    days = due_dates(contract.schedule, line.year, contract.begins, contract.ends, built.facts["state"])
    past = sum(day <= built.today for day in days)
    late = unpaid if line.year == built.today.year else 0
    return [
        Instalment(
            id=seed.key(date(line.year - 1, 12, 20)),
            line=line,
            number=number,
            due_on=day,
            amount=amount,
            paid_on=day - timedelta(days=1) if number <= past - late else None,
            paid_by=cashier if number <= past - late else None,
        )
        for number, (day, amount) in enumerate(zip(days, split_evenly(line.amount, len(days)), strict=True), 1)
    ]


def months_in(contract: Contract, year: int) -> int:
    """How many months of the year the contract covers at least in part."""
    if contract.begins is None:
        return 12
    first = max(contract.begins, date(year, 1, 1))
    last = min(contract.ends or date.max, date(year, 12, 31))
    return max(last.month - first.month + 1, 0) if last >= first else 0
