"""Splits, corrections, readjustments, and help outside every contract with its rates and invoices (R5, R7, R10, R15)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db.models import Model

from contracts.models import (
    Allocation,
    AllocationShare,
    BudgetLine,
    CaseReference,
    Instalment,
    Invoice,
    InvoiceItem,
    Posting,
    Rate,
    Readjustment,
)
from contracts.shares import split_by_weights
from kernel.calendar import working_day_from
from project.demo_data.facts import Fact
from project.demo_data.seeds import Seed
from project.demo_data.structure import Structure

INVENTED = "musterwerk"  # what would embarrass happens to the invented provider only
DAY = timedelta(days=1)
MORE = Decimal("0.02")  # of a line, when it is readjusted
DAILY, DAILY_SINCE_JULY = Decimal("142.50"), Decimal("146.80")


class Steering:
    """What happened to the lines of an office; `rows` are to be stored in this order, `invoices` may be paid."""

    def __init__(
        self,
        built: Structure,
        lines: list[BudgetLine],
        instalments: list[Instalment],
        references: Sequence[CaseReference],
        cashiers: tuple[UUID, UUID],
    ) -> None:
        self.built, self.today, self.year = built, built.today, built.today.year
        self.lines, self.instalments = lines, instalments
        self.first, self.second = cashiers
        self.seed = Seed(f"steering {built.facts['key']}")
        self.rows: list[Model] = []
        self.invoices: list[Invoice] = []
        self._split()
        self._readjust()
        self._correct()
        self._outside([r for r in references if r.organisation_id == INVENTED])

    def _split(self) -> None:
        """How the lines of several providers came about: by the weights of the districts."""
        by_contract: dict[tuple[UUID, int], list[BudgetLine]] = defaultdict(list)
        for line in self.lines:
            if line.contract_id and line.year >= self.year:
                by_contract[line.contract_id, line.year].append(line)
        facts: dict[UUID, Fact] = {self.built.contracts[f["id"]].id: f for f in self.built.facts["contracts"]}
        for (contract, year), lines in by_contract.items():
            if len(lines) < 2:
                continue
            day = date(year - 1, 12, 18)
            weights = [Decimal(facts[contract]["budget"]["shares"][line.organisation_id]) for line in lines]
            total = sum((line.amount for line in lines), Decimal(0))
            parts = split_by_weights(total, weights)
            if [part.amount for part in parts] != [line.amount for line in lines]:
                continue
            allocation = Allocation(
                id=self.seed.key(min(day, self.today)),
                contract=lines[0].contract,
                year=year,
                total=total,
                method=Allocation.Method.INDICATOR,
                basis="Gewichte der Räume, für die der Träger zuständig ist (erfunden)",
                recorded_by=self.built.clerk,
            )
            self.rows.append(allocation)
            for line, part in zip(lines, parts, strict=True):
                self._keep(
                    AllocationShare,
                    day,
                    allocation=allocation,
                    line=line,
                    weight=part.weight,
                    exact=part.exact,
                    amount=part.amount,
                )

    def _keep[M: Model](self, model: type[M], day: date, **fields: object) -> M:
        row = model(id=self.seed.key(min(day, self.today)), **fields)
        self.rows.append(row)
        return row

    def _of_year(self, invented: bool) -> BudgetLine | None:
        """A released line of this year under a contract."""
        return next(
            (
                line
                for line in self.lines
                if line.year == self.year
                and line.contract_id
                and line.state == BudgetLine.State.RELEASED
                and (line.organisation_id == INVENTED) == invented
            ),
            None,
        )

    def _post(self, line: BudgetLine, kind: str, day: date, amount: Decimal, minutes: int, reason: str) -> Posting:
        """A posting, and the open instalments that follow it (R11)."""
        posting = self._keep(
            Posting,
            day,
            line=line,
            kind=kind,
            posted_on=day,
            amount=amount,
            minutes=minutes,
            reason=reason,
            recorded_by=self.first,
        )
        own = [i for i in self.instalments if i.line is line]
        still_open = [i for i in own if i.paid_on is None and i.amount + amount > 0]
        if amount and still_open:
            still_open[-1].amount += amount
        elif amount > 0:
            due = working_day_from(max(date(self.year, 12, 15), self.today), self.built.facts["state"])
            self.instalments.append(
                Instalment(
                    id=self.seed.key(min(day, self.today)), line=line, number=len(own) + 1, due_on=due, amount=amount
                )
            )
        return posting

    def _readjust(self) -> None:
        """One decided for the office's first provider, one proposed for the invented one."""
        if line := self._of_year(invented=False):
            decided = min(date(self.year, 5, 19), self.today - DAY)
            amount, minutes = (line.amount * MORE).quantize(Decimal(1)), round(line.minutes * MORE / 60) * 60
            posting = self._post(
                line,
                Posting.Kind.READJUSTMENT,
                max(date(self.year, 6, 1), decided),
                amount,
                minutes,
                "Mehr Familien als geplant (Steuerungsgruppe, erfunden)",
            )
            self._keep(
                Readjustment,
                decided - 12 * DAY,
                line=line,
                trigger="Mehr Familien als geplant",
                forecast_amount=line.amount + amount,
                forecast_minutes=line.minutes + minutes,
                proposal="Zusätzliche Stunden für die zweite Jahreshälfte (erfunden).",
                amount=amount,
                minutes=minutes,
                state=Readjustment.State.DECIDED,
                proposed_on=decided - 12 * DAY,
                proposed_by=self.built.clerk,
                body="Steuerungsgruppe",
                reference="erfunden",
                decided_on=decided,
                effective_on=posting.posted_on,
                posting=posting,
            )
        if line := self._of_year(invented=True):
            day = self.today - 6 * DAY
            self._keep(
                Readjustment,
                day,
                line=line,
                trigger="Bis Oktober deutlich weniger Stunden geleistet als vereinbart",
                forecast_amount=(line.amount * Decimal("0.61")).quantize(Decimal("0.01")),
                forecast_minutes=round(line.minutes * 0.61),
                proposal="Für den Rest des Jahres Stunden zurücknehmen und mit dem Träger den Bedarf neu besprechen.",
                amount=Decimal(0),
                minutes=-round(line.minutes * 0.05 / 60) * 60,
                state=Readjustment.State.PROPOSED,
                proposed_on=day,
                proposed_by=self.built.clerk,
            )

    def _correct(self) -> None:
        if line := self._of_year(invented=True):
            day = min(date(self.year, 3, 9), self.today)
            self._post(
                line, Posting.Kind.CORRECTION, day, Decimal("-318.40"), 0, "Zwei Betreuungstage doppelt angesetzt"
            )

    def _outside(self, references: Sequence[CaseReference]) -> None:
        """A line outside every contract with two rates, and invoices in every state."""
        begun = datetime(self.year - 1, 12, 20, 9, tzinfo=UTC)
        line = BudgetLine(
            id=self.seed.key(begun.date()),
            organisation_id=INVENTED,
            year=self.year,
            setting="day",
            amount=Decimal("48000.00"),
            corridor_percent=Decimal(10),
            state=BudgetLine.State.RELEASED,
            released_at=begun,
            released_by=self.first,
            remark="Hilfen in besonderen Fällen außerhalb der Rahmenverträge. Erfunden.",
        )
        self.lines.append(line)
        july = date(self.year, 7, 1)
        for begins, amount in ((date(self.year, 1, 1), DAILY), (july, DAILY_SINCE_JULY)):
            self._keep(Rate, begun.date(), line=line, unit=Rate.Unit.DAY, amount=amount, begins=begins)
        last_months = [self.today.replace(day=1) - relativedelta(months=back) for back in range(8, 0, -1)]
        for number, day in enumerate((d for d in last_months if d.year == self.year), 1):
            self._invoice(line, number, day, references, len(last_months))

    def _invoice(
        self, line: BudgetLine, number: int, day: date, references: Sequence[CaseReference], count: int
    ) -> None:
        """A month of days for one case; the latest are still on their way, one bills a day too many at the old rate."""
        first = day.replace(day=1)
        last = (first + timedelta(days=32)).replace(day=1) - DAY
        left = count - number
        days = (last - first).days + 1 + (left == 1)
        rate = DAILY if first < date(self.year, 7, 1) or left == 1 else DAILY_SINCE_JULY
        received = min(last + 4 * DAY, self.today)
        states = {
            0: Invoice.State.RECEIVED,
            1: Invoice.State.RECEIVED,
            2: Invoice.State.CHECKED,
            3: Invoice.State.REJECTED,
        }
        state = states.get(left, Invoice.State.APPROVED)
        invoice = self._keep(
            Invoice,
            received,
            line=line,
            number=f"{self.year}-{100 + number}",
            issued_on=received - 2 * DAY,
            received_on=received,
            due_on=received + 21 * DAY,
            amount=rate * days,
            state=state,
            checked_by=None if state == Invoice.State.RECEIVED else self.first,
            approved_by=self.second if state == Invoice.State.APPROVED else None,
            paid_on=received + 16 * DAY if left > 4 else None,
            reason="Der Monat ist mit der vorigen Rechnung bezahlt." if state == Invoice.State.REJECTED else "",
        )
        self.invoices.append(invoice)
        reference = next((r for r in references if r.begins <= first and (r.ends is None or r.ends >= last)), None)
        self._keep(
            InvoiceItem,
            received,
            invoice=invoice,
            reference=reference,
            begins=first,
            ends=last,
            unit=Rate.Unit.DAY,
            quantity=Decimal(days),
            rate=rate,
        )
