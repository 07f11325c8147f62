"""Pages of taking existing cases over from a table: template, dry run, take over."""

import io
from typing import Any, cast
from uuid import UUID

import xlsxwriter
from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cases.models import CaseFile, CaseImport, CasePerson
from cases.policy.file import CaseImportPerm, case_import_policy
from cases.queries.staff import staff
from cases.usecases import takeover as usecases
from cases.usecases.takeover_rows import COLUMNS, SHEET
from cases.web.tables.file import CaseImportTable, FaultTable
from cases.web.tabs import case_tabs
from contracts.queries.names import names_of
from contracts.web.fields import districts
from contracts.web.hours_template import download
from kernel.access.actor import Actor
from kernel.web import words
from kernel.web.exports import XLSX
from kernel.web.forms import UseCaseForm, button, carry_out, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page

EXAMPLE = [
    "51-2024-117", "", "", "3.11.2024", "", "Schule", "", "Kind", "Mia", "Beispiel", "1.2.2015", "weiblich", "", "", "",
]  # fmt: skip


class TableForm(UseCaseForm):
    file = forms.FileField(
        label="Tabelle",
        help_text="CSV oder Excel (.xlsx), höchstens 5 MB und 3.000 Zeilen. Mehr lesen Sie in mehreren Dateien ein.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"required": "Wählen Sie eine Datei aus.", "empty": "Die Datei ist leer."},
    )

    def values(self) -> dict[str, Any]:
        values = super().values()
        file = values.pop("file")
        if file.size > usecases.LIMITS.size:
            return values | {"filename": "", "content": b" " * (usecases.LIMITS.size + 1)}
        return values | {"filename": file.name, "content": file.read()}


def address(upload: CaseImport) -> str:
    return reverse("case-import", args=[upload.pk])


@page(CaseImportPerm.VIEW)
def imports(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    rows = case_import_policy.rows(actor).defer("content")
    return list_page(
        request,
        "cases/imports.html",
        tabs=case_tabs(actor),
        rows=rows,
        table=CaseImportTable.naming(names_of(actor, set(rows.order_by().values_list("uploaded_by", flat=True)))),
        filename="uebernahmen",
        empty_title="Noch nichts übernommen.",
        empty_text="Bestehende Fälle lesen Sie aus einer Tabelle ein. Erst wird geprüft, übernommen wird, wenn Sie es sagen.",
        empty_action={"url": reverse("case-import-new"), "label": "Tabelle einlesen"},
    )


@page(CaseImportPerm.RUN, "GET", "POST", upload=usecases.LIMITS.size)
def new_import(request: HttpRequest) -> HttpResponse:
    files: Any = request.FILES if request.method == "POST" else None
    back = reverse("case-imports")
    return carry_out(
        request,
        TableForm(posted(request), files),
        usecases.check_takeover,
        done="Die Tabelle ist geprüft. Übernommen ist noch nichts.",
        to=address,
        title="Bestehende Fälle übernehmen",
        submit="Tabelle prüfen",
        cancel_url=back,
        crumbs=["Übernahmen", back],
        state="Erst wird jede Zeile geprüft. Mit denselben Aktenzeichen noch einmal eingelesen, wird nichts doppelt.",
        template="cases/import_new.html",
        draft="",
    )


@page(CaseImportPerm.VIEW)
def import_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = case_import_policy.fetch(actor, CaseImportPerm.VIEW, pk=pk)
    waiting = row.state == CaseImport.State.CHECKED
    plan = usecases.plan_for(actor, bytes(row.content)) if waiting else None
    added, changed, refused = (
        (len(plan.new), row.changed, plan.refused) if plan else (row.added, row.changed, row.refused)
    )
    return list_page(
        request,
        "cases/import.html",
        rows=cast(Any, plan.faults if plan else []),
        table=FaultTable,
        filename="fehler",
        upload=row,
        waiting=waiting,
        possible=waiting and bool(added or changed),
        figures=[
            {"label": "Neue Fälle", "value": words.number(added), "note": ""},
            {"label": "Geänderte Fälle", "value": words.number(changed), "note": "mit bekanntem Aktenzeichen"},
            {"label": "Nicht übernommen", "value": words.number(refused), "note": "wegen Fehlern in der Tabelle"},
        ],
        button=button(row),
        empty_title="Keine Fehler." if waiting else "Die Tabelle ist übernommen.",
        empty_text="" if waiting else "Ihr Inhalt ist gelöscht.",
    )


@page(CaseImportPerm.RUN, "POST")
def run(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = case_import_policy.fetch(request.actor, CaseImportPerm.RUN, pk=pk)
    return press(request, usecases.run_takeover, upload=row, done="Fälle übernommen.", to=address)


@page(CaseImportPerm.RUN, "POST")
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = case_import_policy.fetch(request.actor, CaseImportPerm.RUN, pk=pk)
    return press(
        request,
        usecases.discard_takeover,
        upload=row,
        done="Verworfen. Es ist nichts übernommen.",
        to=lambda upload: reverse("case-imports"),
    )


@page(CaseImportPerm.RUN)
def template(request: HttpRequest) -> HttpResponse:
    """The columns, and what may stand in them."""
    return download(_workbook(request.actor), "faelle-vorlage.xlsx", XLSX)


def _workbook(actor: Actor) -> bytes:
    lists = {
        SHEET: [list(COLUMNS.values())],
        "Beispiel": [list(COLUMNS.values()), EXAMPLE],
        "Räume": [["Raum"], *([d.name] for d in districts(actor))],
        "Fachkräfte": [["Fachkraft"], *([name] for name in staff(actor).values())],
        "Rollen": [["Rolle"], *([r.label] for r in CasePerson.Role)],
        "Gemeldet von": [["Gemeldet von"], *([r.label] for r in CaseFile.Referral)],
    }
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        for name, rows in lists.items():
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                for column, value in enumerate(row):
                    sheet.write_string(line, column, value, bold if line == 0 else None)
            sheet.set_column(0, len(rows[0]) - 1, 20, text)
            sheet.freeze_panes(1, 0)
    return out.getvalue()
