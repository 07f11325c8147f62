"""The ledger: from any total to its entries and back; with export."""

from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from contracts.models import BudgetLine, Contract, HoursEntry
from contracts.policy import ContractPerm, HoursPerm, LinePerm, contract_policy, hours_policy, line_policy
from contracts.policy.payments import RunPerm, run_policy
from contracts.policy.steering import allocation_policy
from contracts.queries import hours as queries
from contracts.queries.budget import money_lines_for
from contracts.queries.ledger import LedgerEntry, LedgerRow, journal_of, rows_of
from contracts.queries.steering import Hours, Month, total_course
from contracts.web.courses import figure_of
from contracts.web.tables import hours as tables
from contracts.web.tables.budget import LedgerLineTable, LedgerTable
from kernel.access.actor import Actor
from kernel.web import words
from kernel.web.lists import list_page
from kernel.web.stamps import page


@page(LinePerm.VIEW)
def line_ledger(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All entries of a line; each names what made it, and their sums are the line's totals."""
    actor = request.actor
    among = money_lines_for(actor).prefetch_related("postings")
    row: Any = line_policy.fetch(actor, LinePerm.VIEW, among=among, pk=pk)
    hours = Hours(row.year, [row])
    table = type("LineLedgerTable", (LedgerTable,), {"links": staticmethod(links(actor, row))})
    return list_page(
        request,
        "contracts/line_ledger.html",
        rows=journal_of(row, hours.of([row]), actor.today),
        table=table,
        filename=f"konto-{row.year}",
        line=row,
        up=contract_address(row) if row.contract_id else reverse("lines"),
        figures=figures(row.approved, row.paid, row.approved_minutes, hours.minutes(row)),
    )


def contract_address(line: BudgetLine) -> str:
    return f"{reverse('contract-ledger', args=[line.contract_id])}?jahr={line.year}"


def links(actor: Actor, line: BudgetLine) -> Any:
    """Where an entry leads, as far as the actor may go."""
    hours = hours_policy.allows(actor, HoursPerm.VIEW)
    runs = run_policy.allows(actor, RunPerm.VIEW)

    def link(entry: LedgerEntry) -> str | None:
        if entry.source == "hours" and hours:
            return f"{reverse('line-hours', args=[line.pk])}?monat={entry.key}"
        if entry.source == "run" and runs:
            return reverse("run", args=[entry.key])
        if entry.source in ("invoice", "readjustment"):
            return reverse(entry.source, args=[entry.key])
        return None

    return link


def figures(approved: Decimal, paid: Decimal, minutes: int, delivered: int) -> list[dict[str, str]]:
    return [
        {"label": "bewilligt", "value": words.money(approved), "note": ""},
        {"label": "gezahlt", "value": words.money(paid), "note": ""},
        {"label": "offen", "value": words.money(approved - paid), "note": ""},
        {"label": "vereinbart", "value": words.hours(minutes), "note": ""},
        {"label": "geleistet", "value": words.hours(delivered), "note": ""},
    ]


@page(LinePerm.VIEW)
def contract_ledger(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A contract's year, also of one provider: totals, lines, hours by month."""
    actor = request.actor
    contract: Contract = contract_policy.fetch(actor, ContractPerm.VIEW, pk=pk).file
    of_contract = line_policy.rows(actor).filter(contract=contract).order_by()
    years = sorted(of_contract.values_list("year", flat=True).distinct())
    year = chosen_year(request, years, actor.today.year)
    released = money_lines_for(actor).filter(contract=contract, year=year, state=BudgetLine.State.RELEASED)
    everything: list[Any] = list(released.prefetch_related("postings").order_by("organisation__sort_key", "id"))
    provider = request.GET.get("traeger", "")
    lines = [line for line in everything if provider in ("", line.organisation_id)]
    if provider and not lines:
        raise Http404("Das gibt es hier nicht.")
    rows, hours = rows_of(lines, year, actor.today)
    months = hours.of(lines)
    return list_page(
        request,
        "contracts/contract_ledger.html",
        rows=rows,
        table=LedgerLineTable,
        filename=f"konto-{contract.number}-{year}",
        contract=contract,
        year=year,
        years=[{"value": y, "current": y == year} for y in years],
        provider=lines[0].organisation if provider else None,
        figures=totals(rows, months),
        providers=by_provider(rows) if not provider else [],
        months=[month_row(m, year, contract, provider, actor) for m in months],
        course=course_figure(rows, hours, year, actor.today),
        allocations=list(allocation_policy.rows(actor).filter(contract=contract, year=year)),
        empty_title="Für dieses Jahr ist noch nichts freigegeben.",
        empty_text="Posten legen Sie auf der Seite des Vertrags an.",
    )


def chosen_year(request: HttpRequest, years: list[int], today: int) -> int:
    """The year asked for, else this one or the latest before it."""
    wanted = number_in(request, "jahr")
    if wanted in years:
        return wanted
    return max((y for y in years if y <= today), default=years[0] if years else today)


def totals(rows: list[LedgerRow], months: list[Month]) -> list[dict[str, str]]:
    """The sums of the lines; hours that count on several lines count once."""
    return figures(
        sum((row.line.approved for row in rows), Decimal(0)),
        sum((row.line.paid for row in rows), Decimal(0)),
        sum(row.line.approved_minutes for row in rows),
        sum(month.minutes for month in months),
    )


def by_provider(rows: list[LedgerRow]) -> list[dict[str, Any]]:
    """The sums per provider, when there are several."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        one = found.setdefault(
            row.line.organisation_id,
            {
                "organisation": row.line.organisation,
                "approved": Decimal(0),
                "paid": Decimal(0),
                "open": Decimal(0),
                "minutes": 0,
            },
        )
        one["approved"] += row.line.approved
        one["paid"] += row.line.paid
        one["open"] += row.open
        one["minutes"] += row.line.approved_minutes
    return list(found.values()) if len(found) > 1 else []


def month_row(month: Month, year: int, contract: Contract, provider: str, actor: Actor) -> dict[str, Any]:
    url = ""
    if hours_policy.allows(actor, HoursPerm.VIEW):
        url = f"{reverse('contract-hours', args=[contract.pk])}?jahr={year}&monat={month.number}"
        url += f"&traeger={provider}" if provider else ""
    direct = words.percent(Decimal(month.direct * 100) / month.minutes) if month.minutes else words.NOTHING
    return {"name": f"{words.MONTHS[month.number - 1]} {year}", "minutes": month.minutes, "direct": direct, "url": url}


def course_figure(rows: list[LedgerRow], hours: Hours, year: int, today: date) -> Any:
    lines = [row.line for row in rows]
    course = total_course(rows, hours, today)
    return figure_of(lines, course, hours, year, today) if course else None


@page(HoursPerm.VIEW)
def line_hours(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The hours that count on a line, of a month or the whole year."""
    actor = request.actor
    row: Any = line_policy.fetch(
        actor, LinePerm.VIEW, among=BudgetLine.objects.select_related("organisation", "contract", "district"), pk=pk
    )
    month = chosen_month(request)
    entries = queries.hours_for(actor).filter(
        role__contract=row.contract_id, role__organisation=row.organisation_id, worked_on__range=days(row.year, month)
    )
    if row.district_id:
        entries = entries.filter(role__district=row.district_id)
    if row.work_kind:
        entries = entries.filter(work_kind=row.work_kind)
    return _hours(
        request,
        entries,
        row.year,
        month,
        title=f"Stunden {row.organisation} {row.year}",
        crumbs=[
            row.under,
            contract_address(row) if row.contract_id else reverse("lines"),
            str(row),
            reverse("line-ledger", args=[pk]),
        ],
        lines=[],
    )


@page(HoursPerm.VIEW)
def contract_hours(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The hours that count on a contract's lines of a year, of one month or provider; and the lines they count on."""
    actor = request.actor
    contract: Contract = contract_policy.fetch(actor, ContractPerm.VIEW, pk=pk).file
    of_contract = line_policy.rows(actor).filter(contract=contract, state=BudgetLine.State.RELEASED)
    years = sorted(of_contract.order_by().values_list("year", flat=True).distinct())
    year, month = chosen_year(request, years, actor.today.year), chosen_month(request)
    lines = of_contract.filter(year=year).select_related("organisation")
    entries = queries.hours_for(actor).filter(role__contract=contract, worked_on__range=days(year, month))
    if provider := request.GET.get("traeger", "").replace("\0", ""):
        lines, entries = lines.filter(organisation=provider), entries.filter(role__organisation=provider)
    return _hours(
        request,
        entries.filter(role__organisation__in=lines.order_by().values("organisation")),
        year,
        month,
        title=f"Stunden {contract.number} {year}",
        crumbs=[contract.number, f"{reverse('contract-ledger', args=[contract.pk])}?jahr={year}"],
        lines=[{"label": str(line), "url": reverse("line-ledger", args=[line.pk])} for line in lines[:12]],
    )


def chosen_month(request: HttpRequest) -> int | None:
    wanted = number_in(request, "monat")
    return wanted if 1 <= wanted <= 12 else None


def number_in(request: HttpRequest, name: str) -> int:
    """A number of the address of up to four digits; 0 for none and for nonsense."""
    wanted = request.GET.get(name, "")
    return int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) <= 4 else 0


def days(year: int, month: int | None) -> tuple[date, date]:
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _hours(
    request: HttpRequest, entries: QuerySet[HoursEntry], year: int, month: int | None, **shown: Any
) -> HttpResponse:
    return list_page(
        request,
        "contracts/ledger_hours.html",
        rows=entries,
        table=tables.HoursTable,
        filename="stunden",
        period=f"{words.MONTHS[month - 1]} {year}" if month else str(year),
        empty_title="Hier ist nichts gebucht.",
        empty_text="In dieser Zeit zählen keine Stunden auf diesen Posten.",
        **shown,
    )
