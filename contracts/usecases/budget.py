"""Budget lines and their instalments (R10, R11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from contracts.models import BudgetLine, Contract, District, Engagement, Instalment, Party
from contracts.policy import InstalmentPerm, LinePerm
from contracts.schedule import due_dates, split_evenly
from contracts.usecases.overview import feed_lines
from contracts.usecases.payments import expect, not_in_a_run, settle
from contracts.usecases.settled import year_is_open
from kernel.access.actor import Actor
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from tenants.registry.models import Organisation

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
    organisation: Organisation,
    year: int,
    amount: Decimal,
    contract: Contract | None = None,
    district: District | None = None,
    minutes: int = 0,
    posts: Decimal = Decimal(0),
    work_kind: str = "",
    setting: str = "",
    corridor_percent: Decimal | None = None,
    remark: str = "",
) -> BudgetLine:
    """What a party of the contract gets in a year (R10); without a contract, for help outside every contract (R7).

    Without a corridor of its own the line has the contract's.
    """
    if corridor_percent is None:
        corridor_percent = contract_terms(contract, year, actor).corridor_percent if contract else Decimal(0)
    line = BudgetLine(
        contract=contract.file if contract else None,
        organisation=organisation,
        district=district,
        year=year,
        amount=amount,
        minutes=minutes,
        posts=posts,
        work_kind=work_kind,
        setting=setting,
        corridor_percent=corridor_percent,
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
    district: District | None = None,
    work_kind: str = "",
    setting: str = "",
    corridor_percent: Decimal | None = None,
    remark: str = "",
) -> BudgetLine:
    """Change a draft; a released line is never edited (R15)."""
    if line.state != BudgetLine.State.DRAFT:
        raise RuleViolation("Dieser Posten ist freigegeben. Freigegebenes wird nicht mehr geändert.")
    line.amount, line.minutes, line.posts, line.district = amount, minutes, posts, district
    line.work_kind, line.setting, line.remark = work_kind, setting, remark
    if corridor_percent is not None:
        line.corridor_percent = corridor_percent
    return _save(line)


@use_case(LinePerm.EDIT, on="line")
def remove_line(*, actor: Actor, line: BudgetLine) -> BudgetLine:
    """Take back a draft that nothing hangs on; a released line stays (R15)."""
    if line.state != BudgetLine.State.DRAFT:
        raise RuleViolation("Dieser Posten ist freigegeben. Buchen Sie eine Berichtigung.")
    if line.shares.exists():
        raise RuleViolation("Dieser Posten stammt aus einer Aufteilung. Nehmen Sie diese als Ganzes zurück.")
    key = line.pk
    line.rates.all().delete()
    line.instalments.all().delete()
    line.delete()
    line.pk = key  # for the audit
    return line


def contract_of(line: BudgetLine) -> Contract:
    """The contract under which a line is paid; help outside every contract has none (R7)."""
    if line.contract is None:
        raise RuleViolation("Dieser Posten gehört zu keinem Vertrag. Bezahlt wird er nach Rechnung.")
    return line.contract


def contract_terms(contract: Contract, year: int, actor: Actor) -> Contract:
    """The version whose terms count for a year: in force today, or at the end of the year; else the one at hand (R4)."""
    last = date(year, 12, 31)
    return contract.version_on(actor.today) or contract.version_on(min(last, actor.today)) or contract


def _save(line: BudgetLine) -> BudgetLine:
    if line.amount <= 0:
        raise RuleViolation("Der Betrag muss größer als 0 € sein.", field="amount")
    check_corridor(line.corridor_percent)
    if line.contract:
        check_party(line.contract, line.organisation_id)
        check_year(line.contract, line.year)
        year_is_open(line)
    else:
        _check_engaged(line)
    with explained(**ONCE):
        line.save()
    return line


def check_corridor(percent: Decimal) -> None:
    if not 0 <= percent <= 100:
        raise RuleViolation("Der Korridor liegt zwischen 0 und 100 %.", field="corridor_percent")


def check_party(contract: Contract, organisation: str) -> None:
    """A line needs a provider that is party to a version of the contract's file (R10)."""
    versions = Contract.objects.filter(Q(pk=contract.pk) | Q(root=contract.pk))
    if not Party.objects.filter(contract__in=versions, organisation=organisation).exists():
        raise RuleViolation("Dieser Träger ist keine Vertragspartei.", field="organisation")


def check_year(contract: Contract, year: int) -> None:
    """A line needs a year of the contract's term, as its versions tell (R10)."""
    versions = Contract.objects.filter(Q(pk=contract.pk) | Q(root=contract.pk))
    for version in versions:
        last = version.last_day
        if not (version.begins and year < version.begins.year) and not (last and year > last.year):
            return
    raise RuleViolation("In diesem Jahr läuft der Vertrag nicht.", field="year")


def _check_engaged(line: BudgetLine) -> None:
    """Help outside every contract goes to a provider that works for the office in that year (R7)."""
    engaged = Engagement.objects.filter(
        Q(ends=None) | Q(ends__gte=date(line.year, 1, 1)),
        organisation=line.organisation_id,
        begins__lte=date(line.year, 12, 31),
    )
    if not engaged.exists():
        raise RuleViolation(
            f"Dieser Träger arbeitet {line.year} nicht mit. Nehmen Sie ihn zuerst auf.", field="organisation"
        )


@use_case(LinePerm.RELEASE, on="line")
def release_line(*, actor: Actor, line: BudgetLine) -> BudgetLine:
    """Release a line with its instalments; from now on the provider sees both (R10, R11).

    A contract must be in force; help outside every contract is paid by invoice and needs a rate (R7).
    """
    if line.state != BudgetLine.State.DRAFT:
        raise RuleViolation("Dieser Posten ist schon freigegeben.")
    if line.contract is None:
        if not line.rates.exists():
            raise RuleViolation("Hinterlegen Sie zuerst einen Satz. Rechnungen werden dagegen geprüft.")
        return _released(line, actor)
    year_is_open(line)
    if not _in_force(line.contract, line.year, actor):
        raise RuleViolation("Der Vertrag ist noch nicht in Kraft. Freigegeben wird erst danach.")
    instalments = list(line.instalments.all())
    if not instalments:
        instalments = _replace(line, _planned(line, actor))
    _must_add_up(line, [i.amount for i in instalments])
    _released(line, actor)
    for instalment in instalments:
        expect(actor, instalment)
    return line


def _in_force(contract: Contract, year: int, actor: Actor) -> bool:
    """Whether a version is in force today or, for a year that is over, was so at its end or its own (R4)."""
    days = [actor.today, *(day for day in (date(year, 12, 31), contract.last_day) if day and day <= actor.today)]
    return any(contract.version_on(day) for day in days)


def _released(line: BudgetLine, actor: Actor) -> BudgetLine:
    line.state, line.released_at, line.released_by = BudgetLine.State.RELEASED, timezone.now(), actor.person
    line.save()
    feed_lines([line])
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
    terms = contract_terms(contract, line.year, actor)
    state = str(actor.settings.get("state", "NW"))
    dates = due_dates(terms.schedule, line.year, contract.begins, terms.last_day, state, terms.own_dates)
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
    feed_lines([instalment.line])
    return instalment
