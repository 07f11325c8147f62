"""Budget lines and their instalments (R10, R11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from contracts.models import BudgetLine, Contract, Instalment
from contracts.policy import InstalmentPerm, LinePerm
from contracts.schedule import due_dates, split_evenly
from contracts.usecases.payments import not_in_a_run, settle, year_is_open
from kernel.access.actor import Actor
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from tenants.registry.models import Organisation
from tenants.worklist.items import Kind, open_item

ONCE = {"line_once": ("Diesen Budgetposten gibt es schon. Ändern Sie den vorhandenen.", "organisation")}


@dataclass(frozen=True, slots=True)
class Planned:
    """An instalment as entered: the day on which it is due and its amount in EUR."""

    due_on: date
    amount: Decimal


@use_case(LinePerm.EDIT)
def create_line(
    *,
    actor: Actor,
    contract: Contract,
    organisation: Organisation,
    year: int,
    amount: Decimal,
    minutes: int = 0,
    posts: Decimal = Decimal(0),
    work_kind: str = "",
    setting: str = "",
    remark: str = "",
) -> BudgetLine:
    """What a party of the contract gets in a year (R10)."""
    line = BudgetLine(
        contract=contract,
        organisation=organisation,
        year=year,
        amount=amount,
        minutes=minutes,
        posts=posts,
        work_kind=work_kind,
        setting=setting,
        remark=remark,
    )
    return _save(line)


@use_case(LinePerm.EDIT, on="line")
def change_line(
    *,
    actor: Actor,
    line: BudgetLine,
    amount: Decimal,
    minutes: int,
    posts: Decimal,
    work_kind: str = "",
    setting: str = "",
    remark: str = "",
) -> BudgetLine:
    """Change a draft; a released line is never edited (R15)."""
    if line.state != BudgetLine.State.DRAFT:
        raise RuleViolation("Dieser Posten ist freigegeben. Freigegebenes wird nicht mehr geändert.")
    line.amount, line.minutes, line.posts = amount, minutes, posts
    line.work_kind, line.setting, line.remark = work_kind, setting, remark
    return _save(line)


def contract_of(line: BudgetLine) -> Contract:
    """The contract under which a line is paid; help outside every contract has none (R7)."""
    if line.contract is None:
        raise RuleViolation("Dieser Posten gehört zu keinem Vertrag. Bezahlt wird er nach Rechnung.")
    return line.contract


def _save(line: BudgetLine) -> BudgetLine:
    contract = contract_of(line)
    if line.amount <= 0:
        raise RuleViolation("Der Betrag muss größer als 0 € sein.", field="amount")
    if not contract.parties.filter(organisation=line.organisation_id).exists():
        raise RuleViolation("Dieser Träger ist keine Vertragspartei.", field="organisation")
    if (contract.begins and line.year < contract.begins.year) or (contract.ends and line.year > contract.ends.year):
        raise RuleViolation("In diesem Jahr läuft der Vertrag nicht.", field="year")
    with explained(**ONCE):
        line.save()
    return line


@use_case(LinePerm.RELEASE, on="line")
def release_line(*, actor: Actor, line: BudgetLine) -> BudgetLine:
    """Release a line with its instalments; from now on the provider sees both (R10, R11)."""
    if line.state != BudgetLine.State.DRAFT:
        raise RuleViolation("Dieser Posten ist schon freigegeben.")
    if contract_of(line).state != Contract.State.IN_FORCE:
        raise RuleViolation("Der Vertrag ist noch nicht in Kraft. Freigegeben wird erst danach.")
    instalments = list(line.instalments.all())
    if not instalments:
        instalments = _replace(line, _planned(line, actor))
    _must_add_up(line, [i.amount for i in instalments])
    line.state, line.released_at, line.released_by = BudgetLine.State.RELEASED, timezone.now(), actor.person
    line.save()
    for instalment in instalments:
        open_item(
            office=actor.place,
            organisation=line.organisation_id,
            kind=Kind.INSTALMENT_EXPECTED,
            subject=instalment.pk,
            due_on=instalment.due_on,
            code=f"{line.under}/{line.year}/{instalment.number}",
            amount=instalment.amount,
        )
    return line


@use_case(LinePerm.SCHEDULE, on="line")
def plan_instalments(*, actor: Actor, line: BudgetLine) -> BudgetLine:
    """Propose the instalments by the contract's schedule: equal parts, the remainder in the last (R11)."""
    _replace(line, _planned(line, actor))
    line.save()
    return line


@use_case(LinePerm.SCHEDULE, on="line")
def replace_instalments(*, actor: Actor, line: BudgetLine, instalments: Sequence[Planned]) -> BudgetLine:
    """Set dates and amounts by hand; they must add up to the line's amount to the cent (R11)."""
    _replace(line, instalments)
    line.save()
    return line


def _planned(line: BudgetLine, actor: Actor) -> list[Planned]:
    contract = contract_of(line)
    dates = due_dates(
        contract.schedule, line.year, contract.begins, contract.ends, str(actor.settings.get("state", "NW"))
    )
    if not dates:
        raise RuleViolation("In diesem Jahr läuft der Vertrag nicht. Es gibt keine Abschläge.")
    if line.amount * 100 < len(dates):
        raise RuleViolation("Der Betrag ist zu klein, um ihn in Abschläge zu teilen.")
    return [Planned(d, a) for d, a in zip(dates, split_evenly(line.amount, len(dates)), strict=True)]


def _replace(line: BudgetLine, planned: Sequence[Planned]) -> list[Instalment]:
    if line.state != BudgetLine.State.DRAFT:
        raise RuleViolation("Dieser Posten ist freigegeben. Seine Abschläge stehen fest.")
    if not planned:
        raise RuleViolation("Geben Sie mindestens einen Abschlag an.")
    if any(p.amount <= 0 for p in planned):
        raise RuleViolation("Jeder Abschlag muss größer als 0 € sein.")
    _must_add_up(line, [p.amount for p in planned])
    line.instalments.all().delete()
    ordered = sorted(planned, key=lambda p: p.due_on)
    rows = [Instalment(line=line, number=n, due_on=p.due_on, amount=p.amount) for n, p in enumerate(ordered, 1)]
    for row in rows:
        row.save()
        also_changed(row, "due_on", "amount")
    return rows


def _must_add_up(line: BudgetLine, amounts: Sequence[Decimal]) -> None:
    if difference := line.amount - sum(amounts):
        word = "fehlen" if difference > 0 else "sind zu viel"
        raise RuleViolation(f"Die Abschläge ergeben nicht den Betrag des Postens: {_euro(abs(difference))} {word}.")


def _euro(amount: Decimal) -> str:
    return f"{amount:,.2f} €".translate(str.maketrans(",.", ".,"))


@use_case(InstalmentPerm.PAY, on="instalment")
def pay_instalment(*, actor: Actor, instalment: Instalment, paid_on: date) -> Instalment:
    """Record that an instalment was paid; each is paid once (R11)."""
    if instalment.paid_on:
        raise RuleViolation(f"Dieser Abschlag ist schon gezahlt ({instalment.paid_on:%d.%m.%Y}).")
    if instalment.line.state != BudgetLine.State.RELEASED:
        raise RuleViolation("Der Budgetposten ist noch nicht freigegeben.")
    if paid_on > actor.today:
        raise RuleViolation("Das Datum der Zahlung liegt in der Zukunft.", field="paid_on")
    year_is_open(instalment.line)
    not_in_a_run(instalment)
    settle(actor, instalment, paid_on)
    return instalment
