"""Bank accounts at a bank that does not exist, the runs that paid the past instalments, and one that waits (R11)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Model
from schwifty import IBAN

from contracts.models import BankAccount, Instalment, Invoice, Payment, PaymentRun
from kernel.calendar import working_day_from
from project.demo_data.facts import Fact
from project.demo_data.seeds import Seed, key_of
from project.demo_data.structure import Structure

NO_SUCH_BANK = "19999999"
DAY = timedelta(days=1)
SOON = timedelta(days=14)
INVENTED = "musterwerk"  # only what is invented changes its account, gets money back, owes something
CLAIM = Decimal("1250.00")
State = PaymentRun.State


def iban_of(name: str) -> str:
    """An account number with true check digits, the same at every start."""
    account = key_of(f"account number {name}").int % 10**10
    return str(IBAN.generate("DE", bank_code=NO_SUCH_BANK, account_code=f"{account:010d}"))


class Payments:
    """The accounts and runs of an office; `rows` are to be stored in this order."""

    def __init__(self, built: Structure, cashiers: tuple[UUID, UUID]) -> None:
        self.built, self.today = built, built.today
        self.first, self.second = cashiers
        self.seed = Seed(f"payments {built.facts['key']}")
        self.rows: list[Model] = []
        self.number = 0
        self.debtor = self._account(None, built.facts["name"], date(2001, 1, 1))
        self.accounts = {fact["key"]: self._accounts_of(fact) for fact in built.facts["organisations"]}

    def _account(
        self, organisation: str | None, holder: str, begins: date, ends: date | None = None, *, confirmed: bool = True
    ) -> BankAccount:
        account = BankAccount(
            id=self.seed.key(min(begins, self.today)),
            organisation_id=organisation,
            holder=holder[:70],
            iban=iban_of(f"{organisation or self.built.facts['key']} {begins}"),
            begins=begins,
            ends=ends,
            recorded_by=self.first,
            confirmed_by=self.second if confirmed else None,
        )
        self.rows.append(account)
        return account

    def _accounts_of(self, fact: Fact) -> BankAccount:
        """Everyone's account; the invented provider changes to another one, which waits for its confirmation."""
        if fact["key"] != INVENTED:
            return self._account(fact["key"], fact["name"], fact["begins"])
        change = self.today + 3 * SOON
        account = self._account(INVENTED, fact["name"], fact["begins"], change - DAY)
        self._account(INVENTED, fact["name"], change, confirmed=False)
        return account

    def build(self, instalments: Sequence[Instalment], invoices: Sequence[Invoice] = ()) -> list[Model]:
        """Runs day by day for what is paid; the last unpaid one that is late came back; one run is prepared."""
        by_day: dict[date, list[Instalment | Invoice]] = defaultdict(list)
        both: list[Instalment | Invoice] = [*instalments, *invoices]
        for paid in both:
            if paid.paid_on:
                paid.paid_on = self._working_day_until(paid.paid_on)
                by_day[paid.paid_on].append(paid)
        late = [i for i in self._open(instalments) if i.due_on < self.today]
        for instalment in late[:1]:
            self._came_back(instalment, by_day)
        for day in sorted(by_day):
            self._run(State.PAID, day, by_day[day])
        self._prepared(instalments)
        return self.rows

    def _open(self, instalments: Sequence[Instalment]) -> Iterator[Instalment]:
        """Unpaid instalments of the invented provider."""
        return (i for i in instalments if i.paid_on is None and i.line.organisation_id == INVENTED)

    def _working_day_until(self, day: date) -> date:
        while working_day_from(day, self.built.facts["state"]) != day:
            day -= DAY
        return day

    def _came_back(self, instalment: Instalment, by_day: dict[date, list[Instalment | Invoice]]) -> None:
        by_day[self._working_day_until(instalment.due_on - DAY)].append(instalment)
        instalment.returned_on = min(instalment.due_on + 2 * DAY, self.today)
        instalment.return_reason = "Konto des Empfängers gesperrt"

    def _prepared(self, instalments: Sequence[Instalment]) -> None:
        soon = [i for i in instalments if i.paid_on is None and self.today <= i.due_on <= self.today + SOON]
        for instalment in (i for i in soon if i.line.organisation_id == INVENTED and i.amount > CLAIM):
            instalment.offset, instalment.offset_reason = CLAIM, f"Rückforderung aus dem Nachweis {self.today.year - 2}"
        if soon:
            day = working_day_from(self.today + 2 * DAY, self.built.facts["state"])
            self._run(State.PREPARED, day, soon)

    def _run(self, state: str, day: date, due: Sequence[Instalment | Invoice]) -> None:
        self.number += 1
        paid = state == State.PAID
        run = PaymentRun(
            id=self.seed.key(min(day, self.today)),
            number=self.number,
            execute_on=day,
            state=state,
            debtor=self.debtor,
            total=sum((transfer(one) for one in due), Decimal(0)),
            prepared_by=self.first,
            approved_by=self.second if paid else None,
            approved_at=datetime.combine(day - DAY, time(10), UTC) if paid else None,
            paid_on=day if paid else None,
        )
        self.rows.append(run)
        self.rows += [self._payment(run, one) for one in due]

    def _payment(self, run: PaymentRun, due: Instalment | Invoice) -> Payment:
        account = self.accounts[due.line.organisation_id]
        instalment = due if isinstance(due, Instalment) else None
        return Payment(
            id=self.seed.key(min(run.execute_on, self.today)),
            run=run,
            instalment=instalment,
            invoice=due if isinstance(due, Invoice) else None,
            amount=transfer(due),
            holder=account.holder,
            iban=account.iban,
            purpose=(f"Abschlag {due.number} {due.line.under} {due.line.year}" if instalment else str(due))[:140],
            live=not (run.state == State.PAID and due.paid_on is None),
        )


def transfer(due: Instalment | Invoice) -> Decimal:
    """What goes to the bank: an instalment without what is set off, an invoice as a whole."""
    return due.amount - due.offset if isinstance(due, Instalment) else due.amount
