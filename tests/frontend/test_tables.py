"""Lists: order and page in the address, the same markup for every list, sums, safe exports."""

import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal
from typing import Any

import django_tables2
import pytest
from django.http import Http404, QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory

from kernel.web import tables
from kernel.web.exports import export_links, export_table
from tests.frontend.page import Page

ROWS = [
    {
        "id": i,
        "name": f"Vertrag {i}",
        "amount": Decimal("10.50"),
        "minutes": 90,
        "start": dt.date(2025, 10, 1),
        "state": "draft",
    }
    for i in range(60)
]


class ContractTable(tables.Table):
    caption = "Verträge"
    name = django_tables2.Column("Vertrag")
    state = tables.BadgeColumn(verbose_name="Stand", tones={"draft": "info"}, labels={"draft": "Entwurf"})
    start = tables.DayColumn(verbose_name="Beginn")
    minutes = tables.MinutesColumn(verbose_name="Stunden", total=True)
    amount = tables.MoneyColumn(verbose_name="Budget", total=True)
    open = tables.ActionColumn("Öffnen", url=lambda record: f"/v/{record['id']}/")


def shown(query: str = "", rows: list[dict[str, Any]] | None = None, **context: Any) -> Page:
    request = RequestFactory().get(f"/vertraege/?{query}")
    table = ContractTable(ROWS if rows is None else rows)
    django_tables2.RequestConfig(request, paginate={"per_page": 25}).configure(table)
    context = {"table": table, "filter": None, "export_urls": export_links(request.GET), **context}
    return Page(render_to_string("components/list.html", context, request=request))


def test_a_table_is_named_and_says_how_it_is_sorted() -> None:
    page = shown("sort=-name")
    assert page.all("caption")[0].text == "Verträge"
    (sorted_column,) = [e for e in page.all("th") if "aria-sort" in e]
    assert (sorted_column["aria-sort"], sorted_column.text.strip()) == ("descending", "Vertrag")
    assert all("scope" in e for e in page.all("th"))


def test_state_stays_in_the_address() -> None:
    page = shown("sort=-name&status=draft&page=2")
    assert page.by_id("table-list-sort-amount")["href"] == "/vertraege/?status=draft&sort=amount"
    following = page.by_id("table-list-page-next")
    assert following["href"] == "/vertraege/?sort=-name&status=draft&page=3"
    assert (following["hx-get"], following["hx-target"]) == (following["href"], "#list")
    assert page.by_id("density")["href"].endswith("dichte=eng")
    assert page.by_id("list")["data-announce"] == "60 Einträge, Seite 2 von 3"


def test_on_a_phone_each_cell_knows_its_column() -> None:
    cells = shown().all("td")[:5]
    assert [cell.get("data-label") for cell in cells] == ["Stand", "Beginn", "Stunden", "Budget", ""]
    assert cells[0].text == "Entwurf"


def test_sums_count_all_pages() -> None:
    footer = [e for e in shown().all("td") if e.get("data-label") in {"Stunden", "Budget"}][-2:]
    assert [e.text for e in footer] == ["90:00\u00a0Std.", "630,00\u00a0€"]


def test_an_empty_list_says_what_to_do() -> None:
    page = shown(rows=[], empty_title="Noch kein Vertrag", empty_action={"url": "/neu/", "label": "Vertrag anlegen"})
    assert not page.all("table")
    assert [e.text.strip() for e in page.all("a", href="/neu/")] == ["Vertrag anlegen"]


def test_a_table_with_a_prefix_swaps_only_itself() -> None:
    request = RequestFactory().get("/v/1/?roles-sort=name")
    table = ContractTable(ROWS[:2], prefix="roles-")
    django_tables2.RequestConfig(request).configure(table)
    page = Page(render_to_string("components/table.html", {"table": table}, request=request))
    assert page.by_id("table-roles")
    assert page.by_id("table-roles-sort-amount")["hx-target"] == "#table-roles"


HOSTILE = '=HYPERLINK("http://x.example";"klick")'


def test_a_text_never_becomes_a_formula_in_csv() -> None:
    table = ContractTable([{**ROWS[0], "name": HOSTILE}, {**ROWS[0], "name": "@SUM(1)"}])
    response = export_table(table, "csv", "verträge")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Vertrag", "Stand", "Beginn", "Stunden", "Budget"]
    assert rows[1] == [f"'{HOSTILE}", "Entwurf", "01.10.2025", "90", "10,50"]
    assert rows[2][0] == "'@SUM(1)"
    assert "filename*=utf-8''vertr%C3%A4ge.csv" in response["Content-Disposition"]


def test_a_text_never_becomes_a_formula_in_a_workbook() -> None:
    response = export_table(ContractTable([{**ROWS[0], "name": HOSTILE}]), "xlsx", "liste")
    with zipfile.ZipFile(io.BytesIO(response.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "HYPERLINK" in book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "10.5" in sheet


def test_an_unknown_format_does_not_exist() -> None:
    with pytest.raises(Http404):
        export_table(ContractTable(ROWS), "exe", "liste")


def test_export_keeps_the_filter_but_not_the_page() -> None:
    assert [link["url"] for link in export_links(QueryDict("status=draft&page=3"))] == [
        "?status=draft&export=csv",
        "?status=draft&export=xlsx",
    ]
